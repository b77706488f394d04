-- Companies for which a support organisation may ask, once they have agreed (docs/decisions/0045-members-agree-first.md).
CREATE TABLE members (
    id TEXT PRIMARY KEY NOT NULL,
    support_org_id TEXT NOT NULL REFERENCES support_orgs (id),
    -- As the organisation counts its members.
    number TEXT NOT NULL,
    document TEXT NOT NULL,
    -- The latest word of consent, kept in step with `member_consents` by the acts that add to it.
    standing TEXT NOT NULL,
    -- When the company was last asked by letter.
    asked_at TIMESTAMP,
    -- Grows by one whenever other facts are put on record.
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (support_org_id, number)
);

-- Append-only: who said what for the company, when and how.
CREATE TABLE member_consents (
    id TEXT PRIMARY KEY NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id),
    given BOOLEAN NOT NULL,
    way TEXT NOT NULL,
    -- Who acted, as in the audit log.
    who TEXT NOT NULL,
    -- The clerk who has the paper, and the day on it.
    clerk TEXT,
    given_on TEXT,
    at TIMESTAMP NOT NULL
);
CREATE INDEX member_consents_by_member ON member_consents (member_id, at);

-- The member for whom it was made; none where the company asked by itself.
ALTER TABLE help_requests ADD COLUMN member_id TEXT;
CREATE INDEX help_requests_by_member ON help_requests (member_id) WHERE member_id IS NOT NULL;
