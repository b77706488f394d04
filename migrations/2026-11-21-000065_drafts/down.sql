ALTER TABLE acceptance_codes DROP COLUMN draft;
