DROP INDEX specialists_to_plan;
DROP INDEX specialists_to_check;
ALTER TABLE specialists DROP COLUMN check_step;
ALTER TABLE specialists DROP COLUMN check_at;
