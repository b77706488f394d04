CREATE TABLE engagements_before (
    id TEXT PRIMARY KEY NOT NULL,
    help_request_id TEXT NOT NULL UNIQUE REFERENCES help_requests (id),
    offer_id TEXT NOT NULL UNIQUE REFERENCES offers (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    weekly_hours INTEGER NOT NULL DEFAULT 0,
    acting_person TEXT
);
INSERT INTO engagements_before (id, help_request_id, offer_id, specialist_id, state, opened_at, weekly_hours, acting_person)
    SELECT id, help_request_id, offer_id, specialist_id, state, opened_at, weekly_hours, acting_person FROM engagements WHERE state IN ('running', 'closed');
DROP TABLE engagements;
ALTER TABLE engagements_before RENAME TO engagements;
CREATE INDEX engagements_running_by_specialist ON engagements (specialist_id) WHERE state = 'running';
CREATE INDEX engagements_by_specialist ON engagements (specialist_id, opened_at);
DROP INDEX offers_choice_to_remind;
DROP INDEX offers_to_choose;
ALTER TABLE offers DROP COLUMN ended_why;
ALTER TABLE offers DROP COLUMN choose_by;
ALTER TABLE offers DROP COLUMN acting_person;
ALTER TABLE offers DROP COLUMN terms;
