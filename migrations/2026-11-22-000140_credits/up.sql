-- The ledger of credits (docs/decisions/0102-ledger-of-credits.md).
-- What specialists ask to be entered; an engagement is entered once.
CREATE TABLE credit_claims (
    id TEXT PRIMARY KEY NOT NULL,
    specialist_id TEXT NOT NULL,
    -- The work that a company had confirmed; none for everything else.
    engagement_id TEXT,
    state TEXT NOT NULL,
    -- What was done, the evidence and the approver (sealed).
    document TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    -- When time does something next; none where nobody is waited for.
    wakes_at TIMESTAMP,
    reminded BOOLEAN NOT NULL DEFAULT FALSE,
    decided_at TIMESTAMP,
    -- Its row in the ledger; none where it is in none.
    seq BIGINT,
    -- Whether it stands on the page that anybody may see.
    published BOOLEAN NOT NULL DEFAULT FALSE,
    -- How far the look at it has come; none where it was not drawn.
    draw TEXT,
    -- What an auditor or operator asked or said (sealed).
    question TEXT
);
CREATE INDEX credit_claims_of ON credit_claims (specialist_id, id);
CREATE INDEX credit_claims_waking ON credit_claims (wakes_at) WHERE wakes_at IS NOT NULL;
CREATE INDEX credit_claims_drawn ON credit_claims (id) WHERE draw IS NOT NULL;
CREATE UNIQUE INDEX credit_claims_once ON credit_claims (engagement_id) WHERE state IN ('entered', 'struck');
-- The rows of each specialist's ledger, each sealed to the one before. Triggers keep them as they were written.
CREATE TABLE credit_rows (
    specialist_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    -- SHA-256 of all that the row says and of the row before.
    seal TEXT NOT NULL,
    -- The row (sealed).
    content TEXT NOT NULL,
    PRIMARY KEY (specialist_id, seq)
);
-- Since when a specialist's cycles run, by scheme (sealed).
CREATE TABLE credit_cycles (
    specialist_id TEXT PRIMARY KEY NOT NULL,
    begun TEXT NOT NULL
);
