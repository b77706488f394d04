DROP TABLE credit_titles;
