ALTER TABLE specialists DROP COLUMN hidden_at;
DROP TABLE reviews;
