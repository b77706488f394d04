DROP INDEX engagements_by_decision;
ALTER TABLE engagements DROP COLUMN deciding_since;
