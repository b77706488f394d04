-- Where the last letter goes to somebody of whom nothing else is kept. A row goes right after its letter, or after some days.
CREATE TABLE farewells (
    letter_id TEXT PRIMARY KEY NOT NULL REFERENCES letters (id),
    reader TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
