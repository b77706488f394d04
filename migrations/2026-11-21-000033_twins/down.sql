DROP INDEX help_requests_by_twin;
ALTER TABLE help_requests DROP COLUMN twin_key;
