//! A claim: an activity that a specialist asks to be entered into the ledger, with evidence and with the other person who is to approve it. Nobody approves their
//! own claim; hours that were confirmed through nakodo need nobody else.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use crate::catalogue::{ActivityFact, ActivityKind, ActivityRules};
use crate::credits::activity::{Activity, AuthorRole, ForWhom};
use crate::ids::{ClaimId, fingerprint};
use crate::language::Language;
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Line, MailAddress, Prose, is_one_mailbox, known_code, parse_date, parse_language, within};

/// The states of a claim. A claim is in the ledger or not; what left the ledger left it by a further row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// The approver has not answered.
    Waiting,
    /// In the ledger.
    Entered,
    Declined,
    /// The approver said nothing in time.
    Lapsed,
    /// The specialist took it back before an answer.
    Dropped,
    /// The specialist took the entry back.
    TakenBack,
    /// An operator took the entry back.
    Struck,
}

impl ClaimState {
    pub const ALL: [Self; 7] = [Self::Waiting, Self::Entered, Self::Declined, Self::Lapsed, Self::Dropped, Self::TakenBack, Self::Struck];

    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Entered => "entered",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
            Self::Dropped => "dropped",
            Self::TakenBack => "taken_back",
            Self::Struck => "struck",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// How far the look at an entry has come that was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Draw {
    /// Nobody has looked yet.
    Drawn,
    Seen,
    /// An auditor asks something about it.
    Questioned,
}

impl Draw {
    pub const ALL: [Self; 3] = [Self::Drawn, Self::Seen, Self::Questioned];

    pub fn code(self) -> &'static str {
        match self {
            Self::Drawn => "drawn",
            Self::Seen => "seen",
            Self::Questioned => "questioned",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|draw| draw.code() == code)
    }
}

/// Whether the row with this seal is drawn to be looked at, where `per_mille` of a thousand are. The seal decides, so anybody can draw again.
pub fn is_drawn(seal: &str, per_mille: u16) -> bool {
    let number = seal.get(..12).and_then(|head| u64::from_str_radix(head, 16).ok());
    number.is_some_and(|number| number % 1000 < u64::from(per_mille))
}

/// As what somebody approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApproverRole {
    Supervisor,
    Client,
    Broker,
}

impl ApproverRole {
    pub const ALL: [Self; 3] = [Self::Supervisor, Self::Client, Self::Broker];
    /// As which a company approves that has confirmed hours to nakodo.
    pub const COMPANY: &str = "company";

    pub fn code(self) -> &'static str {
        match self {
            Self::Supervisor => "supervisor",
            Self::Client => "client",
            Self::Broker => "broker",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Who is asked to approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Approver {
    /// Name of who is asked.
    #[schema(example = "高橋 部長")]
    pub name: Line,
    /// Mail address of who is asked; none once there is nothing to ask any more.
    pub address: Option<MailAddress>,
    /// As what they are asked.
    pub role: ApproverRole,
    /// Language of their letters.
    pub language: Language,
}

/// What is claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub activity: Activity,
    /// What was done, and by what it can be seen.
    pub words: Prose,
    /// Where the evidence is.
    pub link: Option<Line>,
    /// None where the hours of work through nakodo had been confirmed already.
    pub approver: Option<Approver>,
    /// Whose word those hours are, where they are not the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_by: Option<ApproverRole>,
    /// Why the approver said no.
    pub reason: Option<Line>,
}

impl Claim {
    /// As what somebody approved.
    pub fn approved_as(&self) -> &'static str {
        let role = self.approver.as_ref().map(|approver| approver.role).or(self.hours_by);
        role.map_or(ApproverRole::COMPANY, ApproverRole::code)
    }

    /// SHA-256 of each piece of evidence. The claim's id is hashed with it: short words could be guessed from their hash alone.
    pub fn evidence(&self, id: ClaimId) -> Vec<String> {
        let link = self.link.as_ref().map(Line::as_str);
        let texts = [Some(self.words.as_str()), link].into_iter().flatten().filter(|text| !text.is_empty());
        texts.map(|text| fingerprint(serde_json::json!(["nakodo evidence 1", id, text]).to_string().as_bytes())).collect()
    }

    /// Without the address of the approver, who is not written to any more.
    pub fn settled(mut self, reason: Option<Line>) -> Self {
        if let Some(approver) = &mut self.approver {
            approver.address = None;
        }
        self.reason = reason;
        self
    }
}

/// A claim as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimForm {
    pub kind: String,
    pub from: String,
    pub until: String,
    pub hours: String,
    pub minutes: String,
    pub count: String,
    pub author: String,
    pub days: String,
    pub people: String,
    pub paid: bool,
    pub for_whom: String,
    pub related: bool,
    pub words: String,
    pub link: String,
    pub approver_name: String,
    pub approver_address: String,
    pub approver_role: String,
    pub approver_language: String,
}

const LONGEST_WORDS: usize = 1000;
const LONGEST_LINE: usize = 200;

impl ClaimForm {
    /// All mistakes at once. `own` are the mailboxes of the specialist: nobody approves their own claim.
    pub fn check(&self, rules: &ActivityRules, today: NaiveDate, own: &[MailAddress]) -> Result<Claim, Vec<FieldError>> {
        let mut checker = Checker::new();
        let kind = checker.take("/kind", known_code(&self.kind, "activity", rules.kind(&self.kind).is_some()));
        let kind = kind.and_then(|code| rules.kind(&code));
        let activity = kind.and_then(|kind| self.activity(kind, today, &mut checker));
        let words = checker.take("/words", Prose::parse(&self.words, LONGEST_WORDS).and_then(filled));
        let link = checker.take("/link", link(&self.link));
        let approver = self.approver(own, &mut checker);
        let parts = activity.zip(words).zip(link).zip(approver);
        checker.finish(parts.map(|(((activity, words), link), approver)| Claim {
            activity,
            words,
            link,
            approver: Some(approver),
            hours_by: None,
            reason: None,
        }))
    }

    fn activity(&self, kind: &ActivityKind, today: NaiveDate, checker: &mut Checker) -> Option<Activity> {
        let done = |day: NaiveDate| if day > today { Err(Mistake::new("in-the-future")) } else { Ok(day) };
        let from = checker.take("/from", parse_date(&self.from).and_then(done));
        let until = checker.take("/until", parse_date(&self.until).and_then(done));
        let span = from.zip(until).map(|(from, until)| (until - from).num_days() + 1);
        if span.is_some_and(|days| days < 1) {
            checker.refuse("/until", Mistake::new("before-start"));
        }
        let mut activity = Activity { is_related: self.related, ..Activity::on(&kind.code, today) };
        if kind.asks(ActivityFact::Time) {
            let most =
                span.filter(|days| *days >= 1).map_or(u32::MAX, |days| u32::try_from(days).unwrap_or(u32::MAX).saturating_mul(24 * 60));
            activity.minutes = checker.take("/hours", time(&self.hours, &self.minutes, most))?;
        }
        if kind.asks(ActivityFact::Count) {
            activity.count = checker.take("/count", number(&self.count, 1, 99))?;
        }
        if kind.asks(ActivityFact::Days) {
            activity.days = checker.take("/days", number(&self.days, 1, 366))?;
        }
        if kind.asks(ActivityFact::People) {
            activity.people = checker.take("/people", number(&self.people, 1, 999))?;
        }
        if kind.asks(ActivityFact::Author) {
            activity.author = Some(checker.take("/author", author(&self.author))?);
        }
        if kind.asks(ActivityFact::ForWhom) {
            activity.for_whom = checker.take("/for_whom", for_whom(&self.for_whom))?;
        }
        activity.is_paid = kind.asks(ActivityFact::Paid) && self.paid;
        from.zip(until).map(|(from, until)| Activity { from, until, ..activity })
    }

    fn approver(&self, own: &[MailAddress], checker: &mut Checker) -> Option<Approver> {
        let name = checker.take("/approver_name", Line::parse(&self.approver_name, 80));
        let is_other = |address: MailAddress| match own.iter().any(|mine| is_one_mailbox(mine, &address)) {
            true => Err(Mistake::new("own-mailbox")),
            false => Ok(address),
        };
        let address = checker.take("/approver_address", MailAddress::parse(&self.approver_address).and_then(is_other));
        let role = known_code(&self.approver_role, "approver", ApproverRole::find(self.approver_role.trim()).is_some());
        let role = checker.take("/approver_role", role).and_then(|code| ApproverRole::find(&code));
        let language =
            checker.take("/approver_language", parse_language(Some(self.approver_language.as_str()).filter(|tag| !tag.is_empty())));
        let parts = name.zip(address).zip(role).zip(language);
        parts.map(|(((name, address), role), language)| Approver { name, address: Some(address), role, language })
    }
}

fn filled(words: Prose) -> Result<Prose, Mistake> {
    if words.as_str().is_empty() { Err(Mistake::new("required")) } else { Ok(words) }
}

fn link(text: &str) -> Result<Option<Line>, Mistake> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let line = Line::parse(text, LONGEST_LINE)?;
    let is_web = url::Url::parse(line.as_str()).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.host_str().is_some());
    if is_web { Ok(Some(line)) } else { Err(Mistake::new("not-a-link")) }
}

/// A whole number; full-width digits are fine.
fn number(text: &str, low: u32, high: u32) -> Result<u32, Mistake> {
    let text: String = text.nfkc().filter(|c| *c != ' ').collect();
    match text.as_str() {
        "" => Err(Mistake::new("required")),
        text => within(text.parse().map_err(|_| Mistake::new("not-a-number"))?, low, high),
    }
}

/// Hours and minutes in minutes: some, and at most `most`. An empty half is none of it.
fn time(hours: &str, minutes: &str, most: u32) -> Result<u32, Mistake> {
    let half = |text: &str, high| if text.trim().is_empty() { Ok(0) } else { number(text, 0, high) };
    let sum = half(hours, 9_999)? * 60 + half(minutes, 59)?;
    match sum {
        0 => Err(Mistake::new("required")),
        sum if sum > most => Err(Mistake::new("too-much-time")),
        sum => Ok(sum),
    }
}

fn author(code: &str) -> Result<AuthorRole, Mistake> {
    let role = AuthorRole::ALL.into_iter().find(|role| role.code() == code);
    known_code(code, "author", role.is_some())?;
    role.ok_or_else(|| Mistake::new("required"))
}

fn for_whom(code: &str) -> Result<ForWhom, Mistake> {
    let whom = ForWhom::ALL.into_iter().find(|whom| whom.code() == code);
    known_code(code, "for-whom", whom.is_some())?;
    whom.ok_or_else(|| Mistake::new("required"))
}
