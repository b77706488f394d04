-- Since when specialists hold what spares them courses of a scheme, as they say (sealed). Beside the cycles, not in their cell: a build from before would lose it.
CREATE TABLE credit_titles (
    specialist_id TEXT PRIMARY KEY NOT NULL,
    held TEXT NOT NULL
);
