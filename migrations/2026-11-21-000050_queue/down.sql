DROP INDEX events_at;
DROP INDEX deliveries_dead;
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE done_at IS NULL AND dead_reason IS NULL;
ALTER TABLE deliveries DROP COLUMN dead_at;
