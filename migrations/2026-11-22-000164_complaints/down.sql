ALTER TABLE specialists DROP COLUMN barred_at;
DROP TABLE complaints;
