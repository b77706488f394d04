-- When the week ends of which the next weekly letter to a specialist tells. None until that is planned; never for who is hidden or forgotten (step 3).
ALTER TABLE specialists ADD COLUMN week_ends_at TIMESTAMP;
CREATE INDEX specialists_week_due ON specialists (week_ends_at) WHERE week_ends_at IS NOT NULL;
CREATE INDEX specialists_week_to_plan ON specialists (id) WHERE week_ends_at IS NULL AND check_step <> 3;
