-- Snapshots of the official register that were read; their rows are not kept (docs/decisions/0059-the-register-says-who.md).
CREATE TABLE register_snapshots (
    id TEXT PRIMARY KEY NOT NULL,
    -- The day of which the register tells.
    as_of TEXT NOT NULL,
    digest TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    -- Edition of the mapping by which it was read.
    mapping TEXT NOT NULL,
    taken_at TIMESTAMP NOT NULL,
    -- When everybody on the list had been held against it.
    finished_at TIMESTAMP
);
CREATE INDEX register_snapshots_by_day ON register_snapshots (as_of, taken_at);

ALTER TABLE specialists ADD COLUMN register_finding TEXT;
ALTER TABLE specialists ADD COLUMN register_as_of TEXT;
ALTER TABLE specialists ADD COLUMN register_grounds TEXT;
ALTER TABLE specialists ADD COLUMN suspended_at TIMESTAMP;

-- What was found of whom, whenever it was news.
CREATE TABLE register_findings (
    id TEXT PRIMARY KEY NOT NULL,
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    finding TEXT NOT NULL,
    as_of TEXT,
    suspended BOOLEAN NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX register_findings_by_specialist ON register_findings (specialist_id, at);

-- What two operators have to decide together.
CREATE TABLE register_cases (
    id TEXT PRIMARY KEY NOT NULL,
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    finding TEXT NOT NULL,
    as_of TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    proposal TEXT,
    proposed_by TEXT,
    proposed_at TIMESTAMP,
    closed_at TIMESTAMP,
    -- What was decided; none where the register settled it.
    outcome TEXT,
    decided_by TEXT
);
CREATE UNIQUE INDEX register_cases_open ON register_cases (specialist_id) WHERE closed_at IS NULL;
CREATE INDEX register_cases_by_specialist ON register_cases (specialist_id);
CREATE INDEX specialists_suspended ON specialists (suspended_at) WHERE suspended_at IS NOT NULL;
