//! Whole copies of the SQLite file, while it is in use.
//!
//! `VACUUM INTO` reads in one transaction, so the copy is the database as it stood at one moment, and in WAL mode nobody waits for it. (SQLite's
//! backup interface would start anew whenever another connection writes, and Diesel does not have it.)

use std::collections::BTreeMap;
use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use url::Url;

use crate::store::connection::{AnyConnection, open_sqlite};
use crate::store::examine::SchemaState;
use crate::store::{Hand, StoreError};

/// What is in a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyFacts {
    /// Rows of each table.
    pub rows: BTreeMap<String, i64>,
    /// Its schema, seen from this build.
    pub schema: SchemaState,
}

fn cannot_open(error: ConnectionError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

/// Copies the database at `from` to `to`, which is missing or empty. Blocking.
pub fn copy_sqlite(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut connection = open_sqlite(from).map_err(cannot_open)?;
    let to = to.to_str().ok_or_else(|| StoreError::Unavailable("the path of the copy is not valid UTF-8".to_owned()))?;
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(to).execute(&mut connection)?;
    Ok(())
}

/// Reads a copy through and counts what is in it; changes nothing. Damage is an error. Blocking.
pub fn examine_sqlite(path: &Path) -> Result<CopyFacts, StoreError> {
    let unreadable = |why: String| StoreError::Unreadable { what: "copy", why };
    let path = std::path::absolute(path).map_err(|error| unreadable(error.to_string()))?;
    // As a URL, since only that can ask for reading alone: switching a copy to WAL would change the file.
    let url = Url::from_file_path(&path).map_err(|()| unreadable("its path cannot be written as a URL".to_owned()))?;
    let connection = SqliteConnection::establish(&format!("{url}?mode=ro")).map_err(cannot_open)?;
    let mut connection = AnyConnection::Sqlite(connection);
    let mut tx = Hand::nobody().tx(&mut connection);
    let damages = tx.damages()?;
    if !damages.is_empty() {
        return Err(unreadable(damages.join("; ")));
    }
    let schema = tx.schema_state()?;
    let AnyConnection::Sqlite(connection) = &mut connection else { return Err(unreadable("it is no SQLite file".to_owned())) };
    let orphans = diesel::sql_query("SELECT \"table\" AS name FROM pragma_foreign_key_check").load::<Table>(connection)?;
    if let Some(Table { name }) = orphans.first() {
        return Err(unreadable(format!("{} rows point nowhere, the first in {name}", orphans.len())));
    }
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut rows = BTreeMap::new();
    for Table { name } in diesel::sql_query(tables).load::<Table>(connection)? {
        let counted = diesel::sql_query(format!("SELECT COUNT(*) AS rows FROM \"{name}\"")).get_result::<Count>(connection)?;
        rows.insert(name, counted.rows);
    }
    Ok(CopyFacts { rows, schema })
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}
