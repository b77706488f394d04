-- Places of people from outside have no place before.
DELETE FROM team_seats WHERE specialist_id IS NULL;
CREATE TABLE team_seats_before (
    id TEXT PRIMARY KEY NOT NULL,
    engagement_id TEXT NOT NULL REFERENCES engagements (id),
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    state TEXT NOT NULL,
    document TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    wakes_at TIMESTAMP,
    weekly_hours INTEGER NOT NULL,
    minutes INTEGER NOT NULL DEFAULT 0,
    ended_at TIMESTAMP
);
INSERT INTO team_seats_before (id, engagement_id, help_request_id, specialist_id, state, document, asked_at, wakes_at, weekly_hours, minutes, ended_at)
SELECT id, engagement_id, help_request_id, specialist_id, state, document, asked_at, wakes_at, weekly_hours, minutes, ended_at FROM team_seats;
DROP TABLE team_seats;
ALTER TABLE team_seats_before RENAME TO team_seats;
CREATE INDEX team_seats_of ON team_seats (engagement_id);
CREATE INDEX team_seats_about ON team_seats (help_request_id);
CREATE INDEX team_seats_by_specialist ON team_seats (specialist_id);
CREATE INDEX team_seats_waking ON team_seats (wakes_at) WHERE wakes_at IS NOT NULL;
