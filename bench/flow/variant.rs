//! The programs that are measured: filled with the same people, and started.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use nakodo::app::{App, Sources};
use nakodo::desk::{KeyRequest, KeyTerms, create_key, enrol_specialists};
use nakodo::ids::{SpecialistId, TokenHash};
use nakodo::settings::{Overrides, RawSettings};
use nakodo::store::{StoreError, Tx};
use tempfile::TempDir;

use crate::people::{SPECIALISTS, form, insert};
use crate::usage::Watched;

/// How many people are written in one statement or transaction.
const AT_ONCE: usize = 2_000;
const DATABASE: &str = "nakodo_bench";
const PEERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/peers/pipeline");
/// What a peer writes into its letters; where it listens is known only later, so the load reads the path alone.
const PUBLIC_URL: &str = "http://127.0.0.1:8080";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    Ours,
    Embedded,
    Node,
    Django,
}

impl Variant {
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Ours, "ours"), (Self::Embedded, "embedded"), (Self::Node, "node"), (Self::Django, "django")];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(variant, _)| variant)
    }

    /// Fills a store of its own and starts the program with `post` as its mail server.
    pub async fn start(self, post: SocketAddr) -> Running {
        let mut running = Running::default();
        match self {
            Self::Ours | Self::Embedded => running.start_nakodo(self == Self::Ours, post).await,
            Self::Node | Self::Django => running.start_peer(self, post).await,
        }
        if self != Self::Embedded {
            running.watched.add("PostgreSQL", process_from("NAKODO_BENCH_POSTGRES_PID"));
            running.watched.add("Redis", process_from("NAKODO_BENCH_REDIS_PID"));
        }
        running
    }
}

/// A program under load, ended with this.
#[derive(Default)]
pub struct Running {
    pub address: String,
    /// For the API, where there is one.
    pub key: String,
    /// The cookie of a browser in which everybody has accepted something before; the peers know nothing of browsers.
    pub cookie: String,
    pub watched: Watched,
    /// Where its rows are, on PostgreSQL.
    pub database: Option<String>,
    processes: Vec<Child>,
    folder: Option<TempDir>,
}

impl Running {
    async fn start_nakodo(&mut self, scale_out: bool, post: SocketAddr) {
        let folder = TempDir::new().expect("a folder");
        let overrides = Overrides { data_dir: Some(folder.path().to_owned()), ..Overrides::default() };
        let mut raw = RawSettings::load(&overrides).expect("defaults");
        (raw.limits.key_per_minute, raw.limits.address_per_minute, raw.limits.costly_per_minute) = (0, 0, 0);
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = format!("smtp://{post}");
        if scale_out {
            raw.store.url = database().await;
            raw.bus.url = from_script("NAKODO_TEST_REDIS_URL");
        }
        let mut environment = vec![
            ("NAKODO__POST__TRANSPORT", "smtp".to_owned()),
            ("NAKODO__POST__SMTP__URL", raw.post.smtp.url.clone()),
            ("NAKODO__STORE__URL", raw.store.url.clone()),
            ("NAKODO__BUS__URL", raw.bus.url.clone()),
            ("NAKODO__LOG__FILTER", "error".to_owned()),
            ("NAKODO__LIMITS__KEY_PER_MINUTE", "0".to_owned()),
            ("NAKODO__LIMITS__ADDRESS_PER_MINUTE", "0".to_owned()),
            ("NAKODO__LIMITS__COSTLY_PER_MINUTE", "0".to_owned()),
            ("NAKODO__DATA_DIR", folder.path().display().to_string()),
        ];
        if let Some(shim) = std::env::var("NAKODO_BENCH_SHIM").ok().filter(|_| !scale_out) {
            environment.push(("LD_PRELOAD", shim));
        }
        let url = raw.store.url.clone();
        self.database = Some(url.clone()).filter(|_| scale_out);
        (self.key, self.cookie) = fill_nakodo(raw).await;
        if scale_out {
            on_database(&url, vec![vacuum("specialists, consents, events, known_browsers")]).await;
        }
        self.folder = Some(folder);
        let nakodo = |args: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_nakodo"));
            command.args(args).envs(environment.iter().map(|(key, value)| (key, value)));
            command
        };
        self.address = self.spawn("web", nakodo(&["serve", "--listen", "127.0.0.1:0"]), "listening on ");
        if scale_out {
            self.spawn("worker", nakodo(&["work"]), "working");
        }
    }

    async fn start_peer(&mut self, variant: Variant, post: SocketAddr) {
        let url = database().await;
        let schema = std::fs::read_to_string(format!("{PEERS}/schema.sql")).expect("the peers' tables");
        let mut statements = vec![schema];
        statements.extend((1..=SPECIALISTS).step_by(AT_ONCE).map(|first| insert(first..(first + AT_ONCE).min(SPECIALISTS + 1))));
        statements.push(vacuum("specialists"));
        on_database(&url, statements).await;
        self.database = Some(url.clone());
        let data = PathBuf::from(from_script("NAKODO_BENCH_DATA"));
        let environment = [
            ("DATABASE_URL", url),
            ("REDIS_URL", from_script("NAKODO_TEST_REDIS_URL")),
            ("SMTP_URL", format!("smtp://{post}")),
            ("PUBLIC_URL", PUBLIC_URL.to_owned()),
            ("NODE_ENV", "production".to_owned()),
        ];
        let command = |program: PathBuf, args: &[&str], folder: PathBuf| {
            let mut command = Command::new(program);
            command.args(args).current_dir(folder).envs(environment.iter().map(|(key, value)| (key, value)));
            command
        };
        if variant == Variant::Node {
            let node = |file: &str| command("node".into(), &[file], data.join("pipeline/node"));
            self.address = self.spawn("web", node("web.mjs"), "listening on ");
            self.spawn("worker", node("worker.mjs"), "working");
        } else {
            let folder = PathBuf::from(format!("{PEERS}/django"));
            let python = |script: &str, args: &str| {
                let args: Vec<&str> = args.split_whitespace().collect();
                command(data.join("pipeline/venv/bin").join(script), &args, folder.clone())
            };
            let gunicorn =
                "web:application -c gunicorn.py --worker-class gthread --workers 2 --threads 4 --keep-alive 75 --log-level error";
            self.address = self.spawn("web", python("gunicorn", gunicorn), "listening on ");
            let celery = "-A tasks worker --pool prefork --concurrency 2 --loglevel ERROR --without-gossip --without-mingle -O fair";
            self.spawn("worker", python("celery", celery), "working");
        }
    }

    /// Starts a process in a group of its own and gives what stands behind `up` in the line that says that it is up.
    fn spawn(&mut self, group: &'static str, mut command: Command, up: &str) -> String {
        let mut child = command.process_group(0).stdout(Stdio::piped()).spawn().expect("the program starts");
        self.watched.add(group, child.id());
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        self.processes.push(child);
        let mut line = String::new();
        while !line.starts_with(up) {
            line.clear();
            let read = output.read_line(&mut line).expect("its output is text");
            assert!(read > 0, "a program ended before it was up");
        }
        std::thread::spawn(move || output.read_to_end(&mut Vec::new()));
        line.trim_start_matches(up).trim().to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // The whole group: Celery's and gunicorn's children too.
            let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", process.id())]).status();
            let _ = process.wait();
        }
    }
}

/// Fills the store with everybody; gives a key, and the cookie of a browser that is known for all of them.
async fn fill_nakodo(raw: RawSettings) -> (String, String) {
    let app = App::build(raw.check().expect("settings"), Sources::real()).await.expect("an instance");
    let today = app.desk.clock.today();
    let numbers: Vec<usize> = (1..=SPECIALISTS).collect();
    for some in numbers.chunks(AT_ONCE) {
        let people = some.iter().map(|number| {
            let form = form(*number);
            (form.check(&app.desk.catalogue, today).expect("a right profile"), form.consents)
        });
        enrol_specialists(&app.desk, people.collect()).await.expect("everybody is enrolled");
    }
    let browser = app.desk.ids.secret();
    introduce(&app, browser.hash()).await.expect("the browser is known");
    let key = create_key(&app.desk, KeyRequest::Operator, KeyTerms::named("bench")).await.expect("a key");
    (key.token.reveal(), format!("nakodo={}", browser.reveal()))
}

/// Makes a browser known for everybody, so that nobody is sent a code: measured is what happens from the second acceptance on.
async fn introduce(app: &App, browser: TokenHash) -> Result<(), StoreError> {
    let now = app.desk.clock.now();
    let mut last = None;
    loop {
        let some = app.desk.store.read(move |tx| tx.list_specialists(last, AT_ONCE as i64)).await?;
        let people: Vec<SpecialistId> = some.into_iter().map(|stored| stored.id).collect();
        let Some(id) = people.last() else { return Ok(()) };
        last = Some(*id);
        let browser = browser.clone();
        let known = move |tx: &mut Tx<'_>| people.iter().try_for_each(|person| tx.know_browser(&browser, *person, None, now));
        app.desk.store.write(known).await?;
    }
}

/// A new database on the private server.
async fn database() -> String {
    let admin = from_script("NAKODO_TEST_DATABASE_URL");
    let statements = [format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"), format!("CREATE DATABASE {DATABASE}")];
    on_database(&admin, statements.to_vec()).await;
    let mut url: url::Url = admin.parse().expect("a URL");
    url.set_path(DATABASE);
    url.into()
}

/// Only what is filled: of a table that was looked at while it was empty PostgreSQL goes on thinking so, and prepared statements read it from end
/// to end until the autovacuum comes by.
fn vacuum(tables: &str) -> String {
    format!("VACUUM ANALYZE {tables}")
}

pub async fn on_database(url: &str, statements: Vec<String>) {
    let url = url.to_owned();
    let work = move || {
        let mut connection = PgConnection::establish(&url).expect("PostgreSQL answers");
        for statement in statements {
            connection.batch_execute(&statement).expect("PostgreSQL does as told");
        }
    };
    tokio::task::spawn_blocking(work).await.expect("the statements run");
}

/// What the script has set.
pub fn from_script(name: &str) -> String {
    std::env::var(name).expect("start me by bench/pipeline")
}

fn process_from(name: &str) -> u32 {
    from_script(name).trim().parse().expect("the id of a process")
}
