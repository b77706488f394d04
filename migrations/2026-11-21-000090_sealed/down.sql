ALTER TABLE suppressions DROP COLUMN mailbox;
