-- Who comes along to an engagement (docs/decisions/0121-a-team-is-asked-and-agreed-on.md).
CREATE TABLE team_seats (
    id TEXT PRIMARY KEY NOT NULL,
    engagement_id TEXT NOT NULL REFERENCES engagements (id),
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    state TEXT NOT NULL,
    -- Role, shares and what was said about it (sealed).
    document TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    -- When the question ends by itself; none where nobody is waited for.
    wakes_at TIMESTAMP,
    -- Hours a week that are not free for others, from the yes to the end.
    weekly_hours INTEGER NOT NULL,
    -- What the company has confirmed of the person's own hours.
    minutes INTEGER NOT NULL DEFAULT 0,
    ended_at TIMESTAMP
);
CREATE INDEX team_seats_of ON team_seats (engagement_id);
CREATE INDEX team_seats_about ON team_seats (help_request_id);
CREATE INDEX team_seats_by_specialist ON team_seats (specialist_id);
CREATE INDEX team_seats_waking ON team_seats (wakes_at) WHERE wakes_at IS NOT NULL;
