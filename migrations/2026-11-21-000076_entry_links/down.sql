DROP INDEX help_requests_by_entry;
ALTER TABLE help_requests DROP COLUMN entry_code;
DROP TABLE entry_links;
