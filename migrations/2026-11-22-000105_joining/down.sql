ALTER TABLE accounts DROP COLUMN joining_at;
