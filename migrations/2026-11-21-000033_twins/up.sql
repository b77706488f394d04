-- What a company asked for by itself, and under which mail address, as a hash: the same again within a day is asked about.
ALTER TABLE help_requests ADD COLUMN twin_key TEXT;
CREATE INDEX help_requests_by_twin ON help_requests (twin_key, created_at) WHERE twin_key IS NOT NULL;
