-- When the week ends of which the next weekly letter to a support organisation tells. None until that is planned.
ALTER TABLE support_orgs ADD COLUMN week_ends_at TIMESTAMP;
CREATE INDEX help_requests_of_support_orgs ON help_requests (support_org_id, created_at) WHERE support_org_id IS NOT NULL;
