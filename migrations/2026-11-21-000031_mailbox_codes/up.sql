-- Codes that were sent to a mailbox before an offer is accepted in a browser that nobody knows (docs/decisions/0025-codes-for-forwarded-letters.md).
-- The code itself follows from the id and the instance's secret and is kept nowhere.
CREATE TABLE acceptance_codes (
    id TEXT PRIMARY KEY NOT NULL,
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    offer_id TEXT NOT NULL REFERENCES offers (id),
    tries INTEGER NOT NULL,
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX acceptance_codes_by_specialist ON acceptance_codes (specialist_id, made_at);

-- Browsers whose reader has shown to read the mailbox of a specialist. A browser may be known for several people.
CREATE TABLE known_browsers (
    token_hash TEXT NOT NULL,
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    -- Who accepted last, where several people share the mailbox.
    acting_person TEXT,
    known_since TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP NOT NULL,
    PRIMARY KEY (token_hash, specialist_id)
);

-- Who accepted, where several people share the mailbox.
ALTER TABLE engagements ADD COLUMN acting_person TEXT;

-- For forgetting what is too old.
CREATE INDEX acceptance_codes_by_time ON acceptance_codes (made_at);
CREATE INDEX known_browsers_by_use ON known_browsers (last_used_at);
