DROP INDEX credit_claims_month_once;
ALTER TABLE credit_claims DROP COLUMN pool_month;
