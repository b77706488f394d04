ALTER TABLE engagements DROP COLUMN acting_person;
DROP TABLE known_browsers;
DROP INDEX acceptance_codes_by_specialist;
DROP TABLE acceptance_codes;
