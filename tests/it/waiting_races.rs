//! Room that is made at the very moment at which a help request begins to wait for it. Only PostgreSQL lets two transactions pass each other so; SQLite
//! has one writer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::sql_types::BigInt;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};
use nakodo::desk::Submitter;
use nakodo::ids::HelpRequestId;

use crate::harness::people::help_request;
use crate::harness::{Mode, World};

/// Somebody's connection to the database of a world, past the code.
struct Hand(PgConnection);

impl Hand {
    async fn of(world: &World) -> Self {
        let url = world.database.as_ref().unwrap().url.clone();
        tokio::task::spawn_blocking(move || Self(PgConnection::establish(&url).unwrap())).await.unwrap()
    }

    fn run(&mut self, statement: &str) {
        diesel::sql_query(statement).execute(&mut self.0).unwrap();
    }

    /// Itself, as soon as a transaction waits for a lock.
    async fn once_blocked(mut self) -> Self {
        let waiting = tokio::task::spawn_blocking(move || {
            self.until_blocked(1, || false);
            self
        });
        waiting.await.unwrap()
    }

    /// Comes back as soon as so many transactions wait for a lock, or when `over` says that nobody will.
    fn until_blocked(&mut self, transactions: i64, over: impl Fn() -> bool) {
        #[derive(QueryableByName)]
        struct Blocked {
            #[diesel(sql_type = BigInt)]
            number: i64,
        }
        let blocked = "SELECT COUNT(*) AS number FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while !over() && diesel::sql_query(blocked).get_result::<Blocked>(&mut self.0).unwrap().number < transactions {}
    }
}

/// One specialist with three open offers, and a help request that will wait for that one as soon as the matcher sees it.
async fn about_to_wait() -> (World, HelpRequestId) {
    let world = World::new(Mode::ScaleOut).await;
    world.enrol(|profile| profile.max_engagements = Some(9)).await;
    for _ in 0..3 {
        world.submit(help_request(), Submitter::Operator).await;
        world.settle().await;
    }
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    (world, id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_has_room_before_a_help_request_waits_and_after_it_has_looked_is_asked_at_once() {
    let (world, id) = about_to_wait().await;
    let mut hand = Hand::of(&world).await;
    // The wave looks, and then stops at the letter to the company.
    hand.run("BEGIN");
    hand.run("LOCK TABLE letters IN EXCLUSIVE MODE");
    let between = async {
        let mut hand = hand.once_blocked().await;
        world.enrol(|_| {}).await;
        hand.run("COMMIT");
    };
    tokio::join!(world.settle(), between);
    world.settle().await;
    let asked: Vec<String> = world.offers_of(id).await.into_iter().map(|offer| offer.display_name).collect();
    assert_eq!(asked, ["S2"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_has_seen_nobody_wait_and_is_not_there_yet_is_asked_at_once() {
    let (world, id) = about_to_wait().await;
    let mut hand = Hand::of(&world).await;
    // Whoever enrols stops after having looked whether anybody waits, and before the commit.
    hand.run("CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END'");
    hand.run(
        "CREATE TRIGGER stop BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.event LIKE '%specialist_enrolled%') EXECUTE FUNCTION stop()",
    );
    hand.run("SELECT pg_advisory_lock(1)");
    let has_settled = Arc::new(AtomicBool::new(false));
    let between = async {
        let mut hand = hand.once_blocked().await;
        let over = has_settled.clone();
        let waiting = async {
            world.settle().await;
            has_settled.store(true, Ordering::SeqCst);
        };
        let letting_on = tokio::task::spawn_blocking(move || {
            hand.until_blocked(2, || over.load(Ordering::SeqCst));
            hand.run("SELECT pg_advisory_unlock(1)");
        });
        tokio::join!(waiting, letting_on).1.unwrap();
    };
    tokio::join!(world.enrol(|_| {}), between);
    world.settle().await;
    let asked: Vec<String> = world.offers_of(id).await.into_iter().map(|offer| offer.display_name).collect();
    assert_eq!(asked, ["S2"]);
}
