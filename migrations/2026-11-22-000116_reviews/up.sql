-- What people on the list write about themselves, looked at by operators (docs/decisions/0092-texts-are-looked-at.md).
CREATE TABLE reviews (
    specialist_id TEXT PRIMARY KEY NOT NULL,
    -- Since when something waits that nobody has looked at; none where nothing does.
    waiting_since TIMESTAMP,
    -- The texts as they were when last accepted (sealed).
    accepted TEXT,
    -- Why an operator would hide the entry (sealed), and which; another confirms.
    proposal TEXT,
    proposed_by TEXT,
    -- Why it is hidden (sealed).
    reason TEXT
);
CREATE INDEX reviews_waiting ON reviews (waiting_since) WHERE waiting_since IS NOT NULL;
ALTER TABLE specialists ADD COLUMN hidden_at TIMESTAMP;
