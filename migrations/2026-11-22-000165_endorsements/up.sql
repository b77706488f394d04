-- Organisations that recommend a specialist (docs/decisions/0119-endorsements.md). Ids, codes and days only: no words of anybody.
CREATE TABLE endorsements (
    id TEXT PRIMARY KEY NOT NULL,
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    support_org_id TEXT NOT NULL REFERENCES support_orgs (id),
    state TEXT NOT NULL,
    -- As what the organisation speaks, and from what it knows the person: codes of `config/endorsements`.
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- The last day (ISO 8601).
    until_day TEXT NOT NULL,
    reminded BOOLEAN NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    agreed_at TIMESTAMP,
    ended_at TIMESTAMP,
    -- When time does something next.
    wakes_at TIMESTAMP
);
CREATE INDEX endorsements_by_specialist ON endorsements (specialist_id);
CREATE INDEX endorsements_by_org ON endorsements (support_org_id);
CREATE INDEX endorsements_waking ON endorsements (wakes_at) WHERE wakes_at IS NOT NULL;
CREATE INDEX endorsements_ended ON endorsements (ended_at) WHERE ended_at IS NOT NULL;
-- One recommendation of an organisation at a time.
CREATE UNIQUE INDEX endorsements_open ON endorsements (specialist_id, support_org_id) WHERE ended_at IS NULL;
