-- The second factor of an account (docs/decisions/0043-second-factor.md). The secret that an authenticator holds follows from the nonce and the
-- instance's secret.
CREATE TABLE second_factors (
    account_id TEXT PRIMARY KEY NOT NULL REFERENCES accounts (id),
    nonce TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    -- The last time step whose code was taken: each is good once.
    last_step BIGINT NOT NULL,
    -- Wrong codes since `tries_since`.
    tries INTEGER NOT NULL,
    tries_since TIMESTAMP NOT NULL
);

-- For whoever has lost the authenticator. Each is good once.
CREATE TABLE recovery_codes (
    code_hash TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    used_at TIMESTAMP
);
CREATE INDEX recovery_codes_by_account ON recovery_codes (account_id);

-- Since when the session has shown the second factor.
ALTER TABLE sessions ADD COLUMN proved_at TIMESTAMP;
