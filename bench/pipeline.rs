//! The main job end to end, in both modes, in one run: real processes of the release binary, HTTP in, SMTP out. Started by `bench/run`.
//!
//! - *submitted → letter*: help requests at a steady pace whether or not the last one is done (so waiting counts), from sending the POST to
//!   the moment at which the company's "we asked N people" letter is with the mail server; the offers' letters are queued before it.
//! - *help requests per second*: as many as come in over 16 connections, until the last such letter is with the mail server.

#[path = "pipeline/letterbox.rs"]
mod letterbox;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use futures::StreamExt;
use nakodo::active_list::{BaseForm, ConditionsForm, ConsentForm, ContactForm, OfferedMenuForm, RegistrationForm, SpecialistForm};
use nakodo::app::{App, Sources};
use nakodo::desk::{KeyRequest, create_key, enrol_specialists};
use nakodo::settings::{Overrides, RawSettings};
use serde_json::json;

use letterbox::Letterbox;

/// Each takes at most three open offers and each help request makes three, so this is enough for all of a run.
const SPECIALISTS: u32 = 3000;
const PACED: u32 = 400;
const PER_SECOND: u32 = 100;
const FLOOD: u32 = 2000;
const CONNECTIONS: usize = 16;

struct Figures {
    median_ms: f64,
    p99_ms: f64,
    help_requests_per_second: f64,
    letters_per_second: f64,
}

fn main() {
    // `cargo test --all-targets` runs benches too; there is nothing to prove here.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let embedded = measure(false).await;
        let scale_out = measure(true).await;
        println!("{:<44}{:>12}{:>12}", "", "embedded", "scale-out");
        let row = |name: &str, value: fn(&Figures) -> f64| println!("{name:<44}{:>12.1}{:>12.1}", value(&embedded), value(&scale_out));
        row(&format!("submitted -> letter, median ms ({PER_SECOND}/s)"), |f| f.median_ms);
        row(&format!("submitted -> letter, p99 ms ({PER_SECOND}/s)"), |f| f.p99_ms);
        row("help requests per second, end to end", |f| f.help_requests_per_second);
        row("letters per second", |f| f.letters_per_second);
        let figures = |f: &Figures| json!({ "median_ms": f.median_ms, "p99_ms": f.p99_ms, "help_requests_per_s": f.help_requests_per_second, "letters_per_s": f.letters_per_second });
        println!("{}", json!({ "embedded": figures(&embedded), "scale_out": figures(&scale_out) }));
    });
}

async fn measure(scale_out: bool) -> Figures {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut letterbox = Letterbox::open().await;
    let mut raw = RawSettings::load(&Overrides { data_dir: Some(folder.path().to_owned()), ..Overrides::default() }).expect("defaults");
    raw.post.transport = "smtp".to_owned();
    raw.post.smtp.url = format!("smtp://{}", letterbox.address);
    if scale_out {
        raw.store.url = fresh_database();
        raw.bus.url = std::env::var("NAKODO_TEST_REDIS_URL").expect("start me by bench/run");
        raw.bus.prefix = format!("bench-{}", std::process::id());
    }
    let environment = [
        ("NAKODO__POST__TRANSPORT", "smtp".to_owned()),
        ("NAKODO__POST__SMTP__URL", raw.post.smtp.url.clone()),
        ("NAKODO__STORE__URL", raw.store.url.clone()),
        ("NAKODO__BUS__URL", raw.bus.url.clone()),
        ("NAKODO__BUS__PREFIX", raw.bus.prefix.clone()),
        ("NAKODO__LOG__FILTER", "error".to_owned()),
        ("NAKODO__DATA_DIR", folder.path().display().to_string()),
    ];
    let key = fill(raw).await;
    let mut processes = vec![start(&environment, &["serve", "--listen", "127.0.0.1:0"], "listening on ")];
    if scale_out {
        processes.push(start(&environment, &["work"], "working"));
    }
    let sender = Sender { http: reqwest::Client::builder().no_proxy().build().expect("a client"), address: processes[0].1.clone(), key };
    let mut delays = paced(&sender, &mut letterbox).await;
    delays.sort_by(f64::total_cmp);
    let at = |share: f64| delays[((delays.len() - 1) as f64 * share) as usize];
    let (seconds, letters) = flood(&sender, &mut letterbox).await;
    for (process, _) in &mut processes {
        let _ = process.kill();
        let _ = process.wait();
    }
    Figures {
        median_ms: at(0.5),
        p99_ms: at(0.99),
        help_requests_per_second: f64::from(FLOOD) / seconds,
        letters_per_second: letters as f64 / seconds,
    }
}

/// Fills the store with people who all fit, and makes a key.
async fn fill(raw: RawSettings) -> String {
    let app = App::build(raw.check().expect("settings"), Sources::real()).await.expect("an instance");
    let today = app.desk.clock.today();
    let people = (1..=SPECIALISTS).map(|number| {
        let form = specialist(number);
        (form.check(&app.desk.catalogue, today).expect("a right profile"), form.consents)
    });
    enrol_specialists(&app.desk, people.collect()).await.expect("everybody is enrolled");
    create_key(&app.desk, KeyRequest::Operator, "bench".to_owned()).await.expect("a key").token.reveal()
}

fn specialist(number: u32) -> SpecialistForm {
    SpecialistForm {
        registration: RegistrationForm { number: format!("{number:06}"), valid_until: "2099-03-31".into(), status: None },
        name: format!("登録 {number}"),
        contacts: vec![ContactForm { address: format!("s{number}@bench.example"), shared: false, language: None }],
        consents: vec![ConsentForm { scope: "listing".into(), version: "2026-04".into(), given: true }],
        affiliation: "independent".into(),
        base: BaseForm { prefecture: format!("{:02}", number % 47 + 1), municipality: "市".into() },
        served_prefectures: (1..=47).map(|code| format!("{code:02}")).collect(),
        remote: true,
        fields: vec!["security-coordination".into()],
        menus: vec![OfferedMenuForm { menu: "basic-check".into(), minimum_fee_yen: Some(10_000), unit: "visit".into() }],
        availability: vec!["tue-pm".into()],
        hours_per_week: Some(5),
        max_engagements: Some(5),
        // A measurement at night measures letters too.
        conditions: ConditionsForm { quiet_hours: Some("none".into()), ..ConditionsForm::default() },
        ..SpecialistForm::default()
    }
}

struct Sender {
    http: reqwest::Client,
    address: String,
    key: String,
}

impl Sender {
    /// Submits the help request of company `number`, whose mailbox is `c<number>@bench.example`.
    async fn submit(&self, number: u32) {
        let start_on = (nakodo::clock::Clock::system().today() + chrono::Days::new(7)).to_string();
        let body = json!({
            "company": {
                "name": format!("会社 {number}"), "prefecture": format!("{:02}", number % 47 + 1), "municipality": "市", "industry": "E",
                "employees": 10, "contact": { "name": "担当", "address": format!("c{number}@bench.example") }
            },
            "need": { "menus": ["basic-check"], "mode": "hybrid", "start_on": start_on, "hours": 4, "budget_yen": 60000 }
        });
        let request = self.http.post(format!("{}/api/v1/help-requests", self.address)).bearer_auth(&self.key).json(&body);
        let status = request.send().await.expect("an answer").status();
        assert_eq!(status.as_u16(), 201);
    }
}

/// Milliseconds from sending to letter, for each.
async fn paced(sender: &Sender, letterbox: &mut Letterbox) -> Vec<f64> {
    let began = Instant::now();
    let planned = |number: u32| began + Duration::from_secs(1) * number / PER_SECOND;
    let sending = futures::stream::iter(0..PACED).for_each_concurrent(None, |number| async move {
        tokio::time::sleep_until(planned(number).into()).await;
        sender.submit(number).await;
    });
    let mut delays = Vec::new();
    let reading = async {
        while delays.len() < PACED as usize {
            let (to, at) = letterbox.next().await;
            if let Some(number) = company(&to) {
                delays.push((at - planned(number)).as_secs_f64() * 1000.0);
            }
        }
    };
    tokio::join!(sending, reading);
    delays
}

/// Seconds until the last letter to a company, and letters of all kinds by then.
async fn flood(sender: &Sender, letterbox: &mut Letterbox) -> (f64, usize) {
    let began = Instant::now();
    let numbers = PACED..PACED + FLOOD;
    let sending = futures::stream::iter(numbers).for_each_concurrent(CONNECTIONS, |number| sender.submit(number));
    let (mut told, mut letters) = (0, 0);
    let reading = async {
        while told < FLOOD {
            let (to, _) = letterbox.next().await;
            letters += 1;
            told += u32::from(company(&to).is_some_and(|number| number >= PACED));
        }
    };
    tokio::join!(sending, reading);
    (began.elapsed().as_secs_f64(), letters)
}

fn company(address: &str) -> Option<u32> {
    address.strip_prefix('c')?.split('@').next()?.parse().ok()
}

fn start(environment: &[(&str, String)], args: &[&str], up: &str) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nakodo"));
    command.args(args).envs(environment.iter().map(|(key, value)| (key, value)));
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the binary starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let line = lines.find(|line| line.starts_with(up)).expect("it comes up");
    (child, line.trim_start_matches(up).trim().to_owned())
}

fn fresh_database() -> String {
    use diesel::{Connection, PgConnection, RunQueryDsl};
    let admin = std::env::var("NAKODO_TEST_DATABASE_URL").expect("start me by bench/run");
    let name = format!("nakodo_bench_{}", std::process::id());
    let mut connection = PgConnection::establish(&admin).expect("PostgreSQL answers");
    for statement in [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")] {
        diesel::sql_query(statement).execute(&mut connection).expect("the admin may create databases");
    }
    let mut url: url::Url = admin.parse().expect("a URL");
    url.set_path(&name);
    url.into()
}
