-- The letters of one kind about a help request are asked for with every batch that leaves.
DROP INDEX letters_by_help_request;
CREATE INDEX letters_by_help_request ON letters (help_request_id, kind);
