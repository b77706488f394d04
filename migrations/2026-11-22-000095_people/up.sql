-- Accounts that several people share, and the names under which these act (docs/decisions/0066-shared-mailboxes.md).
ALTER TABLE accounts ADD COLUMN is_shared BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE people (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    -- As they typed it.
    name TEXT NOT NULL,
    -- When they last did.
    named_at TIMESTAMP NOT NULL
);
CREATE INDEX people_by_account ON people (account_id);
CREATE INDEX people_by_age ON people (named_at);

-- Who it is behind the account; ids that outlive the names.
ALTER TABLE sessions ADD COLUMN person_id TEXT;
ALTER TABLE help_requests ADD COLUMN clerk_person_id TEXT;
ALTER TABLE hand_overs ADD COLUMN to_person_id TEXT;
ALTER TABLE handed_over ADD COLUMN from_person_id TEXT;
