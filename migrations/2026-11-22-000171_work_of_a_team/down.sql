DROP INDEX credit_claims_once;
CREATE UNIQUE INDEX credit_claims_once ON credit_claims (engagement_id) WHERE state IN ('entered', 'struck');
