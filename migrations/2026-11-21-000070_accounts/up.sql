-- Whoever signs in: a mailbox (docs/decisions/0040-signing-in-without-a-password.md). The key is the address in small letters.
CREATE TABLE accounts (
    id TEXT PRIMARY KEY NOT NULL,
    mail_key TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP
);

-- As whom an account may act: `operator`, `broker:<organisation>:owner` and so on.
CREATE TABLE account_roles (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    granted_at TIMESTAMP NOT NULL,
    PRIMARY KEY (account_id, role)
);
CREATE INDEX account_roles_by_role ON account_roles (role);

-- Somebody asked to sign in. Also for addresses that nobody knows, whose account is none, so that both look alike in every way. The code follows
-- from the id and the instance's secret and is kept nowhere.
CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    -- The secret of the browser that asked.
    browser_hash TEXT NOT NULL,
    -- The client's address.
    source TEXT NOT NULL,
    tries INTEGER NOT NULL,
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX sign_ins_by_address ON sign_ins (address_hash, made_at);
CREATE INDEX sign_ins_by_source ON sign_ins (source, made_at);
CREATE INDEX sign_ins_by_browser ON sign_ins (browser_hash);
CREATE INDEX sign_ins_by_time ON sign_ins (made_at);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    -- As whom it acts; none where the account has no role.
    role TEXT,
    -- What the browser calls itself, so that its owner knows it again.
    browser TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_time ON sessions (made_at);
CREATE INDEX sessions_by_sight ON sessions (seen_at);
