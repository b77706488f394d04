-- The tables of both peers. Whoever works from afar serves the place "remote" too, so that "near, or from afar" is one look into one index.
DROP TABLE IF EXISTS offers, help_requests, specialists;
CREATE TABLE specialists (
    id integer PRIMARY KEY,
    name text NOT NULL,
    address text NOT NULL,
    prefecture text NOT NULL,
    places text[] NOT NULL,
    menus text[] NOT NULL,
    fields integer NOT NULL,
    slots integer NOT NULL,
    fee_yen integer NOT NULL,
    engagements smallint NOT NULL DEFAULT 0,
    max_engagements smallint NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX ON specialists USING gin (menus, places);
CREATE TABLE help_requests (
    id uuid PRIMARY KEY,
    state text NOT NULL,
    company text NOT NULL,
    contact text NOT NULL,
    address text NOT NULL,
    budget_yen integer NOT NULL,
    body jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);
CREATE TABLE offers (
    id uuid PRIMARY KEY,
    help_request_id uuid NOT NULL REFERENCES help_requests,
    specialist_id integer NOT NULL REFERENCES specialists,
    token text NOT NULL UNIQUE,
    state text NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX ON offers (help_request_id);
