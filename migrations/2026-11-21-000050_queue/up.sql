-- Since when a delivery has been put aside.
ALTER TABLE deliveries ADD COLUMN dead_at TIMESTAMP;

-- The relay takes what is due for a group in the order of the due moment, then of the journal: with all three in the index it reads only what it
-- takes, however long the backlog and the history are.
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (group_name, due_at, event_seq) WHERE done_at IS NULL AND dead_reason IS NULL;

-- What was put aside is few; finding it must not mean reading all that was ever delivered.
CREATE INDEX deliveries_dead ON deliveries (event_seq) WHERE done_at IS NULL AND dead_reason IS NOT NULL;

-- For delivering again what was handled since a moment.
CREATE INDEX events_at ON events (at);
