-- The register of corporations (docs/decisions/0112-corporations.md), as public as it is there; nobody's personal data. Looked up by number, never searched.
CREATE TABLE corporations (
    number TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    prefecture TEXT NOT NULL,
    municipality TEXT NOT NULL,
    -- The day of the file in which it stood last.
    as_of TEXT NOT NULL
);
