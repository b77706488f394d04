//! Letters about credits: the question to whoever is to approve, and to the specialist what came of it or what an auditor asks.

use crate::clock::Moment;
use crate::correspondence::{CreditFacts, CreditWord, LetterKind};
use crate::credits::{Activity, ApproverRole, ClaimState};
use crate::ids::Token;
use crate::post::letters::facts::Facts;
use crate::post::letters::{Body, Writer};
use crate::values::Line;
use crate::wording::activity_name;

/// The reader did not ask for this letter, so it says first who wants what, and that a no is as good.
pub(super) fn asked(
    writer: &Writer<'_>,
    specialist: &Line,
    facts: &CreditFacts,
    role: ApproverRole,
    ends_at: Moment,
    page: &Token,
) -> Body {
    let until = writer.moment(ends_at);
    let with = [("name", specialist.as_str()), ("until", until.as_str())];
    let (subject, lead) = match writer.letter.kind {
        LetterKind::CreditReminder => ("letter-credit-reminder-subject", "letter-credit-reminder-lead"),
        _ => ("letter-credit-asked-subject", "letter-credit-asked-lead"),
    };
    let as_what = match role {
        ApproverRole::Supervisor => "letter-credit-as-supervisor",
        ApproverRole::Client => "letter-credit-as-client",
        ApproverRole::Broker => "letter-credit-as-broker",
    };
    Body::new(writer.with(subject, &with))
        .paragraph(writer.with(lead, &with))
        .paragraph(writer.with(as_what, &with))
        .facts(writer.done(&facts.activity))
        .button(writer.say("letter-credit-button"), writer.link("approval", page))
        .list(writer.say_all(&["letter-credit-only-you", "letter-credit-no-account"]))
        .note(writer.with("letter-credit-silence", &with))
}

pub(super) fn decided(writer: &Writer<'_>, facts: &CreditFacts, approver: &Line, state: ClaimState, reason: Option<&Line>) -> Body {
    let with = [("name", approver.as_str())];
    let (subject, lead) = match state {
        ClaimState::Entered => ("letter-credit-entered-subject", "letter-credit-entered-lead"),
        ClaimState::Declined => ("letter-credit-declined-subject", "letter-credit-declined-lead"),
        _ => ("letter-credit-lapsed-subject", "letter-credit-lapsed-lead"),
    };
    let mut body = Body::new(writer.say(subject)).paragraph(writer.with(lead, &with)).facts(writer.done(&facts.activity));
    if let Some(reason) = reason {
        body = body.heading(writer.say("letter-credit-reason")).paragraph(reason.as_str().to_owned());
    }
    body.button(writer.say("letter-credit-own-button"), format!("{}/me/credits", writer.desk.public_url))
}

pub(super) fn questioned(writer: &Writer<'_>, facts: &CreditFacts, word: CreditWord, reason: &Line) -> Body {
    let (subject, lead, then) = match word {
        CreditWord::Questioned => ("letter-credit-questioned-subject", "letter-credit-questioned-lead", "letter-credit-questioned-then"),
        CreditWord::Struck => ("letter-credit-struck-subject", "letter-credit-struck-lead", "letter-credit-struck-then"),
    };
    Body::new(writer.say(subject))
        .paragraph(writer.say(lead))
        .facts(writer.done(&facts.activity))
        .heading(writer.say("letter-credit-reason"))
        .paragraph(reason.as_str().to_owned())
        .paragraph(writer.say(then))
        .button(writer.say("letter-credit-own-button"), format!("{}/me/credits", writer.desk.public_url))
}

impl Writer<'_> {
    /// What was done, when and how much.
    fn done(&self, activity: &Activity) -> Facts {
        let days = match activity.from == activity.until {
            true => self.date(activity.from),
            false => self.with("letter-credit-period", &[("from", &self.date(activity.from)), ("until", &self.date(activity.until))]),
        };
        let mut facts = vec![
            (self.say("letter-credit-kind"), activity_name(self.language, self.desk.catalogue, &activity.kind)),
            (self.say("letter-credit-when"), days),
        ];
        if activity.minutes > 0 {
            facts.push((self.say("letter-credit-time"), self.spent(activity.minutes)));
        }
        if activity.count > 1 {
            facts.push((self.say("letter-credit-count"), activity.count.to_string()));
        }
        facts
    }
}
