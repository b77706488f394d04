ALTER TABLE engagements DROP COLUMN acting_person;
DROP INDEX known_browsers_by_use;
DROP TABLE known_browsers;
DROP INDEX acceptance_codes_by_time;
DROP INDEX acceptance_codes_by_specialist;
DROP TABLE acceptance_codes;
