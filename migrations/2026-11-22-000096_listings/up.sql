-- Other public lists of services (docs/decisions/0067-external-listings.md): what publishers say of companies; nobody's personal data.
CREATE TABLE listing_snapshots (
    -- One for each list: a new one takes its place.
    kind TEXT PRIMARY KEY NOT NULL,
    as_of TEXT NOT NULL,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    mapping TEXT NOT NULL,
    taken_at TIMESTAMP NOT NULL
);

CREATE TABLE external_listings (
    -- Stays with a row from snapshot to snapshot.
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL REFERENCES listing_snapshots (kind),
    -- By what it is found again.
    listing_key TEXT NOT NULL,
    document TEXT NOT NULL,
    -- Folded words; codes with a space around each, where it does not say which none.
    haystack TEXT NOT NULL,
    services TEXT NOT NULL,
    prefectures TEXT NOT NULL,
    valid_until TEXT
);
CREATE UNIQUE INDEX external_listings_by_key ON external_listings (kind, listing_key);
