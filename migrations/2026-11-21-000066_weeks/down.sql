DROP INDEX help_requests_of_support_orgs;
ALTER TABLE support_orgs DROP COLUMN week_ends_at;
