-- Since when somebody who has no role yet has been registering by themselves; none for everybody else. Without an end of it the account is forgotten.
ALTER TABLE accounts ADD COLUMN joining_at TIMESTAMP;
