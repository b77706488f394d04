-- Who is in charge of a help request in its support organisation: an account; none where nobody is.
ALTER TABLE help_requests ADD COLUMN clerk_id TEXT;
CREATE INDEX help_requests_by_support_org ON help_requests (support_org_id, created_at) WHERE support_org_id IS NOT NULL;

-- Staff change: what was handed over to whom, so that it can be taken back.
CREATE TABLE hand_overs (
    id TEXT PRIMARY KEY NOT NULL,
    support_org_id TEXT NOT NULL REFERENCES support_orgs (id),
    -- Who did it, as in the audit log.
    who TEXT NOT NULL,
    to_clerk TEXT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP
);

CREATE TABLE handed_over (
    hand_over_id TEXT NOT NULL REFERENCES hand_overs (id),
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    from_clerk TEXT,
    PRIMARY KEY (hand_over_id, help_request_id)
);
