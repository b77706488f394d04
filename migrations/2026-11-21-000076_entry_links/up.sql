-- Addresses and QR codes that a support organisation gives out (docs/decisions/0051-entry-links.md).
CREATE TABLE entry_links (
    code TEXT PRIMARY KEY NOT NULL,
    support_org_id TEXT NOT NULL REFERENCES support_orgs (id),
    -- Where it hangs, in the organisation's words.
    label TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP
);
CREATE INDEX entry_links_by_support_org ON entry_links (support_org_id);

-- By which of them a help request came in, whether or not the company lets the organisation see it.
ALTER TABLE help_requests ADD COLUMN entry_code TEXT;
CREATE INDEX help_requests_by_entry ON help_requests (entry_code) WHERE entry_code IS NOT NULL;
