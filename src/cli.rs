//! The command line. `nakodo --help` is its reference.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::{App, Sources, StartError};
use crate::courier::Collector;
use crate::desk::Refusal;
use crate::identity::{Actor, Who};
use crate::settings::{Overrides, RawSettings, Settings, SettingsError};
use crate::{demo, failpoints, shutdown, telemetry};

mod accounts;
mod audit;
mod backup;
mod bench;
mod corporations;
mod data_keys;
mod doctor;
mod import;
mod keys;
mod ledger;
mod letters;
mod listings;
mod mail;
mod organisations;
mod privacy;
mod probe;
mod queue;
mod registry;
mod retention;

/// 仲人 nakodo: brings together registered security specialists and small companies that need them.
#[derive(Debug, Parser)]
#[command(name = "nakodo", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct GlobalArgs {
    /// Settings file in TOML; every key and its default are in config/default.toml
    #[arg(long, global = true, env = "NAKODO_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the embedded mode: the database and mail/*.eml
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and API (in the embedded mode with the workers)
    Serve {
        /// Address and port; port 0 takes a free one and prints it
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<String>,
    },
    /// Run the workers (scale-out mode; any number of processes)
    Work {
        /// Address and port for /healthz, /readyz and /metrics of this worker
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<String>,
    },
    /// Fill an empty instance with 24,000 invented specialists, play seven help requests, then serve
    Demo(demo::DemoArgs),
    /// Bring the database schema up to date
    Migrate,
    /// Look at everything that an instance stands on, and change nothing; exit code 1 if something is wrong
    Doctor(doctor::DoctorArgs),
    /// Copy everything that the embedded mode keeps into FILE, beside FILE.json, while it is in use
    Backup { file: PathBuf },
    /// Put such a copy into an empty data folder
    Restore { file: PathBuf },
    /// Import data
    #[command(subcommand)]
    Import(ImportCommand),
    /// API keys
    #[command(subcommand, visible_alias = "key")]
    Keys(keys::KeysCommand),
    /// Keys that seal what is kept of people and companies
    #[command(subcommand)]
    DataKeys(data_keys::DataKeysCommand),
    /// The official register, and what it leaves open (docs/registry.md)
    #[command(subcommand)]
    Registry(registry::RegistryCommand),
    /// The register of corporations, by which companies are looked up
    #[command(subcommand)]
    Corporations(corporations::CorporationsCommand),
    /// Other public lists of services (docs/listings.md)
    #[command(subcommand)]
    Listings(listings::ListingsCommand),
    /// Forget what is old enough by the rules in config/retention; the timekeeper does the same
    Retention(retention::RetentionArgs),
    /// Print all that is kept of a specialist or a help request, as JSON
    #[command(subcommand)]
    Export(privacy::About),
    /// Erase all that says who a specialist, or the company of a help request, is; nothing brings it back
    #[command(subcommand)]
    Erase(privacy::About),
    /// Who can sign in
    #[command(subcommand)]
    Accounts(accounts::AccountsCommand),
    /// Who did what, and whether the log of it is whole
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Events that were put aside after too many failures
    #[command(subcommand)]
    DeadLetters(queue::DeadLettersCommand),
    /// Deliver handled events once more (harmless: what has been done is not done again)
    Replay(queue::ReplayArgs),
    /// Statements of credits, checked without an instance
    #[command(subcommand)]
    Ledger(ledger::LedgerCommand),
    /// Rule sets of credits
    #[command(subcommand)]
    Rules(ledger::RulesCommand),
    /// Letters, and what became of each
    #[command(subcommand)]
    Letters(letters::LettersCommand),
    /// Who does not get which letters
    #[command(subcommand)]
    Suppressions(letters::SuppressionsCommand),
    /// Support organisations
    #[command(subcommand)]
    Organisations(organisations::OrganisationsCommand),
    /// Mail that arrived: answers to offers, and letters that came back
    #[command(subcommand, visible_alias = "bounces")]
    Mail(mail::MailCommand),
    /// For developers: time the joint assignment on a file
    #[command(subcommand, hide = true)]
    Bench(BenchCommand),
    /// Ask a running instance whether it is ready; exit code 0 if so
    Healthcheck {
        /// Address of the instance
        #[arg(long, default_value = "http://127.0.0.1:8080")]
        url: String,
        /// Ask the worker's own address (http://127.0.0.1:8081) instead
        #[arg(long)]
        worker: bool,
    },
}

#[derive(Debug, Subcommand)]
enum BenchCommand {
    /// Solve an assignment problem of the OR-Library (n, then n by n costs) and print the minimum cost and the time
    Assignment { file: PathBuf },
    /// Choose the offers of a batch (format: src/cli/bench.rs) and print the value, the proved bound and the time
    Batch {
        file: PathBuf,
        /// Begin with this many candidates for each wish, and ask for others only where they could matter
        #[arg(long, value_name = "NUMBER")]
        candidates: Option<usize>,
        /// How often to ask at most
        #[arg(long, default_value_t = 50)]
        rounds: usize,
    },
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// Import the active list from a CSV file (columns: docs/csv-specialists.md)
    Specialists {
        file: PathBuf,
        /// Import the good rows and report the bad ones, instead of importing nothing when one row is bad
        #[arg(long)]
        skip_bad: bool,
    },
}

/// Why a command failed; its text is for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("{0}")]
    Said(String),
    /// For a mail server that handed a mail over: it keeps the mail and brings it again, and does not tell its writer.
    #[error(transparent)]
    Later(Box<CommandError>),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What mail servers understand as a failure that passes (`EX_TEMPFAIL` of sysexits).
const TRY_LATER: u8 = 75;

/// Runs the command line; the exit code is 0 for success, 1 for a failure that was told on standard error, 2 for wrong usage, 75 for a mail that is to
/// be brought again.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    failpoints::arm_from_environment();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    // Pages run on actix' own system inside this runtime.
    let outcome = runtime.block_on(tokio::task::LocalSet::new().run_until(run(cli)));
    // Blocking work that nobody waits for any more must not hold up the end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(CommandError::Later(error)) => {
            fail(&error);
            ExitCode::from(TRY_LATER)
        }
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    // Standard error may be closed; there is nobody left to tell then.
    let _ = writeln!(std::io::stderr(), "nakodo: {error}");
    ExitCode::FAILURE
}

fn read(global: &GlobalArgs, listen: Option<String>) -> Result<Settings, SettingsError> {
    let overrides = Overrides { config_file: global.config.clone(), data_dir: global.data_dir.clone(), listen };
    RawSettings::load(&overrides)?.check()
}

/// For a command that ends by itself: it logs, and hands no traces on.
fn settings(global: &GlobalArgs, listen: Option<String>) -> Result<Settings, SettingsError> {
    let settings = read(global, listen)?;
    telemetry::start_logging(&settings.log.filter, settings.log.as_json, None);
    Ok(settings)
}

/// Runs what lasts until somebody stops it, with traces for a collector if one is set.
async fn lasting<F>(settings: Settings, running: impl FnOnce(Settings) -> F) -> Result<(), CommandError>
where
    F: Future<Output = Result<(), CommandError>>,
{
    let log = settings.log.clone();
    let collector = log.collector.map(|(address, share)| Collector::new(address.as_str(), share)).transpose();
    let collector = collector.map_err(|error| CommandError::Said(error.to_string()))?;
    telemetry::start_logging(&log.filter, log.as_json, collector.as_ref().map(Collector::tracer));
    let outcome = running(settings).await;
    if let Some(collector) = collector {
        collector.end().await;
    }
    outcome
}

async fn serve(settings: Settings) -> Result<(), CommandError> {
    let app = App::build(settings, Sources::real()).await?;
    app.wake().await?;
    let listener = app.listen()?;
    Ok(app.serve(listener, false, shutdown::on_signals()).await?)
}

async fn run(cli: Cli) -> Result<(), CommandError> {
    let Cli { global, command } = cli;
    match command {
        Command::Serve { listen } => lasting(read(&global, listen)?, serve).await,
        Command::Work { listen } => lasting(read(&global, listen.clone())?, |settings| work(settings, listen)).await,
        Command::Demo(args) => demo::run(args, global.config, global.data_dir).await,
        Command::Migrate => {
            App::build(settings(&global, None)?, Sources::real()).await?;
            println!("the schema is up to date");
            Ok(())
        }
        Command::Doctor(args) => doctor::doctor(read(&global, None), args).await,
        Command::Backup { file } => backup::backup(settings(&global, None)?, file).await,
        Command::Restore { file } => backup::restore(settings(&global, None)?, file).await,
        Command::Import(ImportCommand::Specialists { file, skip_bad }) => {
            let app = at_terminal(&global).await?;
            import::specialists(&app, Path::new(&file), skip_bad).await
        }
        Command::Keys(command) => keys::keys(&at_terminal(&global).await?, command).await,
        Command::DataKeys(data_keys::DataKeysCommand::New) => {
            data_keys::new();
            Ok(())
        }
        Command::DataKeys(data_keys::DataKeysCommand::Rotate) => data_keys::rotate(&at_terminal(&global).await?).await,
        Command::Registry(command) => registry::registry(&at_terminal(&global).await?, command).await,
        Command::Corporations(command) => corporations::corporations(&at_terminal(&global).await?, command).await,
        Command::Listings(command) => listings::listings(&at_terminal(&global).await?, command).await,
        Command::Retention(args) => retention::retention(&at_terminal(&global).await?, args).await,
        Command::Export(about) => privacy::export(&at_terminal(&global).await?, about).await,
        Command::Erase(about) => privacy::erase(&at_terminal(&global).await?, about).await,
        Command::Accounts(command) => accounts::accounts(&at_terminal(&global).await?, command).await,
        Command::Audit(command) => audit::audit(&at_terminal(&global).await?, command).await,
        Command::DeadLetters(command) => {
            let app = at_terminal(&global).await?;
            queue::dead_letters(&app, command).await
        }
        Command::Replay(args) => {
            let app = at_terminal(&global).await?;
            queue::replay(&app, args).await
        }
        Command::Ledger(command) => ledger::ledger(&command),
        Command::Rules(command) => ledger::rules(&command),
        Command::Letters(command) => letters::letters(&at_terminal(&global).await?, command).await,
        Command::Suppressions(command) => letters::suppressions(&at_terminal(&global).await?, command).await,
        Command::Organisations(command) => organisations::organisations(&at_terminal(&global).await?, command).await,
        Command::Mail(command) => {
            let taking_in = async { mail::mail(&at_terminal(&global).await?, command).await };
            taking_in.await.map_err(|why| CommandError::Later(Box::new(why)))
        }
        Command::Bench(BenchCommand::Assignment { file }) => bench::assignment(&file),
        Command::Bench(BenchCommand::Batch { file, candidates, rounds }) => bench::batch(&file, candidates, rounds),
        Command::Healthcheck { url, worker } => {
            let url = if worker { "http://127.0.0.1:8081".to_owned() } else { url };
            probe::healthcheck(&url).await
        }
    }
}

/// An instance for one act of whoever is at the terminal: in the audit log by the name that the machine has for them.
async fn at_terminal(global: &GlobalArgs) -> Result<App, CommandError> {
    let mut app = App::build(settings(global, None)?, Sources::real()).await?;
    let user = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok()).filter(|user| !user.is_empty());
    let who = Who::Terminal(user.unwrap_or_else(|| "unknown".to_owned()));
    app.desk = app.desk.acting(Actor { who, role: None, source: String::new(), request: String::new(), reason: None });
    Ok(app)
}

async fn work(settings: Settings, listen: Option<String>) -> Result<(), CommandError> {
    if matches!(settings.store, crate::store::Location::Sqlite(_)) {
        return Err(CommandError::Said(
            "`work` is for the scale-out mode; in the embedded mode `serve` runs the workers itself".to_owned(),
        ));
    }
    let app = App::build(settings, Sources::real()).await?;
    app.wake().await?;
    let stop = shutdown::on_signals();
    if let Some(listen) = listen {
        probe::serve(&listen, app.state(false), stop.clone())?;
    }
    app.work(stop).await;
    Ok(())
}
