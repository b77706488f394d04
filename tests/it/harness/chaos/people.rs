//! The people of a chaos run: companies that ask again until they are answered, specialists who read their mail and press, some of them twice
//! or on two processes at once. What they were told is kept for the auditor.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::Days;
use nakodo::active_list::SpecialistForm;
use nakodo::clock::Clock;
use rand::Rng;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::mail::Mail;
use super::super::people::Profile;
use super::super::web::hidden_fields;
use super::chance_of;
use super::fleet::Fleet;

/// The budget of help request `number`, which a specialist may see, so that a letter can be told to belong to it without asking the database.
const FIRST_BUDGET: u32 = 1_000_000;
/// Between two tries of somebody who got no answer.
const PAUSE: Duration = Duration::from_millis(150);
/// After this somebody who got no answer gives up; longer than any fault lasts.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a press was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    /// The letter whose link was pressed.
    pub message_id: String,
    pub what: &'static str,
    pub status: u16,
    /// The code of the outcome, e.g. `won`; empty where the answer is a page.
    pub outcome: String,
}

/// What the people were told.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    /// Help requests answered with 201, by their number.
    pub submitted: BTreeMap<u32, String>,
    /// Ids of help requests whose cancellation was answered with 200.
    pub cancelled: Vec<String>,
    pub presses: Vec<Press>,
    /// Answers that nobody should get.
    pub wrong: Vec<String>,
    /// Tries that got no answer (a process died) and tries that were told to come back.
    pub unanswered: usize,
    pub come_back: usize,
}

/// Clones share everything.
#[derive(Clone)]
pub struct Crowd {
    pub fleet: Arc<Fleet>,
    pub http: reqwest::Client,
    pub key: String,
    pub seed: u64,
    pub journal: Arc<Mutex<Journal>>,
    /// How many are at it right now.
    pub busy: Arc<AtomicUsize>,
}

/// Somebody with room for all that a run brings.
pub fn specialist(number: u32) -> SpecialistForm {
    let mut profile = Profile::numbered(number);
    profile.served_prefectures = (1..=47).map(|code| format!("{code:02}")).collect();
    profile.max_engagements = Some(9);
    profile.form()
}

fn budget(number: u32) -> u32 {
    FIRST_BUDGET + number
}

/// The number of the help request whose budget a letter names.
pub fn number_in(text: &str) -> Option<u32> {
    let plain = text.replace(',', "");
    let amounts = plain.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 7);
    amounts.filter_map(|digits| digits.parse::<u32>().ok()).find_map(|amount| amount.checked_sub(FIRST_BUDGET).filter(|it| *it < 900_000))
}

/// The address of the company that submits help request `number`.
pub fn company(number: u32) -> String {
    format!("c{number}@firma.example")
}

fn help_request(number: u32) -> Value {
    json!({
        "company": {
            "name": format!("会社 {number}"), "prefecture": format!("{:02}", number % 47 + 1), "municipality": "市", "industry": "E",
            "employees": 10, "contact": { "name": "担当", "address": company(number) }
        },
        "need": {
            "menus": ["basic-check"], "mode": "hybrid", "hours": 4, "budget_yen": budget(number),
            "start_on": (Clock::system().today() + Days::new(7)).to_string()
        }
    })
}

/// Counts somebody as busy for as long as it lives.
struct Busy(Arc<AtomicUsize>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Crowd {
    fn begin(&self) -> Busy {
        self.busy.fetch_add(1, Ordering::SeqCst);
        Busy(self.busy.clone())
    }

    fn chance(&self, of: &str, what: &str) -> u64 {
        chance_of(self.seed, of, what)
    }

    /// Asks any process until one answers with something below 500; None if nobody did in all the time.
    async fn insist(&self, method: Method, path: &str, finish: impl Fn(RequestBuilder) -> RequestBuilder) -> Option<(u16, String)> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let addresses = self.fleet.addresses();
            if !addresses.is_empty() {
                let address = &addresses[rand::rng().random_range(0..addresses.len())];
                let answer = finish(self.http.request(method.clone(), format!("{address}{path}"))).send().await;
                let told = match answer {
                    Ok(answer) => (answer.status().as_u16(), answer.text().await),
                    Err(_) => (0, Ok(String::new())),
                };
                match told {
                    (200..500, Ok(body)) => return Some((told.0, body)),
                    (503, _) => self.journal.lock().unwrap().come_back += 1,
                    (500.., body) => {
                        let said = format!("{method} {} was answered with {}: {}", place(path), told.0, body.unwrap_or_default());
                        self.journal.lock().unwrap().wrong.push(said);
                    }
                    _ => self.journal.lock().unwrap().unanswered += 1,
                }
            }
            tokio::time::sleep_until(Instant::now() + PAUSE).await;
        }
        self.journal.lock().unwrap().wrong.push(format!("{method} {} was never answered", place(path)));
        None
    }

    /// Submits help request `number` until it is taken in, always with the same key. Every fifth company asks by itself.
    pub async fn submit(&self, number: u32) {
        let _busy = self.begin();
        let (body, key) = (help_request(number), format!("chaos-{number}"));
        let by_itself = number.is_multiple_of(5);
        let answer = self
            .insist(Method::POST, "/api/v1/help-requests", |request| {
                let request = request.json(&body).header("Idempotency-Key", &key);
                if by_itself { request } else { request.bearer_auth(&self.key) }
            })
            .await;
        let Some((status, text)) = answer else { return };
        let id = serde_json::from_str::<Value>(&text).ok().and_then(|told| told["id"].as_str().map(str::to_owned));
        let mut journal = self.journal.lock().unwrap();
        match id {
            Some(id) if status == 201 => drop(journal.submitted.insert(number, id)),
            _ => journal.wrong.push(format!("a help request was answered with {status}: {text}")),
        }
    }

    /// Cancels a help request by the API.
    pub async fn cancel(&self, id: &str) {
        let _busy = self.begin();
        let path = format!("/api/v1/help-requests/{id}/cancel");
        if let Some((200, _)) = self
            .insist(Method::POST, &path, |request| request.bearer_auth(&self.key).header("Nakodo-Reason", "called off by telephone"))
            .await
        {
            self.journal.lock().unwrap().cancelled.push(id.to_owned());
        }
    }

    /// Does what the reader of a letter does: most answer, some answer twice, some never.
    pub async fn read(&self, mail: Mail) {
        let _busy = self.begin();
        let thinking = Duration::from_millis(self.chance(&mail.message_id, "thinking") * 3);
        tokio::time::sleep_until(Instant::now() + thinking).await;
        let drawn = self.chance(&mail.message_id, "answer");
        match mail.kind.as_str() {
            "offer" if drawn < 450 => {
                let link = mail.link("/offers/");
                let press = || self.press(&mail.message_id, "accept", &link, &[]);
                match self.chance(&mail.message_id, "again") {
                    0..150 => drop(tokio::join!(press(), press())),
                    150..300 => {
                        press().await;
                        press().await;
                    }
                    _ => press().await,
                }
            }
            "acceptance_code" => {
                let (code, link) = (mail.code(), mail.link("/offers/"));
                let typed = [("code", code.as_str())];
                let press = || self.press(&mail.message_id, "accept", &link, &typed);
                match self.chance(&mail.message_id, "again") {
                    0..300 => drop(tokio::join!(press(), press())),
                    _ => press().await,
                }
            }
            "offer" if drawn < 600 => self.press(&mail.message_id, "decline", &mail.link("/offers/"), &[("reason", "no-time")]).await,
            "confirm_help_request" if drawn < 900 => {
                self.press(&mail.message_id, "confirm", &mail.link("/help-requests/confirm/"), &[]).await;
            }
            "people_asked" if drawn < 30 => {
                self.press(&mail.message_id, "cancel", &mail.link("/help-requests/status/"), &[]).await;
            }
            _ => {}
        }
    }

    /// Opens the page behind a link and presses its button, with whatever the form on the page carries along.
    async fn press(&self, message_id: &str, what: &'static str, link: &str, typed: &[(&str, &str)]) {
        let Some((_, page)) = self.insist(Method::GET, link, |request| request.header("Accept", "text/html")).await else { return };
        let path = if what == "confirm" { link.to_owned() } else { format!("{link}/{what}") };
        let mut fields = hidden_fields(&page, &path);
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let answer = self
            .insist(Method::POST, &path, |request| {
                let request = request.header("Accept", "application/json").header("Content-Type", "application/x-www-form-urlencoded");
                request.body(body.clone())
            })
            .await;
        let Some((status, text)) = answer else { return };
        let outcome = serde_json::from_str::<Value>(&text).ok().and_then(|told| told["outcome"].as_str().map(str::to_owned));
        let press = Press { message_id: message_id.to_owned(), what, status, outcome: outcome.unwrap_or_default() };
        self.journal.lock().unwrap().presses.push(press);
    }
}

/// A path without its secrets.
fn place(path: &str) -> String {
    path.split('/').map(|part| if part.len() > 30 { "…" } else { part }).collect::<Vec<_>>().join("/")
}
