-- Not every letter belongs to a help request: some are about a profile or a mailbox. SQLite cannot take NOT NULL from a column, so the table is
-- made anew. `edition` grows when a letter is to leave as a new one, with a Message-ID of its own.
CREATE TABLE letters_anew (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    party TEXT NOT NULL,
    cause TEXT NOT NULL,
    help_request_id TEXT REFERENCES help_requests (id),
    offer_id TEXT REFERENCES offers (id),
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until TIMESTAMP,
    queued_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    edition INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, party, cause)
);
INSERT INTO letters_anew (id, kind, party, cause, help_request_id, offer_id, state, attempts, leased_until, queued_at, sent_at)
SELECT id, kind, party, cause, help_request_id, offer_id, state, attempts, leased_until, queued_at, sent_at FROM letters;
DROP TABLE letters;
ALTER TABLE letters_anew RENAME TO letters;
CREATE INDEX letters_by_help_request ON letters (help_request_id);
-- Those that an operator looks for; few, so it costs nothing where all goes well.
CREATE INDEX letters_that_did_not_leave ON letters (state, id) WHERE state IN ('failed', 'dropped');

-- How each attempt at a letter ended, append-only. Without a foreign key: rows are made from those of `letters`, many at once, and a check of
-- each would be all that it does.
CREATE TABLE letter_journal (
    letter_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    step TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    -- What the mail server answered, as codes, or why there was nothing to send. Never an address.
    answer TEXT NOT NULL,
    PRIMARY KEY (letter_id, attempt, step)
);

-- Who does not get which letters, and why. The subject is a mailbox (it has an @) or a party (`specialist:<id>`); the kind `*` is all kinds.
CREATE TABLE suppressions (
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    answer TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (subject, kind)
);

-- Whether offers reach the person: a mailbox is left, and the person wants offers. Kept in step by the acts that change either.
ALTER TABLE specialists ADD COLUMN reachable BOOLEAN NOT NULL DEFAULT TRUE;
