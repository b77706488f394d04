//! What each kind of letter says. One file for each reader: the company, the specialist, the support organisation.
//!
//! The code only chooses and orders; every word is in `locales/*/letters.ftl`.

mod accept;
mod account;
mod broker;
mod choice;
mod circle;
mod company;
mod complaint;
mod course;
mod credit;
mod digest;
mod door;
mod endorsement;
mod entry;
mod facts;
mod mailbox;
mod member;
mod outcome;
mod own_week;
mod pool;
mod profile;
mod referral;
mod registration;
mod reply;
mod review;
mod specialist;
mod team;
mod waves;
mod webhook;
mod week;

use chrono::NaiveDate;

use crate::calendar::{Entry, EntryKind, first_slot};
use crate::catalogue::Catalogue;
use crate::clock::{Moment, spoken_date, spoken_moment};
use crate::correspondence::{Content, Letter, LetterKind};
use crate::ids::Token;
use crate::intake::Need;
use crate::language::Language;
use crate::post::blocks::{Block, Draft};
use crate::wording::{say, say_with};

/// What a writer has at hand besides the letter itself.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub catalogue: &'a Catalogue,
    /// Without a slash at its end.
    pub public_url: &'a str,
    /// Name of the sender, for the closing.
    pub sender: &'a str,
}

/// A letter in words, with its calendar parts if it has any. Each is an entry of its own: what cancels entries is about one of them (RFC 5546, 3.2.5).
pub(super) struct Written {
    pub draft: Draft,
    pub entries: Vec<Entry>,
}

/// Puts a letter into the words of its reader.
pub(super) fn write(desk: Desk<'_>, letter: &Letter) -> Written {
    let writer = Writer { desk, language: letter.language, letter };
    let body = match &letter.content {
        Content::ConfirmHelpRequest { need, confirm, valid_until } => company::confirm(&writer, need, confirm, *valid_until),
        Content::PeopleAsked { asked, wave, beside, mode, answer_by, incident, status } => {
            company::asked(&writer, *asked, (*wave, *beside), *mode, *answer_by, *incident, status)
        }
        Content::HelpRequestWaiting { need, until, status } => waves::waiting(&writer, need, *until, status),
        Content::OfferReminder { need, offer, expires_at } => waves::reminder(&writer, need, offer, *expires_at),
        Content::OfferLapsed { need } => waves::lapsed(&writer, need),
        Content::SameHelpRequest { need, earlier, confirm, valid_until } => door::same(&writer, need, earlier, confirm, *valid_until),
        Content::OffersPaused { again_on, page } => door::paused(&writer, *again_on, page),
        Content::AcceptanceCode { need, code, terms, offer, valid_until } => {
            door::code(&writer, need, (code, terms.as_ref()), offer, *valid_until)
        }
        Content::MatchForCompany { specialist, need, terms, status } => company::matched(&writer, specialist, need, terms.as_ref(), status),
        Content::NobodyFound { asked, need, status } => company::nobody_found(&writer, *asked, need, status),
        Content::HelpRequestCancelled { need } => company::cancelled(&writer, need),
        Content::Offer { need, explanation, offer, expires_at, mode } => {
            specialist::offer(&writer, need, explanation, offer, *expires_at, *mode)
        }
        Content::MatchForSpecialist { company, terms, acting_person, leave } => {
            specialist::matched(&writer, company, terms.as_ref(), acting_person.as_ref(), leave)
        }
        Content::WillingNoted { need, terms, acting_person, mode, answer_by, offer } => {
            choice::noted(&writer, need, (terms.as_ref(), acting_person.as_ref()), *mode, *answer_by, offer)
        }
        Content::ChoiceForCompany { need, people, mode, answer_by, is_reminder, status } => {
            choice::to_make(&writer, need, people, *mode, (*answer_by, *is_reminder), status)
        }
        Content::ChoiceForBroker { company, willing, answer_by } => choice::to_make_for_broker(&writer, company, *willing, *answer_by),
        Content::OfferNotChosen { need, why } => choice::not_chosen(&writer, need, *why),
        Content::ChoiceLapsed { need, ended, status } => choice::lapsed(&writer, need, *ended, status),
        Content::ChoiceLapsedForBroker { company, ended } => choice::lapsed_for_broker(&writer, company, *ended),
        Content::WithdrawnForCompany { need, withdrawal, status } => accept::withdrawn_for_company(&writer, need, withdrawal, status),
        Content::WithdrawnForSpecialist { need, withdrawal } => accept::withdrawn_for_specialist(&writer, need, withdrawal),
        Content::WithdrawnForBroker { company, withdrawal } => accept::withdrawn_for_broker(&writer, company, withdrawal),
        Content::CompanyUnreachable { company, reference } => mailbox::company_unreachable(&writer, company, reference),
        Content::ProfileCheck { step, last_confirmed, confirm } => profile::check(&writer, *step, *last_confirmed, confirm),
        Content::ReplyResult { need, outcome, offer } => reply::result(&writer, need, *outcome, offer.as_ref()),
        Content::SignIn { code, page, valid_until } => account::sign_in(&writer, code, page, *valid_until),
        Content::Invitation { role } => account::invitation(&writer, role),
        Content::MemberConsent { org, company, page } => member::asked(&writer, org, company, page),
        Content::MemberNoted { org, company, clerk, given_on, page } => member::noted(&writer, org, company, (clerk, *given_on), page),
        Content::WiderCircle { need, changes, noted, status } => circle::wider(&writer, need, changes, *noted, status),
        Content::ReferralAsked { need, from, to, reason, runs_out_at, page } => {
            referral::asked(&writer, need, (from, to, reason), *runs_out_at, page)
        }
        Content::ReferralEnded { company, to, state } => referral::ended(&writer, company, to, *state),
        Content::ReferralReceived { company, from, reason } => referral::received(&writer, company, from, reason),
        Content::RegistrationSuspended { finding, as_of } => registration::suspended(&writer, *finding, *as_of),
        Content::RegistrationRestored { as_of } => registration::restored(&writer, *as_of),
        Content::EntryReviewed { reason } => entry::reviewed(&writer, reason.as_ref()),
        Content::RegistrationLostForCompany { need, specialist, as_of, status } => {
            registration::lost_for_company(&writer, need, (specialist, *as_of), status)
        }
        Content::RegistrationLostForBroker { company, specialist, as_of } => {
            registration::lost_for_broker(&writer, company, specialist, *as_of)
        }
        Content::Pool(facts) => pool::told(&writer, facts),
        Content::Complaint(facts) => complaint::told(&writer, facts),
        Content::Course(facts) => course::told(&writer, facts),
        Content::Dispute(facts) => course::to_decide(&writer, facts),
        Content::Outcome(facts) => outcome::told(&writer, facts),
        Content::Review(facts) => review::told(&writer, facts),
        Content::TeamAsked { need, lead, role, hours_percent, ends_at, page, is_guest } => {
            let body = team::asked(&writer, need, lead, (role, *hours_percent), *ends_at, page);
            if *is_guest { body.note(writer.with("letter-team-asked-guest", &[("lead", lead.as_str())])) } else { body }
        }
        Content::Team(facts) => team::told(&writer, facts),
        Content::Endorsement(facts) => endorsement::told(&writer, facts),
        Content::CreditAsked { specialist, facts, role, ends_at, page } => credit::asked(&writer, specialist, facts, *role, *ends_at, page),
        Content::CreditDecided { facts, approver, state, reason } => credit::decided(&writer, facts, approver, *state, reason.as_ref()),
        Content::CreditQuestioned { facts, word, reason } => credit::questioned(&writer, facts, *word, reason),
        Content::Erased { is_company } => account::erased(&writer, *is_company),
        Content::OfferDigest { offers } => digest::offers(&writer, offers),
        Content::SpecialistWeek { monday, week, confirmed_days, stale, confirm } => {
            own_week::told(&writer, *monday, *week, (*confirmed_days, *stale), confirm)
        }
        Content::SupportOrgWeek { monday, lines } => week::told(&writer, *monday, lines),
        Content::SpecialistUnreachable { specialist } => mailbox::specialist_unreachable(&writer, specialist),
        Content::SupportOrgUnreachable { name, address } => mailbox::support_org_unreachable(&writer, name, address),
        Content::WebhookOff { label, host, gone, since } => webhook::off(&writer, label, host, *gone, *since),
        Content::OfferFilled { need } => specialist::filled(&writer, need),
        Content::OfferCancelled { need } => specialist::cancelled(&writer, need),
        Content::MatchForBroker { company, specialist, terms } => broker::matched(&writer, company, specialist, terms.as_ref()),
        Content::NobodyFoundForBroker { company, asked, reference } => broker::nobody_found(&writer, company, *asked, reference),
    };
    let closing = if letter.untitled { "letter-closing-untitled" } else { "letter-closing" };
    let greeting = if body.to_organisation { "letter-greeting-org" } else { "letter-greeting" };
    let mut blocks = body.blocks;
    if let Some(token) = &letter.wishes {
        let (label, path) = match letter.kind {
            LetterKind::SupportOrgWeek => ("letter-week-wish-link", "weeks"),
            _ => ("letter-wishes-link", "letters"),
        };
        blocks.push(Block::Link { label: writer.say(label), url: writer.link(path, token) });
    }
    let draft = Draft {
        language: letter.language,
        subject: body.subject,
        greeting: writer.with(greeting, &[("name", letter.to_name.as_str())]),
        blocks,
        closing: writer.with(closing, &[("sender", desk.sender), ("url", desk.public_url)]),
    };
    Written { draft, entries: body.entries }
}

/// The words of one letter in the making.
struct Body {
    subject: String,
    blocks: Vec<Block>,
    /// Japanese addresses an organisation otherwise than a person.
    to_organisation: bool,
    entries: Vec<Entry>,
}

impl Body {
    fn new(subject: String) -> Self {
        Self { subject, blocks: Vec::new(), to_organisation: false, entries: Vec::new() }
    }

    fn for_organisation(mut self) -> Self {
        self.to_organisation = true;
        self
    }

    fn heading(mut self, text: String) -> Self {
        self.blocks.push(Block::Heading(text));
        self
    }

    fn paragraph(mut self, text: String) -> Self {
        self.blocks.push(Block::Paragraph(text));
        self
    }

    fn list(mut self, items: Vec<String>) -> Self {
        self.blocks.push(Block::List(items));
        self
    }

    fn facts(mut self, facts: facts::Facts) -> Self {
        self.blocks.push(Block::Facts(facts));
        self
    }

    fn button(mut self, label: String, url: String) -> Self {
        self.blocks.push(Block::Button { label, url });
        self
    }

    fn note(mut self, text: String) -> Self {
        self.blocks.push(Block::Note(text));
        self
    }

    /// The suggestion for a first talk, told in the text and kept for the calendar part.
    fn talk(mut self, writer: &Writer<'_>, talk: Option<Entry>) -> Self {
        if let Some(talk) = &talk {
            let moment = writer.moment(talk.begins);
            self = self.paragraph(writer.with("letter-talk", &[("moment", &moment)]));
        }
        self.entries(talk)
    }

    /// For the calendar parts.
    fn entries(mut self, entries: impl IntoIterator<Item = Entry>) -> Self {
        self.entries.extend(entries);
        self
    }
}

/// Speaks the reader's language.
struct Writer<'a> {
    desk: Desk<'a>,
    language: Language,
    letter: &'a Letter,
}

impl Writer<'_> {
    fn say(&self, key: &str) -> String {
        say(self.language, key)
    }

    fn with(&self, key: &str, args: &[(&str, &str)]) -> String {
        say_with(self.language, key, args)
    }

    fn say_all(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.say(key)).collect()
    }

    fn moment(&self, moment: Moment) -> String {
        spoken_moment(moment, self.language)
    }

    fn date(&self, date: NaiveDate) -> String {
        spoken_date(date, self.language)
    }

    fn joined(&self, parts: impl Iterator<Item = String>) -> String {
        parts.collect::<Vec<_>>().join(&self.say("letter-joiner"))
    }

    /// Address of a page. The token is 43 characters of URL-safe base64, so nothing has to be escaped.
    fn link(&self, path: &str, token: &Token) -> String {
        format!("{}/{path}/{}", self.desk.public_url, token.reveal())
    }

    fn status_link(&self, token: &Token) -> String {
        self.link("help-requests/status", token)
    }

    fn new_request_link(&self) -> String {
        format!("{}/help-requests/new", self.desk.public_url)
    }

    /// What company and specialist should agree on first.
    fn agree_on(&self) -> Vec<String> {
        self.say_all(&["letter-agree-scope", "letter-agree-date", "letter-agree-fee", "letter-agree-roles"])
    }

    /// The suggestion for a first talk with `other`; `contacts` is how to reach both sides.
    fn first_talk(&self, need: &Need, other: &str, contacts: &[String]) -> Option<Entry> {
        let begins = first_slot(need, self.letter.queued_at)?;
        let summary = self.with("letter-talk-summary", &[("name", other)]);
        let description = format!("{}\n{}", self.say("letter-talk-description"), contacts.join("\n"));
        Some(Entry { kind: EntryKind::FirstTalk, begins, summary, description, revision: None })
    }
}
