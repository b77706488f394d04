DROP INDEX help_requests_by_member;
ALTER TABLE help_requests DROP COLUMN member_id;
DROP TABLE member_consents;
DROP TABLE members;
