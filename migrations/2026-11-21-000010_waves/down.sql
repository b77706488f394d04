DROP INDEX offers_to_remind;
DROP INDEX help_requests_waiting;
ALTER TABLE deliveries DROP COLUMN not_before;
ALTER TABLE offers DROP COLUMN remind_at;
ALTER TABLE offers DROP COLUMN begins_at;
ALTER TABLE help_requests DROP COLUMN look_again_at;
ALTER TABLE help_requests DROP COLUMN waiting_until;
ALTER TABLE help_requests DROP COLUMN waiting_since;
ALTER TABLE help_requests DROP COLUMN policy;
