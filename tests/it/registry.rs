//! The official register: what it says of whom, what follows of it, and what follows of nothing.

use std::process::Output;

use nakodo::desk::{Acceptance, Refusal, Submitter};
use nakodo::ids::{HelpRequestId, SpecialistId};
use nakodo::intake::HelpRequestState;
use nakodo::registry::RegisterFinding;
use nakodo::store::StoreError;

use crate::harness::chaos::race::{open_offers, reopen};
use crate::harness::people::help_request;
use crate::harness::press::accept_offer;
use crate::harness::process::Place;
use crate::harness::register::{file, hold, squeezed};
use crate::harness::{Mode, World};

in_both_modes![
    a_lapse_withdraws_open_offers_tells_everybody_and_leaves_the_match,
    whoever_is_suspended_is_asked_again_when_the_registration_holds,
    reading_a_snapshot_twice_is_the_same_as_once,
    a_dry_run_says_what_would_come_and_changes_nothing,
    a_snapshot_in_doubt_changes_nothing_and_says_why,
    accepting_racing_with_a_suspension_ends_in_one_story,
    a_profile_that_changes_is_not_verified_any_more_and_stays_suspended,
    somebody_who_came_after_the_snapshot_is_held_against_it_when_it_is_read_again,
    a_snapshot_is_read_at_the_terminal_and_its_mistakes_are_told_by_line,
];

async fn asked_about(world: &World, id: HelpRequestId) -> Vec<(SpecialistId, &'static str)> {
    world.offers_of(id).await.into_iter().map(|offer| (offer.specialist, offer.state.code())).collect()
}

async fn another_request(world: &World) -> HelpRequestId {
    let mut form = help_request();
    form.company.contact.address = format!("c{}@example.com", world.letters().len());
    let id = world.submit(form, Submitter::Operator).await.id;
    world.settle().await;
    id
}

fn kinds(world: &World, address: &str) -> Vec<String> {
    world.letters_to(address).into_iter().map(|letter| letter.kind).collect()
}

async fn a_lapse_withdraws_open_offers_tells_everybody_and_leaves_the_match(mode: Mode) {
    let world = World::new(mode).await;
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(world.enrol(|_| {}).await);
    }
    let matched = world.ask_for_help().await;
    assert!(matches!(world.accept("s1@example.jp").await, Acceptance::Won(_)));
    world.settle().await;
    let open = another_request(&world).await;
    assert!(asked_about(&world, open).await.contains(&(people[0], "sent")), "the person is asked about something else");

    let report = world.read_register(&file(3, &[(1, "失効")]), "2026-11-20").await;
    assert_eq!((report.people, report.suspended, report.cases), (3, 1, 1));
    assert_eq!(report.findings, [("lapsed".to_owned(), 1), ("verified".to_owned(), 2)].into());
    assert!(asked_about(&world, open).await.contains(&(people[0], "withdrawn")));
    let told = kinds(&world, "s1@example.jp");
    assert!(["offer_cancelled", "registration_suspended"].iter().all(|kind| told.iter().any(|one| one == kind)), "{told:?}");
    assert!(squeezed(&world.letter("s1@example.jp", "registration_suspended").text).contains("有効期限が過ぎた"));

    assert_eq!(world.state_of(matched).await, HelpRequestState::Matched, "the match is the two sides' own");
    let company = squeezed(&world.letter("soumu@seki-kinzoku.example.jp", "registration_lost_for_company").text);
    assert!(company.contains("佐藤1") && !company.contains("登録セキスペ"), "{company}");
    assert!(squeezed(&world.letter("shien@chamber.example.jp", "registration_lost_for_broker").text).contains("佐藤1"));

    let later = another_request(&world).await;
    assert!(asked_about(&world, later).await.iter().all(|(person, _)| *person != people[0]), "nobody asks the person any more");
}

async fn whoever_is_suspended_is_asked_again_when_the_registration_holds(mode: Mode) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    world.read_register(&file(1, &[(1, "取消し")]), "2026-11-01").await;
    assert_eq!(world.standing(person).await.finding, Some(RegisterFinding::Revoked));
    let waits = another_request(&world).await;
    assert_eq!(asked_about(&world, waits).await, []);

    let report = world.read_register(&file(1, &[]), "2026-11-20").await;
    assert_eq!((report.reinstated, world.standing(person).await.is_verified()), (1, true));
    assert_eq!(kinds(&world, "s1@example.jp"), ["registration_suspended", "registration_restored"]);
    let again = another_request(&world).await;
    assert_eq!(asked_about(&world, again).await, [(person, "sent")]);
    let cases = nakodo::desk::list_register_cases(&world.app.desk, None, 10).await.unwrap();
    assert_eq!(cases, [], "the register has settled the case");
}

/// Everything that a snapshot could leave behind.
async fn traces(world: &World, people: &[SpecialistId]) -> (usize, Vec<(String, u64)>, usize, usize) {
    let people = people.to_vec();
    let found = world.app.desk.store.read::<_, StoreError>(move |tx| {
        let findings = people.iter().map(|id| Ok(tx.list_findings(*id)?.len())).collect::<Result<Vec<_>, StoreError>>()?;
        Ok((findings.into_iter().sum(), tx.list_open_cases(None, 100)?.len()))
    });
    let (findings, cases): (usize, usize) = found.await.expect("the store answers");
    let events = world.app.desk.store.recorded().into_iter().filter(|(kind, _)| kind.contains("regist") || kind.starts_with("specialist"));
    (findings, events.collect(), cases, world.letters().len())
}

async fn reading_a_snapshot_twice_is_the_same_as_once(mode: Mode) {
    let world = World::new(mode).await;
    let people = [world.enrol(|_| {}).await, world.enrol(|_| {}).await, world.enrol(|_| {}).await];
    let rows = file(2, &[(1, "失効")]);
    let once = world.read_register(&rows, "2026-11-20").await;
    assert_eq!((once.suspended, once.cases), (1, 2), "one has lapsed, and one is not in it");
    let before = traces(&world, &people).await;
    let twice = world.read_register(&rows, "2026-11-20").await;
    assert_eq!((twice.suspended, twice.reinstated, twice.cases, &twice.findings), (0, 0, 0, &once.findings));
    assert_eq!(traces(&world, &people).await, before);
    let later = world.read_register(&rows, "2026-11-22").await;
    assert_eq!((later.suspended, later.cases), (0, 0), "a newer one that says the same is no news");
    assert_eq!(traces(&world, &people).await, before);
    assert_eq!(world.standing(people[1]).await.as_of, Some("2026-11-22".parse().unwrap()));
}

async fn a_dry_run_says_what_would_come_and_changes_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let people = [world.enrol(|_| {}).await, world.enrol(|_| {}).await];
    let before = traces(&world, &people).await;
    let rows = file(2, &[(1, "失効")]);
    let told = hold(&world.app.desk, &rows, "2026-11-20", true).await.unwrap();
    world.settle().await;
    assert_eq!((told.people, told.suspended, told.cases), (2, 1, 1));
    assert_eq!(traces(&world, &people).await, before);
    assert_eq!(world.standing(people[0]).await.finding, None);
    assert_eq!(nakodo::desk::look_at_register(&world.app.desk).await.unwrap().as_of, None);
    assert_eq!(world.read_register(&rows, "2026-11-20").await, told, "and it comes as it was said");
}

async fn a_snapshot_in_doubt_changes_nothing_and_says_why(mode: Mode) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    world.read_register(&file(20, &[]), "2026-11-20").await;
    let refused = async |rows: u32, as_of: &str| match hold(&world.app.desk, &file(rows, &[(1, "失効")]), as_of, false).await {
        Err(Refusal::Fields(errors)) => errors[0].code,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(20, "2026-11-19").await, "snapshot-older");
    assert_eq!(refused(17, "2026-11-21").await, "snapshot-smaller");
    assert_eq!(refused(20, "2026-11-25").await, "day-to-come");
    world.settle().await;
    assert!(world.standing(person).await.is_verified(), "nothing was changed");
    assert_eq!(world.read_register(&file(18, &[(1, "失効")]), "2026-11-21").await.suspended, 1, "nine tenths are enough");
}

async fn accepting_racing_with_a_suspension_ends_in_one_story(mode: Mode) {
    let world = World::new(mode).await;
    let mut lapsed: Vec<(u32, &str)> = Vec::new();
    for round in 1..=8 {
        let id = world.submit(help_request(), Submitter::Operator).await.id;
        world.settle().await;
        reopen(&world, id).await;
        let token = open_offers(&world, id, 1).await.remove(0);
        lapsed.push((round, "失効"));
        let (desk, rows) = (&world.app.desk, file(round, &lapsed));
        let (accepted, read) = tokio::join!(accept_offer(desk, token), hold(desk, &rows, "2026-11-20", false));
        assert_eq!(read.unwrap().suspended, 1, "round {round}");
        let story = (accepted.unwrap(), asked_about(&world, id).await[0].1, world.state_of(id).await);
        let stories =
            [(Acceptance::Won(id), "accepted", HelpRequestState::Matched), (Acceptance::Withdrawn, "withdrawn", HelpRequestState::Open)];
        assert!(stories.contains(&story), "round {round}: {story:?}");
        let letters = desk.store.read(move |tx| tx.list_letters(id)).await.map_err(|error: StoreError| error.to_string()).unwrap();
        let told = |kind: &str| letters.iter().any(|letter| letter.kind.code() == kind);
        let won = story.1 == "accepted";
        assert_eq!(
            (told("registration_lost_for_company"), told("offer_cancelled")),
            (won, !won),
            "round {round}: letters tell the same story"
        );
        world.settle().await;
    }
}

async fn change(world: &World, id: SpecialistId, name: &'static str) {
    let changed = nakodo::desk::change_specialist(&world.app.desk, id, None, move |before| {
        let mut document = serde_json::to_value(before).expect("a document");
        document["consents"] = serde_json::json!([]);
        document["name"] = serde_json::json!(name);
        Ok(serde_json::from_value(document).expect("a form"))
    });
    changed.await.expect("the profile is right");
    world.settle().await;
}

async fn a_profile_that_changes_is_not_verified_any_more_and_stays_suspended(mode: Mode) {
    let world = World::new(mode).await;
    let (one, other) = (world.enrol(|_| {}).await, world.enrol(|_| {}).await);
    world.read_register(&file(2, &[(2, "失効")]), "2026-11-20").await;
    assert!(world.standing(one).await.is_verified());
    change(&world, one, "佐藤 太郎").await;
    change(&world, other, "佐藤 次郎").await;
    let (one, other) = (world.standing(one).await, world.standing(other).await);
    assert_eq!((one.finding, one.is_verified(), one.suspended), (Some(RegisterFinding::Changed), false, false));
    assert_eq!((other.finding, other.suspended), (Some(RegisterFinding::Changed), true), "nobody escapes by an edit");
    let report = world.read_register(&file(2, &[(2, "失効")]), "2026-11-20").await;
    assert_eq!((report.findings["name_mismatch"], report.findings["lapsed"], report.suspended), (1, 1, 0));
}

async fn somebody_who_came_after_the_snapshot_is_held_against_it_when_it_is_read_again(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.read_register(&file(2, &[]), "2026-11-20").await;
    let newcomer = world.enrol(|_| {}).await;
    assert_eq!(world.standing(newcomer).await.finding, None);
    world.read_register(&file(2, &[]), "2026-11-20").await;
    assert!(world.standing(newcomer).await.is_verified());
}

fn import(place: &Place, rows: &str, args: &[&str]) -> (bool, String, String) {
    let path = place.folder.path().join("register.csv");
    std::fs::write(&path, rows).unwrap();
    let all = [&["registry", "import", path.to_str().unwrap()], args].concat();
    let Output { status, stdout, stderr } = place.command(&all).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

async fn a_snapshot_is_read_at_the_terminal_and_its_mistakes_are_told_by_line(mode: Mode) {
    let place = Place::new(mode).await;
    let example = format!("{}/docs/examples/specialists.csv", env!("CARGO_MANIFEST_DIR"));
    place.say(&["import", "specialists", &example]);
    let (done, _, told) = import(&place, &format!("{}12345,,佐藤,2099-03-31,登録\n", file(3, &[])), &["--as-of", "2026-11-01"]);
    assert!(!done && told.contains("line 5, column 登録番号: \"12345\"") && told.contains("nothing was changed"), "{told}");
    let (done, said, _) = import(&place, &file(3, &[]), &["--as-of", "2026-11-01", "--dry-run"]);
    assert!(done && said.contains("columns passed over: 登録年月日") && said.contains("3 rows, 6 people: 6 not_found"), "{said}");
    assert!(place.say(&["registry", "status"]).contains("no snapshot was read yet"));
    let (done, said, _) = import(&place, &file(3, &[]), &["--as-of", "2026-11-01"]);
    assert!(done && said.contains("0 were suspended, 0 reinstated, 6 cases for operators"), "{said}");
    assert!(place.say(&["registry", "status"]).contains("as of 2026-11-01: 3 rows"));
    assert_eq!(place.say(&["registry", "cases"]).lines().count(), 6);
    let (done, _, told) = import(&place, &file(3, &[]), &["--as-of", "2026-10-01"]);
    assert!(!done && told.contains("older than the register that was read last"), "{told}");
}
