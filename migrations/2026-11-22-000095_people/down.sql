ALTER TABLE handed_over DROP COLUMN from_person_id;
ALTER TABLE hand_overs DROP COLUMN to_person_id;
ALTER TABLE help_requests DROP COLUMN clerk_person_id;
ALTER TABLE sessions DROP COLUMN person_id;
DROP TABLE people;
ALTER TABLE accounts DROP COLUMN is_shared;
