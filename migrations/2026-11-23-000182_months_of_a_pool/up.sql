-- Visits of a pool that its organisation has confirmed are entered once for each month (docs/decisions/0126-months-of-a-pool.md): `<pool>.2027-01`.
ALTER TABLE credit_claims ADD COLUMN pool_month TEXT;
CREATE UNIQUE INDEX credit_claims_month_once ON credit_claims (pool_month, specialist_id) WHERE state IN ('entered', 'struck');
