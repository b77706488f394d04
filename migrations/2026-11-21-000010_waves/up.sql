-- The wave policy of the moment at which the help request opened. None for those from before: the policy of the day of creation.
ALTER TABLE help_requests ADD COLUMN policy TEXT;
-- While an open help request waits for people who would fit and have their hands full: since when, until when at most, and when it is to be
-- looked at again if nothing has called it before.
ALTER TABLE help_requests ADD COLUMN waiting_since TIMESTAMP;
ALTER TABLE help_requests ADD COLUMN waiting_until TIMESTAMP;
ALTER TABLE help_requests ADD COLUMN look_again_at TIMESTAMP;
CREATE INDEX help_requests_waiting ON help_requests (created_at, id) WHERE state = 'open' AND waiting_since IS NOT NULL;
-- From when the hours of an offer count (its letter waits for the end of the reader's quiet hours), and when its next reminder is due.
ALTER TABLE offers ADD COLUMN begins_at TIMESTAMP;
ALTER TABLE offers ADD COLUMN remind_at TIMESTAMP;
CREATE INDEX offers_to_remind ON offers (remind_at) WHERE state IN ('queued', 'sent') AND remind_at IS NOT NULL;
-- A delivery that must not be published before this moment, whatever else makes it due.
ALTER TABLE deliveries ADD COLUMN not_before TIMESTAMP;
