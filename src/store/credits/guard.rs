//! Triggers that keep the rows of ledgers: place and seal of a row are never changed, and a row is removed only with all that is known of its specialist.
//! What is in the cell may be sealed anew under another key; that it says the same is what the seal beside it is for.

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;

use crate::store::StoreError;
use crate::store::connection::AnyConnection;

const SQLITE: &str = "
CREATE TRIGGER IF NOT EXISTS credit_rows_keep_rows BEFORE DELETE ON credit_rows
WHEN NOT EXISTS (SELECT 1 FROM specialists WHERE id = OLD.specialist_id AND forgotten_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the ledger of credits is append-only'); END;
CREATE TRIGGER IF NOT EXISTS credit_rows_keep_seals BEFORE UPDATE ON credit_rows
WHEN (NEW.specialist_id, NEW.seq, NEW.seal) IS NOT (OLD.specialist_id, OLD.seq, OLD.seal)
BEGIN SELECT RAISE(ABORT, 'the ledger of credits is append-only'); END;
";

const POSTGRES: &str = "
CREATE OR REPLACE FUNCTION credit_rows_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM specialists WHERE id = OLD.specialist_id AND forgotten_at IS NOT NULL) THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION 'the ledger of credits is append-only';
END $$;
CREATE TRIGGER credit_rows_keep_rows BEFORE DELETE ON credit_rows FOR EACH ROW EXECUTE FUNCTION credit_rows_are_append_only();
CREATE TRIGGER credit_rows_keep_table BEFORE TRUNCATE ON credit_rows FOR EACH STATEMENT EXECUTE FUNCTION credit_rows_are_append_only();
CREATE TRIGGER credit_rows_keep_seals BEFORE UPDATE ON credit_rows FOR EACH ROW
WHEN ((NEW.specialist_id, NEW.seq, NEW.seal) IS DISTINCT FROM (OLD.specialist_id, OLD.seq, OLD.seal))
EXECUTE FUNCTION credit_rows_are_append_only();
";

/// Puts the triggers where they are missing.
pub(in crate::store) fn guard_ledgers(connection: &mut AnyConnection) -> Result<(), StoreError> {
    match connection {
        AnyConnection::Sqlite(connection) => connection.batch_execute(SQLITE)?,
        AnyConnection::Postgres(connection) => {
            // Looked for first: making a trigger waits for every act in hand.
            let known =
                diesel::sql_query("SELECT 1 FROM pg_trigger WHERE tgrelid = 'credit_rows'::regclass AND tgname = 'credit_rows_keep_seals'");
            if known.execute(connection)? == 0 {
                connection.batch_execute(POSTGRES)?;
            }
        }
    }
    Ok(())
}
