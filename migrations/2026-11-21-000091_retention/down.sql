DROP INDEX specialists_to_forget;
ALTER TABLE specialists DROP COLUMN forgotten_at;
DROP INDEX help_requests_to_forget;
ALTER TABLE help_requests DROP COLUMN forgotten_at;
