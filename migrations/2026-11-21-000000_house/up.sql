-- One tree of SQL for PostgreSQL and SQLite (docs/decisions/0003-one-schema-two-databases.md): ids are UUIDs as TEXT, moments are UTC
-- without a zone in microseconds, documents are JSON as TEXT. What is queried has a column; the rest is in the document.

CREATE TABLE specialists (
    id TEXT PRIMARY KEY NOT NULL,
    registration_number TEXT NOT NULL UNIQUE,
    -- Whether the latest word of consent to be listed is yes (kept in step with `consents` by the acts that add to it).
    consented BOOLEAN NOT NULL,
    profile TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- Append-only: the latest record of a scope is in force.
CREATE TABLE consents (
    id TEXT PRIMARY KEY NOT NULL,
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    scope TEXT NOT NULL,
    version TEXT NOT NULL,
    given BOOLEAN NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX consents_by_specialist ON consents (specialist_id, at);

CREATE TABLE support_orgs (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE,
    profile TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE help_requests (
    id TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL,
    -- None where the company submitted by itself.
    support_org_id TEXT REFERENCES support_orgs (id),
    document TEXT NOT NULL,
    waves INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    -- While awaiting confirmation: when the link in the letter expires.
    confirm_by TIMESTAMP
);
CREATE INDEX help_requests_to_confirm ON help_requests (confirm_by) WHERE state = 'awaiting_confirmation';

CREATE TABLE offers (
    id TEXT PRIMARY KEY NOT NULL,
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    wave INTEGER NOT NULL,
    state TEXT NOT NULL,
    explanation TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    decline_reason TEXT,
    decline_text TEXT,
    -- Nobody is asked twice about one help request.
    UNIQUE (help_request_id, specialist_id)
);
CREATE INDEX offers_that_may_lapse ON offers (expires_at) WHERE state IN ('queued', 'sent');
CREATE INDEX offers_open_by_specialist ON offers (specialist_id) WHERE state IN ('queued', 'sent');

CREATE TABLE engagements (
    id TEXT PRIMARY KEY NOT NULL,
    -- One winner, whatever races.
    help_request_id TEXT NOT NULL UNIQUE REFERENCES help_requests (id),
    offer_id TEXT NOT NULL UNIQUE REFERENCES offers (id),
    specialist_id TEXT NOT NULL REFERENCES specialists (id),
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL
);
CREATE INDEX engagements_running_by_specialist ON engagements (specialist_id) WHERE state = 'running';

CREATE TABLE letters (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    party TEXT NOT NULL,
    cause TEXT NOT NULL,
    help_request_id TEXT NOT NULL REFERENCES help_requests (id),
    offer_id TEXT REFERENCES offers (id),
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    -- While somebody is sending it: until when nobody else may try.
    leased_until TIMESTAMP,
    queued_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    -- One letter of a kind to a party for a cause, ever.
    UNIQUE (kind, party, cause)
);
CREATE INDEX letters_by_help_request ON letters (help_request_id);

-- What a letter's link leads to. The token itself is nowhere but in the letter.
CREATE TABLE links (
    token_hash TEXT PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL,
    subject TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- The journal. BIGSERIAL numbers itself on PostgreSQL; on SQLite the store's one writer does (the name means nothing there).
CREATE TABLE events (
    seq BIGSERIAL PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    at TIMESTAMP NOT NULL,
    event TEXT NOT NULL
);

-- The outbox: one row for each event and group that handles it.
CREATE TABLE deliveries (
    event_seq BIGINT NOT NULL REFERENCES events (seq),
    group_name TEXT NOT NULL,
    -- When it is to be published (again): at once when made, after a pause when handled without success or not at all.
    due_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL,
    done_at TIMESTAMP,
    -- Why it was given up.
    dead_reason TEXT,
    PRIMARY KEY (event_seq, group_name)
);
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE done_at IS NULL AND dead_reason IS NULL;

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    label TEXT NOT NULL,
    support_org_id TEXT REFERENCES support_orgs (id),
    specialist_id TEXT REFERENCES specialists (id),
    created_at TIMESTAMP NOT NULL
);

-- Outcomes of acts whose requests carried an Idempotency-Key, kept per owner so that nobody can fetch another's.
CREATE TABLE idempotency_keys (
    owner TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    outcome TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (owner, key_hash)
);
