//! A minute of chaos: processes killed at random under load, servers stopped and emptied, a mail server with bad days. `bench/chaos` does the
//! same for as long as one likes, and prints a table.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use crate::harness::Mode;
use crate::harness::chaos::audit::{Case, Verdict, audit};
use crate::harness::chaos::evidence::{Evidence, Letter, Offer};
use crate::harness::chaos::faults::Trouble;
use crate::harness::chaos::letterbox::Taken;
use crate::harness::chaos::people::{Journal, Press};
use crate::harness::chaos::{AtLeast, Plan, run};
use crate::harness::process::BINARY;

in_both_modes![
    whatever_is_killed_nothing_is_lost_nobody_wins_twice_and_nothing_is_stuck,
    a_rollout_under_load_fails_nobody_and_sends_no_letter_twice,
];

/// How long things go wrong; the drain comes on top.
const SECONDS: u64 = 40;

async fn whatever_is_killed_nothing_is_lost_nobody_wins_twice_and_nothing_is_stuck(mode: Mode) {
    // A new seed each time; a failure says which.
    let at_least = AtLeast { faults: 10, kills: 6, submitted: 51, won: 12 };
    let plan = Plan { mode, trouble: Trouble::Everything, seconds: SECONDS, seed: rand::random(), rate: 6, at_least };
    let outcome = run(plan, Path::new(BINARY)).await;
    let verdict = &outcome.verdict;
    let told = serde_json::to_string_pretty(&outcome).expect("an outcome is plain");
    assert!(verdict.is_clean() && outcome.ended_alone == 0, "seed {}: {told}", plan.seed);
    assert_eq!(
        verdict.double_letters, verdict.double_letters_same_id,
        "seed {}: every letter that came twice has one Message-ID",
        plan.seed
    );
    let kills = outcome.faults.iter().filter(|fault| fault.is_kill()).count();
    assert!(
        kills > 5 && verdict.help_requests > 50 && verdict.matched > 5 && outcome.compared > 0,
        "seed {}: something happened: {told}",
        plan.seed
    );
}

async fn a_rollout_under_load_fails_nobody_and_sends_no_letter_twice(mode: Mode) {
    let at_least = AtLeast { faults: 7, submitted: 20, ..AtLeast::default() };
    let plan = Plan { mode, trouble: Trouble::Rollout, seconds: 12, seed: rand::random(), rate: 5, at_least };
    let outcome = run(plan, Path::new(BINARY)).await;
    let told = serde_json::to_string_pretty(&outcome).expect("an outcome is plain");
    assert!(outcome.verdict.is_clean() && outcome.ended_alone == 0, "seed {}: {told}", plan.seed);
    assert_eq!(outcome.verdict.double_letters, 0, "seed {}: {told}", plan.seed);
    assert!(outcome.starts > 6, "every process was started again, seed {}: {told}", plan.seed);
}

/// One help request with one offer that was accepted, all of whose letters arrived.
struct Told {
    evidence: Evidence,
    journal: Journal,
    taken: Vec<Taken>,
}

impl Told {
    fn well() -> Self {
        let letter = |id: &str, kind: &str, party: &str, offer: &str| Letter {
            id: id.to_owned(),
            kind: kind.to_owned(),
            party: party.to_owned(),
            state: "sent".to_owned(),
            help_request: "h".to_owned(),
            offer: offer.to_owned(),
        };
        let letters = vec![
            letter("l1", "offer", "specialist:s", "o"),
            letter("l2", "people_asked", "company:h", ""),
            letter("l3", "match_for_company", "company:h", "o"),
            letter("l4", "match_for_specialist", "specialist:s", "o"),
        ];
        let mailbox = |letter: &Letter| if letter.party.starts_with('c') { "c1@firma.example" } else { "s1@example.jp" };
        let taken = |letter: &Letter| Taken {
            message_id: format!("{}@nakodo.chaos", letter.id),
            kind: letter.kind.clone(),
            to: mailbox(letter).to_owned(),
            number: Some(1),
            answered: true,
        };
        let event = |kind: &str| (kind.to_owned(), json!({ "type": kind, "help_request": "h", "offer": "o" }));
        let mut events: Vec<_> =
            ["help_request_submitted", "help_request_opened", "offer_made", "offer_accepted", "engagement_opened"].map(event).into();
        events.extend(letters.iter().map(|letter| ("letter_queued".to_owned(), json!({ "letter": letter.id }))));
        let offer = Offer { id: "o".into(), help_request: "h".into(), state: "accepted".into(), expires_at: "2026-11-24 00:00:00".into() };
        let press = Press { message_id: "l1@nakodo.chaos".into(), what: "accept", status: 200, outcome: "won".into() };
        Self {
            taken: letters.iter().map(taken).collect(),
            evidence: Evidence {
                help_requests: vec![("h".into(), "matched".into())],
                waiting: Vec::new(),
                offers: vec![offer],
                engagements: vec![("h".into(), "o".into())],
                letters,
                events,
                unhandled: Vec::new(),
                mailboxes: vec![("s".into(), "s1@example.jp".into())],
            },
            journal: Journal { submitted: [(1, "h".to_owned())].into(), presses: vec![press], ..Journal::default() },
        }
    }

    /// What the auditor says after `planted` has gone wrong.
    fn with(planted: impl FnOnce(&mut Self)) -> Verdict {
        let mut told = Self::well();
        planted(&mut told);
        let Self { evidence, journal, taken } = &told;
        let waiting = evidence.waiting.iter().map(|(id, _)| id.clone()).collect();
        audit(&Case { evidence, journal, taken, refused: &BTreeSet::new(), rightly_waiting: &waiting, now: "2026-11-21 00:00:00" })
    }
}

#[test]
fn the_auditor_has_nothing_to_say_where_all_is_well() {
    let verdict = Told::with(|_| {});
    assert!(verdict.is_clean() && verdict.double_letters == 0, "{verdict:?}");
}

#[test]
fn the_auditor_finds_what_was_lost() {
    let lost = |planted: fn(&mut Told)| Told::with(planted).lost.len();
    assert!(lost(|told| told.evidence.help_requests.clear()) > 0, "a help request that was answered with 201");
    assert!(lost(|told| drop(told.taken.remove(0))) > 0, "a letter that counts as sent");
    assert!(lost(|told| drop(told.evidence.letters.remove(2))) > 0, "a letter that was never queued");
    assert!(lost(|told| told.evidence.letters[3].state = "dropped".into()) > 0, "a letter thrown away");
    assert!(lost(|told| told.evidence.letters[1].state = "failed".into()) > 0, "a letter given up without a refusal");
    assert!(lost(|told| told.evidence.offers[0].state = "withdrawn".into()) > 0, "a win that somebody was told");
    assert!(lost(|told| told.journal.cancelled.push("h".into())) > 0, "a cancellation");
}

#[test]
fn the_auditor_finds_a_second_winner() {
    let doubled = |planted: fn(&mut Told)| Told::with(planted).double_matches.len();
    assert_eq!(doubled(|told| told.evidence.engagements.push(("h".into(), "p".into()))), 1);
    assert_eq!(doubled(|told| told.evidence.offers.push(Offer { id: "p".into(), ..told.evidence.offers[0].clone() })), 1);
    let in_the_mail = |told: &mut Told| told.taken.push(Taken { to: "s2@example.jp".into(), ..told.taken[3].clone() });
    assert_eq!(doubled(in_the_mail), 1);
}

#[test]
fn the_auditor_finds_what_is_stuck() {
    let stuck = |planted: fn(&mut Told)| Told::with(planted).stuck.len();
    assert_eq!(stuck(|told| told.evidence.unhandled.push("postman letter_queued".into())), 1);
    assert_eq!(stuck(|told| told.evidence.letters[0].state = "queued".into()), 1);
    let nobody_thinks = |told: &mut Told| told.evidence.help_requests[0].1 = "open".into();
    assert_eq!(stuck(nobody_thinks), 1);
    fn deadline_over(told: &mut Told) {
        told.evidence.help_requests[0].1 = "open".into();
        (told.evidence.offers[0].state, told.evidence.offers[0].expires_at) = ("sent".into(), "2026-11-20 23:59:59".into());
    }
    assert_eq!(stuck(deadline_over), 1);
    let for_room = |told: &mut Told| {
        deadline_over(told);
        told.evidence.waiting.push(("h".into(), "2026-11-21 00:01:00".into()));
    };
    assert_eq!(stuck(for_room), 0, "nobody has room");
}

#[test]
fn the_auditor_tells_a_letter_that_came_twice_from_two_letters() {
    let again = Told::with(|told| told.taken.push(told.taken[0].clone()));
    assert_eq!((again.double_letters, again.double_letters_same_id, again.is_clean()), (1, 1, true));
    let another = Told::with(|told| {
        let letter = Letter { id: "l5".into(), ..told.evidence.letters[0].clone() };
        told.evidence.events.push(("letter_queued".into(), json!({ "letter": "l5" })));
        told.evidence.letters.push(letter);
        told.taken.push(Taken { message_id: "l5@nakodo.chaos".into(), ..told.taken[0].clone() });
    });
    assert_eq!((another.double_letters, another.double_letters_same_id, another.contradictions.len()), (1, 0, 1), "{another:?}");
}

#[test]
fn the_auditor_finds_an_effect_without_its_event_and_an_event_without_its_effect() {
    for at in 0..Told::well().evidence.events.len() {
        let verdict = Told::with(|told| drop(told.evidence.events.remove(at)));
        // That a help request was opened shows in no row.
        assert_eq!(verdict.contradictions.is_empty(), at == 1, "{at}: {verdict:?}");
    }
    let verdict = Told::with(|told| told.evidence.events.push(("offer_declined".into(), json!({ "offer": "o" }))));
    assert_eq!(verdict.contradictions.len(), 1);
}
