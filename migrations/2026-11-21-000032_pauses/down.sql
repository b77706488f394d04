ALTER TABLE specialists DROP COLUMN pauses;
