-- Complaints about the other side of a match (docs/decisions/0118-complaints.md).
CREATE TABLE complaints (
    id TEXT PRIMARY KEY NOT NULL,
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    engagement_id TEXT NOT NULL REFERENCES engagements (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    -- Which side complains: `company` or `specialist`.
    by_side TEXT NOT NULL,
    -- The support organisation that complains for its member; none where the side does so itself.
    support_org_id TEXT REFERENCES support_orgs (id),
    stage TEXT NOT NULL,
    -- All of it, sealed.
    document TEXT NOT NULL,
    -- The day by which an answer is due (ISO 8601).
    due_on TEXT NOT NULL,
    -- When time does something next.
    wakes_at TIMESTAMP,
    -- Whether it keeps its specialist off the list.
    bars BOOLEAN NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    made_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    -- Since when nothing in it says any more what anybody wrote.
    forgotten_at TIMESTAMP
);
CREATE INDEX complaints_by_engagement ON complaints (engagement_id, by_side);
CREATE INDEX complaints_by_help_request ON complaints (help_request_id);
CREATE INDEX complaints_by_specialist ON complaints (specialist_id);
CREATE INDEX complaints_by_due ON complaints (due_on);
CREATE INDEX complaints_by_change ON complaints (changed_at) WHERE forgotten_at IS NULL;
CREATE INDEX complaints_waking ON complaints (wakes_at) WHERE wakes_at IS NOT NULL;
-- Since when a decided complaint keeps somebody off the list.
ALTER TABLE specialists ADD COLUMN barred_at TIMESTAMP;
