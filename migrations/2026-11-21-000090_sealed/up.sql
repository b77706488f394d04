-- The mailbox of a suppression, sealed; its subject is then a keyed hash. None for parties, and for rows from before.
ALTER TABLE suppressions ADD COLUMN mailbox TEXT;
