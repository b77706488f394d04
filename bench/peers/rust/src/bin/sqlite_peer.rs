//! SQLite in memory, the count of common bits as a native function: without an index, with covering partial indexes, and with the two halves of
//! "near or remote" asked apart, since SQLite reads the whole table when they stand in one condition.

use std::time::Instant;

use nakodo_bench_peers::measure::milliseconds_since;
use nakodo_bench_peers::workload::{LEAST_OVERLAP, MOST_OVERLAP, TODAY, TOP};
use nakodo_bench_peers::{Answer, Columns, Failure, Job, Outcome, Question};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

const TABLE: &str = "
    create table profile (id integer primary key, pref int, fields int, menus int, avail int, remote int, cap int, rating int, rate int, fresh int)";
const INDEXES: &str = "
    create index by_pref on profile (pref, menus, avail, remote, fields, rating, rate, fresh, cap) where cap > 0;
    create index by_remote on profile (remote, menus, avail, pref, fields, rating, rate, fresh, cap) where cap > 0 and remote = 1;
    analyze";

#[derive(Clone, Copy)]
enum Shape {
    Or,
    Union,
}

fn main() -> Result<(), Failure> {
    let job = Job::from_arguments()?;
    let columns = job.columns()?;
    let start = Instant::now();
    let database = fill(&columns)?;
    let loaded_ms = milliseconds_since(start);
    let ask = |shape: Shape| {
        let database = &database;
        move |question: &Question| answer(database, question, shape)
    };
    job.measure("sqlite-scan", Outcome::Compared, loaded_ms, size(&database)?, ask(Shape::Or))?;
    let start = Instant::now();
    database.execute_batch(INDEXES)?;
    let build_ms = loaded_ms + milliseconds_since(start);
    job.measure("sqlite-index", Outcome::Compared, build_ms, size(&database)?, ask(Shape::Or))?;
    job.measure("sqlite-union", Outcome::Compared, build_ms, size(&database)?, ask(Shape::Union))
}

fn fill(columns: &Columns) -> Result<Connection, Failure> {
    let mut database = Connection::open_in_memory()?;
    let pure = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    database.create_scalar_function("bc", 1, pure, |context| Ok(i64::from((context.get::<i64>(0)? as u32).count_ones())))?;
    database.execute_batch(TABLE)?;
    let load = database.transaction()?;
    {
        let mut row = load.prepare("insert into profile values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
        for at in 0..columns.len() {
            row.execute((
                at as i64,
                columns.pref[at],
                columns.fields[at],
                columns.menus[at],
                columns.avail[at],
                columns.remote[at],
                columns.cap[at],
                columns.rating[at],
                columns.rate[at],
                columns.fresh[at],
            ))?;
        }
    }
    load.commit()?;
    Ok(database)
}

fn size(database: &Connection) -> Result<f64, Failure> {
    Ok(database.query_row("select page_count * page_size from pragma_page_count, pragma_page_size", [], |row| row.get::<_, i64>(0))? as f64)
}

fn answer(database: &Connection, question: &Question, shape: Shape) -> Result<Answer, Failure> {
    let Question { pref, menus, fields, avail, budget, .. } = question;
    let prefs: Vec<String> = question.prefs.iter().map(u8::to_string).collect();
    let prefs = prefs.join(",");
    let near = format!("pref in ({prefs})");
    let within = |region: &str| {
        format!(
            "select 40 * bc(fields & {fields}) + (case when pref = {pref} then 20 else 0 end) + 5 * min(bc(avail & {avail}), {MOST_OVERLAP}) \
             + 2 * rating - abs(rate - {budget}) / 100 - ({TODAY} - fresh) / 7 as score, id \
             from profile where {region} and (menus & {menus}) = {menus} and cap > 0 and bc(avail & {avail}) >= {LEAST_OVERLAP}"
        )
    };
    let candidates = match (question.remote, shape) {
        (false, _) => within(&near),
        (true, Shape::Or) => within(&format!("({near} or remote = 1)")),
        (true, Shape::Union) => format!("{} union all {}", within(&near), within(&format!("remote = 1 and pref not in ({prefs})"))),
    };
    let mut query = database.prepare(&format!("{candidates} order by score desc, id limit {TOP}"))?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
