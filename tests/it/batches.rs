//! Workers act on many things in one transaction; what is wrong with one of them is nobody else's business.

use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};
use nakodo::desk::{self, Submitter, WaveCall, WaveOutcome};
use nakodo::events::{Event, Group};
use nakodo::ids::HelpRequestId;
use nakodo::intake::HelpRequestState;

use crate::harness::people::help_request;
use crate::harness::{Mode, World};

in_both_modes![
    a_help_request_that_cannot_be_read_keeps_no_other_of_its_batch_waiting,
    a_letter_that_cannot_be_written_keeps_no_other_of_its_batch_waiting,
    a_call_for_a_wave_is_handled_once_however_often_it_comes,
];

/// Spoils rows past the code that reads them.
async fn spoil(world: &World, statement: String) {
    let postgres = world.database.as_ref().map(|database| database.url.clone());
    let file = world.folder.path().join("nakodo.sqlite");
    let spoiling = tokio::task::spawn_blocking(move || {
        let statement = diesel::sql_query(statement);
        match postgres {
            Some(url) => statement.execute(&mut PgConnection::establish(&url).unwrap()),
            None => statement.execute(&mut SqliteConnection::establish(file.to_str().unwrap()).unwrap()),
        }
    });
    assert_eq!(spoiling.await.unwrap().unwrap(), 1);
}

async fn one_attempt(mode: Mode) -> World {
    World::with(mode, |raw| raw.bus.max_attempts = 1).await
}

async fn reasons(world: &World) -> Vec<String> {
    desk::list_dead_letters(&world.app.desk).await.unwrap().into_iter().map(|view| view.dead.reason).collect()
}

async fn a_help_request_that_cannot_be_read_keeps_no_other_of_its_batch_waiting(mode: Mode) {
    let world = one_attempt(mode).await;
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(world.submit(help_request(), Submitter::Operator).await.id);
    }
    spoil(&world, format!("UPDATE help_requests SET document = 'spoilt' WHERE id = '{}'", ids[1])).await;
    world.settle().await;
    assert!(!world.offers_of(ids[0]).await.is_empty() && !world.offers_of(ids[2]).await.is_empty());
    let [reason] = reasons(&world).await.try_into().expect("one event is put aside");
    assert!(reason.contains("help request cannot be read"), "{reason}");
}

async fn a_letter_that_cannot_be_written_keeps_no_other_of_its_batch_waiting(mode: Mode) {
    let world = one_attempt(mode).await;
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(world.enrol(|_| {}).await);
    }
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.app.crew.relay_round().await.unwrap();
    world.app.crew.consumer_round(Group::Matcher, std::time::Duration::ZERO).await.unwrap();
    spoil(&world, format!("UPDATE specialists SET profile = 'spoilt' WHERE id = '{}'", people[1])).await;
    world.settle().await;
    let mut kinds: Vec<String> = world.letters().into_iter().map(|letter| letter.kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["offer", "offer", "people_asked"]);
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    let [reason] = reasons(&world).await.try_into().expect("one event is put aside");
    assert!(reason.contains("profile cannot be read"), "{reason}");
}

/// The place in the journal of the event that opened a help request.
async fn opened(world: &World, id: HelpRequestId) -> i64 {
    let events = world.app.desk.store.read(|tx| tx.list_events(0, 1000)).await.unwrap();
    events.iter().find(|envelope| envelope.event == Event::HelpRequestOpened { help_request: id }).unwrap().seq
}

async fn a_call_for_a_wave_is_handled_once_however_often_it_comes(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..4 {
        world.enrol(|_| {}).await;
    }
    let first = world.submit(help_request(), Submitter::Operator).await.id;
    let second = world.submit(help_request(), Submitter::Operator).await.id;
    let call = async |id| WaveCall { seq: opened(&world, id).await, help_request: id, freed: None, trace: None };
    let (first, second) = (call(first).await, call(second).await);
    let desk = &world.app.desk;
    let outcomes =
        async |calls| -> Vec<WaveOutcome> { desk::open_waves(desk, calls).await.unwrap().into_iter().map(|tried| tried.outcome).collect() };
    let opened = WaveOutcome::Opened { wave: 1, offers: 3 };
    assert_eq!(outcomes(vec![first, second, first]).await, [opened, opened, WaveOutcome::NothingToDo]);
    assert_eq!(outcomes(vec![second, first]).await, [WaveOutcome::NothingToDo; 2]);
    assert_eq!(world.offers_of(first.help_request).await.len(), 3);
}
