//! One statement for many rows. SQLite has no lists to bind, so a list of keys comes to it as one JSON text; PostgreSQL takes an array. Either
//! way the text of the statement does not depend on how many there are, so it is prepared once.

/// Runs a statement on either database. Its text says `AMONG($n)` where the column is to be one of the keys, which are the last to be bound:
///
/// `among!(tx.connection, "SELECT … WHERE id AMONG($2)", [Text = state], ids, load::<Row>)`
///
/// Keys are `Vec<String>`, and the last word is the method that runs the statement, as Diesel names it.
macro_rules! among {
    ($connection:expr, $text:expr, [$($kind:ty = $value:expr),*], $keys:expr, $run:ident $(::<$row:ty>)?) => {{
        let keys: Vec<String> = $keys;
        match $connection {
            $crate::store::connection::AnyConnection::Postgres(connection) => {
                let statement = diesel::sql_query($text.replace("AMONG(", "= ANY("))$(.bind::<$kind, _>($value))*;
                $crate::store::kept::Keep::kept(statement.bind::<diesel::sql_types::Array<diesel::sql_types::Text>, _>(keys))
                    .$run$(::<$row>)?(connection)
            }
            $crate::store::connection::AnyConnection::Sqlite(connection) => {
                let statement = diesel::sql_query($crate::store::among::for_sqlite($text))$(.bind::<$kind, _>($value))*;
                $crate::store::kept::Keep::kept(statement.bind::<diesel::sql_types::Text, _>($crate::store::cells::document(&keys)?))
                    .$run$(::<$row>)?(connection)
            }
        }
    }};
}

pub(super) use among;

/// `AMONG($1)` as SQLite says it.
pub(super) fn for_sqlite(text: &str) -> String {
    let Some((before, after)) = text.split_once("AMONG(") else { return text.to_owned() };
    let Some((place, rest)) = after.split_once(')') else { return text.to_owned() };
    format!("{before}IN (SELECT value FROM json_each({place})){rest}")
}

/// Ids as they are stored.
pub(super) fn keys<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_reads_a_list_from_a_json_text() {
        assert_eq!(
            for_sqlite("SELECT a FROM t WHERE b AMONG($2) AND c"),
            "SELECT a FROM t WHERE b IN (SELECT value FROM json_each($2)) AND c"
        );
    }
}
