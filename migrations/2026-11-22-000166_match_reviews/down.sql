DROP TABLE review_showings;
DROP TABLE match_reviews;
