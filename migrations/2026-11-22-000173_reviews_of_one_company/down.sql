ALTER TABLE match_reviews DROP COLUMN first_engagement_id;
