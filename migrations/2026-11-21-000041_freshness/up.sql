-- When the next step of keeping a profile fresh is due (none: to be planned, or hidden until confirmed), and which step was taken last:
-- 0 confirmed, 1 asked, 2 told that it counts as stale, 3 hidden.
ALTER TABLE specialists ADD COLUMN check_at TIMESTAMP;
ALTER TABLE specialists ADD COLUMN check_step INTEGER NOT NULL DEFAULT 0;
CREATE INDEX specialists_to_check ON specialists (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX specialists_to_plan ON specialists (id) WHERE check_at IS NULL AND check_step <> 3;
