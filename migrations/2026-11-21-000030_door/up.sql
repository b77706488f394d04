-- What all processes of an instance share and nobody else knows, by its use (docs/decisions/0024-values-of-a-page.md).
CREATE TABLE instance_secrets (
    name TEXT PRIMARY KEY NOT NULL,
    secret TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- Values of pages whose press counted, until they would not be taken any more anyway.
CREATE TABLE spent_values (
    value_hash TEXT PRIMARY KEY NOT NULL,
    spent_at TIMESTAMP NOT NULL
);
CREATE INDEX spent_values_by_time ON spent_values (spent_at);
