//! `nakodo demo`: an empty instance is filled with invented people, seven companies ask for help, and the result can be looked at in a browser.
//!
//! The story begins in a past to which the clock is moved and jumps forward from deadline to deadline; before the last company asks, the
//! clock catches up with the machine's own. Ids and tokens of the story follow a fixed seed, so an instance of the demo must never hold real
//! data.

mod accounts;
mod companies;
mod conditions;
mod mailbox;
mod narrator;
mod people;
mod sequel;
mod shares;
mod story;
mod telling;
#[cfg(test)]
mod tests;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::Duration;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use crate::app::{App, Sources};
use crate::cli::CommandError;
use crate::clock::Clock;
use crate::correspondence::LetterState;
use crate::desk::{Refusal, enrol_specialists};
use crate::ids::{HelpRequestId, Ids};
use crate::settings::{Overrides, RawSettings, Settings};
use crate::{shutdown, telemetry};
use companies::TALES;
use narrator::Narrator;
use people::{Crowd, MOST_PEOPLE};
use sequel::Aftermath;
use story::Story;
use telling::{Teller, grouped};

/// Any number will do; this one makes the demo the same everywhere.
const SEED: u64 = 24_000;
/// People in one transaction.
const AT_ONCE: u32 = 1_000;
/// Fewer people than this would leave stories without anybody to ask.
const FEWEST_PEOPLE: u32 = 300;
const LISTEN: &str = "127.0.0.1:8080";
const PUBLIC_URL: &str = "http://127.0.0.1:8080";

#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// End after the story instead of serving
    #[arg(long)]
    once: bool,
    /// Print one JSON object with the figures on standard output; the story goes to standard error
    #[arg(long)]
    json: bool,
    /// Address and port [default: 127.0.0.1:8080, or a free port if it is taken]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// How many specialists to invent
    #[arg(long, value_name = "N", default_value_t = 24_000, value_parser = clap::value_parser!(u32).range(i64::from(FEWEST_PEOPLE)..=i64::from(MOST_PEOPLE)))]
    people: u32,
}

/// What a performance came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Figures {
    help_requests: usize,
    offers: usize,
    matches: i64,
    letters: i64,
    elapsed_ms: u128,
}

/// Fills, plays and, unless `--once` is given, serves.
pub async fn run(args: DemoArgs, config_file: Option<PathBuf>, data_dir: Option<PathBuf>) -> Result<(), CommandError> {
    let teller = if args.json { Teller::Stderr } else { Teller::Stdout };
    let folder = match data_dir {
        Some(folder) => empty(folder)?,
        None => temporary_folder()?,
    };
    let overrides = Overrides { config_file, data_dir: Some(folder.clone()), listen: args.listen.clone() };
    let mut raw = RawSettings::load(&overrides)?;
    // Taken before the story, because its letters carry the address.
    let listener = if args.once { None } else { Some(listen(&raw.web.listen, args.listen.is_some())?) };
    let address = listener.as_ref().and_then(|listener| listener.local_addr().ok());
    if let Some(address) = address.filter(|_| raw.web.public_url == PUBLIC_URL) {
        raw.web.public_url = format!("http://{}", reachable(address));
    }
    let settings = settle_settings(raw)?;
    telemetry::start_logging(&settings.log.filter, settings.log.as_json, None);
    teller.tell("demo-start", |_| vec![("folder", folder.display().to_string())]);

    let (app, shift) = build(settings).await?;
    let (figures, after) = perform(&app, shift, args.people, teller).await?;
    if args.json {
        let json = serde_json::to_string(&figures).map_err(|error| CommandError::Said(error.to_string()))?;
        Teller::Stdout.line(&json);
    }
    let Some(listener) = listener else { return Ok(()) };
    // The story is told: what happens from here on is not to be foreseen, nor are its tokens.
    let mut app = app;
    (app.desk.ids, app.crew.desk.ids) = (Ids::Random, Ids::Random);
    let url = app.settings.web.public_url.as_str().trim_end_matches('/').to_owned();
    let company = TALES.iter().find(|tale| tale.left_open).map(|tale| tale.name).unwrap_or_default();
    teller.tell("demo-hint", |_| vec![("url", url.clone()), ("company", company.to_owned())]);
    accounts::open(&app, teller, &url, after).await?;
    Ok(app.serve(listener, true, shutdown::on_signals()).await?)
}

/// An instance in the past, and how far back that is.
async fn build(settings: Settings) -> Result<(App, Duration), CommandError> {
    let now = Clock::system().now();
    let shift = now - story::beginning(now);
    let app = App::build(settings, Sources { clock: Clock::shifted(-shift), ids: Ids::seeded(SEED) }).await?;
    Ok((app, shift))
}

/// Fills the list and plays the story on an instance that was built but not woken.
async fn perform(app: &App, shift: Duration, people: u32, teller: Teller) -> Result<(Figures, Aftermath), CommandError> {
    let began = Instant::now();
    fill(app, people, teller).await?;
    app.wake().await?;
    let filled = began.elapsed().as_secs_f32();
    let seconds = |seconds: f32| ("seconds", format!("{seconds:.1}"));
    teller.tell("demo-filled", |_| vec![("people", grouped(people as usize)), seconds(filled)]);
    let narrator = Narrator::new(teller, &app.desk.catalogue, &app.desk.clock);
    let (played, after) = Story::new(app, narrator, shift).play().await?;
    let (offers, matches, letters) = count(app, played.clone()).await?;
    let figures = Figures { help_requests: played.len(), offers, matches, letters, elapsed_ms: began.elapsed().as_millis() };
    teller.line("");
    teller.tell("demo-summary", |_| {
        vec![
            ("requests", figures.help_requests.to_string()),
            ("offers", figures.offers.to_string()),
            ("matches", figures.matches.to_string()),
            ("letters", figures.letters.to_string()),
            seconds(began.elapsed().as_secs_f32()),
            ("folder", app.settings.data_dir.join("mail").display().to_string()),
        ]
    });
    Ok((figures, after))
}

async fn fill(app: &App, people: u32, teller: Teller) -> Result<(), CommandError> {
    let desk = &app.desk;
    let mut crowd = Crowd::new(&desk.catalogue, desk.clock.today(), SEED)?;
    let target = if teller == Teller::Stdout { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(u64::from(people)), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len}") {
        bar.set_style(style);
    }
    let mut left = people;
    while left > 0 {
        let some = left.min(AT_ONCE);
        let chunk = (0..some).map(|_| crowd.person()).collect::<Result<Vec<_>, _>>()?;
        enrol_specialists(desk, chunk).await?;
        bar.inc(u64::from(some));
        left -= some;
    }
    bar.finish_and_clear();
    Ok(())
}

/// Offers, matches and letters that left, as the store has them.
async fn count(app: &App, played: Vec<HelpRequestId>) -> Result<(usize, i64, i64), CommandError> {
    let counted = app.desk.store.read(move |tx| {
        let mut offers = 0;
        for id in played {
            offers += tx.list_offers(id)?.len();
        }
        Ok::<_, Refusal>((offers, tx.count_engagements()?, tx.count_letters(LetterState::Sent)?))
    });
    Ok(counted.await?)
}

/// The demo is embedded, and its letters are files.
fn settle_settings(mut raw: RawSettings) -> Result<Settings, CommandError> {
    raw.profile = "development".to_owned();
    raw.store.url.clear();
    raw.bus.url.clear();
    raw.post.transport = "folder".to_owned();
    // Invented people need not say whether their profiles are still right.
    raw.freshness.ask_days = 0;
    // Nor need whoever looks around have an authenticator at hand.
    raw.sessions.second_factor = false;
    if std::env::var_os("NAKODO__LOG__FILTER").is_none() {
        raw.log.filter = "warn".to_owned();
    }
    Ok(raw.check()?)
}

/// A folder in which no nakodo has lived yet.
fn empty(folder: PathBuf) -> Result<PathBuf, CommandError> {
    if folder.join("nakodo.sqlite").exists() {
        let folder = folder.display();
        return Err(CommandError::Said(format!("{folder} holds a database already; the demo fills an empty folder, so name another one")));
    }
    Ok(folder)
}

/// A new folder among the machine's temporary ones, for this user only.
fn temporary_folder() -> Result<PathBuf, CommandError> {
    let process = std::process::id();
    let parent = std::env::temp_dir();
    // A name may be left from a process that had our number before.
    let folders = (0..1_000).map(|at| parent.join(format!("nakodo-demo-{process}-{at}")));
    for folder in folders {
        match create_private(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                return Err(CommandError::Said(format!("{} cannot be made: {error}; name a folder with --data-dir", folder.display())));
            }
        }
    }
    Err(CommandError::Said(format!("{} is full of earlier demos; name a folder with --data-dir", parent.display())))
}

fn create_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens the port; where nobody chose it and it is taken, a free one.
fn listen(address: &str, chosen: bool) -> Result<TcpListener, CommandError> {
    let opened = match TcpListener::bind(address) {
        Err(error) if !chosen && address == LISTEN && error.kind() == std::io::ErrorKind::AddrInUse => TcpListener::bind("127.0.0.1:0"),
        opened => opened,
    };
    opened.map_err(|error| CommandError::Said(format!("cannot listen on {address}: {error}")))
}

/// The address that a browser on this machine can open.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() { SocketAddr::from(([127, 0, 0, 1], address.port())) } else { address }
}
