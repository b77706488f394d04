-- Specialists whom several members of a support organisation share over a year (docs/decisions/0105-pools-in-use.md).
CREATE TABLE pools (
    id TEXT PRIMARY KEY NOT NULL,
    support_org_id TEXT NOT NULL REFERENCES support_orgs (id),
    -- All of it, sealed.
    document TEXT NOT NULL,
    -- The day after which it is over (ISO 8601).
    last_day TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX pools_by_org ON pools (support_org_id, id);
CREATE INDEX pools_by_end ON pools (last_day);

-- Who was asked, and what the pool takes of their time.
CREATE TABLE pool_seats (
    pool_id TEXT NOT NULL REFERENCES pools (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    -- Hours a week that are not free for others, up to `until`.
    weekly_hours INTEGER NOT NULL,
    until TIMESTAMP NOT NULL,
    PRIMARY KEY (pool_id, specialist_id)
);
CREATE INDEX pool_seats_by_specialist ON pool_seats (specialist_id);
CREATE INDEX pool_seats_by_until ON pool_seats (until);

CREATE TABLE pool_members (
    pool_id TEXT NOT NULL REFERENCES pools (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    PRIMARY KEY (pool_id, member_id)
);
CREATE INDEX pool_members_by_member ON pool_members (member_id);
