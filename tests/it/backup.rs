//! Going back to a backup. Embedded alone: PostgreSQL has tools of its own.

use std::collections::BTreeSet;
use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::harness::Mode;
use crate::harness::mail::Mail;
use crate::harness::people::{Profile, help_request_from};
use crate::harness::process::Place;
use crate::harness::web::{Client, hidden_fields};

fn today() -> chrono::NaiveDate {
    nakodo::clock::Clock::system().today()
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

fn words(database: &Path, query: &str) -> BTreeSet<String> {
    let mut connection = SqliteConnection::establish(database.to_str().unwrap()).unwrap();
    // An instance that has just ended may still be closing its file.
    diesel::sql_query("PRAGMA busy_timeout = 10000").execute(&mut connection).unwrap();
    diesel::sql_query(query).load::<Word>(&mut connection).unwrap().into_iter().map(|row| row.word).collect()
}

/// Runs the command without holding up the mail server of the test; gives what it said where it failed.
async fn run(place: &Place, args: &[&str]) -> Result<String, String> {
    let mut command = place.command(args);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().expect("the binary starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// A place that shares the mail server with `place`, with an empty data folder; gives the old folder.
fn move_to_an_empty_folder(place: &mut Place) -> tempfile::TempDir {
    std::mem::replace(&mut place.folder, tempfile::TempDir::new().unwrap())
}

fn id(letter: &Mail) -> String {
    letter.message_id.split('@').next().unwrap_or_default().to_owned()
}

async fn submit(client: &Client, number: usize) -> String {
    let mut form = help_request_from(today());
    // Different companies, or they would be twins.
    form.company.contact.address = format!("soumu{number}@seki-kinzoku.example.jp");
    form.company.corporate_number = None;
    form.company.name = format!("関金属工業 {number}");
    let answer = client.post("/api/v1/help-requests", &form).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()["id"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_under_load_brings_everything_back_and_sends_nothing_twice() {
    const HELP_REQUESTS: usize = 16;
    let mut place = Place::new(Mode::Embedded).await;
    let operator = place.operator_key();
    let mut processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    for number in 1..=20 {
        let mut profile = Profile::numbered(number);
        profile.max_engagements = Some(9);
        assert_eq!(client.post("/api/v1/specialists", &profile.form()).await.status, 201);
    }
    // One story is told to its end, so that some letters are known to have left.
    submit(&client, HELP_REQUESTS).await;
    let mut before = place.mail.until(|letters| letters.iter().any(|letter| letter.kind == "offer")).await;
    for process in &mut processes {
        assert!(process.terminate().success(), "what is in hand is finished");
    }
    processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    let safe = tempfile::TempDir::new().unwrap();
    let file = safe.path().join("nakodo backup.sqlite");

    // Half of them are on their way; the others come while the backup is made.
    for number in 0..HELP_REQUESTS / 2 {
        submit(&client, number).await;
    }
    before.extend(place.mail.until(|letters| letters.iter().filter(|letter| letter.kind == "offer").count() >= 4).await);
    let more = async {
        for number in HELP_REQUESTS / 2..HELP_REQUESTS {
            submit(&client, number).await;
        }
    };
    let path = file.to_str().unwrap().to_owned();
    let args = ["backup", path.as_str()];
    let (told, ()) = tokio::join!(run(&place, &args), more);
    assert!(told.as_ref().is_ok_and(|told| told.contains("20 specialists")), "{told:?}");
    // A form that somebody has open: its value was sealed with the secret of the instance.
    let offer = before.iter().find(|letter| letter.kind == "offer").expect("an offer").link("/offers/");
    let accept = format!("{offer}/accept");
    let hidden = hidden_fields(&client.get(&offer).await.body, &accept);
    assert!(!hidden.is_empty());
    processes.iter_mut().for_each(crate::harness::process::Process::kill);
    before.extend(place.mail.rest());

    let sent = words(&file, "SELECT id AS word FROM letters WHERE state = 'sent'");
    let queued = words(&file, "SELECT id AS word FROM letters WHERE state = 'queued'");
    let requests = words(&file, "SELECT id AS word FROM help_requests");
    assert!(!sent.is_empty() && requests.len() >= HELP_REQUESTS / 2, "{} sent of {} requests", sent.len(), requests.len());
    let old = move_to_an_empty_folder(&mut place);
    let told = run(&place, &["restore", &path]).await.expect("it is restored");
    assert!(told.contains(&format!("restored: {} help requests", requests.len())), "{told}");
    // Without the keys it is of no use, and says so.
    let keyless = run(&place, &["keys", "list"]).await.expect_err("the data do not open");
    assert!(keyless.contains("data.keys: is not there") && told.contains("data.keys"), "{keyless} {told}");
    std::fs::copy(old.path().join("data.keys"), place.folder.path().join("data.keys")).unwrap();
    let alive = place.start();

    // The link of a letter that left before leads on, and so does the page that was open.
    let client = Client::new(&alive[0].address).with_key(&operator);
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = client.post_form(&accept, &fields).await;
    assert_eq!(answer.status, 202, "a code is on its way: {}", answer.body);
    let mut after = place.mail.until(|letters| letters.iter().any(|letter| letter.kind == "acceptance_code")).await;
    let code = after.last().expect("a code").code();
    let answer = client.press(&offer, "accept", &[("code", code.as_str())]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    after.extend(place.mail.until(|letters| letters.iter().any(|letter| letter.kind == "match_for_company")).await);
    after.extend(place.finish(alive).await);

    let came_again: Vec<String> = after.iter().map(id).filter(|id| sent.contains(id)).collect();
    assert_eq!(came_again, Vec::<String>::new(), "a letter that the backup knows as sent is not sent again");
    let mut ids: Vec<String> = after.iter().map(id).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "none leaves twice");
    let database = place.folder.path().join("nakodo.sqlite");
    assert_eq!(words(&database, "SELECT id AS word FROM letters WHERE state = 'queued'"), BTreeSet::new(), "nothing is left waiting");
    let dropped = words(&database, "SELECT id AS word FROM letters WHERE state = 'dropped'");
    for letter in queued.difference(&dropped) {
        assert!(ids.binary_search(letter).is_ok(), "letter {letter} was due");
    }
    let waiting = words(&database, "SELECT group_name AS word FROM deliveries WHERE done_at IS NULL");
    assert_eq!(waiting, BTreeSet::new(), "every event is handled");
    assert_eq!(after.iter().filter(|letter| letter.kind == "match_for_company").count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_overwrites_nothing_and_a_restore_no_living_folder() {
    let mut place = Place::new(Mode::Embedded).await;
    place.operator_key();
    let safe = tempfile::TempDir::new().unwrap();
    let file = safe.path().join("b.sqlite");
    let path = file.to_str().unwrap();
    run(&place, &["backup", path]).await.expect("it is made");
    assert_eq!(std::fs::read_dir(safe.path()).unwrap().count(), 2, "the copy and what it has to be");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o077, 0, "nobody else may read it");
    let told = run(&place, &["backup", path]).await.expect_err("it is there already");
    assert!(told.contains("is there already"), "{told}");

    let told = run(&place, &["restore", path]).await.expect_err("the folder is in use");
    assert!(told.contains("empty data folder"), "{told}");
    let served = place.start();
    let told = run(&place, &["restore", path]).await.expect_err("the folder is served");
    assert!(told.contains("another nakodo is using"), "{told}");
    drop(served);

    let old = move_to_an_empty_folder(&mut place);
    std::fs::copy(old.path().join("nakodo.sqlite"), place.folder.path().join("nakodo.sqlite-wal")).unwrap();
    assert!(run(&place, &["restore", path]).await.is_err(), "a log without its database belongs to somebody");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_was_touched_is_refused_and_leaves_the_folder_empty() {
    let mut place = Place::new(Mode::Embedded).await;
    place.operator_key();
    let safe = tempfile::TempDir::new().unwrap();
    let (file, beside) = (safe.path().join("b.sqlite"), safe.path().join("b.sqlite.json"));
    let path = file.to_str().unwrap();
    run(&place, &["backup", path]).await.expect("it is made");
    let (bytes, manifest) = (std::fs::read(&file).unwrap(), std::fs::read_to_string(&beside).unwrap());
    let _old = move_to_an_empty_folder(&mut place);
    let refused = async |why: &str| {
        let told = run(&place, &["restore", path]).await.expect_err("it is refused");
        assert!(told.contains(why), "{told}");
        assert!(!place.folder.path().join("nakodo.sqlite").exists() && !place.folder.path().join("nakodo.sqlite.part").exists());
    };
    let mut changed = bytes.clone();
    *changed.last_mut().unwrap() ^= 1;
    std::fs::write(&file, &changed).unwrap();
    refused("sha256 differs").await;
    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    refused("sha256 differs").await;
    std::fs::write(&file, &bytes).unwrap();
    std::fs::write(&beside, manifest.replace("\"api_keys\": 1", "\"api_keys\": 2")).unwrap();
    refused("as many rows").await;
    std::fs::write(&beside, manifest.replace("\"format\": 1", "\"format\": 2")).unwrap();
    refused("format 2").await;
    std::fs::remove_file(&beside).unwrap();
    refused("b.sqlite.json").await;

    // Of a newer build: its own .json fits, its schema does not.
    let mut newer = SqliteConnection::establish(path).unwrap();
    let statement = "INSERT INTO __diesel_schema_migrations (version, run_on) VALUES ('29990101000000', '2999-01-01 00:00:00')";
    diesel::sql_query(statement).execute(&mut newer).unwrap();
    drop(newer);
    let other = Place::new(Mode::Embedded).await;
    std::fs::copy(&file, other.folder.path().join("nakodo.sqlite")).unwrap();
    std::fs::remove_file(&file).unwrap();
    run(&other, &["backup", path]).await.expect("any database can be backed up");
    refused("a schema that this build does not know").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgresql_the_tool_for_it_is_named() {
    let place = Place::new(Mode::ScaleOut).await;
    for command in ["backup", "restore"] {
        let told = run(&place, &[command, "x.sqlite"]).await.expect_err("it is PostgreSQL's business");
        assert!(told.contains("pg_dump"), "{told}");
    }
}
