-- Who did what (docs/decisions/0041-audit-log.md). Rows are written in the act's transaction; place, seal of the row before and own seal come
-- afterwards, once. Triggers (src/store/audit_guard.rs) refuse any other change.
CREATE TABLE audit_log (
    id TEXT PRIMARY KEY NOT NULL,
    at TIMESTAMP NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    act TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    source TEXT NOT NULL,
    request TEXT NOT NULL,
    reason TEXT,
    seq BIGINT,
    prev TEXT,
    seal TEXT
);
CREATE UNIQUE INDEX audit_log_chain ON audit_log (seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_log_unsealed ON audit_log (at, id) WHERE seq IS NULL;
CREATE INDEX audit_log_by_time ON audit_log (at, id);
