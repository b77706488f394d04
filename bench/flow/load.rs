//! The load: help requests at a steady pace whether or not the last one is done, and for each the acceptance, as soon as all letters of its
//! wave are there. Times count from the moment at which something was to happen, so waiting counts.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::form::Form;
use crate::letters::{Letter, read};
use crate::people::help_request;
use crate::sink::{self, Taken};
use crate::usage::{Seconds, Watched};
use crate::variant::Running;

/// The first second of a step is not counted in letters per second.
const RUN_IN: Duration = Duration::from_secs(1);
/// Whoever is not done so long after the last help request was due has fallen behind.
const BEHIND: Duration = Duration::from_secs(1);
/// So long without a letter nothing more will come.
const SILENCE: Duration = Duration::from_secs(20);

pub enum News {
    Taken(Taken),
    Pressed { number: usize, at: Instant },
    Failed { number: usize, why: String },
}

impl From<Taken> for News {
    fn from(taken: Taken) -> Self {
        Self::Taken(taken)
    }
}

/// What is known of a help request.
struct Story {
    due: Instant,
    /// How many people the company was told to have been asked.
    asked: Option<usize>,
    offers: Vec<Instant>,
    link: Option<String>,
    is_pressed: bool,
    pressed: Option<Instant>,
    matches: [Option<Instant>; 2],
    failed: bool,
}

impl Story {
    fn due(due: Instant) -> Self {
        Self { due, asked: None, offers: Vec::new(), link: None, is_pressed: false, pressed: None, matches: [None; 2], failed: false }
    }

    fn is_done(&self) -> bool {
        self.matches.iter().all(Option::is_some)
    }

    fn last_offer_ms(&self) -> Option<f64> {
        Some(milliseconds(*self.offers.iter().max()?, self.due))
    }

    fn last_match_ms(&self) -> Option<f64> {
        let [one, other] = self.matches;
        Some(milliseconds(one?.max(other?), self.pressed?))
    }
}

fn milliseconds(until: Instant, since: Instant) -> f64 {
    until.saturating_duration_since(since).as_secs_f64() * 1000.0
}

/// Median and 99th percentile, in milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Delay {
    pub p50: f64,
    pub p99: f64,
}

impl Delay {
    fn of(delays: impl Iterator<Item = f64>) -> Self {
        let mut delays: Vec<f64> = delays.collect();
        delays.sort_by(f64::total_cmp);
        let at = |share: f64| delays.get(((delays.len().max(1) - 1) as f64 * share).round() as usize).copied().unwrap_or(f64::NAN);
        Self { p50: at(0.5), p99: at(0.99) }
    }
}

/// What one rate came to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Help requests per second.
    pub rate: f64,
    pub letters_per_s: f64,
    /// From when the help request was due to its last offer letter.
    pub offers: Delay,
    /// From the press to the letters of both sides.
    pub matches: Delay,
    pub help_requests: usize,
    pub matched: usize,
    pub letters: usize,
    pub failed: usize,
    /// Seconds from when the last help request was due until all was done.
    pub drained_s: f64,
    /// Processor seconds for 1,000 matches, by group of processes.
    pub cpu_s_per_1000: std::collections::BTreeMap<String, f64>,
    pub rss_mib: f64,
}

impl Step {
    pub fn is_behind(&self) -> bool {
        self.matched < self.help_requests || self.drained_s > BEHIND.as_secs_f64()
    }

    pub fn cpu(&self) -> f64 {
        self.cpu_s_per_1000.values().sum()
    }
}

pub struct Load {
    http: reqwest::Client,
    address: String,
    key: String,
    cookie: String,
    start_on: String,
    watched: Watched,
    tell: UnboundedSender<News>,
    news: UnboundedReceiver<News>,
    stories: Vec<Story>,
}

/// The mail server comes first: the program is told its address when it starts.
pub struct Post {
    pub address: std::net::SocketAddr,
    tell: UnboundedSender<News>,
    news: UnboundedReceiver<News>,
}

impl Post {
    pub async fn open() -> Self {
        let (tell, news) = mpsc::unbounded_channel();
        Self { address: sink::open(tell.clone()).await, tell, news }
    }
}

impl Load {
    pub fn on(running: &Running, post: Post) -> Self {
        let http = reqwest::Client::builder().no_proxy().tcp_nodelay(true).pool_idle_timeout(Duration::from_secs(60)).build();
        let start_on = (nakodo::clock::Clock::system().today() + chrono::Days::new(7)).to_string();
        let Running { address, key, cookie, watched, .. } = running;
        let (address, key, cookie, watched) = (address.clone(), key.clone(), cookie.clone(), watched.clone());
        let Post { tell, news, .. } = post;
        Self { http: http.expect("a client"), address, key, cookie, start_on, watched, tell, news, stories: Vec::new() }
    }

    /// Runs `rate` help requests a second for `seconds`, and on until all of them are done or nothing comes any more.
    pub async fn step(&mut self, rate: f64, seconds: u64) -> Step {
        let before = self.watched.seconds();
        let first = self.stories.len();
        let count = (rate * seconds as f64).round() as usize;
        let begin = Instant::now() + Duration::from_millis(100);
        self.stories.extend((0..count).map(|at| Story::due(begin + Duration::from_secs_f64(at as f64 / rate))));
        tokio::spawn(self.submitting(first));
        let end = begin + Duration::from_secs(seconds);
        let (mut done, mut letters, mut counted, mut all_done) = (0, 0, 0_u32, begin);
        while done < count {
            let quiet_until = Instant::now().max(end) + SILENCE;
            let Ok(Some(news)) = tokio::time::timeout_at(quiet_until.into(), self.news.recv()).await else { break };
            match news {
                News::Taken(taken) => {
                    letters += 1;
                    counted += u32::from(taken.at >= begin + RUN_IN && taken.at < end);
                    if self.note(&taken) {
                        done += 1;
                        all_done = taken.at;
                    }
                }
                News::Pressed { number, at } => self.stories[number].pressed = Some(at),
                News::Failed { number, why } => {
                    if !std::mem::replace(&mut self.stories[number].failed, true) {
                        eprintln!("help request {number}: {why}");
                        done += usize::from(!self.stories[number].is_done());
                    }
                }
            }
        }
        let last_due = self.stories.last().map_or(begin, |story| story.due);
        let stories = &self.stories[first..];
        let matched = stories.iter().filter(|story| story.is_done()).count();
        Step {
            rate,
            letters_per_s: f64::from(counted) / (end - begin - RUN_IN).as_secs_f64(),
            offers: Delay::of(stories.iter().filter_map(Story::last_offer_ms)),
            matches: Delay::of(stories.iter().filter_map(Story::last_match_ms)),
            help_requests: count,
            matched,
            letters,
            failed: stories.iter().filter(|story| story.failed).count(),
            drained_s: all_done.saturating_duration_since(last_due).as_secs_f64(),
            cpu_s_per_1000: self.used(&before, matched),
            rss_mib: self.watched.mebibytes(),
        }
    }

    fn used(&self, before: &Seconds, matched: usize) -> std::collections::BTreeMap<String, f64> {
        let thousands = matched.max(1) as f64 / 1000.0;
        let used = self.watched.seconds().into_iter();
        used.map(|(group, seconds)| (group.to_owned(), (seconds - before.get(group).unwrap_or(&0.0)) / thousands)).collect()
    }

    /// Notes a letter; whether its help request is done with it.
    fn note(&mut self, taken: &Taken) -> bool {
        let letter = read(&taken.letter).unwrap_or(Letter::Other);
        let (Letter::Offer { number, .. } | Letter::Asked { number, .. } | Letter::Match { number, .. }) = letter else { return false };
        let Some(story) = self.stories.get_mut(number) else { return false };
        let was_done = story.is_done();
        match letter {
            Letter::Offer { link, .. } => {
                story.offers.push(taken.at);
                story.link.get_or_insert(link);
            }
            Letter::Asked { people, .. } => story.asked = Some(people),
            Letter::Match { to_company, .. } => story.matches[usize::from(to_company)] = Some(taken.at),
            Letter::Other => {}
        }
        if !story.is_pressed && story.asked == Some(story.offers.len()) {
            story.is_pressed = true;
            let link = story.link.clone().unwrap_or_default();
            tokio::spawn(self.accepting(number, link));
        }
        !was_done && self.stories[number].is_done() && !self.stories[number].failed
    }

    /// Posts each help request when it is due.
    fn submitting(&self, first: usize) -> impl Future<Output = ()> + use<> {
        let dues: Vec<Instant> = self.stories[first..].iter().map(|story| story.due).collect();
        let (http, url, key) = (self.http.clone(), format!("{}/api/v1/help-requests", self.address), self.key.clone());
        let (start_on, tell) = (self.start_on.clone(), self.tell.clone());
        async move {
            for (number, due) in (first..).zip(dues) {
                tokio::time::sleep_until(due.into()).await;
                let request = http.post(&url).bearer_auth(&key).json(&help_request(number, &start_on));
                let tell = tell.clone();
                tokio::spawn(async move {
                    let why = match request.send().await {
                        Ok(answer) if answer.status().as_u16() == 201 => return drop(answer.bytes().await),
                        Ok(answer) => format!("submitting: {}", answer.status()),
                        Err(error) => format!("submitting: {error}"),
                    };
                    let _ = tell.send(News::Failed { number, why });
                });
            }
        }
    }

    /// Opens the page behind the link, as a person does, and presses the button.
    fn accepting(&self, number: usize, link: String) -> impl Future<Output = ()> + use<> {
        let (http, address, cookie, tell) = (self.http.clone(), self.address.clone(), self.cookie.clone(), self.tell.clone());
        async move {
            let press = async {
                let page = http.get(format!("{address}{link}")).header("Cookie", &cookie).send().await?.text().await?;
                let form = Form::that_accepts(&page);
                // From here on the person waits.
                let _ = tell.send(News::Pressed { number, at: Instant::now() });
                let press = http.post(format!("{address}{}", form.action)).header("Cookie", &cookie).form(&form.fields);
                let answer = press.send().await?.error_for_status()?;
                answer.bytes().await.map(drop)
            };
            let pressed: Result<(), reqwest::Error> = press.await;
            if let Err(error) = pressed {
                let _ = tell.send(News::Failed { number, why: format!("accepting: {}", error.without_url()) });
            }
        }
    }
}
