//! A PostgreSQL database for each test, on the server that `./scripts/test` has started.

use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};

/// Does to the database of a world what nobody should; gives what the database says to it.
pub async fn meddle(world: &super::World, statement: &str) -> Result<(), String> {
    let (url, file) = (world.database.as_ref().map(|database| database.url.clone()), world.folder.path().join("nakodo.sqlite"));
    let statement = statement.to_owned();
    let run = move || {
        let done = match url {
            Some(url) => diesel::sql_query(statement).execute(&mut PgConnection::establish(&url).expect("PostgreSQL answers")),
            None => {
                let mut connection = SqliteConnection::establish(&file.to_string_lossy()).expect("the file opens");
                diesel::sql_query("PRAGMA busy_timeout = 5000").execute(&mut connection).expect("it waits");
                diesel::sql_query(statement).execute(&mut connection)
            }
        };
        done.map(drop).map_err(|error| error.to_string())
    };
    tokio::task::spawn_blocking(run).await.expect("it ends")
}

/// A database that is dropped with its handle.
pub struct Database {
    pub url: String,
    name: String,
}

fn admin_url() -> String {
    std::env::var("NAKODO_TEST_DATABASE_URL").expect("no PostgreSQL to test with: run ./scripts/test, which starts one")
}

pub fn redis_url() -> String {
    std::env::var("NAKODO_TEST_REDIS_URL").expect("no Redis to test with: run ./scripts/test, which starts one")
}

fn as_admin(statement: &str) {
    let mut admin = PgConnection::establish(&admin_url()).expect("PostgreSQL answers");
    diesel::sql_query(statement).execute(&mut admin).expect("the admin may create and drop databases");
}

impl Database {
    pub async fn create() -> Self {
        let name = format!("nakodo_test_{}", uuid::Uuid::from_u128(rand::random()).simple());
        let mut url: url::Url = admin_url().parse().expect("NAKODO_TEST_DATABASE_URL is a URL");
        url.set_path(&name);
        let statement = format!("CREATE DATABASE {name}");
        tokio::task::spawn_blocking(move || as_admin(&statement)).await.expect("the database is made");
        Self { url: url.into(), name }
    }

    /// Host and port of the server, for a proxy in front of it.
    pub fn address(&self) -> String {
        let url: url::Url = self.url.parse().expect("a URL");
        format!("{}:{}", url.host_str().unwrap_or("127.0.0.1"), url.port().unwrap_or(5432))
    }

    /// The URL by way of another address.
    pub fn url_via(&self, port: u16) -> String {
        let mut url: url::Url = self.url.parse().expect("a URL");
        url.set_host(Some("127.0.0.1")).expect("a host");
        url.set_port(Some(port)).expect("a port");
        url.into()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // On a thread of its own, since a runtime may be running on this one.
        let dropping = std::thread::spawn(move || as_admin(&statement));
        drop(dropping.join());
    }
}
