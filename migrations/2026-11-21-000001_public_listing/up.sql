-- Whether the latest word of consent to the public search is yes (kept in step with `consents` by the acts that add to it, like `consented`).
ALTER TABLE specialists ADD COLUMN public_listing BOOLEAN NOT NULL DEFAULT FALSE;
