-- What somebody has begun without an account: answers on the Yes/No path, a form not yet sent (docs/decisions/0072-unfinished.md).
CREATE TABLE unfinished (
    id TEXT PRIMARY KEY NOT NULL,
    -- SHA-256 of the link's secret.
    token_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    document TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX unfinished_by_token ON unfinished (token_hash);
CREATE INDEX unfinished_by_age ON unfinished (kind, changed_at);
