//! Triggers that keep the audit log as it was written: a row gets its place once and is neither changed nor removed after that. Not a decision of the
//! field, so it may be in the database; and the one thing that the two databases say too differently for a migration.

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;

use crate::store::StoreError;
use crate::store::connection::AnyConnection;

const SQLITE: &str = "
CREATE TRIGGER IF NOT EXISTS audit_log_keeps_rows BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS audit_log_keeps_content BEFORE UPDATE ON audit_log
WHEN OLD.seq IS NOT NULL OR NEW.seq IS NULL OR (NEW.id, NEW.at, NEW.who, NEW.role, NEW.act, NEW.object_kind, NEW.object_id, NEW.source, NEW.request)
    IS NOT (OLD.id, OLD.at, OLD.who, OLD.role, OLD.act, OLD.object_kind, OLD.object_id, OLD.source, OLD.request) OR NEW.reason IS NOT OLD.reason
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
";

const POSTGRES: &str = "
CREATE OR REPLACE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_log_keeps_rows BEFORE DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_log_keeps_table BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_log_keeps_content BEFORE UPDATE ON audit_log FOR EACH ROW
WHEN (OLD.seq IS NOT NULL OR NEW.seq IS NULL OR (NEW.id, NEW.at, NEW.who, NEW.role, NEW.act, NEW.object_kind, NEW.object_id, NEW.source, NEW.request,
    NEW.reason) IS DISTINCT FROM (OLD.id, OLD.at, OLD.who, OLD.role, OLD.act, OLD.object_kind, OLD.object_id, OLD.source, OLD.request, OLD.reason))
EXECUTE FUNCTION audit_log_is_append_only();
";

/// Puts the triggers where they are missing.
pub(super) fn guard_audit_log(connection: &mut AnyConnection) -> Result<(), StoreError> {
    match connection {
        AnyConnection::Sqlite(connection) => connection.batch_execute(SQLITE)?,
        AnyConnection::Postgres(connection) => {
            // Looked for first: making a trigger waits for every act in hand.
            let known =
                diesel::sql_query("SELECT 1 FROM pg_trigger WHERE tgrelid = 'audit_log'::regclass AND tgname = 'audit_log_keeps_content'");
            if known.execute(connection)? == 0 {
                connection.batch_execute(POSTGRES)?;
            }
        }
    }
    Ok(())
}
