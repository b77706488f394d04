-- Disputes about hours that wait for their support organisation (docs/decisions/0117-a-third-decides.md).
ALTER TABLE engagements ADD COLUMN deciding_since TIMESTAMP;
CREATE INDEX engagements_by_decision ON engagements (deciding_since);
