-- Counts without a person behind them (docs/decisions/0091-counting-without-watching.md): searches that found nobody, by day and cause,
-- and how often somebody on the list was shown to others, by day.
CREATE TABLE search_figures (
    -- A day in Japan, as in 2026-11-22.
    day TEXT NOT NULL,
    code TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (day, code)
);
CREATE TABLE appearances (
    specialist_id TEXT NOT NULL,
    day TEXT NOT NULL,
    listed BIGINT NOT NULL,
    viewed BIGINT NOT NULL,
    PRIMARY KEY (specialist_id, day)
);
CREATE INDEX appearances_by_day ON appearances (day);
