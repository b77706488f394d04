-- What both sides of a match say about each other (docs/decisions/0120-what-both-say.md): one row for each engagement of which somebody has said something.
CREATE TABLE match_reviews (
    engagement_id TEXT PRIMARY KEY NOT NULL REFERENCES engagements (id),
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    -- Both reviews with their replies and objections, sealed.
    document TEXT NOT NULL,
    -- When time shows the first to the other side; none once that is done.
    wakes_at TIMESTAMP,
    -- Since when an objection waits for an operator.
    objected_at TIMESTAMP
);
CREATE INDEX match_reviews_by_wake ON match_reviews (wakes_at);
CREATE INDEX match_reviews_by_objection ON match_reviews (objected_at);
CREATE INDEX match_reviews_by_help_request ON match_reviews (help_request_id);
CREATE INDEX match_reviews_by_specialist ON match_reviews (specialist_id);
-- Specialists who show everybody what companies said of them, all answers together.
CREATE TABLE review_showings (
    specialist_id TEXT PRIMARY KEY NOT NULL REFERENCES specialists (id),
    since TIMESTAMP NOT NULL
);
