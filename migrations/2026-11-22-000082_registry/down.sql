DROP TABLE register_cases;
DROP TABLE register_findings;
DROP INDEX specialists_suspended;
ALTER TABLE specialists DROP COLUMN suspended_at;
ALTER TABLE specialists DROP COLUMN register_grounds;
ALTER TABLE specialists DROP COLUMN register_as_of;
ALTER TABLE specialists DROP COLUMN register_finding;
DROP TABLE register_snapshots;
