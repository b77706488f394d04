//! What both buses promise, and what the outbox makes of it: one set of facts for queues in the process and for streams in Redis.

use std::collections::BTreeSet;
use std::time::Duration;

use nakodo::bus::EventBus;
use nakodo::desk::{self, Submitter};
use nakodo::events::{Delivery, Envelope, Event, Group, VERSION};
use nakodo::offers::DeclineForm;
use nakodo::settings::BusChoice;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use crate::harness::mail::Mail;
use crate::harness::mail_server::MailServer;
use crate::harness::people::help_request;
use crate::harness::{Mode, World, press, settle};

in_both_modes![
    entries_come_in_the_order_in_which_they_were_published,
    an_entry_goes_to_one_reader,
    what_a_dead_worker_held_comes_back_through_the_outbox,
    entries_that_come_three_times_and_in_any_order_have_effects_once,
    a_bus_that_has_forgotten_everything_gets_it_again,
    an_entry_of_a_newer_version_is_refused_and_lost_to_nobody,
    the_relay_waits_while_the_bus_is_full_and_holds_up_no_other_group,
];

/// `count` deliveries for the postman, numbered from 1.
pub fn deliveries(world: &World, count: i64) -> Vec<Delivery> {
    let (ids, at) = (&world.app.desk.ids, world.app.desk.clock.now());
    let letter = |seq| {
        let event = Event::LetterQueued { letter: ids.fresh(at) };
        Delivery { group: Group::Postman, envelope: Envelope { id: ids.fresh(at), seq, version: VERSION, at, event, trace: None } }
    };
    (1..=count).map(letter).collect()
}

/// Reads and acknowledges until nothing more comes.
pub async fn drain(bus: &EventBus, group: Group) -> Vec<Delivery> {
    let mut all = Vec::new();
    loop {
        let batch = bus.receive(group, 64, Duration::ZERO).await.expect("the bus can be read");
        if batch.entries.is_empty() {
            return all;
        }
        bus.acknowledge(group, &batch.entries).await.expect("the bus takes acknowledgements");
        all.extend(batch.entries.into_iter().map(|entry| entry.delivery));
    }
}

/// Another reader of the bus of this world; in Redis with a name of its own, and quick to claim what lies with others.
pub fn other_reader(world: &World, name: &str, claim_after: Duration) -> EventBus {
    match &world.app.settings.bus.choice {
        BusChoice::InProcess => world.app.crew.bus.clone(),
        BusChoice::Redis(url) => EventBus::redis(url, &world.app.settings.bus.prefix, name, claim_after).expect("a right URL"),
    }
}

/// What the relay waits until an event comes again.
fn redelivery(world: &World) -> chrono::Duration {
    chrono::Duration::from_std(world.app.settings.bus.redeliver_after).unwrap() + chrono::Duration::seconds(1)
}

fn kinds(mut letters: Vec<Mail>) -> Vec<(String, Vec<String>)> {
    letters.sort_by(|a, b| (&a.kind, &a.to).cmp(&(&b.kind, &b.to)));
    letters.into_iter().map(|letter| (letter.kind, letter.to)).collect()
}

async fn entries_come_in_the_order_in_which_they_were_published(mode: Mode) {
    let world = World::new(mode).await;
    let (bus, published) = (&world.app.crew.bus, deliveries(&world, 1000));
    for part in published.chunks(256) {
        bus.publish(part).await.unwrap();
    }
    assert_eq!(drain(bus, Group::Postman).await, published);
    assert_eq!(drain(bus, Group::Matcher).await, []);
}

async fn an_entry_goes_to_one_reader(mode: Mode) {
    let world = World::new(mode).await;
    let other = other_reader(&world, "other", Duration::from_secs(60));
    world.app.crew.bus.publish(&deliveries(&world, 500)).await.unwrap();
    let (one, two) = tokio::join!(drain(&world.app.crew.bus, Group::Postman), drain(&other, Group::Postman));
    let mut numbers: Vec<i64> = one.iter().chain(&two).map(|delivery| delivery.envelope.seq).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=500).collect::<Vec<_>>());
}

async fn what_a_dead_worker_held_comes_back_through_the_outbox(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.app.crew.relay_round().await.unwrap();
    // A worker takes what there is and is never heard of again.
    let dead = other_reader(&world, "dead", Duration::from_secs(60));
    assert_eq!(dead.receive(Group::Matcher, 64, Duration::ZERO).await.unwrap().entries.len(), 1);
    world.settle().await;
    assert_eq!(world.letters().len(), 0, "nobody else has it yet");
    world.wait(redelivery(&world)).await;
    assert_eq!(world.letters().len(), 2, "the offer, and the company's letter");
}

/// Lets everything happen, with each entry three times and all of them shuffled.
async fn settle_in_disorder(world: &World, chance: &mut StdRng) {
    let crew = &world.app.crew;
    loop {
        let mut done = crew.relay_round().await.unwrap().done;
        for group in Group::ALL {
            let once = drain(&crew.bus, group).await;
            let mut thrice = [once.clone(), once.clone(), once].concat();
            thrice.shuffle(chance);
            crew.bus.publish(&thrice).await.unwrap();
            while crew.consumer_round(group, Duration::ZERO).await.unwrap().done > 0 {
                done += 1;
            }
        }
        if done == 0 {
            return;
        }
    }
}

/// Six people are asked in two waves: one of them declines, the others say nothing. The letters by kind and reader, and the states of the
/// offers. In order without a seed.
async fn story(mode: Mode, seed: Option<u64>) -> (Vec<(String, Vec<String>)>, Vec<(String, &'static str)>) {
    let mut server = MailServer::start().await;
    let url = server.url();
    let to_server = move |raw: &mut nakodo::settings::RawSettings| {
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = url;
    };
    let world = World::with(mode, to_server).await;
    let mut chance = StdRng::seed_from_u64(seed.unwrap_or_default());
    for _ in 0..6 {
        world.enrol(|_| {}).await;
    }
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    let mut letters: Vec<Mail> = Vec::new();
    for step in 0..4 {
        match seed {
            Some(_) => settle_in_disorder(&world, &mut chance).await,
            None => world.settle().await,
        }
        letters.extend(server.rest());
        if step == 0 {
            // The same person whatever the order.
            let offers = letters.iter().filter(|letter| letter.kind == "offer");
            let offer = offers.min_by_key(|letter| letter.to.clone()).expect("somebody was asked");
            let form = DeclineForm { reason: "no-time".to_owned(), text: String::new() };
            press::decline_offer(&world.app.desk, offer.token("/offers/"), form).await.expect("the link works");
        }
        world.app.desk.clock.advance(chrono::Duration::hours(73));
        world.app.crew.timekeeper_round().await.unwrap();
    }
    let messages: BTreeSet<&str> = letters.iter().map(|letter| letter.message_id.as_str()).collect();
    assert_eq!(messages.len(), letters.len(), "no letter came twice (seed {seed:?})");
    let mut offers: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| (offer.display_name, offer.state.code())).collect();
    offers.sort();
    (kinds(letters), offers)
}

async fn entries_that_come_three_times_and_in_any_order_have_effects_once(mode: Mode) {
    let in_order = story(mode, None).await;
    assert_eq!(in_order.1.len(), 6, "everybody was asked: {in_order:?}");
    for seed in 1..=3 {
        assert_eq!(story(mode, Some(seed)).await, in_order, "seed {seed}");
    }
}

/// What a restart is to queues in the process, and FLUSHALL to Redis.
async fn forget_everything(world: &mut World) {
    match &world.app.settings.bus.choice {
        BusChoice::InProcess => {
            world.app.crew.bus = EventBus::in_process();
            world.app.crew.recover().await.unwrap();
        }
        BusChoice::Redis(url) => {
            let mut connection = redis::Client::open(url.as_str()).unwrap().get_multiplexed_async_connection().await.unwrap();
            let keys = Group::ALL.map(|group| format!("{{{}}}:{}", world.app.settings.bus.prefix, group.name()));
            let gone: usize = redis::cmd("DEL").arg(&keys).query_async(&mut connection).await.unwrap();
            assert_eq!(gone, keys.len(), "there was something to forget");
        }
    }
}

async fn a_bus_that_has_forgotten_everything_gets_it_again(mode: Mode) {
    let mut world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.app.crew.relay_round().await.unwrap();
    forget_everything(&mut world).await;
    // No time passes: nobody waits for the redelivery pause.
    world.settle().await;
    assert_eq!(world.letters().len(), 2);
    forget_everything(&mut world).await;
    world.settle().await;
    assert_eq!(world.letters().len(), 2, "and what was handled is not handled again");
}

async fn an_entry_of_a_newer_version_is_refused_and_lost_to_nobody(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.submit(help_request(), Submitter::Operator).await;
    let crew = &world.app.crew;
    crew.relay_round().await.unwrap();
    // As a newer build would have published it: once with a version, once with an event that this build does not know.
    let [known]: [Delivery; 1] = drain(&crew.bus, Group::Matcher).await.try_into().expect("one entry");
    let mut newer = known.clone();
    newer.envelope.version = VERSION + 1;
    let mut strange = known;
    strange.envelope.event = Event::OfNewerBuild;
    crew.bus.publish(&[newer, strange]).await.unwrap();
    settle(crew).await;
    assert_eq!(world.letters().len(), 0, "this build does not touch it");
    assert_eq!(drain(&crew.bus, Group::Matcher).await, [], "and does not let it lie in the way");
    // A build that can read it finds it in the outbox, with no failure counted.
    assert_eq!(desk::list_dead_letters(&world.app.desk).await.unwrap().len(), 0);
    world.wait(redelivery(&world)).await;
    assert_eq!(world.letters().len(), 2);
}

async fn the_relay_waits_while_the_bus_is_full_and_holds_up_no_other_group(mode: Mode) {
    let world = World::with(mode, |raw| raw.bus.max_ahead = 5).await;
    world.enrol(|profile| profile.max_engagements = Some(9)).await;
    let crew = &world.app.crew;
    for _ in 0..7 {
        world.submit(help_request(), Submitter::Operator).await;
    }
    assert_eq!(crew.relay_round().await.unwrap().done, 7, "what was taken in one go is published");
    world.submit(help_request(), Submitter::Operator).await;
    assert_eq!(crew.relay_round().await.unwrap().done, 0, "then the matcher's part is full");
    // A company asks by itself, so a letter is due.
    world.submit(help_request(), Submitter::Company).await;
    assert_eq!(crew.relay_round().await.unwrap().done, 1, "which keeps no letter waiting");
    world.settle().await;
    let told = |letter: &&crate::harness::mail::Mail| ["people_asked", "help_request_waiting"].contains(&letter.kind.as_str());
    let asked = world.letters().iter().filter(told).count();
    assert_eq!(asked, 8, "and as soon as there is room the rest follows");
}
