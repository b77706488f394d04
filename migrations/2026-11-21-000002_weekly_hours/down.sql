DROP INDEX offers_by_day;
DROP INDEX engagements_by_specialist;
DROP INDEX offers_by_specialist;
ALTER TABLE engagements DROP COLUMN weekly_hours;
ALTER TABLE offers DROP COLUMN weekly_hours;
