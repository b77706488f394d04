//! Families of sentences: keys that the code puts together from a prefix and a code of the field. Their members are taken from where the codes
//! are, so a new code without a sentence is noticed.

use std::collections::BTreeSet;

use nakodo::active_list::{CheckStep, FeeUnit, Gap};
use nakodo::brokering::{Basket, EndorsementState, ReferralState, Standing, Way, WhyNobody};
use nakodo::catalogue::Catalogue;
use nakodo::complaints::{Effect, Outcome, Stage};
use nakodo::correspondence::{LetterKind, LetterState, LetterStep, OfferWish, ReplyOutcome};
use nakodo::courier::NoAnswer;
use nakodo::engagement::{Acted, Sector, TeamState};
use nakodo::events::Group;
use nakodo::full_text::{Dimension, Filter};
use nakodo::hooks::{KINDS, MessageState, TEST, WebhookState};
use nakodo::identity::Role;
use nakodo::insights::{Step, Verdict};
use nakodo::intake::{HelpRequestState, Mode, StaffBand, Urgency};
use nakodo::language::Language;
use nakodo::matching::{Change, Rule, Term};
use nakodo::offers::OfferState;
use nakodo::pools::{SeatState, SplitRule};
use nakodo::registry::{Decision, RegisterFinding};
use nakodo::values::{Sensitivity, Slot};

use crate::source::{Source, list_files, load_file};

/// Literals that follow `head` in the shipped code, e.g. `Mistake::new(`.
fn literals_after(source: &Source, head: &str) -> Vec<String> {
    let text = source.shipped().text;
    let calls = text.match_indices(head).map(|(at, _)| text[at + head.len()..].split(')').next().unwrap_or_default().to_owned());
    calls.filter_map(|call| call.split('"').nth(1).map(str::to_owned)).collect()
}

fn shipped(folder: &str) -> Vec<Source> {
    list_files(folder, "rs").into_iter().filter(|source| !source.is_test_file()).collect()
}

/// Codes in a list of a source: what stands between quotes from `head` to the next `end`.
fn listed(text: &str, head: &str, end: &str) -> Vec<String> {
    let list = text.split(head).nth(1).and_then(|rest| rest.split(end).next()).unwrap_or_default();
    let codes: Vec<String> = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(!codes.is_empty(), "{head} was found");
    codes
}

/// What the own pages of specialists say.
fn own_pages(family: &mut dyn FnMut(&str, &mut dyn Iterator<Item = String>)) {
    for prefix in ["gap", "gap-why"] {
        family(prefix, &mut Gap::ALL.iter().map(|one| one.code().to_owned()));
    }
    family("unit", &mut FeeUnit::ALL.iter().map(|one| one.code().to_owned()));
    let late = CheckStep::ALL.iter().filter(|one| **one != CheckStep::Confirmed);
    family("me-fresh", &mut late.map(|one| one.code().to_owned()));
    family("me-register", &mut RegisterFinding::ALL.iter().map(|one| one.code().replace('_', "-")));
    let catalogue = Catalogue::embedded(nakodo::clock::Clock::system().today()).expect("the catalogue is in force");
    let scopes = catalogue.consent_scopes().iter().map(|scope| scope.code.clone());
    family("consent", &mut scopes.flat_map(|code| ["short", "means", "ends"].map(|what| format!("{code}-{what}"))));
    let page = |name: &str| load_file(&format!("src/web/pages/me/{name}.rs")).text;
    for (name, prefix) in [("own", "me-done"), ("consents", "me-consent-done"), ("pause", "me-pause-done")] {
        family(prefix, &mut listed(&page(name), "const DONE: ", ";\n").into_iter());
    }
    family("me-figure", &mut listed(&page("own"), "let told = [", "];").into_iter());
    // A menu is called by its own name.
    let parts = listed(&page("parts/mod"), "pub fn code(", "pub fn find_section").into_iter().filter(|code| code != "menu");
    family("me-part", &mut parts.flat_map(|code| [code.clone(), format!("{code}-lead")]));
    family(
        "me",
        &mut listed(&page("parts/conflicts"), "const LISTS", ";\n").into_iter().flat_map(|code| [code.clone(), format!("{code}-note")]),
    );
    for source in shipped("src/web/pages/me") {
        for (at, head) in source.text.match_indices("spoken(\"") {
            let rest = &source.text[at + head.len()..];
            if let Some((prefix, list)) = rest.split_once("\", &[") {
                let is_next = !prefix.contains('"');
                let codes: Vec<String> =
                    list.split(']').next().unwrap_or_default().split('"').skip(1).step_by(2).map(str::to_owned).collect();
                family(prefix, &mut codes.into_iter().filter(|_| is_next));
            }
        }
    }
}

/// What pages about shared specialists say.
fn pools(family: &mut dyn FnMut(&str, &mut dyn Iterator<Item = String>)) {
    family("pool-split", &mut SplitRule::ALL.iter().map(|one| one.code().to_owned()));
    family("pool-seat", &mut SeatState::ALL.iter().map(|one| one.code().to_owned()));
    family("pool-state", &mut ["over", "planned", "gathering"].iter().map(|one| (*one).to_owned()));
    let steps = load_file("src/web/pages/pools/steps.rs").text;
    let steps = listed(&steps, "fn code(self)", "fn is_pressed");
    for prefix in ["pool-step", "pool-lead", "pool-sure", "pool-button"] {
        family(prefix, &mut steps.iter().cloned());
    }
    let year = load_file("src/web/pages/pools/year.rs").text;
    family("pool-done", &mut listed(&year, "const DONE: ", ";\n\n").into_iter());
    family("pool-next", &mut listed(&year, "let all = [", "];").into_iter());
    for source in shipped("src/pools") {
        let codes = source.text.split('"').skip(1).step_by(2).filter(|literal| literal.starts_with("pool-"));
        family("field", &mut codes.map(str::to_owned));
    }
}

/// What is said of recommendations.
fn endorsements(family: &mut dyn FnMut(&str, &mut dyn Iterator<Item = String>)) {
    family("endorsement-state", &mut EndorsementState::ALL.iter().map(|one| one.code().to_owned()));
    family("endorsement-own", &mut EndorsementState::ALL.iter().map(|one| one.code().to_owned()));
    for (name, prefix) in [("given", "endorsements-done"), ("own", "me-endorsements-done")] {
        let page = load_file(&format!("src/web/pages/endorsements/{name}.rs")).text;
        family(prefix, &mut listed(&page, "const DONE: ", ";\n\n").into_iter());
    }
}

/// What is said of complaints.
fn complaints(family: &mut dyn FnMut(&str, &mut dyn Iterator<Item = String>)) {
    for prefix in ["complaint-stage", "complaint-lead-own", "complaint-lead-other"] {
        family(prefix, &mut Stage::ALL.iter().map(|one| one.code().to_owned()));
    }
    for prefix in ["complaint-outcome", "console-complaint-outcome"] {
        family(prefix, &mut Outcome::ALL.iter().map(|one| one.code().to_owned()));
    }
    for prefix in ["complaint-follows", "console-complaint-effect"] {
        family(prefix, &mut Effect::ALL.iter().map(|one| one.code().to_owned()));
    }
    let page = load_file("src/web/pages/console/complaints.rs").text;
    family("console-complaint-done", &mut listed(&page, "const DONE: ", ";\n\n").into_iter());
    let page = load_file("src/web/pages/console/objections.rs").text;
    family("console-objections-done", &mut listed(&page, "const DONE: ", ";\n\n").into_iter());
    family("console-objection", &mut listed(&page, "laid.spoken(\"console-objection\", &[", "])").into_iter());
    let page = load_file("src/web/pages/me/reviews.rs").text;
    family("me-reviews-done", &mut listed(&page, "const DONE: ", ";\n\n").into_iter());
}

/// What the operator's pages say.
fn console(family: &mut dyn FnMut(&str, &mut dyn Iterator<Item = String>)) {
    let page = load_file("src/web/pages/console/mod.rs").text;
    let piles: Vec<String> = listed(&page, "fn place(", "_ =>").into_iter().filter(|code| !code.starts_with('/')).collect();
    for prefix in ["console-waits", "console-does", "console-go"] {
        family(prefix, &mut piles.iter().cloned());
    }
    family("console-step", &mut Step::ALL.iter().map(|one| one.code().to_owned()));
    for prefix in ["console-verdict", "console-means"] {
        family(prefix, &mut Verdict::ALL.iter().map(|one| one.code().to_owned()));
    }
    family("console-change", &mut Change::CODES.iter().map(|code| (*code).to_owned()));
    family("console-kind", &mut LetterKind::ALL.iter().map(|one| one.code().to_owned()));
    family("console-letter", &mut LetterState::ALL.iter().map(|one| one.code().to_owned()));
    family("console-happened", &mut LetterStep::ALL.iter().map(|one| one.code().to_owned()));
    family("console-text", &mut ["display-name", "qualification", "experience"].iter().map(|one| (*one).to_owned()));
    let done = load_file("src/web/pages/console/moderation.rs").text;
    family("console-moderation-done", &mut listed(&done, "visit.done(&[", "]").into_iter());
    family("console-group", &mut Group::ALL.iter().map(|one| one.name().to_owned()));
    let readers = load_file("src/correspondence/mod.rs").text;
    let readers = listed(readers.split("pub fn find(key: &str)").nth(1).unwrap_or_default(), "if key == ", "_ => None");
    family("console-reader", &mut readers.into_iter().filter(|code| code != ":"));
    let map = load_file("src/web/pages/console/map.rs").text;
    family("console-map", &mut listed(&map, "let heads = [", "];").into_iter());
    family("console-edition", &mut ["now", "before", "later"].iter().map(|one| (*one).to_owned()));
    let catalogue = Catalogue::embedded(nakodo::clock::Clock::system().today()).expect("the catalogue is in force");
    family("console-set", &mut catalogue.dated_sets().iter().map(|set| set.name.clone()));
}

/// Every key of every family.
pub fn members() -> Vec<String> {
    let mut keys = BTreeSet::new();
    let mut family = |prefix: &str, codes: &mut dyn Iterator<Item = String>| keys.extend(codes.map(|code| format!("{prefix}-{code}")));
    family("mode", &mut Mode::ALL.iter().map(|one| one.code().to_owned()));
    family("urgency", &mut Urgency::ALL.iter().map(|one| one.code().to_owned()));
    family("staff", &mut StaffBand::ALL.iter().map(|one| one.code().to_owned()));
    family("state", &mut HelpRequestState::ALL.iter().map(|one| one.code().to_owned()));
    family("offer-state", &mut OfferState::ALL.iter().map(|one| one.code().to_owned()));
    family("rule", &mut Rule::ALL.iter().map(|one| one.code().to_owned()));
    family("search-filter", &mut Dimension::ALL.map(Filter::By).into_iter().chain([Filter::Words]).map(|one| one.code().to_owned()));
    family("price-per", &mut FeeUnit::ALL.iter().map(|one| one.code().to_owned()));
    family("summary-budget", &mut ["below", "within", "above"].iter().map(|one| (*one).to_owned()));
    family("change", &mut Change::CODES.iter().map(|code| (*code).to_owned()));
    family("sensitivity", &mut Sensitivity::ALL.iter().map(|one| one.code().to_owned()));
    family("tongue", &mut Language::ALL.iter().map(|one| one.tag().to_owned()));
    family("wish-offers", &mut OfferWish::ALL.iter().map(|one| one.code().to_owned()));
    family("wish-kind", &mut LetterKind::OPTIONAL.iter().map(|one| one.code().to_owned()));
    for prefix in ["standing", "member-standing"] {
        family(prefix, &mut Standing::ALL.iter().map(|one| one.code().to_owned()));
    }
    for prefix in ["basket", "basket-note"] {
        family(prefix, &mut Basket::ALL.iter().map(|one| one.code().to_owned()));
    }
    family("report", &mut WhyNobody::ALL.iter().map(|one| one.code().to_owned()));
    family("report-month", &mut (1..=12).map(|month: u32| month.to_string()));
    family("track-sector", &mut Sector::ALL.iter().map(|one| one.code().to_owned()));
    let acted = || Acted::ALL.iter().map(|one| one.code().to_owned());
    family("outcome-acted", &mut acted());
    family("report-outcome", &mut acted().chain(["silent".to_owned()]));
    family("course-ending", &mut ["confirmed", "decided", "agreed", "undisputed", "silent"].iter().map(|one| (*one).to_owned()));
    for prefix in ["team-state", "team-own"] {
        family(prefix, &mut TeamState::ALL.iter().map(|one| one.code().to_owned()));
    }
    let sessions = ["planned", "held", "cancelled", "no_show_specialist", "no_show_company"];
    family("course-session", &mut sessions.iter().map(|one| (*one).to_owned()));
    family("referral-state", &mut ReferralState::ALL.iter().map(|one| one.code().to_owned()));
    family("member-said-yes", &mut Way::ALL.iter().map(|one| one.code().to_owned()));
    let done = load_file("src/web/pages/brokering/member.rs").text;
    let done = done.split("const DONE").nth(1).and_then(|rest| rest.split(';').nth(1)).unwrap_or_default();
    let done: Vec<String> = done.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(done.len() > 2, "what a clerk has done was found");
    family("member-done", &mut done.into_iter());
    for (page, prefix) in [("identity/colleagues", "colleagues-done"), ("webhooks", "hook-done")] {
        let done = load_file(&format!("src/web/pages/{page}.rs")).text;
        let lists = done.split("visit.done(&[").skip(1).filter_map(|rest| rest.split(']').next());
        let done: Vec<String> = lists.flat_map(|list| list.split('"').skip(1).step_by(2)).map(str::to_owned).collect();
        assert!(done.len() > 1, "what was done on {page} was found");
        family(prefix, &mut done.into_iter());
    }
    family("hook-kind", &mut KINDS.into_iter().chain([TEST]).map(|kind| kind.replace(['.', '_'], "-")));
    let states = [WebhookState::On, WebhookState::Off, WebhookState::Failed, WebhookState::Gone];
    family("hook-state", &mut states.iter().map(|one| one.code().to_owned()));
    let states = [MessageState::Waiting, MessageState::Arrived, MessageState::GivenUp];
    family("hook-message", &mut states.iter().map(|one| one.code().to_owned()));
    let silences = [NoAnswer::NotAllowed, NoAnswer::TooSlow, NoAnswer::Unreachable];
    family("hook-answer", &mut silences.iter().map(|one| one.code().to_owned()));
    family("finding", &mut RegisterFinding::ALL.iter().map(|one| one.code().to_owned()));
    for prefix in ["registry-proposal", "registry-outcome"] {
        family(prefix, &mut [Decision::Release, Decision::Suspend].iter().map(|one| one.code().to_owned()));
    }
    family("role", &mut Role::CODES.iter().map(|code| (*code).to_owned()));
    family("term", &mut Term::ALL.iter().map(|one| one.code().to_owned()));
    family("reason", &mut Term::ALL.iter().filter(|one| one.is_about_the_match()).map(|one| one.code().to_owned()));
    for (kind, code, _) in nakodo::web::PROBLEM_CODES {
        let _ = kind;
        family("problem", &mut [code.to_owned(), format!("{code}-detail")].into_iter());
    }
    let slots: Vec<String> = Slot::all().map(|slot| slot.to_string()).collect();
    family("weekday", &mut slots.iter().filter_map(|slot| slot.split('-').next().map(str::to_owned)));
    family("part", &mut slots.iter().filter_map(|slot| slot.split('-').nth(1).map(str::to_owned)));
    for source in shipped("src") {
        // The slots of a row, a cell or a form.
        for head in ["Mistake::new(", "FieldError::new("] {
            let codes = literals_after(&source, head);
            family("field", &mut codes.into_iter().filter(|code| !code.starts_with('/') && !code.is_empty()));
        }
    }
    family("outcome", &mut ReplyOutcome::ALL.iter().flat_map(|one| [one.code().to_owned(), format!("{}-text", one.code())]));
    for page in ["src/web/pages/offer.rs", "src/web/pages/status.rs", "src/web/pages/engagement.rs", "src/web/pages/choice.rs"] {
        let text = load_file(page).shipped().text;
        let marks =
            ["StatusCode::OK, \"", "StatusCode::CONFLICT, \"", "StatusCode::GONE, \"", "StatusCode::TOO_MANY_REQUESTS, \"", "=> Some(\""];
        for mark in marks {
            let codes = text.match_indices(mark).filter_map(|(at, _)| text[at + mark.len()..].split('"').next().map(str::to_owned));
            let codes: Vec<String> = codes.collect();
            family("outcome", &mut codes.iter().flat_map(|code| [code.clone(), format!("{code}-text")]));
        }
    }
    own_pages(&mut family);
    pools(&mut family);
    complaints(&mut family);
    endorsements(&mut family);
    console(&mut family);
    let form = load_file("templates/pages/help_request.html").text;
    let inputs = form.match_indices("name=\"/").filter_map(|(at, _)| form[at + 7..].split('"').next().map(str::to_owned));
    let inputs: Vec<String> = inputs.collect();
    family("label", &mut inputs.iter().map(|pointer| pointer.replace('/', "-")));
    assert!(Catalogue::embedded(nakodo::clock::Clock::system().today()).is_ok(), "the catalogue is in force");
    keys.into_iter().collect()
}

#[test]
fn the_families_are_found_where_their_codes_are() {
    let members = members();
    for key in
        ["field-check-digit", "problem-not-found-detail", "outcome-taken-by-other-text", "label-company-name", "weekday-sun", "part-ev"]
    {
        assert!(members.iter().any(|member| member == key), "{key}");
    }
}
