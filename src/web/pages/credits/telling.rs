//! Activities, amounts and reasons in a reader's words.

use crate::catalogue::{ActivityFact, Catalogue};
use crate::credits::{Activity, Amount, ApproverRole, AuthorRole, ClaimState, Cut, CutBy, Draw, ForWhom, RuleSet};
use crate::desk::ClaimView;
use crate::language::Language;
use crate::web::pages::words::Words;
use crate::wording::{activity_name, say, say_with, spent};

/// What an activity is, as facts about which rules ask.
pub fn facts(t: &Words, catalogue: &Catalogue, activity: &Activity) -> Vec<(String, String)> {
    let mut told = vec![(t.say("credit-kind"), activity_name(t.0, catalogue, &activity.kind)), (t.say("credit-when"), days(t, activity))];
    let asks = |fact| catalogue.activities().kind(&activity.kind).is_some_and(|kind| kind.asks(fact));
    if activity.minutes > 0 {
        told.push((t.say("credit-time"), spent(t.0, activity.minutes)));
    }
    if asks(ActivityFact::Count) {
        told.push((t.say("credit-count"), activity.count.to_string()));
    }
    if asks(ActivityFact::Days) {
        told.push((t.say("credit-days"), activity.days.to_string()));
    }
    if let Some(author) = activity.author {
        told.push((t.say("credit-author"), t.say(author_key(author))));
    }
    if asks(ActivityFact::People) {
        told.push((t.say("credit-people"), activity.people.to_string()));
    }
    if asks(ActivityFact::ForWhom) {
        told.push((t.say("credit-for-whom"), t.say(for_whom_key(activity.for_whom))));
    }
    if asks(ActivityFact::Paid) {
        told.push((t.say("credit-paid"), t.say(if activity.is_paid { "credit-paid-yes" } else { "credit-paid-no" })));
    }
    told.push((t.say("credit-related"), t.say(if activity.is_related { "credit-related-yes" } else { "credit-related-no" })));
    told
}

/// When and how much, in one line.
pub fn line(t: &Words, activity: &Activity) -> String {
    match activity.minutes {
        0 => days(t, activity),
        minutes => format!("{} · {}", days(t, activity), spent(t.0, minutes)),
    }
}

fn days(t: &Words, activity: &Activity) -> String {
    match activity.from == activity.until {
        true => t.date(&activity.from),
        false => t.say2("credit-period", &("from", &t.date(&activity.from)), &("until", &t.date(&activity.until))),
    }
}

pub fn author_key(author: AuthorRole) -> &'static str {
    match author {
        AuthorRole::Sole => "credit-author-sole",
        AuthorRole::Joint => "credit-author-joint",
        AuthorRole::Editor => "credit-author-editor",
    }
}

pub fn for_whom_key(whom: ForWhom) -> &'static str {
    match whom {
        ForWhom::Employer => "credit-for-employer",
        ForWhom::Customer => "credit-for-customer",
        ForWhom::Others => "credit-for-others",
    }
}

/// As what somebody approved it.
pub fn approved(t: &Words, approved_as: &str) -> String {
    let key = match approved_as {
        "supervisor" => "credit-by-supervisor",
        "client" => "credit-by-client",
        "broker" => "credit-by-broker",
        _ => "credit-by-company",
    };
    t.say(key)
}

/// As what somebody is asked.
pub fn role(t: &Words, role: ApproverRole) -> String {
    t.say(match role {
        ApproverRole::Supervisor => "credit-role-supervisor",
        ApproverRole::Client => "credit-role-client",
        ApproverRole::Broker => "credit-role-broker",
    })
}

/// How a claim stands, in a few words.
pub fn state(t: &Words, claim: &ClaimView) -> String {
    let name = claim.approver.as_ref().map(|(name, _)| name.as_str()).unwrap_or_default();
    match (claim.state, claim.draw) {
        (ClaimState::Waiting, _) => t.say2("credit-is-waiting", &("name", name), &("until", &t.moment(&claim.ends_at))),
        (ClaimState::Entered, Some(Draw::Questioned)) => t.say("credit-is-questioned"),
        (ClaimState::Entered, _) => approved(t, claim.approved_as),
        (ClaimState::Declined, _) => t.say1("credit-is-declined", "name", name),
        (ClaimState::Lapsed, _) => t.say1("credit-is-lapsed", "name", name),
        (ClaimState::Dropped, _) => t.say("credit-is-dropped"),
        (ClaimState::TakenBack, _) => t.say("credit-is-taken-back"),
        (ClaimState::Struck, _) => t.say("credit-is-struck"),
    }
}

/// So many of a pot's unit.
pub fn amount(t: &Words, unit: &str, amount: Amount) -> String {
    match unit {
        "hour" => t.say1("credit-unit-hour", "amount", amount),
        "course" => t.say1("credit-unit-course", "amount", amount),
        _ => t.say1("credit-unit-credit", "amount", amount),
    }
}

/// The name of a pot.
pub fn pot_name(language: Language, rules: &RuleSet, code: &str) -> String {
    let named = rules.pot(code).map(|pot| if language.is_japanese() { &pot.ja } else { &pot.en });
    named.cloned().unwrap_or_default()
}

/// Why some of it did not count.
pub fn reason(language: Language, rules: &RuleSet, cut: &Cut) -> String {
    let key = match &cut.by {
        CutBy::NoValue => "credit-cut-no-value",
        CutBy::Paid => "credit-cut-paid",
        CutBy::ForEmployerOrCustomer => "credit-cut-for-employer",
        CutBy::GroupTooLarge => "credit-cut-group",
        CutBy::Unrelated => "credit-cut-unrelated",
        CutBy::OutsideCycle => "credit-cut-outside",
        CutBy::Late => "credit-cut-late",
        CutBy::Each => "credit-cut-each",
        CutBy::PerActivity => {
            let most = rules.per_activity.unwrap_or_default().to_string();
            return say_with(language, "credit-cut-per-activity", &[("most", &most)]);
        }
        CutBy::Most(code) => {
            let most = rules.pot(code).and_then(|pot| pot.most).unwrap_or_default().to_string();
            return say_with(language, "credit-cut-most", &[("most", &most), ("pot", &pot_name(language, rules, code))]);
        }
    };
    say(language, key)
}
