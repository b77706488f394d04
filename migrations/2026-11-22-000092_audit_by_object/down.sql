DROP INDEX audit_log_by_who;
DROP INDEX audit_log_by_object;
