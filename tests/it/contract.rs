//! While a new build is rolled out, processes of the one before go on beside it, on the schema that the new one has made. So what a released
//! build reads and writes has to stay (docs/operating.md, "Changing the schema while everything runs").
//!
//! `tests/contracts/<version>.json` names every table and column of a build, as it reads and writes them. A release writes its own:
//! `NAKODO_WRITE_CONTRACT=<version> ./scripts/test --test it -- contract`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use serde::{Deserialize, Serialize};

use crate::harness::{Mode, World};

in_both_modes![what_released_builds_read_and_write_is_still_there, a_schema_that_breaks_an_older_build_is_noticed];

/// A column as a build knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Column {
    #[serde(rename = "type")]
    kind: String,
    nullable: bool,
    /// Whether the database fills it in where nobody names it.
    #[serde(default, skip_serializing)]
    has_default: bool,
}

type Tables = BTreeMap<String, BTreeMap<String, Column>>;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
    #[diesel(sql_type = Bool)]
    has_default: bool,
}

const ON_POSTGRESQL: &str = "SELECT table_name::TEXT, column_name::TEXT, data_type::TEXT AS kind, is_nullable = 'YES' AS nullable, \
     column_default IS NOT NULL AS has_default FROM information_schema.columns \
     WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel%'";

const ON_SQLITE: &str = "SELECT tables.name AS table_name, columns.name AS column_name, columns.type AS kind, \
     (columns.\"notnull\" = 0 AND columns.pk = 0) AS nullable, (columns.dflt_value IS NOT NULL) AS has_default \
     FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns \
     WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tables.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'";

/// One word for a type in both databases.
fn word(kind: &str) -> String {
    let kind = kind.to_lowercase();
    let known = ["text", "boolean", "integer", "bigint", "timestamp"];
    match kind.as_str() {
        "timestamp without time zone" => "timestamp".to_owned(),
        // SQLite calls it as it was declared.
        "bigserial" => "bigint".to_owned(),
        other if known.contains(&other) => kind,
        other => panic!("a column of type {other}: give it a word here"),
    }
}

fn schema(world: &World) -> Tables {
    let rows: Vec<Row> = match &world.database {
        Some(database) => diesel::sql_query(ON_POSTGRESQL).load(&mut PgConnection::establish(&database.url).unwrap()).unwrap(),
        None => diesel::sql_query(ON_SQLITE).load(&mut sqlite(world)).unwrap(),
    };
    let mut tables = Tables::new();
    for row in rows {
        let column = Column { kind: word(&row.kind), nullable: row.nullable, has_default: row.has_default };
        tables.entry(row.table_name).or_default().insert(row.column_name, column);
    }
    tables
}

fn sqlite(world: &World) -> SqliteConnection {
    SqliteConnection::establish(world.folder.path().join("nakodo.sqlite").to_str().unwrap()).unwrap()
}

/// What a build with this contract would stumble over.
fn broken(contract: &Tables, now: &Tables) -> Vec<String> {
    let mut broken = Vec::new();
    for (table, columns) in contract {
        let Some(there) = now.get(table) else {
            broken.push(format!("{table} is gone"));
            continue;
        };
        for (name, column) in columns {
            match there.get(name) {
                None => broken.push(format!("{table}.{name} is gone")),
                Some(now) if now.kind != column.kind => broken.push(format!("{table}.{name} was {} and is {}", column.kind, now.kind)),
                Some(now) if column.nullable && !now.nullable => broken.push(format!("{table}.{name} may not be empty any more")),
                Some(now) if !column.nullable && now.nullable => {
                    broken.push(format!("{table}.{name} may be empty now, which an older build cannot read"));
                }
                Some(_) => {}
            }
        }
        for (name, _) in there.iter().filter(|(name, now)| !columns.contains_key(*name) && !now.nullable && !now.has_default) {
            broken.push(format!("{table}.{name} is new and must be filled in, which an older build does not know"));
        }
    }
    broken
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contracts")
}

fn contracts() -> Vec<(String, Tables)> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let read = |path: PathBuf| {
        let contract = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), contract)
    };
    files.map(read).collect()
}

async fn what_released_builds_read_and_write_is_still_there(mode: Mode) {
    let world = World::new(mode).await;
    let now = schema(&world);
    if let (Mode::ScaleOut, Ok(version)) = (mode, std::env::var("NAKODO_WRITE_CONTRACT")) {
        let text = serde_json::to_string_pretty(&now).unwrap();
        std::fs::write(folder().join(format!("{version}.json")), text + "\n").unwrap();
    }
    let contracts = contracts();
    assert!(!contracts.is_empty(), "tests/contracts is empty");
    for (version, contract) in contracts {
        assert!(contract.len() > 15, "the contract of {version} names {} tables", contract.len());
        assert_eq!(broken(&contract, &now), Vec::<String>::new(), "what would break {version}");
    }
}

async fn a_schema_that_breaks_an_older_build_is_noticed(mode: Mode) {
    let world = World::new(mode).await;
    let before = schema(&world);
    assert_eq!(broken(&before, &before), Vec::<String>::new());
    let after = |statement: &str| {
        match &world.database {
            Some(database) => diesel::sql_query(statement).execute(&mut PgConnection::establish(&database.url).unwrap()).unwrap(),
            None => diesel::sql_query(statement).execute(&mut sqlite(&world)).unwrap(),
        };
        broken(&before, &schema(&world))
    };
    // What an older build passes over.
    assert_eq!(after("CREATE TABLE moons (name TEXT NOT NULL)"), Vec::<String>::new());
    assert_eq!(after("ALTER TABLE api_keys ADD COLUMN colour TEXT"), Vec::<String>::new());
    assert_eq!(after("ALTER TABLE api_keys ADD COLUMN size INTEGER NOT NULL DEFAULT 1"), Vec::<String>::new());
    // What it does not.
    assert_eq!(after("ALTER TABLE known_browsers RENAME COLUMN known_since TO since").len(), 2, "one is gone, and one has to be filled in");
    assert_eq!(after("ALTER TABLE suppressions DROP COLUMN answer").len(), 3);
    assert_eq!(after("DROP TABLE spent_values").len(), 4);
    if mode == Mode::ScaleOut {
        // SQLite changes neither of a column that is there.
        assert_eq!(after("ALTER TABLE links ALTER COLUMN subject DROP NOT NULL").len(), 5);
        assert_eq!(after("ALTER TABLE letters ALTER COLUMN sent_at SET NOT NULL").len(), 6);
        assert_eq!(after("ALTER TABLE letters ALTER COLUMN attempts TYPE BIGINT").len(), 7);
    }
}
