ALTER TABLE specialists DROP COLUMN reachable;
DROP TABLE suppressions;
DROP TABLE letter_journal;
DROP INDEX letters_that_did_not_leave;
DELETE FROM letters WHERE help_request_id IS NULL;
ALTER TABLE letters DROP COLUMN edition;
