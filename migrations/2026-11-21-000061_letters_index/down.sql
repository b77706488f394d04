DROP INDEX letters_by_help_request;
CREATE INDEX letters_by_help_request ON letters (help_request_id);
