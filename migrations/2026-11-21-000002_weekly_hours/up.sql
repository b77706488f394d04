-- Hours a week that the work of an offer would take, and that of an engagement takes: what is left of a person's week is told by their sum.
ALTER TABLE offers ADD COLUMN weekly_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE engagements ADD COLUMN weekly_hours INTEGER NOT NULL DEFAULT 0;
CREATE INDEX offers_by_specialist ON offers (specialist_id, made_at);
CREATE INDEX engagements_by_specialist ON engagements (specialist_id, opened_at);
CREATE INDEX offers_by_day ON offers (made_at);
