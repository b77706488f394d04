-- A yes on which the company decides: the changed terms of who gave it, until when the company may choose, and why an offer ended that its
-- reader did not end (who was only too late may be asked again).
ALTER TABLE offers ADD COLUMN terms TEXT;
-- Who gave it, where several people share the mailbox.
ALTER TABLE offers ADD COLUMN acting_person TEXT;
ALTER TABLE offers ADD COLUMN choose_by TIMESTAMP;
ALTER TABLE offers ADD COLUMN ended_why TEXT;
CREATE INDEX offers_to_choose ON offers (choose_by) WHERE state = 'willing';
CREATE INDEX offers_choice_to_remind ON offers (remind_at) WHERE state = 'willing';

-- An engagement may be withdrawn, and the help request matched again: one winner at a time. (SQLite cannot drop the old rule from the
-- table, so the table is made anew.)
CREATE TABLE engagements_anew (
    id TEXT PRIMARY KEY NOT NULL,
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    offer_id TEXT NOT NULL UNIQUE REFERENCES offers (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    weekly_hours INTEGER NOT NULL DEFAULT 0,
    acting_person TEXT,
    -- What was agreed on otherwise than the help request says.
    terms TEXT,
    ended_at TIMESTAMP,
    -- Why it was withdrawn, in the words of who did.
    ended_reason TEXT
);
INSERT INTO engagements_anew (id, help_request_id, offer_id, specialist_id, state, opened_at, weekly_hours, acting_person)
    SELECT id, help_request_id, offer_id, specialist_id, state, opened_at, weekly_hours, acting_person FROM engagements;
DROP TABLE engagements;
ALTER TABLE engagements_anew RENAME TO engagements;
CREATE UNIQUE INDEX engagements_one_winner ON engagements (help_request_id) WHERE state IN ('running', 'closed');
CREATE INDEX engagements_by_help_request ON engagements (help_request_id);
CREATE INDEX engagements_running_by_specialist ON engagements (specialist_id) WHERE state = 'running';
CREATE INDEX engagements_by_specialist ON engagements (specialist_id, opened_at);
