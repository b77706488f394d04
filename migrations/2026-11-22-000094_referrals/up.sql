-- Proposals to pass a help request on to another support organisation (docs/decisions/0063-referral.md).
CREATE TABLE referrals (
    id TEXT PRIMARY KEY NOT NULL,
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    from_org_id TEXT NOT NULL REFERENCES support_orgs (id),
    to_org_id TEXT NOT NULL REFERENCES support_orgs (id),
    -- In the clerk's words; none once the help request is forgotten.
    reason TEXT,
    state TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    -- Until when the company can say yes.
    runs_out_at TIMESTAMP NOT NULL,
    -- When it was answered, taken back or ran out.
    ended_at TIMESTAMP
);
CREATE UNIQUE INDEX referrals_open ON referrals (help_request_id) WHERE state = 'open';
CREATE INDEX referrals_late ON referrals (runs_out_at) WHERE state = 'open';
CREATE INDEX referrals_by_help_request ON referrals (help_request_id);
CREATE INDEX referrals_sent ON referrals (from_org_id, id);
CREATE INDEX referrals_received ON referrals (to_org_id, id);

-- Whether other organisations may propose to pass help requests on to it.
ALTER TABLE support_orgs ADD COLUMN takes_referrals BOOLEAN NOT NULL DEFAULT FALSE;
