DROP INDEX engagements_waking;
ALTER TABLE engagements DROP COLUMN sector;
ALTER TABLE engagements DROP COLUMN minutes;
ALTER TABLE engagements DROP COLUMN wakes_at;
ALTER TABLE engagements DROP COLUMN course;
