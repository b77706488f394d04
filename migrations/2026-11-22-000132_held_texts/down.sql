ALTER TABLE specialists DROP COLUMN held_at;
