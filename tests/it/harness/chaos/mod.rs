//! Chaos: nakodo as real processes under load, a mail server with bad days, faults at random, and at the end an auditor who compares what
//! people were told, what the database says and what arrived. Shared by `tests/it/soak.rs` (a minute of it) and `bench/chaos` (as long as one
//! likes). Real time passes in here, since real processes take part.

pub mod audit;
pub mod evidence;
pub mod faults;
pub mod fleet;
pub mod letterbox;
pub mod people;
pub mod race;
pub mod servers;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use nakodo::app::{App, Sources};
use nakodo::desk::{KeyRequest, KeyTerms, create_key, enrol_specialists};
use nakodo::identity::Role;
use nakodo::settings::{Overrides, RawSettings};
use serde::Serialize;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Mode;
use super::mail::Mail;
use audit::{Case, Verdict, audit};
use evidence::{Database, Evidence, handled, unhandled};
use faults::{Fault, Gremlin, Servers, Trouble};
use fleet::{Fleet, Setting};
use letterbox::Letterbox;
use people::{Crowd, Journal, specialist};
use servers::{Postgres, Redis};

/// How long nothing may move while the end is awaited.
const STANDSTILL: Duration = Duration::from_secs(45);
/// People who are at it at the same time before companies hold back: a slow machine is loaded, not buried.
const AT_IT: usize = 100;
/// How many times as long as planned a run goes on for the sake of [`AtLeast`].
const PATIENCE: u32 = 10;

/// What to do.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub mode: Mode,
    pub trouble: Trouble,
    pub seconds: u64,
    pub seed: u64,
    /// Help requests a second.
    pub rate: u32,
    /// Goes on beyond `seconds` until this has happened, since a slow machine needs longer for it.
    pub at_least: AtLeast,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct AtLeast {
    pub faults: usize,
    pub kills: usize,
    pub submitted: usize,
    pub won: usize,
}

impl AtLeast {
    fn is_met(&self, faults: &[Fault], journal: &Journal) -> bool {
        let won = journal.presses.iter().filter(|press| press.outcome == "won").count();
        let kills = faults.iter().filter(|fault| fault.is_kill()).count();
        faults.len() >= self.faults && kills >= self.kills && journal.submitted.len() >= self.submitted && won >= self.won
    }
}

/// How it went.
#[derive(Debug, Serialize)]
pub struct Outcome {
    pub verdict: Verdict,
    /// Lists of candidates that were compared with those of a fresh index.
    pub compared: usize,
    pub faults: Vec<Fault>,
    /// Processes that came up, and those that ended although nobody had told them to.
    pub starts: usize,
    pub ended_alone: usize,
    /// Letters that the mail server put off or cut off.
    pub postponed: usize,
    /// Tries of people without an answer, and with 503.
    pub unanswered: usize,
    pub come_back: usize,
    /// From the last fault until nothing was left to do.
    pub drained: Duration,
}

/// A number below 1,000 that depends on the seed, on `of` and on `what` alone.
pub fn chance_of(seed: u64, of: &str, what: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (seed, of, what).hash(&mut hasher);
    hasher.finish() % 1000
}

/// Everything that is set up before the processes start.
struct Stage {
    folder: TempDir,
    database: Database,
    servers: Option<Servers>,
    setting: Setting,
    /// The same settings for an instance in this process.
    raw: RawSettings,
    key: String,
    /// Specialists' mailboxes by id.
    mailboxes: Vec<(String, String)>,
}

const PERIODS: [(&str, &str); 13] = [
    ("NAKODO__POST__TRANSPORT", "smtp"),
    ("NAKODO__POST__SEND_SECONDS", "2"),
    ("NAKODO__BUS__REDELIVER_SECONDS", "5"),
    ("NAKODO__BUS__BACKOFF_SECONDS", "1"),
    ("NAKODO__BUS__LONGEST_BACKOFF_SECONDS", "3"),
    // More than a run has time for: nothing may be given up.
    ("NAKODO__BUS__MAX_ATTEMPTS", "1000"),
    ("NAKODO__BUS__POLL_MS", "200"),
    ("NAKODO__PERIODS__TIMEKEEPER_SECONDS", "1"),
    ("NAKODO__STORE__WAIT_SECONDS", "1"),
    ("NAKODO__LOG__FILTER", "warn"),
    // One key and one address ask for everybody here.
    ("NAKODO__LIMITS__KEY_PER_MINUTE", "0"),
    ("NAKODO__LIMITS__ADDRESS_PER_MINUTE", "0"),
    ("NAKODO__LIMITS__COSTLY_PER_MINUTE", "0"),
];
/// Nobody is killed in a rollout, so nothing may be sent twice, however slow the machine: a letter is given time to be taken.
const ROLLOUT: [(&str, &str); 2] = [("NAKODO__POST__SEND_SECONDS", "15"), ("NAKODO__BUS__REDELIVER_SECONDS", "30")];
/// Longer than the lease of a letter under these periods.
const FREEZE: Duration = Duration::from_millis(4500);

impl Stage {
    async fn set(plan: Plan, binary: &Path, letterbox: &Letterbox) -> Self {
        let folder = TempDir::new().expect("a folder");
        let patient: &[_] = if plan.trouble == Trouble::Rollout { &ROLLOUT } else { &[] };
        let periods = PERIODS.iter().chain(patient);
        let mut environment: Vec<(String, String)> = periods.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let mut set = |key: &str, value: String| environment.push((key.to_owned(), value));
        set("NAKODO__POST__SMTP__URL", format!("smtp://{}", letterbox.address));
        set("NAKODO__WEB__PUBLIC_URL", "http://nakodo.chaos".to_owned());
        set("NAKODO__DATA_DIR", folder.path().display().to_string());
        let overrides = Overrides { data_dir: Some(folder.path().to_owned()), ..Overrides::default() };
        let mut raw = RawSettings::load(&overrides).expect("the defaults are readable");
        let (database, servers) = match plan.mode {
            Mode::Embedded => (Database::Sqlite(folder.path().join("nakodo.sqlite").display().to_string()), None),
            Mode::ScaleOut => {
                let started = tokio::task::spawn_blocking(|| Servers { postgres: Postgres::start(), redis: Redis::start() });
                let servers = started.await.expect("the servers start");
                (raw.store.url, raw.bus.url) = (servers.postgres.url(), servers.redis.url());
                set("NAKODO__STORE__URL", raw.store.url.clone());
                set("NAKODO__BUS__URL", raw.bus.url.clone());
                (Database::Postgres(raw.store.url.clone()), Some(servers))
            }
        };
        // Each help request makes three offers and nobody has more than three open ones: towards the end people become few.
        let people = (plan.rate * u32::try_from(plan.seconds).unwrap_or(u32::MAX)).max(60) * 2 / 3;
        let (key, mailboxes) = fill(raw.clone(), people).await;
        let log = folder.path().join("chaos.log");
        Self { folder, database, servers, setting: Setting { binary: binary.to_owned(), environment, log }, raw, key, mailboxes }
    }
}

/// Fills the store with people who all fit, and makes a key. Gives it and the people's mailboxes by id.
async fn fill(raw: RawSettings, people: u32) -> (String, Vec<(String, String)>) {
    let app = App::build(raw.check().expect("right settings"), Sources::real()).await.expect("an instance");
    let today = app.desk.clock.today();
    let people = (1..=people).map(|number| {
        let form = specialist(number);
        (form.check(&app.desk.catalogue, today).expect("a right profile"), form.consents)
    });
    enrol_specialists(&app.desk, people.collect()).await.expect("everybody is enrolled");
    let enrolled = app.desk.store.read(|tx| tx.list_specialists(None, i64::MAX)).await.expect("the people are read");
    let mailboxes = enrolled.into_iter().map(|stored| (stored.id.to_string(), stored.specialist.contacts[0].address.as_str().to_owned()));
    let key = create_key(&app.desk, KeyRequest::Operator, KeyTerms::named("chaos")).await.expect("a key").token.reveal();
    (key, mailboxes.collect())
}

fn processes(mode: Mode) -> Vec<(&'static [&'static str], &'static str)> {
    const SERVE: (&[&str], &str) = (&["serve", "--listen", "127.0.0.1:0"], "listening on ");
    const WORK: (&[&str], &str) = (&["work"], "working");
    match mode {
        Mode::Embedded => vec![SERVE],
        Mode::ScaleOut => vec![SERVE, SERVE, WORK, WORK],
    }
}

/// Runs `plan` with the nakodo at `binary`.
pub async fn run(plan: Plan, binary: &Path) -> Outcome {
    let (letterbox, mails) = Letterbox::open(plan.seed).await;
    if plan.trouble == Trouble::Rollout {
        letterbox.calm_down();
    }
    let mut stage = Stage::set(plan, binary, &letterbox).await;
    let setting = stage.setting.clone();
    let fleet = Arc::new(Fleet::start(&setting, &processes(plan.mode)));
    blocking(&fleet, |fleet| fleet.wait_until_up()).await;
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().expect("a client");
    let crowd =
        Crowd { fleet: fleet.clone(), http, key: stage.key.clone(), seed: plan.seed, journal: Arc::default(), busy: Arc::default() };
    tokio::spawn(read_all(crowd.clone(), mails));

    let gremlin = Gremlin::new(plan.trouble, fleet.clone(), stage.servers.take(), plan.seed, FREEZE);
    let (begin, planned, over) = (Instant::now(), Duration::from_secs(plan.seconds), CancellationToken::new());
    let rage = async {
        let enough = |done: &[Fault]| plan.at_least.is_met(done, &crowd.journal.lock().unwrap()) || begin.elapsed() >= planned * PATIENCE;
        let gremlin = gremlin.rage_until(|done| begin.elapsed() >= planned && enough(done)).await;
        over.cancel();
        gremlin
    };
    let (gremlin, ()) = tokio::join!(rage, load(&crowd, plan, &over));

    let calm = Instant::now();
    letterbox.calm_down();
    fleet.slots.iter().for_each(|slot| {
        slot.signal("CONT");
    });
    blocking(&fleet, |fleet| fleet.wait_until_up()).await;
    drain(&crowd, &stage.database, &letterbox).await;
    let drained = calm.elapsed();
    let (starts, ended_alone) = fleet.counts();
    let (database, mailboxes) = (stage.database.clone(), stage.mailboxes.clone());
    let evidence = tokio::task::spawn_blocking(move || Evidence::read(&database, mailboxes)).await.expect("the evidence is read");
    let journal = crowd.journal.lock().unwrap().clone();
    let now = nakodo::clock::Clock::system().now().format("%Y-%m-%d %H:%M:%S").to_string();
    let (taken, refused) = (letterbox.taken(), letterbox.refused());
    let fresh = App::build(stage.raw.clone().check().expect("right settings"), Sources::real()).await.expect("an instance");
    nakodo::desk::fill_index(&fresh.desk).await.expect("the index is filled");
    let rightly_waiting = rightly_waiting(&fresh, &evidence, &now).await;
    let (compared, drifted) = drift(&crowd, &fresh, &evidence).await;
    let case =
        Case { evidence: &evidence, journal: &journal, taken: &taken, refused: &refused, rightly_waiting: &rightly_waiting, now: &now };
    let mut verdict = audit(&case);
    verdict.contradictions.extend(drifted);
    if !verdict.is_clean() {
        // Kept for whoever has to find out why.
        let kept = keep_log(&stage.folder, &setting.log);
        eprintln!("the log of the processes is in {}", kept.display());
    }
    for slot in &fleet.slots {
        slot.stop();
    }
    Outcome {
        verdict,
        compared,
        faults: gremlin.done.clone(),
        starts,
        ended_alone,
        postponed: letterbox.postponed(),
        unanswered: journal.unanswered,
        come_back: journal.come_back,
        drained,
    }
}

async fn blocking(fleet: &Arc<Fleet>, work: impl FnOnce(&Fleet) + Send + 'static) {
    let fleet = fleet.clone();
    tokio::task::spawn_blocking(move || work(&fleet)).await.expect("the fleet does as it is told");
}

/// Everybody reads their mail as it comes.
async fn read_all(crowd: Crowd, mut mails: UnboundedReceiver<Mail>) {
    while let Some(mail) = mails.recv().await {
        let reader = crowd.clone();
        tokio::spawn(async move { reader.read(mail).await });
    }
}

/// Submits at a steady pace until it is `over`, whatever the answers; some are cancelled a little later. Where things go on for longer than planned no
/// more come than were planned: there are not people enough for them.
async fn load(crowd: &Crowd, plan: Plan, over: &CancellationToken) {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / plan.rate.max(1));
    let most = u64::from(plan.rate) * plan.seconds;
    // What a machine has missed is not made up for all at once.
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut number = 0;
    while !over.is_cancelled() {
        ticks.tick().await;
        if crowd.busy.load(Ordering::SeqCst) > AT_IT || u64::from(number) >= most {
            continue;
        }
        number += 1;
        let company = crowd.clone();
        tokio::spawn(async move {
            company.submit(number).await;
            if chance_of(company.seed, &number.to_string(), "cancels") < 50 {
                let id = company.journal.lock().unwrap().submitted.get(&number).cloned();
                if let Some(id) = id {
                    company.cancel(&id).await;
                }
            }
        });
    }
}

/// Waits until nobody is busy and nothing waits to be handled; gives up when nothing moves any more.
async fn drain(crowd: &Crowd, database: &Database, letterbox: &Letterbox) {
    let mut ticks = tokio::time::interval(Duration::from_millis(300));
    let (mut quiet, mut before, mut moved) = (0, (0, 0, 0), Instant::now());
    while quiet < 3 && moved.elapsed() < STANDSTILL {
        ticks.tick().await;
        let reading = database.clone();
        let look = tokio::task::spawn_blocking(move || Some((unhandled(&reading).ok()?.len(), handled(&reading).ok()?)));
        let Some((waiting, done)) = look.await.expect("the database is looked at") else { continue };
        let busy = crowd.busy.load(Ordering::SeqCst);
        quiet = if waiting == 0 && busy == 0 { quiet + 1 } else { 0 };
        let now = (done, letterbox.count(), busy);
        if now != before {
            (before, moved) = (now, Instant::now());
        }
    }
}

fn keep_log(folder: &TempDir, log: &Path) -> PathBuf {
    let name = folder.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let kept = std::env::temp_dir().join(format!("nakodo-chaos-{name}.log"));
    // Without it the findings are still told.
    let _ = std::fs::copy(log, &kept);
    kept
}

/// Those that wait for room and are looked at again soon, or for which a fresh index finds nobody either.
async fn rightly_waiting(app: &App, evidence: &Evidence, now: &str) -> BTreeSet<String> {
    let (soon, late): (Vec<_>, Vec<_>) = evidence.waiting.iter().partition(|(_, look_again_at)| look_again_at.as_str() > now);
    let mut right: BTreeSet<String> = soon.into_iter().map(|(id, _)| id.clone()).collect();
    for (id, _) in late {
        let request = id.parse().expect("an id");
        let found = nakodo::desk::list_candidates(&app.desk, request, Role::Operator, 1).await.expect("it is there");
        if found.candidates.is_empty() {
            right.insert(id.clone());
        }
    }
    right
}

/// Whether every process that lived through all of this still finds the same people as one that reads the whole store anew: how many lists were
/// compared, and what differs.
async fn drift(crowd: &Crowd, app: &App, evidence: &Evidence) -> (usize, Vec<String>) {
    const LISTS: usize = 10;
    const PEOPLE: usize = 50;
    let (mut compared, mut differing) = (0, Vec::new());
    for (id, _) in evidence.help_requests.iter().take(LISTS) {
        let request = id.parse().expect("an id");
        let fresh = nakodo::desk::list_candidates(&app.desk, request, Role::Operator, PEOPLE).await.expect("it is there");
        let fresh: Vec<String> = fresh.candidates.iter().map(|candidate| candidate.specialist.to_string()).collect();
        for address in crowd.fleet.addresses() {
            let path = format!("{address}/api/v1/help-requests/{id}/candidates?limit={PEOPLE}");
            let answer = crowd
                .http
                .get(path)
                .bearer_auth(&crowd.key)
                .header("Nakodo-Reason", "the auditor compares")
                .send()
                .await
                .expect("everybody is up");
            let told: serde_json::Value = answer.json().await.expect("a list of candidates");
            let candidates = told["candidates"].as_array().cloned().unwrap_or_default();
            let lived: Vec<String> = candidates.iter().map(|one| one["specialist"].as_str().unwrap_or_default().to_owned()).collect();
            compared += 1;
            if lived != fresh {
                differing.push(format!("help request {id}: {} candidates by {address}, {} by a fresh index", lived.len(), fresh.len()));
            }
        }
    }
    (compared, differing)
}
