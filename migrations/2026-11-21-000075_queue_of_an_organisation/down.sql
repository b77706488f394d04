DROP TABLE handed_over;
DROP TABLE hand_overs;
DROP INDEX help_requests_by_support_org;
ALTER TABLE help_requests DROP COLUMN clerk_id;
