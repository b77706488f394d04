-- Since when what somebody wrote is kept back until an operator has accepted it. None: it is shown.
ALTER TABLE specialists ADD COLUMN held_at TIMESTAMP;
