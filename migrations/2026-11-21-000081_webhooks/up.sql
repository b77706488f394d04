-- Addresses of other programs that are told what happens (docs/decisions/0055-webhooks.md).
CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    -- None: the operator's.
    support_org_id TEXT REFERENCES support_orgs (id),
    -- Sealed: address, label, kinds, secrets.
    document TEXT NOT NULL,
    -- on, off, failed, gone
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    made_at TIMESTAMP NOT NULL,
    -- Since when nothing has arrived; none while messages arrive.
    failing_since TIMESTAMP,
    -- When it ceased to be on.
    off_at TIMESTAMP
);
CREATE INDEX webhooks_by_support_org ON webhooks (support_org_id);

-- One row for each message: one event for one address. Ids and states only.
CREATE TABLE webhook_messages (
    id TEXT NOT NULL PRIMARY KEY,
    webhook_id TEXT NOT NULL REFERENCES webhooks (id),
    -- None: a test.
    event_seq BIGINT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    -- waiting, arrived, given_up
    state TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    due_at TIMESTAMP NOT NULL,
    -- Until when somebody is calling.
    leased_until TIMESTAMP,
    tries INTEGER NOT NULL,
    tried_at TIMESTAMP,
    -- Status of the last answer, or a code for why there was none.
    answer TEXT,
    trace TEXT
);
CREATE UNIQUE INDEX webhook_messages_once ON webhook_messages (webhook_id, event_seq);
CREATE INDEX webhook_messages_due ON webhook_messages (webhook_id, due_at) WHERE state = 'waiting';
CREATE INDEX webhook_messages_by_age ON webhook_messages (made_at);
