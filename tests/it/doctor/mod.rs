//! `nakodo doctor`: each thing that it looks at, beside the same thing truly broken.

mod mail;
mod redis;
mod servers;

use std::net::SocketAddr;
use std::process::Output;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use nakodo::clock::Clock;
use nakodo::desk::Submitter;
use nakodo::doctor::{self, Verdict};
use serde_json::Value;

use crate::harness::people::help_request;
use crate::harness::process::Place;
use crate::harness::{Mode, World};

in_both_modes![
    a_healthy_instance_is_well_and_the_exit_code_says_so,
    looking_changes_nothing,
    a_schema_that_is_behind_is_wrong_and_one_of_a_newer_build_is_told,
    a_clock_that_was_set_back_is_noticed,
    settings_that_cannot_be_used_are_the_only_line,
];

/// What the doctor has found.
struct Findings {
    well: bool,
    list: Vec<(String, String)>,
    text: String,
}

impl Findings {
    fn read(output: &Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let answer: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        let word = |finding: &Value, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        let list = answer["findings"].as_array().expect("a list").iter();
        let list: Vec<_> = list.map(|finding| (word(finding, "code"), word(finding, "verdict"))).collect();
        let well = answer["well"].as_bool().expect("a word");
        assert_eq!(output.status.code(), Some(if well { 0 } else { 1 }), "{text}");
        assert_eq!(well, list.iter().all(|(_, verdict)| verdict != "wrong"), "{text}");
        Self { well, list, text }
    }

    /// How a line says that it is; empty if there is no such line.
    fn verdict(&self, code: &str) -> &str {
        self.list.iter().find(|(of, _)| of == code).map_or("", |(_, verdict)| verdict)
    }
}

/// Off the test's own threads: its mail server and its name server go on meanwhile.
async fn findings(place: &Place, more: &[&str]) -> Findings {
    let mut command = place.command(&["doctor", "--json"]);
    command.args(more);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().expect("the binary starts");
    Findings::read(&output)
}

fn change(place: &Place, statements: &str) {
    match &place.database {
        Some(database) => PgConnection::establish(&database.url).unwrap().batch_execute(statements).unwrap(),
        None => {
            let path = place.folder.path().join("nakodo.sqlite");
            SqliteConnection::establish(path.to_str().unwrap()).unwrap().batch_execute(statements).unwrap();
        }
    }
}

async fn a_healthy_instance_is_well_and_the_exit_code_says_so(mode: Mode) {
    let place = Place::new(mode).await;
    let processes = place.start();
    let found = findings(&place, &[]).await;
    assert!(found.well, "{}", found.text);
    let mut codes = vec!["doctor-settings-well", "doctor-database-well", "doctor-schema-well", "doctor-mail-well", "doctor-dates-well"];
    codes.extend(match mode {
        Mode::Embedded => vec!["doctor-folder-served", "doctor-clock-alone"],
        Mode::ScaleOut => vec!["doctor-clock-well"],
    });
    for code in codes {
        assert_eq!(found.verdict(code), "well", "{code} in {}", found.text);
    }
    assert_eq!(found.verdict("doctor-settings-development"), "warn");
    assert_eq!(found.verdict("doctor-settings-no-https"), "warn");
    drop(processes);
    let japanese = place.say(&["doctor", "--lang", "ja"]);
    assert!(japanese.lines().any(|line| line == "[正常] 設定: 読み込めました。"), "{japanese}");
    let english = place.say(&["doctor", "--lang", "en"]);
    assert!(english.lines().any(|line| line == "[ok] Settings: They can be read."), "{english}");
    if mode == Mode::Embedded {
        assert_eq!(findings(&place, &[]).await.verdict("doctor-folder-free"), "well", "nobody serves it any more");
    }
}

async fn looking_changes_nothing(mode: Mode) {
    let place = Place::new(mode).await;
    let found = findings(&place, &[]).await;
    match &place.database {
        None => {
            assert_eq!(found.verdict("doctor-database-none-yet"), "warn", "{}", found.text);
            assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0);
        }
        Some(database) => {
            assert_eq!((found.verdict("doctor-schema-behind"), found.well), ("wrong", false), "{}", found.text);
            let mut connection = PgConnection::establish(&database.url).unwrap();
            assert!(connection.batch_execute("SELECT 1 FROM __diesel_schema_migrations").is_err(), "no table was made");
        }
    }
}

async fn a_schema_that_is_behind_is_wrong_and_one_of_a_newer_build_is_told(mode: Mode) {
    let place = Place::new(mode).await;
    place.say(&["migrate"]);
    change(&place, "INSERT INTO __diesel_schema_migrations (version, run_on) VALUES ('29990101000000', '2999-01-01 00:00:00')");
    let found = findings(&place, &[]).await;
    assert_eq!((found.verdict("doctor-schema-ahead"), found.well), ("warn", true), "{}", found.text);
    change(&place, "DELETE FROM __diesel_schema_migrations WHERE version = '20261121000060'");
    let found = findings(&place, &[]).await;
    assert_eq!((found.verdict("doctor-schema-behind"), found.well), ("wrong", false), "{}", found.text);
    assert!(found.text.contains("20261121000060"), "{}", found.text);
}

async fn a_clock_that_was_set_back_is_noticed(mode: Mode) {
    let world = World::ticking(mode, |_| {}).await;
    world.submit(help_request(), Submitter::Operator).await;
    let told = async |clock: Clock| {
        let found = doctor::examine(&world.app.settings, &clock, None).await;
        found.into_iter().filter(|one| one.code.starts_with("doctor-clock")).map(|one| (one.verdict, one.code)).collect::<Vec<_>>()
    };
    assert!(told(Clock::system()).await.iter().all(|(verdict, _)| *verdict == Verdict::Well));
    let late = told(Clock::shifted(chrono::Duration::hours(-1))).await;
    assert!(late.contains(&(Verdict::Wrong, "doctor-clock-behind-journal")), "{late:?}");
    let early = told(Clock::shifted(chrono::Duration::hours(1))).await;
    let others = early.iter().filter(|one| **one == (Verdict::Wrong, "doctor-clock-differs")).count();
    // PostgreSQL and Redis have clocks of their own.
    assert_eq!(others, if mode == Mode::ScaleOut { 2 } else { 0 }, "{early:?}");
    let slightly = told(Clock::shifted(chrono::Duration::seconds(20))).await;
    assert_eq!(slightly.contains(&(Verdict::Warn, "doctor-clock-differs")), mode == Mode::ScaleOut, "{slightly:?}");
}

async fn settings_that_cannot_be_used_are_the_only_line(mode: Mode) {
    let mut place = Place::new(mode).await;
    place.set("NAKODO__LOG__FORMAT", "songs");
    let found = findings(&place, &[]).await;
    assert_eq!(found.list, [("doctor-settings-wrong".to_owned(), "wrong".to_owned())]);
    assert!(found.text.contains("log.format"), "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_production_instance_with_the_addresses_of_the_example_is_wrong() {
    let mut place = Place::new(Mode::Embedded).await;
    place.set("NAKODO__PROFILE", "production");
    let found = findings(&place, &[]).await;
    assert_eq!(found.list.iter().filter(|(code, verdict)| code == "doctor-settings-example" && verdict == "wrong").count(), 2);
    assert_eq!(found.verdict("doctor-settings-development"), "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_is_wrong_and_its_password_is_not_told() {
    let mut place = Place::new(Mode::ScaleOut).await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    place.set("NAKODO__STORE__URL", format!("postgres://nakodo:verysecret@{nobody}/nakodo"));
    let found = findings(&place, &[]).await;
    assert_eq!(found.verdict("doctor-database-away"), "wrong", "{}", found.text);
    assert!(!found.text.contains("verysecret"), "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_database_or_a_damaged_one_is_wrong() {
    let place = Place::new(Mode::Embedded).await;
    let path = place.folder.path().join("nakodo.sqlite");
    std::fs::write(&path, "This is a letter to my aunt. ".repeat(400)).unwrap();
    let found = findings(&place, &[]).await;
    assert_eq!(found.verdict("doctor-database-away"), "wrong", "{}", found.text);
    std::fs::remove_file(&path).unwrap();

    place.say(&["migrate"]);
    change(&place, "PRAGMA wal_checkpoint(TRUNCATE)");
    let mut bytes = std::fs::read(&path).unwrap();
    // The first page says where things are; behind it are the tables.
    bytes[2 * 4096..12 * 4096].fill(0xFF);
    std::fs::write(&path, bytes).unwrap();
    let found = findings(&place, &[]).await;
    assert!(found.verdict("doctor-database-damaged") == "wrong" || found.verdict("doctor-database-away") == "wrong", "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_data_folder_that_cannot_be_used_is_wrong() {
    let mut place = Place::new(Mode::Embedded).await;
    let file = place.folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    place.set("NAKODO__POST__SEND_SECONDS", "1");
    let path = file.to_str().unwrap().to_owned();
    let found = findings(&place, &["--data-dir", &path]).await;
    assert_eq!(found.verdict("doctor-folder-unusable"), "wrong", "{}", found.text);
}

/// An address of this machine at which nobody answers.
fn silent_address() -> SocketAddr {
    std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
