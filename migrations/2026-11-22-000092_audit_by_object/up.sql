-- Whoever takes out all that is kept of somebody asks for the rows about them, and for those that they wrote.
CREATE INDEX audit_log_by_object ON audit_log (object_id);
CREATE INDEX audit_log_by_who ON audit_log (who);
