-- Several people can have hours in one engagement; each enters their own once.
DROP INDEX credit_claims_once;
CREATE UNIQUE INDEX credit_claims_once ON credit_claims (engagement_id, specialist_id) WHERE state IN ('entered', 'struck');
