ALTER TABLE sessions DROP COLUMN proved_at;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
