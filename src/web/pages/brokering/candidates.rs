//! Who could be asked about a help request of the organisation, in which order and why; what would bring more people; and one person: why not, or asking
//! them now.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::desk::{
    HelpRequestView, HitView, Refusal, SearchForm, WhyNot, ask_by_name, explain_absence, list_candidates, search_active_list,
    suggest_relaxations, view_help_request,
};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::intake::HelpRequestState;
use crate::language::Language;
use crate::matching::Explanation;
use crate::web::body::Bytes;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::web::telling::{Teller, endorsed_words, strongest, track_words};
use crate::wording::{say, say_with, team_wishes, yen};

/// How many stand on the page, and how many a search finds: the page stays small.
const SHOWN: usize = 10;
/// More sets of changes than that help nobody to decide.
const CHANGES: usize = 5;

/// One term of a score, as a bar with its figure beside it.
struct Bar {
    name: String,
    /// None where nothing is known.
    percent: Option<u8>,
    weight: u8,
}

struct Row {
    id: SpecialistId,
    name: String,
    because: String,
    /// From where the work would be done, and what it would cost at least.
    facts: String,
    /// What was closed with confirmed hours.
    track: String,
    /// Who recommends the person, each in a sentence.
    endorsed: Vec<String>,
    bars: Vec<Bar>,
}

#[derive(Template)]
#[template(path = "pages/candidates.html")]
struct CandidatesPage {
    t: Words,
    view: HelpRequestView,
    is_open: bool,
    wishes: Vec<String>,
    rows: Vec<Row>,
    /// A rule in words, and how many people it keeps out.
    kept_out: Vec<(String, usize)>,
    /// Changes in words, and how many people could be asked then.
    relaxations: Vec<(String, Vec<String>, usize)>,
    /// How many a wave would ask.
    wanted: usize,
    /// What was looked for, and who was found by it.
    q: String,
    found: Vec<HitView>,
}

#[derive(Template)]
#[template(path = "pages/candidate.html")]
struct CandidatePage {
    t: Words,
    id: HelpRequestId,
    company: String,
    name: String,
    specialist: SpecialistId,
    asked_before: bool,
    /// Of each rule that fails: the rule, what the person has, what is asked.
    failing: Vec<(String, String, String)>,
    /// Who recommends the person, each in a sentence.
    endorsed: Vec<String>,
    /// Whether a button asks the person now.
    may_be_asked: bool,
    /// Why a press did not ask anybody.
    mistake: Option<String>,
    value: String,
}

#[derive(Debug, Deserialize)]
pub struct Search {
    q: Option<String>,
}

fn whole_percent(share: f32) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

/// What is about the match, in the order of weight; how somebody has done so far is their own business before one.
fn bars(language: Language, explanation: &Explanation) -> Vec<Bar> {
    let mut terms: Vec<_> = explanation.terms.iter().filter(|one| one.term.is_about_the_match() && one.weight > 0.0).collect();
    terms.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    let bar = |one: &crate::matching::TermScore| Bar {
        name: say(language, &format!("term-{}", one.term.code())),
        percent: one.value.map(whole_percent),
        weight: whole_percent(one.weight),
    };
    terms.into_iter().map(bar).collect()
}

fn facts(language: Language, explanation: &Explanation) -> String {
    let place = say(language, if explanation.comes_over { "candidate-comes" } else { "candidate-from-afar" });
    let fee = explanation.estimated_fee_yen.map(|amount| say_with(language, "candidate-fee", &[("yen", &yen(language, amount))]));
    [Some(place), fee].into_iter().flatten().collect::<Vec<_>>().join(if language.is_japanese() { "。" } else { ". " })
}

/// Whether asking somebody is of any use.
fn is_open(view: &HelpRequestView) -> bool {
    matches!(view.state, HelpRequestState::Open | HelpRequestState::Unmatched)
}

pub async fn show_candidates(AsClerk(visit): AsClerk, id: web::Path<String>, asked: web::Query<Search>) -> Result<HttpResponse, Error> {
    let id: HelpRequestId = visit.id(&id)?;
    let refused = |refusal| visit.refused(refusal);
    let (desk, language) = (visit.desk(), visit.language);
    let view = view_help_request(desk, id, visit.role).await.map_err(refused)?;
    let found = list_candidates(desk, id, visit.role, SHOWN).await.map_err(refused)?;
    let more = suggest_relaxations(desk, id, visit.role).await.map_err(refused)?;
    let q = asked.into_inner().q.unwrap_or_default();
    let form = SearchForm { words: q.clone(), limit: Some(SHOWN.to_string()), ..SearchForm::default() };
    let hits = if q.trim().is_empty() { Vec::new() } else { search_active_list(desk, &form).await.map_err(refused)?.hits };
    let teller = Teller { language, catalogue: &desk.catalogue };
    let row = |one: crate::desk::CandidateView| Row {
        id: one.specialist,
        name: one.display_name,
        because: strongest(language, &one.explanation),
        facts: facts(language, &one.explanation),
        track: track_words(language, &one.track),
        endorsed: endorsed_words(language, &desk.catalogue, &one.endorsed_by),
        bars: bars(language, &one.explanation),
    };
    let mut kept_out: Vec<_> = found.kept_out.into_iter().filter(|one| one.people > 0).collect();
    kept_out.sort_by_key(|one| std::cmp::Reverse(one.people));
    let shown = CandidatesPage {
        t: visit.words(),
        is_open: is_open(&view),
        wishes: team_wishes(language, &desk.catalogue, &view.help_request.need.team_wishes),
        rows: found.candidates.into_iter().map(row).collect(),
        kept_out: kept_out.into_iter().map(|one| (teller.rule(one.rule), one.people)).collect(),
        relaxations: more.relaxations.iter().take(CHANGES).map(|one| teller.relaxation(one)).collect(),
        wanted: more.wanted,
        view,
        q,
        found: hits,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

pub async fn show_candidate(AsClerk(visit): AsClerk, place: web::Path<(String, String)>) -> Result<HttpResponse, Error> {
    one(&visit, &place, StatusCode::OK, None).await
}

/// Asks the person now, if that still can be done.
pub async fn post_candidate(AsClerk(visit): AsClerk, place: web::Path<(String, String)>, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    let (id, specialist): (HelpRequestId, SpecialistId) = (visit.id(&place.0)?, visit.id(&place.1)?);
    match ask_by_name(visit.desk(), visit.role, id, specialist).await {
        Ok(_) => Ok(visit.see(&format!("/queue/{id}"), "asked-by-name")),
        Err(refusal @ (Refusal::KeptOut | Refusal::CompanyChooses | Refusal::HelpRequestEnded | Refusal::ConsentMissing)) => {
            let mistake = Problem::of(refusal, visit.language).detail();
            one(&visit, &place, StatusCode::CONFLICT, Some(mistake)).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn one(visit: &Visit, place: &(String, String), status: StatusCode, mistake: Option<String>) -> Result<HttpResponse, Error> {
    let (id, specialist): (HelpRequestId, SpecialistId) = (visit.id(&place.0)?, visit.id(&place.1)?);
    let view = view_help_request(visit.desk(), id, visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    let found = explain_absence(visit.desk(), id, specialist, visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    let WhyNot { display_name, asked_before, findings, endorsed_by, .. } = found;
    let teller = Teller { language: visit.language, catalogue: &visit.desk().catalogue };
    let told = findings.iter().map(|one| (teller.rule(one.rule), teller.side(&one.person), teller.side(&one.asked)));
    let shown = CandidatePage {
        t: visit.words(),
        id,
        company: view.help_request.company.name.as_str().to_owned(),
        name: display_name,
        specialist,
        asked_before,
        failing: told.collect(),
        endorsed: endorsed_words(visit.language, &visit.desk().catalogue, &endorsed_by),
        may_be_asked: is_open(&view) && !asked_before && findings.is_empty() && mistake.is_none(),
        mistake,
        value: visit.value(),
    };
    Ok(visit.shown(status, &shown))
}
