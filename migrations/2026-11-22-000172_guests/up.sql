-- Somebody from outside has a place in a team without being on the list: who it is stands in the sealed document. No released build reads the table, and
-- it is small, so it is built anew.
CREATE TABLE team_seats_anew (
    id TEXT PRIMARY KEY NOT NULL,
    engagement_id TEXT NOT NULL REFERENCES engagements (id),
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    -- None: somebody from outside.
    specialist_id TEXT REFERENCES specialists (id),
    state TEXT NOT NULL,
    -- Role, shares, what was said about it, and who it is where nobody on the list is (sealed).
    document TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    wakes_at TIMESTAMP,
    weekly_hours INTEGER NOT NULL,
    minutes INTEGER NOT NULL DEFAULT 0,
    ended_at TIMESTAMP
);
INSERT INTO team_seats_anew (id, engagement_id, help_request_id, specialist_id, state, document, asked_at, wakes_at, weekly_hours, minutes, ended_at)
SELECT id, engagement_id, help_request_id, specialist_id, state, document, asked_at, wakes_at, weekly_hours, minutes, ended_at FROM team_seats;
DROP TABLE team_seats;
ALTER TABLE team_seats_anew RENAME TO team_seats;
CREATE INDEX team_seats_of ON team_seats (engagement_id);
CREATE INDEX team_seats_about ON team_seats (help_request_id);
CREATE INDEX team_seats_by_specialist ON team_seats (specialist_id);
CREATE INDEX team_seats_waking ON team_seats (wakes_at) WHERE wakes_at IS NOT NULL;
