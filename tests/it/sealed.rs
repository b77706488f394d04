//! What is kept of people and companies is sealed: who has the disk and not the key reads nothing of it.

use diesel::prelude::*;
use nakodo::app::{App, Sources, StartError};
use nakodo::desk::{self, RoleRequest, Submitter, SuppressionForm};
use nakodo::engagement::WithdrawForm;
use nakodo::identity::Role;
use nakodo::ids::Ids;
use nakodo::offers::{DeclineForm, TermsForm};
use nakodo::settings::{KeySource, Settings};
use nakodo::store::{Resealing, StoreError};
use nakodo::vault::DataKeys;

use crate::harness::people::help_request;
use crate::harness::search::{readable, rows, sqlite};
use crate::harness::{Mode, World, press};

in_both_modes![
    after_a_whole_run_nothing_of_people_and_companies_can_be_read_without_the_key,
    without_its_key_or_with_another_the_store_does_not_open,
    what_was_written_before_is_found_and_sealed_by_a_batch_that_may_be_interrupted,
    after_a_rotation_the_old_key_is_of_no_use,
    a_cell_that_was_moved_does_not_open,
];

/// What is typed in the run below, and nowhere else.
const PLANTED: [&str; 11] = [
    "宵待金属工業",
    "蓬生花子",
    "yomogi@planted.example.jp",
    "080-1234-9876",
    "夜勤の端末が暗号化された",
    "空蝉太郎",
    "utsusemi@planted.example.jp",
    "夕顔の都合で難しい",
    "若紫の条件なら",
    "澪標の事情で続けられない",
    "kiritsubo@planted.example.jp",
];

fn key(seed: u64) -> String {
    DataKeys::line(&Ids::seeded(seed).secret())
}

/// A help request is asked about, declined, taken under changed terms, won, and given up again; somebody signs in, and a mailbox is stopped.
async fn whole_run(world: &World) {
    for name in ["空蝉太郎", "S2", "S3"] {
        world
            .enrol(|profile| {
                profile.name = name.to_owned();
                profile.max_engagements = Some(9);
            })
            .await;
    }
    let mut form = help_request();
    form.company.name = "宵待金属工業".into();
    form.company.contact.name = "蓬生花子".into();
    form.company.contact.address = "yomogi@planted.example.jp".into();
    form.company.contact.phone = Some("080-1234-9876".into());
    form.need.narrative = "夜勤の端末が暗号化された".into();
    let id = world.submit(form, Submitter::Operator).await.id;
    world.settle().await;
    let desk = &world.app.desk;
    let offer = |address: &str| world.letter(address, "offer").token("/offers/");
    let decline = DeclineForm { reason: "no-time".to_owned(), text: "夕顔の都合で難しい".to_owned() };
    press::decline_offer(desk, offer("s3@example.jp"), decline).await.unwrap();
    let terms = TermsForm { fee_yen: Some(1), text: "若紫の条件なら".to_owned(), ..TermsForm::default() };
    press::propose_terms(desk, offer("s2@example.jp"), terms).await.unwrap();
    let status = world.letter("yomogi@planted.example.jp", "people_asked").token("/help-requests/status/");
    let willing = world.offers_of(id).await.into_iter().find(|offer| offer.display_name == "S2").expect("an offer");
    assert_eq!(press::choose_offer(desk, status.clone(), willing.id).await.unwrap(), desk::Choice::Chosen);
    world.settle().await;
    let reason = WithdrawForm { reason: "澪標の事情で続けられない".to_owned() };
    press::withdraw_as_company(desk, status, reason).await.unwrap();
    world.invite("utsusemi@planted.example.jp", RoleRequest::Auditor).await;
    let stopped = SuppressionForm { address: "kiritsubo@planted.example.jp".to_owned(), kind: None };
    desk::add_suppression(desk, stopped).await.unwrap();
    world.settle().await;
}

fn change(world: &World, statement: &str) {
    let changed = match &world.database {
        Some(database) => diesel::sql_query(statement).execute(&mut PgConnection::establish(&database.url).unwrap()),
        None => diesel::sql_query(statement).execute(&mut sqlite(world)),
    };
    assert!(changed.unwrap() > 0, "{statement}");
}

async fn after_a_whole_run_nothing_of_people_and_companies_can_be_read_without_the_key(mode: Mode) {
    let world = World::new(mode).await;
    whole_run(&world).await;
    assert_eq!(readable(&world, &PLANTED), [""; 0]);
    // The same run where nothing is sealed: the search finds all of it.
    let plain = World::with(mode, |raw| raw.store.seals = false).await;
    whole_run(&plain).await;
    assert_eq!(readable(&plain, &PLANTED), PLANTED);
}

fn with_keys(world: &World, text: String) -> Settings {
    Settings { keys: KeySource::Text(text), ..(*world.app.settings).clone() }
}

async fn open(world: &World, settings: Settings) -> Result<App, StartError> {
    App::build(settings, Sources { clock: world.app.desk.clock.clone(), ids: Ids::seeded(9) }).await
}

async fn without_its_key_or_with_another_the_store_does_not_open(mode: Mode) {
    let world = World::new(mode).await;
    let before = rows(&world);
    let told = |opened: Result<App, StartError>| opened.err().map(|error| error.to_string()).unwrap_or_default();
    let other = told(open(&world, with_keys(&world, key(1))).await);
    assert!(other.contains("sealed with the key") && other.contains("store.keys"), "{other}");
    let wrong = told(open(&world, with_keys(&world, "short".to_owned())).await);
    assert!(wrong.contains("line 1 is no key"), "{wrong}");
    let file = world.folder.path().join("data.keys");
    let kept = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let missing = told(open(&world, (*world.app.settings).clone()).await);
    assert!(missing.contains("data.keys: is not there"), "{missing}");
    assert!(!file.exists(), "no new key is made for data that it does not open");
    assert_eq!(rows(&world), before);
    assert!(open(&world, with_keys(&world, kept)).await.is_ok(), "the keys as a setting");
}

async fn reseal_all(app: &App, at_once: i64) -> Resealing {
    let mut done = Resealing::default();
    while !done.is_done() {
        done = app.desk.store.write(move |tx| tx.reseal(done, at_once)).await.map_err(|error: StoreError| error.to_string()).unwrap();
    }
    done
}

async fn what_was_written_before_is_found_and_sealed_by_a_batch_that_may_be_interrupted(mode: Mode) {
    let world = World::with(mode, |raw| raw.store.seals = false).await;
    whole_run(&world).await;
    let app = open(&world, Settings { seals: true, ..(*world.app.settings).clone() }).await.unwrap();
    let all_is_there = async |app: &App| {
        let stopped = desk::list_suppressions(&app.desk).await.unwrap();
        assert_eq!(stopped.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>(), ["kiritsubo@planted.example.jp"]);
        let again = SuppressionForm { address: "kiritsubo@planted.example.jp".to_owned(), kind: None };
        assert!(!desk::add_suppression(&app.desk, again).await.unwrap(), "it is stopped already");
        let found = app.desk.store.read(|tx| tx.find_account_by_mailbox("utsusemi@planted.example.jp")).await;
        let account = found.map_err(|error: StoreError| error.to_string()).unwrap().expect("the account");
        assert_eq!(account.account.address.as_str(), "utsusemi@planted.example.jp");
    };
    all_is_there(&app).await;
    // Some of it, and then a process that dies: the next one begins again.
    let first = app.desk.store.write(|tx| tx.reseal(Resealing::default(), 2)).await.map_err(|error: StoreError| error.to_string());
    assert_eq!(first.unwrap().sealed, 2);
    all_is_there(&app).await;
    let done = reseal_all(&app, 2).await;
    assert!(done.sealed > 5 && done.sealed < done.seen, "{done:?}");
    all_is_there(&app).await;
    let rows = rows(&world);
    let stands = |planted: &&str| rows.iter().any(|row| row.contains(*planted));
    assert_eq!(PLANTED.into_iter().filter(stands).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(reseal_all(&app, 100).await.sealed, 0, "nothing is left to do");
}

async fn after_a_rotation_the_old_key_is_of_no_use(mode: Mode) {
    let world = World::with(mode, |raw| raw.store.keys = key(1)).await;
    whole_run(&world).await;
    let both = open(&world, with_keys(&world, format!("{} {}", key(2), key(1)))).await.unwrap();
    // Somebody writes while it goes on.
    let submitted = world.submit(help_request(), Submitter::Operator).await.id;
    assert!(reseal_all(&both, 3).await.sealed > 8);
    assert!(open(&world, with_keys(&world, key(1))).await.is_err());
    let after = open(&world, with_keys(&world, key(2))).await.unwrap();
    assert_eq!(desk::list_suppressions(&after.desk).await.unwrap()[0].subject, "kiritsubo@planted.example.jp");
    let view = desk::view_help_request(&after.desk, submitted, Role::Operator).await.unwrap();
    assert_eq!(view.help_request.company.name.as_str(), help_request().company.name);
}

async fn a_cell_that_was_moved_does_not_open(mode: Mode) {
    let world = World::new(mode).await;
    let one = world.submit(help_request(), Submitter::Operator).await.id;
    let other = world.submit(help_request(), Submitter::Operator).await.id;
    change(
        &world,
        &format!("UPDATE help_requests SET document = (SELECT document FROM help_requests WHERE id = '{one}') WHERE id = '{other}'"),
    );
    desk::view_help_request(&world.app.desk, one, Role::Operator).await.unwrap();
    let moved = desk::view_help_request(&world.app.desk, other, Role::Operator).await;
    assert!(format!("{moved:?}").contains("does not open"), "{moved:?}");
}
