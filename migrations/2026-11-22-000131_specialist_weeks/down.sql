DROP INDEX specialists_week_to_plan;
DROP INDEX specialists_week_due;
ALTER TABLE specialists DROP COLUMN week_ends_at;
