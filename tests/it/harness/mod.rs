//! The harness: a small world for each test, with verbs of the field. Nothing in here sleeps or retries: in-process worlds are driven round by
//! round until they are quiet, and processes are followed by what they send.

pub mod authority;
pub mod chaos;
pub mod database;
pub mod dated;
pub mod described;
pub mod examiner;
pub mod inhabited;
pub mod joining;
pub mod mail;
pub mod mail_server;
pub mod metrics;
pub mod own_redis;
pub mod people;
pub mod planted;
pub mod press;
pub mod process;
pub mod proxy;
pub mod receiver;
pub mod register;
pub mod routes;
pub mod search;
pub mod signing_in;
pub mod web;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::DateTime;
use nakodo::app::{App, Sources};
use nakodo::brokering::{MemberForm, Standing, SupportOrgForm};
use nakodo::clock::{Clock, Moment};
use nakodo::desk::{self, Acceptance, CreatedKey, Invited, KeyRequest, KeyTerms, RoleRequest, Submitted, Submitter};
use nakodo::events::Group;
use nakodo::identity::{AccountForm, Role};
use nakodo::ids::{HelpRequestId, Ids, MemberId, SpecialistId, SupportOrgId, Token};
use nakodo::intake::{HelpRequestForm, HelpRequestState};
use nakodo::offers::DeclineForm;
use nakodo::settings::{Overrides, RawSettings};
use nakodo::store::{StoreError, StoredMember};
use nakodo::workers::Crew;
use tempfile::TempDir;

use database::Database;
use mail::Mail;
use people::Profile;

/// The two ways to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Embedded,
    ScaleOut,
}

/// Tuesday, 24 November 2026, 10:00 in Japan.
pub fn the_beginning() -> Moment {
    DateTime::parse_from_rfc3339("2026-11-24T10:00:00+09:00").unwrap().to_utc()
}

/// An instance inside the test, on a clock that stands still until it is moved.
pub struct World {
    pub app: App,
    pub folder: TempDir,
    pub database: Option<Database>,
    people: AtomicU32,
    members: AtomicU32,
}

/// Settings of a fresh place in `mode`: a folder, and in the scale-out mode a database and a Redis prefix of its own.
pub async fn fresh_settings(mode: Mode, folder: &TempDir) -> (RawSettings, Option<Database>) {
    let overrides = Overrides { config_file: None, data_dir: Some(folder.path().to_owned()), listen: Some("127.0.0.1:0".to_owned()) };
    let mut raw = RawSettings::load(&overrides).expect("the defaults are readable");
    raw.profile = "development".to_owned();
    raw.web.public_url = "http://nakodo.test".to_owned();
    (raw.limits.key_per_minute, raw.limits.address_per_minute, raw.limits.costly_per_minute) = (0, 0, 0);
    raw.bus.prefix = format!("test-{}", uuid::Uuid::from_u128(rand::random()));
    let database = match mode {
        Mode::Embedded => None,
        Mode::ScaleOut => {
            let database = Database::create().await;
            raw.store.url = database.url.clone();
            raw.bus.url = database::redis_url();
            Some(database)
        }
    };
    (raw, database)
}

impl World {
    pub async fn new(mode: Mode) -> Self {
        Self::with(mode, |_| {}).await
    }

    /// A world on the real clock, for tests in which real processes take part.
    pub async fn ticking(mode: Mode, change: impl FnOnce(&mut RawSettings)) -> Self {
        Self::build(mode, Clock::system(), change).await
    }

    /// A world with changed settings.
    pub async fn with(mode: Mode, change: impl FnOnce(&mut RawSettings)) -> Self {
        Self::build(mode, Clock::frozen(the_beginning()), change).await
    }

    async fn build(mode: Mode, clock: Clock, change: impl FnOnce(&mut RawSettings)) -> Self {
        let folder = TempDir::new().unwrap();
        let (mut raw, database) = fresh_settings(mode, &folder).await;
        change(&mut raw);
        let sources = Sources { clock, ids: Ids::seeded(7) };
        let app = App::build(raw.check().expect("right settings"), sources).await.expect("the instance comes up");
        app.wake().await.expect("the instance wakes");
        Self { app, folder, database, people: AtomicU32::new(1), members: AtomicU32::new(1) }
    }

    /// Another process of this instance, without its workers.
    pub async fn another(&self) -> App {
        let sources = Sources { clock: self.app.desk.clock.clone(), ids: Ids::seeded(8) };
        App::build((*self.app.settings).clone(), sources).await.expect("the instance comes up")
    }

    /// Lets everything happen that can happen now.
    pub async fn settle(&self) {
        settle(&self.app.crew).await;
    }

    /// Moves time on and lets everything happen that is due by then.
    pub async fn wait(&self, step: chrono::Duration) {
        self.app.desk.clock.advance(step);
        self.app.crew.timekeeper_round().await.expect("the timekeeper works");
        self.settle().await;
    }

    /// Enrols somebody who fits [`people::help_request`], changed by `change`.
    pub async fn enrol(&self, change: impl FnOnce(&mut Profile)) -> SpecialistId {
        let mut profile = Profile::numbered(self.people.fetch_add(1, Ordering::SeqCst));
        change(&mut profile);
        let id = desk::enrol_specialist(&self.app.desk, profile.form(), None).await.expect("the profile is right").id;
        desk::introduce_browser(&self.app.desk, press::browser(), id).await.expect("the browser is known");
        id
    }

    pub async fn key(&self, request: KeyRequest) -> CreatedKey {
        desk::create_key(&self.app.desk, request, KeyTerms::named("test")).await.expect("the key is made")
    }

    /// Lets the reader of a mailbox sign in as `role`.
    pub async fn invite(&self, address: &str, role: RoleRequest) -> Invited {
        let form = AccountForm { address: address.to_owned(), language: None, is_shared: false };
        desk::invite(&self.app.desk, form, role).await.expect("the account is made")
    }

    /// The support organisation of the tests, with the mailbox `shien@chamber.example.jp`.
    pub async fn support_org(&self) -> SupportOrgId {
        let form =
            SupportOrgForm { name: "岐阜県産業振興機構".into(), address: "shien@chamber.example.jp".into(), language: None };
        match self.key(KeyRequest::Broker(form)).await.role {
            Role::Broker(id, _) => id,
            other => panic!("a broker's key is for a broker, not {other:?}"),
        }
    }

    /// A member that has agreed, put on record without a letter; the company is that of the form.
    pub async fn member(&self, org: SupportOrgId, form: &HelpRequestForm) -> MemberId {
        let (now, ids) = (self.app.desk.clock.now(), &self.app.desk.ids);
        let (id, number): (MemberId, u32) = (ids.beside(now), self.members.fetch_add(1, Ordering::SeqCst));
        let form = MemberForm { number: format!("T-{number}"), company: form.company.clone() };
        let member = form.check(&self.app.desk.catalogue).expect("the company is right");
        let stored = StoredMember { id, org, member, standing: Standing::Agreed, asked_at: None, version: 1, created_at: now };
        let added = self.app.desk.store.write::<_, StoreError>(move |tx| tx.add_member(&stored)).await;
        assert!(added.expect("the store answers"));
        id
    }

    /// Submits without letting anything else happen. A support organisation does it for a member that has agreed.
    pub async fn submit(&self, form: HelpRequestForm, submitter: Submitter) -> Submitted {
        if let Submitter::SupportOrg(org) = submitter {
            let member = self.member(org, &form).await;
            let role = Role::Broker(org, nakodo::identity::Rank::Member);
            return desk::submit_for_member(&self.app.desk, role, member, form.need, None).await.expect("the help request is right");
        }
        desk::submit_help_request(&self.app.desk, form, submitter, None).await.expect("the help request is right")
    }

    /// A support organisation asks for its member; the first wave goes out.
    pub async fn ask_for_help(&self) -> HelpRequestId {
        let org = self.support_org().await;
        let submitted = self.submit(people::help_request(), Submitter::SupportOrg(org)).await;
        self.settle().await;
        submitted.id
    }

    pub async fn state_of(&self, id: HelpRequestId) -> HelpRequestState {
        desk::view_help_request(&self.app.desk, id, Role::Operator).await.expect("the help request exists").state
    }

    /// States of all offers of a help request, as codes in the order of making.
    pub async fn offers_of(&self, id: HelpRequestId) -> Vec<desk::OfferView> {
        desk::list_offers(&self.app.desk, id, Role::Operator).await.expect("the help request exists")
    }

    /// All letters in the order in which they were queued.
    pub fn letters(&self) -> Vec<Mail> {
        mail::read_folder(&self.folder.path().join("mail"))
    }

    pub fn letters_to(&self, address: &str) -> Vec<Mail> {
        self.letters().into_iter().filter(|mail| mail.to.iter().any(|to| to == address)).collect()
    }

    /// The last letter of a kind to an address.
    pub fn letter(&self, address: &str, kind: &str) -> Mail {
        let found = self.letters_to(address).into_iter().rfind(|mail| mail.kind == kind);
        found.unwrap_or_else(|| panic!("no {kind} letter to {address} among {:?}", self.letters()))
    }

    /// Presses "accept" behind the link of the offer letter to an address.
    pub async fn accept(&self, address: &str) -> Acceptance {
        let token = self.letter(address, "offer").token("/offers/");
        press::accept_offer(&self.app.desk, token).await.expect("the link works")
    }

    /// Presses "decline" with a reason.
    pub async fn decline(&self, address: &str, reason: &str) -> desk::Declination {
        let token: Token = self.letter(address, "offer").token("/offers/");
        let form = DeclineForm { reason: reason.to_owned(), text: String::new() };
        press::decline_offer(&self.app.desk, token, form).await.expect("the link works")
    }
}

/// Runs the rounds of all workers until none finds anything to do.
pub async fn settle(crew: &Crew) {
    loop {
        let mut done = crew.relay_round().await.expect("the relay works").done;
        for group in Group::ALL {
            done += crew.consumer_round(group, Duration::ZERO).await.expect("the workers work").done;
        }
        if done == 0 {
            return;
        }
    }
}
