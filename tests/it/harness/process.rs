//! Instances as real processes of the built binary, which can be killed.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use nakodo::app::{App, Sources};
use nakodo::clock::Clock;
use nakodo::ids::Ids;
use nakodo::settings::{Overrides, RawSettings};
use tempfile::TempDir;

use super::Mode;
use super::database::{self, Database};
use super::mail::Mail;
use super::mail_server::MailServer;
use super::people::Profile;
use super::web::Client;

pub const BINARY: &str = env!("CARGO_BIN_EXE_nakodo");

/// What processes of one test share: a folder or a database and a Redis, and a mail server.
pub struct Place {
    pub mode: Mode,
    pub folder: TempDir,
    pub database: Option<Database>,
    pub mail: MailServer,
    settings: Vec<(String, String)>,
}

/// A running process, killed when the test ends.
pub struct Process {
    child: Child,
    /// Held, so that the process can go on printing.
    _output: BufReader<ChildStdout>,
    /// The address that it prints, for `serve`.
    pub address: String,
}

impl Place {
    pub async fn new(mode: Mode) -> Self {
        let mail = MailServer::start().await;
        let mut settings = vec![
            ("NAKODO__POST__TRANSPORT".to_owned(), "smtp".to_owned()),
            ("NAKODO__POST__SMTP__URL".to_owned(), mail.url()),
            // Short, since these tests wait for them in real time; still longer than anything here takes.
            ("NAKODO__POST__SEND_SECONDS".to_owned(), "1".to_owned()),
            ("NAKODO__BUS__REDELIVER_SECONDS".to_owned(), "2".to_owned()),
            ("NAKODO__BUS__BACKOFF_SECONDS".to_owned(), "1".to_owned()),
            ("NAKODO__BUS__POLL_MS".to_owned(), "100".to_owned()),
            ("NAKODO__PERIODS__TIMEKEEPER_SECONDS".to_owned(), "1".to_owned()),
            ("NAKODO__STORE__WAIT_SECONDS".to_owned(), "1".to_owned()),
            ("NAKODO__WEB__PUBLIC_URL".to_owned(), "http://nakodo.test".to_owned()),
            ("NAKODO__LOG__FILTER".to_owned(), "info".to_owned()),
            ("NAKODO__LIMITS__KEY_PER_MINUTE".to_owned(), "0".to_owned()),
            ("NAKODO__LIMITS__ADDRESS_PER_MINUTE".to_owned(), "0".to_owned()),
            ("NAKODO__LIMITS__COSTLY_PER_MINUTE".to_owned(), "0".to_owned()),
        ];
        let database = match mode {
            Mode::Embedded => None,
            Mode::ScaleOut => {
                let database = Database::create().await;
                settings.push(("NAKODO__STORE__URL".to_owned(), database.url.clone()));
                settings.push(("NAKODO__BUS__URL".to_owned(), database::redis_url()));
                settings.push(("NAKODO__BUS__PREFIX".to_owned(), format!("test-{}", uuid::Uuid::from_u128(rand::random()))));
                Some(database)
            }
        };
        Self { mode, folder: TempDir::new().unwrap(), database, mail, settings }
    }

    /// Changes a setting for the processes started from now on.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.settings.retain(|(known, _)| known != key);
        self.settings.push((key.to_owned(), value.into()));
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.arg("--data-dir").arg(self.folder.path()).args(args);
        command.envs(self.settings.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        command.env_remove("NAKODO_DIE_AT").env_remove("NAKODO_CONFIG");
        command
    }

    /// Starts `nakodo serve`, in the scale-out mode with one `nakodo work` beside it.
    pub fn start(&self) -> Vec<Process> {
        self.start_dying(None)
    }

    /// The same with processes that die at a point (`point` or `point:nth`).
    pub fn start_dying(&self, point: Option<&str>) -> Vec<Process> {
        let mut started = vec![self.spawn(&["serve", "--listen", "127.0.0.1:0"], point, "listening on ")];
        if self.mode == Mode::ScaleOut {
            started.push(self.spawn(&["work"], point, "working"));
        }
        started
    }

    /// Starts a process and waits for the line that says that it is up.
    pub fn spawn(&self, args: &[&str], die_at: Option<&str>, up: &str) -> Process {
        let mut command = self.command(args);
        command.envs(die_at.map(|point| ("NAKODO_DIE_AT", point)));
        self.spawn_command(command, up)
    }

    /// The same with a command made otherwise.
    pub fn spawn_command(&self, mut command: Command, up: &str) -> Process {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log()).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("the binary starts");
        let mut output = BufReader::new(child.stdout.take().expect("its output is ours"));
        let mut line = String::new();
        while !line.starts_with(up) {
            line.clear();
            let read = output.read_line(&mut line).expect("its output is readable");
            assert!(read > 0, "the process ended before it was up:\n{}", std::fs::read_to_string(self.log()).unwrap_or_default());
        }
        let address = line.trim_start_matches("listening on ").trim().to_owned();
        Process { child, _output: output, address }
    }

    /// Everything that the processes have logged.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("test.log")
    }

    /// A key for the operator, made by the command line.
    pub fn operator_key(&self) -> String {
        self.say(&["key", "create", "--role", "operator"])
    }

    /// Runs a command to its end and gives what it printed.
    pub fn say(&self, args: &[&str]) -> String {
        let output = self.command(args).output().expect("the binary starts");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text").trim().to_owned()
    }

    /// Enrols `count` people over the API.
    pub async fn enrol(&self, client: &Client, count: u32) {
        for number in 1..=count {
            let answer = client.post("/api/v1/specialists", &Profile::numbered(number).form()).await;
            assert_eq!(answer.status, 201, "{}", answer.body);
        }
    }

    /// Ends the processes and lets everything happen that would have happened within the next hour: in this process, round by round.
    /// Gives the letters that came of it and those that had not been read yet.
    pub async fn finish(&mut self, mut processes: Vec<Process>) -> Vec<Mail> {
        for process in &mut processes {
            assert!(process.terminate().success(), "a process that is told to stop ends well");
        }
        let overrides = Overrides { data_dir: Some(self.folder.path().to_owned()), ..Overrides::default() };
        let mut raw = RawSettings::load(&overrides).expect("the defaults are readable");
        let set = |key: &str| self.settings.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone()).unwrap_or_default();
        raw.store.url = set("NAKODO__STORE__URL");
        raw.bus.url = set("NAKODO__BUS__URL");
        raw.bus.prefix = set("NAKODO__BUS__PREFIX");
        raw.web.public_url = set("NAKODO__WEB__PUBLIC_URL");
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = self.mail.url();
        let clock = Clock::shifted(chrono::Duration::hours(1));
        let app = App::build(raw.check().expect("right settings"), Sources { clock, ids: Ids::Random }).await.expect("it comes up");
        app.wake().await.expect("it wakes");
        super::settle(&app.crew).await;
        self.mail.rest()
    }
}

impl Process {
    /// `kill -9`.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// SIGTERM, then waits for the end.
    pub fn terminate(&mut self) -> ExitStatus {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill is there");
        assert!(told.success());
        self.child.wait().expect("the process ends")
    }

    /// Whether it has died already.
    pub fn is_dead(&mut self) -> bool {
        self.child.try_wait().expect("the process is ours").is_some()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
