//! The real acts against the rules of `model.rs`: random presses, cancellations, refusals, rounds of single workers, redelivered events and time
//! that passes, on the embedded store; after each step the rows must be what a plain list of rules says. Waves are the one thing that the rules
//! only limit: whom they ask is the business of matching.

mod rules;

use std::collections::BTreeMap;
use std::time::Duration;

use nakodo::desk::{self, Refusal, Submitter};
use nakodo::engagement::WithdrawForm;
use nakodo::events::Group;
use nakodo::identity::Role;
use nakodo::ids::{HelpRequestId, SpecialistId, Token};
use nakodo::offers::{DeclineForm, TermsForm};
use nakodo::store::{Link as StoredLink, Purpose, StoreError};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::harness::people::help_request_from;
use crate::harness::{Mode, World, press};

use rules::{INTERVAL, Key, MOST_OPEN, Rules, read};

/// People on the list, each with room for one engagement.
const PEOPLE: usize = 5;

/// One step; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Ask,
    Accept(usize),
    Decline(usize),
    Cancel(usize),
    /// Yes, with changes.
    Propose(usize),
    /// The company says yes to somebody, or no to all who are willing, or calls the match off.
    Choose(usize),
    Refuse(usize),
    Withdraw(usize),
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
        1 => any.clone().prop_map(Step::Cancel),
        4 => any.clone().prop_map(Step::Propose),
        3 => any.clone().prop_map(Step::Choose),
        1 => any.clone().prop_map(Step::Refuse),
        1 => any.prop_map(Step::Withdraw),
        4 => Just(Step::Relay),
        4 => Just(Step::Match),
        3 => Just(Step::Send),
        2 => Just(Step::Redeliver),
        2 => (1_u16..80).prop_map(Step::Pass),
    ];
    prop::collection::vec(step, 20..60)
}

/// One match and one cancellation, which are not left to chance.
const PLAIN: [Step; 9] =
    [Step::Ask, Step::Relay, Step::Match, Step::Relay, Step::Send, Step::Accept(0), Step::Choose(0), Step::Ask, Step::Cancel(1)];

/// A link of a letter that has arrived, with what it is about.
struct Link {
    token: Token,
    key: Key,
}

/// What the policy of the story says.
#[derive(Clone, Copy)]
struct Policy {
    /// The company chooses among those who accept.
    chooses: bool,
    /// Waves open beside one another.
    beside: bool,
}

struct Story {
    world: World,
    people: BTreeMap<String, SpecialistId>,
    requests: Vec<HelpRequestId>,
    /// A link to the status page of each.
    status: Vec<Token>,
    rules: Rules,
}

impl Story {
    async fn begin(Policy { chooses, beside }: Policy) -> Self {
        let world = World::with_waves(Mode::Embedded, |text| {
            let text = if chooses { text.replace("mode = \"first\"", "mode = \"choose\"") } else { text };
            let keys = format!("expiry_hours = 72\ninterval_hours = {INTERVAL}\nmax_open_offers = {MOST_OPEN}\n");
            if beside { text.replace("expiry_hours = 72\nreminder", &(keys + "reminder")) } else { text }
        });
        let world = world.await;
        let mut people = BTreeMap::new();
        for number in 1..=PEOPLE {
            let id = world.enrol(|profile| profile.max_engagements = Some(1)).await;
            people.insert(format!("s{number}@example.jp"), id);
        }
        Self { world, people, requests: Vec::new(), status: Vec::new(), rules: Rules::new(chooses, beside) }
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
                let id = self.world.submit(form, Submitter::Operator).await.id;
                let (desk, token) = (&self.world.app.desk, self.world.app.desk.ids.token());
                let expires_at = now + chrono::Duration::days(1000);
                let link = StoredLink { purpose: Purpose::FollowHelpRequest, subject: id.to_string(), expires_at };
                let hash = token.hash();
                let added = desk.store.write(move |tx| tx.add_link(&hash, &link, now)).await;
                added.map_err(|error: StoreError| error.to_string()).unwrap();
                self.requests.push(id);
                self.status.push(token);
            }
            Step::Propose(at) => {
                let links = self.links();
                let Some(Link { token, key }) = links.get(at % links.len().max(1)) else { return };
                let form = TermsForm { fee_yen: Some(1), ..TermsForm::default() };
                let told = press::propose_terms(&app.desk, token.clone(), form).await.unwrap();
                assert_eq!(told, self.rules.propose(*key, now));
            }
            Step::Choose(at) => {
                let offers: Vec<_> =
                    self.rules.offers.iter().flat_map(|(id, of)| of.iter().map(move |offer| (*id, offer.clone()))).collect();
                // Nearly always somebody who is willing.
                let willing: Vec<_> = offers.iter().filter(|(_, offer)| offer.state == "willing").cloned().collect();
                let among = if willing.is_empty() { offers } else { willing };
                let Some((id, offer)) = among.get(at % among.len().max(1)) else { return };
                let status = self.status[self.requests.iter().position(|request| request == id).unwrap()].clone();
                let told = press::choose_offer(&app.desk, status, offer.id).await.unwrap();
                assert_eq!(told, self.rules.choose((*id, offer.specialist), now));
            }
            Step::Refuse(at) | Step::Withdraw(at) => {
                let Some(id) = self.requests.get(at % self.requests.len().max(1)).copied() else { return };
                let status = self.status[at % self.requests.len()].clone();
                if matches!(step, Step::Refuse(_)) {
                    assert_eq!(press::refuse_willing(&app.desk, status, None).await.unwrap(), self.rules.refuse(id, now));
                } else {
                    let form = WithdrawForm { reason: "?".to_owned() };
                    assert_eq!(press::withdraw_as_company(&app.desk, status, form).await.unwrap(), self.rules.withdraw(id));
                }
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
                self.rules.pass(now);
            }
            Step::Ask => {}
        }
        let real = read(&self.world.app, &self.requests).await;
        self.rules.follow(&real, self.world.app.desk.clock.now());
    }

    /// Time runs on until everything has ended, which it must.
    async fn end(mut self) -> BTreeMap<HelpRequestId, &'static str> {
        // Four waves of three open days each and two weeks of waiting for somebody who has their hands full, with a new year between them.
        for round in 0..24 {
            if self.rules.chooses {
                // Somebody says yes while the others let it pass; some companies then choose, and some never.
                self.step(&Step::Accept(round)).await;
            }
            if self.rules.chooses && round % 2 == 1 {
                self.step(&Step::Choose(round)).await;
            }
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
    hold_to_the_rules(Policy { chooses: false, beside: false }, 24);
}

#[test]
fn where_the_company_chooses_they_do_so_too() {
    hold_to_the_rules(Policy { chooses: true, beside: false }, 12);
}

#[test]
fn where_waves_open_beside_one_another_they_do_so_too() {
    hold_to_the_rules(Policy { chooses: false, beside: true }, 16);
}

fn hold_to_the_rules(policy: Policy, cases: u32) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut ends: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut runner = TestRunner::new(ProptestConfig { cases, ..ProptestConfig::default() });
    let ended = std::cell::RefCell::new(&mut ends);
    let tell = |steps: &[Step]| {
        let requests = runtime.block_on(async {
            let mut story = Story::begin(policy).await;
            for step in steps {
                story.step(step).await;
            }
            story.end().await
        });
        requests.into_values().for_each(|state| *ended.borrow_mut().entry(state).or_default() += 1);
    };
    tell(&PLAIN);
    let done = runner.run(&steps(), |steps| {
        tell(&steps);
        Ok(())
    });
    done.unwrap_or_else(|error| panic!("{error}"));
    assert!(["matched", "unmatched", "cancelled"].iter().all(|state| ends.contains_key(state)), "the stories were of every kind: {ends:?}");
}
