//! Which statements a program sends to PostgreSQL, by `pg_stat_statements`: what `bench/pipeline --statements` prints.

use diesel::sql_types::{BigInt, Double, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};

use crate::variant::on_database;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    calls: i64,
    #[diesel(sql_type = Double)]
    ms: f64,
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = Text)]
    query: String,
}

const MOST: usize = 15;

pub async fn forget(url: &str) {
    let statements = ["CREATE EXTENSION IF NOT EXISTS pg_stat_statements", "SELECT pg_stat_statements_reset()"];
    on_database(url, statements.map(str::to_owned).to_vec()).await;
}

/// Prints those that took most time since [`forget`], for each of `matches` matches.
pub async fn print(url: &str, matches: usize) {
    let url = url.to_owned();
    let rows = tokio::task::spawn_blocking(move || {
        let mut connection = PgConnection::establish(&url).expect("PostgreSQL answers");
        let sql = "SELECT calls, total_exec_time AS ms, rows, query FROM pg_stat_statements \
                   WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY total_exec_time DESC";
        diesel::sql_query(sql).load::<Row>(&mut connection).expect("pg_stat_statements is loaded")
    });
    let (rows, each) = (rows.await.expect("the statements are read"), matches.max(1) as f64);
    let sum = |figure: fn(&Row) -> f64| rows.iter().map(figure).sum::<f64>() / each;
    eprintln!("statements for one match: {:.1} calls, {:.2} ms", sum(|row| row.calls as f64), sum(|row| row.ms));
    eprintln!("{:>8} {:>8} {:>8}  statement", "calls", "ms", "rows");
    for row in rows.iter().take(MOST) {
        let words: Vec<&str> = row.query.split_whitespace().collect();
        let query: String = words.join(" ").chars().take(180).collect();
        eprintln!("{:>8.2} {:>8.3} {:>8.2}  {query}", row.calls as f64 / each, row.ms / each, row.rows as f64 / each);
    }
}
