ALTER TABLE engagements DROP COLUMN decided;
