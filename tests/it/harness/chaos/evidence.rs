//! What the database says, read as plain text past the store, so that the auditor does not believe the code that it judges.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

/// Where to read.
#[derive(Clone, Debug)]
pub enum Database {
    Postgres(String),
    Sqlite(String),
}

#[derive(QueryableByName)]
struct Cells {
    #[diesel(sql_type = Nullable<Text>)]
    a: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    b: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    c: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    d: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    e: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    f: Option<String>,
}

impl Database {
    /// Blocking. Up to six columns of a table as text, nothing as "".
    pub fn rows(&self, table: &str, columns: &[&str]) -> Vec<[String; 6]> {
        self.try_rows(table, columns).unwrap_or_else(|error| panic!("{table}: {error}"))
    }

    /// The same while the database may be away.
    pub fn try_rows(&self, table: &str, columns: &[&str]) -> Result<Vec<[String; 6]>, String> {
        let cell = |(at, name): (usize, char)| format!("CAST({} AS TEXT) AS {name}", columns.get(at).copied().unwrap_or("NULL"));
        let cells: Vec<String> = "abcdef".chars().enumerate().map(cell).collect();
        let query = diesel::sql_query(format!("SELECT {} FROM {table}", cells.join(", ")));
        let told = |error: &dyn std::fmt::Display| error.to_string();
        let rows: Vec<Cells> = match self {
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(url).map_err(|error| told(&error))?;
                query.load(&mut connection).map_err(|error| told(&error))?
            }
            Self::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path).map_err(|error| told(&error))?;
                diesel::sql_query("PRAGMA busy_timeout = 5000").execute(&mut connection).map_err(|error| told(&error))?;
                query.load(&mut connection).map_err(|error| told(&error))?
            }
        };
        Ok(rows.into_iter().map(|row| [row.a, row.b, row.c, row.d, row.e, row.f].map(Option::unwrap_or_default)).collect())
    }
}

#[derive(Clone, Debug)]
pub struct Offer {
    pub id: String,
    pub help_request: String,
    pub state: String,
    /// UTC, `YYYY-MM-DD HH:MM:SS…`, to be compared as text.
    pub expires_at: String,
}

#[derive(Clone, Debug)]
pub struct Letter {
    pub id: String,
    pub kind: String,
    pub party: String,
    pub state: String,
    pub help_request: String,
    pub offer: String,
}

/// Everything that the auditor looks at.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Id and state.
    pub help_requests: Vec<(String, String)>,
    /// Open help requests that wait until somebody has room, and when each is looked at again (as text like [`Offer::expires_at`]).
    pub waiting: Vec<(String, String)>,
    pub offers: Vec<Offer>,
    /// Help request and offer.
    pub engagements: Vec<(String, String)>,
    pub letters: Vec<Letter>,
    /// Type and document.
    pub events: Vec<(String, serde_json::Value)>,
    /// Deliveries that should have been handled by now, as `group event-type reason`.
    pub unhandled: Vec<String>,
    /// Specialists' mailboxes by id.
    pub mailboxes: Vec<(String, String)>,
}

/// Deliveries that wait and are due within the next minute, or were put aside; those who wait for a later day are in good hands.
const UNHANDLED: &str = "deliveries JOIN events ON events.seq = deliveries.event_seq WHERE deliveries.done_at IS NULL";

const WAITING: &str = "help_requests WHERE state = 'open' AND waiting_since IS NOT NULL";

pub fn unhandled(database: &Database) -> Result<Vec<String>, String> {
    let rows = database.try_rows(UNHANDLED, &["group_name", "event", "due_at", "dead_reason"])?;
    let soon =
        (chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()) + chrono::Duration::minutes(1)).format("%Y-%m-%d %H:%M:%S");
    let soon = soon.to_string();
    let told = |[group, event, _, why, _, _]: [String; 6]| format!("{group} {} {why}", kind_of(&event).0);
    Ok(rows.into_iter().filter(|row| row[2] < soon || !row[3].is_empty()).map(told).collect())
}

/// How many deliveries have been handled so far.
pub fn handled(database: &Database) -> Result<usize, String> {
    let rows = database.try_rows("deliveries WHERE done_at IS NOT NULL", &["COUNT(*)"])?;
    Ok(rows.first().and_then(|row| row[0].parse().ok()).unwrap_or(0))
}

fn kind_of(event: &str) -> (String, serde_json::Value) {
    let document: serde_json::Value = serde_json::from_str(event).unwrap_or_default();
    (document["type"].as_str().unwrap_or_default().to_owned(), document)
}

impl Evidence {
    /// Blocking. Profiles are sealed, so whoever enrolled the people says where their mailboxes are.
    pub fn read(database: &Database, mailboxes: Vec<(String, String)>) -> Self {
        let offer = |[id, help_request, state, expires_at, ..]: [String; 6]| Offer { id, help_request, state, expires_at };
        let letter = |[id, kind, party, state, help_request, offer]: [String; 6]| Letter { id, kind, party, state, help_request, offer };
        let two = |[a, b, ..]: [String; 6]| (a, b);
        Self {
            help_requests: database.rows("help_requests", &["id", "state"]).into_iter().map(two).collect(),
            waiting: database.rows(WAITING, &["id", "look_again_at"]).into_iter().map(two).collect(),
            offers: database.rows("offers", &["id", "help_request_id", "state", "expires_at"]).into_iter().map(offer).collect(),
            engagements: database.rows("engagements", &["help_request_id", "offer_id"]).into_iter().map(two).collect(),
            letters: database
                .rows("letters", &["id", "kind", "party", "state", "help_request_id", "offer_id"])
                .into_iter()
                .map(letter)
                .collect(),
            events: database.rows("events", &["event"]).into_iter().map(|row| kind_of(&row[0])).collect(),
            unhandled: unhandled(database).expect("the database answers"),
            mailboxes,
        }
    }
}
