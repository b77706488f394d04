//! The real acts against the rules of `model.rs`: random presses, cancellations, refusals, rounds of single workers, redelivered events and time
//! that passes, on the embedded store; after each step the rows must be what a plain list of rules says. Waves are the one thing that the rules
//! only limit: whom they ask is the business of matching.

use std::collections::BTreeMap;
use std::time::Duration;

use nakodo::app::App;
use nakodo::clock::Moment;
use nakodo::desk::{self, Acceptance, Declination, Refusal, Submitter};
use nakodo::events::Group;
use nakodo::ids::{HelpRequestId, SpecialistId, Token};
use nakodo::offers::DeclineForm;
use nakodo::store::Role;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::harness::people::help_request_from;
use crate::harness::{Mode, World, press};

/// People on the list, each with room for one engagement.
const PEOPLE: usize = 5;
/// The largest wave of the policy for help requests that are not urgent.
const LARGEST_WAVE: usize = 6;

/// One step; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Ask,
    Accept(usize),
    Decline(usize),
    Cancel(usize),
    /// One round of one worker.
    Relay,
    Match,
    Send,
    /// What was published and not handled is published again, as after a crash.
    Redeliver,
    /// Hours that pass, with a round of the timekeeper.
    Pass(u16),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let any = 0..64_usize;
    let step = prop_oneof![
        3 => Just(Step::Ask),
        6 => any.clone().prop_map(Step::Accept),
        4 => any.clone().prop_map(Step::Decline),
        1 => any.prop_map(Step::Cancel),
        4 => Just(Step::Relay),
        4 => Just(Step::Match),
        3 => Just(Step::Send),
        2 => Just(Step::Redeliver),
        2 => (1_u16..80).prop_map(Step::Pass),
    ];
    prop::collection::vec(step, 20..60)
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    specialist: SpecialistId,
    state: &'static str,
    expires_at: Moment,
}

/// What the rules say the rows are.
#[derive(Debug, Default)]
struct Rules {
    requests: BTreeMap<HelpRequestId, &'static str>,
    offers: BTreeMap<HelpRequestId, Vec<Offer>>,
}

fn is_open(offer: &Offer) -> bool {
    matches!(offer.state, "queued" | "sent")
}

impl Rules {
    fn offer(&mut self, key: (HelpRequestId, SpecialistId)) -> Option<&mut Offer> {
        self.offers.get_mut(&key.0)?.iter_mut().find(|offer| offer.specialist == key.1)
    }

    fn has_room(&self, specialist: SpecialistId) -> bool {
        !self.offers.values().flatten().any(|offer| offer.specialist == specialist && offer.state == "accepted")
    }

    fn withdraw_all(&mut self, request: HelpRequestId) {
        let offers = self.offers.entry(request).or_default().iter_mut();
        offers.filter(|offer| is_open(offer)).for_each(|offer| offer.state = "withdrawn");
    }

    fn accept(&mut self, key: (HelpRequestId, SpecialistId), now: Moment) -> Acceptance {
        let (request, room) = (self.requests[&key.0], self.has_room(key.1));
        let Some(offer) = self.offer(key) else { panic!("a link leads to an offer") };
        match offer.state {
            "accepted" => Acceptance::WonAlready(key.0),
            "declined" => Acceptance::DeclinedBefore,
            "lapsed" => Acceptance::Lapsed,
            "withdrawn" if request == "matched" => Acceptance::TakenByOther,
            "withdrawn" => Acceptance::Withdrawn,
            _ if offer.expires_at <= now => Acceptance::Lapsed,
            _ if !room => Acceptance::NoRoom,
            _ => {
                offer.state = "accepted";
                self.requests.insert(key.0, "matched");
                self.withdraw_all(key.0);
                Acceptance::Won(key.0)
            }
        }
    }

    fn decline(&mut self, key: (HelpRequestId, SpecialistId), now: Moment) -> Declination {
        let Some(offer) = self.offer(key) else { panic!("a link leads to an offer") };
        match offer.state {
            "accepted" => Declination::AcceptedBefore,
            _ if is_open(offer) && offer.expires_at > now => {
                offer.state = "declined";
                Declination::Declined
            }
            _ => Declination::OverAlready,
        }
    }

    /// Takes over what a round of the matcher or the postman may have changed, and nothing else.
    fn follow(&mut self, real: &Rules, now: Moment) {
        for (id, state) in &real.requests {
            let known = self.requests.entry(*id).or_insert("open");
            let before = self.offers.entry(*id).or_default();
            let after = &real.offers[id];
            let waits = before.iter().any(is_open);
            let fresh: Vec<Offer> =
                after.iter().filter(|offer| before.iter().all(|known| known.specialist != offer.specialist)).cloned().collect();
            if !fresh.is_empty() {
                assert!(*known == "open" && !waits, "somebody was asked about a help request that is {known}, waiting: {waits}");
                assert!(
                    fresh.len() <= LARGEST_WAVE && fresh.iter().all(|offer| offer.expires_at > now),
                    "a wave is no larger than its policy: {fresh:?}"
                );
            }
            for offer in before.iter_mut().filter(|offer| offer.state == "queued") {
                let sent = after.iter().any(|it| it.specialist == offer.specialist && it.state == "sent");
                offer.state = if sent { "sent" } else { offer.state };
            }
            before.extend(fresh);
            if *state == "unmatched" && *known == "open" {
                assert!(!waits, "somebody was still thinking");
                *known = "unmatched";
            }
        }
        for (id, offers) in &mut self.offers {
            offers.sort_by_key(|offer| offer.specialist);
            assert_eq!(offers, &real.offers[id]);
        }
        assert_eq!(self.requests, real.requests);
        for person in self.offers.values().flatten().map(|offer| offer.specialist) {
            let open = self.offers.values().flatten().filter(|offer| offer.specialist == person && is_open(offer)).count();
            assert!(open <= 3, "somebody has {open} open offers");
        }
    }
}

/// The rows as they are.
async fn read(app: &App, requests: &[HelpRequestId]) -> Rules {
    let mut real = Rules::default();
    for id in requests {
        let state = desk::view_help_request(&app.desk, *id, Role::Operator).await.unwrap().state.code();
        let offers = desk::list_offers(&app.desk, *id, Role::Operator).await.unwrap();
        let offer = |view: desk::OfferView| Offer { specialist: view.specialist, state: view.state.code(), expires_at: view.expires_at };
        let mut offers: Vec<Offer> = offers.into_iter().map(offer).collect();
        offers.sort_by_key(|offer| offer.specialist);
        real.requests.insert(*id, state);
        real.offers.insert(*id, offers);
    }
    real
}

/// A link of a letter that has arrived, with what it is about.
struct Link {
    token: Token,
    key: (HelpRequestId, SpecialistId),
}

struct Story {
    world: World,
    people: BTreeMap<String, SpecialistId>,
    requests: Vec<HelpRequestId>,
    rules: Rules,
}

impl Story {
    async fn begin() -> Self {
        let world = World::new(Mode::Embedded).await;
        let mut people = BTreeMap::new();
        for number in 1..=PEOPLE {
            let id = world.enrol(|profile| profile.max_engagements = Some(1)).await;
            people.insert(format!("s{number}@example.jp"), id);
        }
        Self { world, people, requests: Vec::new(), rules: Rules::default() }
    }

    /// Links in the order of their letters; which help request an offer is about tells its budget.
    fn links(&self) -> Vec<Link> {
        let offers = self.world.letters().into_iter().filter(|letter| letter.kind == "offer");
        let link = |letter: crate::harness::mail::Mail| {
            let number = crate::harness::chaos::people::number_in(&letter.text).expect("the budget is in the letter");
            Link { token: letter.token("/offers/"), key: (self.requests[number as usize], self.people[&letter.to[0]]) }
        };
        offers.map(link).collect()
    }

    async fn step(&mut self, step: &Step) {
        let (app, now) = (&self.world.app, self.world.app.desk.clock.now());
        match step {
            Step::Ask if self.requests.len() < 4 => {
                let mut form = help_request_from(app.desk.clock.today());
                form.need.budget_yen = Some(1_000_000 + self.requests.len() as u32);
                self.requests.push(self.world.submit(form, Submitter::Operator).await.id);
            }
            Step::Accept(at) | Step::Decline(at) => {
                let links = self.links();
                let Some(Link { token, key }) = links.get(at % links.len().max(1)) else { return };
                let token = token.clone();
                if matches!(step, Step::Accept(_)) {
                    assert_eq!(press::accept_offer(&app.desk, token).await.unwrap(), self.rules.accept(*key, now));
                } else {
                    let form = DeclineForm { reason: "no-time".to_owned(), text: String::new() };
                    assert_eq!(press::decline_offer(&app.desk, token, form).await.unwrap(), self.rules.decline(*key, now));
                }
            }
            Step::Cancel(at) => {
                let Some(id) = self.requests.get(at % self.requests.len().max(1)).copied() else { return };
                let told = desk::cancel_help_request(&app.desk, id, Role::Operator).await;
                match self.rules.requests[&id] {
                    "open" | "cancelled" => {
                        told.unwrap();
                        self.rules.requests.insert(id, "cancelled");
                        self.rules.withdraw_all(id);
                    }
                    _ => assert!(matches!(told, Err(Refusal::HelpRequestEnded)), "{told:?}"),
                }
            }
            Step::Relay => drop(app.crew.relay_round().await.unwrap()),
            Step::Match => drop(app.crew.consumer_round(Group::Matcher, Duration::ZERO).await.unwrap()),
            Step::Send => drop(app.crew.consumer_round(Group::Postman, Duration::ZERO).await.unwrap()),
            Step::Redeliver => app.crew.recover().await.unwrap(),
            Step::Pass(hours) => {
                app.desk.clock.advance(chrono::Duration::hours(i64::from(*hours)));
                let now = app.desk.clock.now();
                app.crew.timekeeper_round().await.unwrap();
                let late = self.rules.offers.values_mut().flatten().filter(|offer| is_open(offer) && offer.expires_at <= now);
                late.for_each(|offer| offer.state = "lapsed");
            }
            Step::Ask => {}
        }
        let real = read(&self.world.app, &self.requests).await;
        self.rules.follow(&real, self.world.app.desk.clock.now());
    }

    /// Time runs on until everything has ended, which it must.
    async fn end(mut self) -> BTreeMap<HelpRequestId, &'static str> {
        // Four waves of three open days each and two weeks of waiting for somebody who has their hands full, with a new year between them.
        for _ in 0..16 {
            self.step(&Step::Pass(73)).await;
            self.world.settle().await;
            let real = read(&self.world.app, &self.requests).await;
            self.rules.follow(&real, self.world.app.desk.clock.now());
        }
        assert!(self.rules.requests.values().all(|state| *state != "open"), "still open: {:?}", self.rules);
        self.rules.requests
    }
}

#[test]
fn the_acts_do_what_the_rules_say_whatever_the_order() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut ends: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut runner = TestRunner::new(ProptestConfig { cases: 24, ..ProptestConfig::default() });
    let ended = std::cell::RefCell::new(&mut ends);
    let done = runner.run(&steps(), |steps| {
        let requests = runtime.block_on(async {
            let mut story = Story::begin().await;
            for step in &steps {
                story.step(step).await;
            }
            story.end().await
        });
        requests.into_values().for_each(|state| *ended.borrow_mut().entry(state).or_default() += 1);
        Ok(())
    });
    done.unwrap_or_else(|error| panic!("{error}"));
    assert!(["matched", "unmatched", "cancelled"].iter().all(|state| ends.contains_key(state)), "the stories were of every kind: {ends:?}");
}
