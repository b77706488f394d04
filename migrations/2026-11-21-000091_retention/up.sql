-- Since when nothing says any more who it was. Only what has ended and may still be forgotten is in the index.
ALTER TABLE help_requests ADD COLUMN forgotten_at TIMESTAMP;
CREATE INDEX help_requests_to_forget ON help_requests (state, updated_at) WHERE forgotten_at IS NULL AND state IN ('cancelled', 'unmatched', 'matched');
ALTER TABLE specialists ADD COLUMN forgotten_at TIMESTAMP;
CREATE INDEX specialists_to_forget ON specialists (updated_at) WHERE forgotten_at IS NULL AND consented = FALSE AND public_listing = FALSE;
