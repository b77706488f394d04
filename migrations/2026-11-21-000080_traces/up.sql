-- Which request (W3C trace id, 32 hexadecimal digits) an event and a letter come from; none where nobody asked over HTTP, or before this migration.
ALTER TABLE events ADD COLUMN trace TEXT;
ALTER TABLE letters ADD COLUMN trace TEXT;
