-- From when on somebody wants to be asked again, as JSON; none for most people.
ALTER TABLE specialists ADD COLUMN pauses TEXT;
