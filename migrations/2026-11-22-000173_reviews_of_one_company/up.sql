-- Counts of what companies said are of companies, and one may come back: its matches with the same person share the first of them (0120).
ALTER TABLE match_reviews ADD COLUMN first_engagement_id TEXT NOT NULL DEFAULT '';
UPDATE match_reviews SET first_engagement_id = engagement_id;
