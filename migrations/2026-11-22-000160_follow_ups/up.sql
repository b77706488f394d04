-- What came of the work, as its company says (docs/decisions/0116-what-came-of-it.md): one row for each engagement with confirmed hours.
CREATE TABLE follow_ups (
    engagement_id TEXT PRIMARY KEY NOT NULL REFERENCES engagements (id),
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    -- waiting, asked, reminded or over.
    stage TEXT NOT NULL,
    -- When time does something next; none once nobody asks any more.
    due_at TIMESTAMP,
    -- done, partly or not_yet; none without an answer.
    acted TEXT,
    -- Code of what stands in the way.
    hindrance TEXT,
    -- What the company adds, sealed.
    words TEXT,
    answered_at TIMESTAMP,
    -- When the company wants to be reminded of looking again.
    check_at TIMESTAMP
);
CREATE INDEX follow_ups_by_due ON follow_ups (due_at);
CREATE INDEX follow_ups_by_check ON follow_ups (check_at);
CREATE INDEX follow_ups_by_help_request ON follow_ups (help_request_id);
CREATE INDEX follow_ups_by_specialist ON follow_ups (specialist_id);
CREATE INDEX follow_ups_by_answer ON follow_ups (answered_at);
