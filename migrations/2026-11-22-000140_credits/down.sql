DROP TABLE credit_cycles;
DROP TABLE credit_rows;
DROP TABLE credit_claims;
