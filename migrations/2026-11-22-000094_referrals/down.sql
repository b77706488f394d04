ALTER TABLE support_orgs DROP COLUMN takes_referrals;
DROP TABLE referrals;
