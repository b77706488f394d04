//! Searching a whole database, and the files beside it, for texts.

use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::World;

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

/// The one column of a query.
pub fn words(world: &World, query: &str) -> Vec<String> {
    let rows: Vec<Word> = match &world.database {
        Some(database) => diesel::sql_query(query).load(&mut PgConnection::establish(&database.url).unwrap()).unwrap(),
        None => diesel::sql_query(query).load(&mut sqlite(world)).unwrap(),
    };
    rows.into_iter().map(|row| row.word).collect()
}

pub fn sqlite(world: &World) -> SqliteConnection {
    SqliteConnection::establish(world.folder.path().join("nakodo.sqlite").to_str().unwrap()).unwrap()
}

/// Every row of every table, as text.
pub fn rows(world: &World) -> Vec<String> {
    let tables = match world.database {
        Some(_) => "SELECT table_name::TEXT AS word FROM information_schema.tables WHERE table_schema = 'public'",
        None => "SELECT name AS word FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let all = |table: String| match world.database {
        Some(_) => words(world, &format!("SELECT row_to_json({table})::TEXT AS word FROM {table}")),
        None => {
            let columns = words(world, &format!("SELECT name AS word FROM pragma_table_info('{table}')"));
            let cells: Vec<String> = columns.iter().map(|column| format!("COALESCE(CAST(\"{column}\" AS TEXT), '')")).collect();
            words(world, &format!("SELECT {} AS word FROM {table}", cells.join(" || ' ' || ")))
        }
    };
    let found: Vec<String> = words(world, tables).into_iter().flat_map(all).collect();
    assert!(found.len() > 10, "only {} rows", found.len());
    found
}

/// Which of the planted texts stand in the rows, or in a file besides letters.
pub fn readable<'a>(world: &World, planted: &[&'a str]) -> Vec<&'a str> {
    let mut texts: Vec<Vec<u8>> = rows(world).into_iter().map(String::into_bytes).collect();
    texts.extend(files(world.folder.path()));
    let stands = |planted: &&str| texts.iter().any(|text| memchr::memmem::find(text, planted.as_bytes()).is_some());
    planted.iter().copied().filter(stands).collect()
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap()).collect()
}
