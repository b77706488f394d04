//! The team as both sides of an engagement see it, and the form with which who leads asks somebody.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::desk::{
    HitView, Refusal, SearchForm, SeatView, Suggestion, TeamPage, invite_to_team, look_at_listed, look_at_team, search_active_list,
    suggest_for_team, take_out,
};
use crate::engagement::{PartingForm, SeatForm, Side};
use crate::ids::{SeatId, SpecialistId};
use crate::language::Language;
use crate::report::FieldError;
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::linked::Linked;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::page;
use crate::web::pages::pressed::again;
use crate::web::pages::team::{facts, nobody};
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::{prefecture_name, say};

/// How many people a search shows.
const SHOWN: usize = 20;

/// A seat in words.
struct SeatLine {
    id: SeatId,
    name: String,
    state: String,
    facts: Vec<(String, String)>,
    ends_at: Option<String>,
    can_end: bool,
    /// What was typed into its form, and what is wrong with it.
    reason: String,
    mistake: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/team.html")]
struct TeamTemplate {
    t: Words,
    token: String,
    leads: bool,
    seats: Vec<SeatLine>,
    can_invite: bool,
    must_propose: bool,
    has_terms: bool,
    q: String,
    searched: bool,
    /// Each with where they are; without those who were asked already.
    found: Vec<(HitView, String)>,
    /// Whom matching would ask, each with where they are and why; none where somebody was looked for.
    suggested: Vec<(Suggestion, String, String)>,
    value: String,
    done: Option<&'static str>,
    again: Option<String>,
}

/// What the page says besides how things stand.
#[derive(Default)]
pub(super) struct Said {
    pub done: Option<&'static str>,
    pub again: Option<String>,
    /// A form that comes again: of which seat, what was typed, and what is wrong.
    pub typed: Option<(SeatId, String, String)>,
}

#[derive(Debug, Deserialize)]
pub struct Search {
    q: Option<String>,
}

pub async fn show_team(linked: Linked, search: web::Query<Search>) -> Result<HttpResponse, Error> {
    shown(&linked, (StatusCode::OK, Said::default()), search.into_inner().q).await
}

/// Ends somebody's seat.
pub async fn post_team_end(linked: Linked, path: web::Path<(String, String)>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: SeatId = path.1.parse().map_err(|_| linked.missing())?;
    let pressed = linked.pressed(&body);
    let reason = pressed.text("reason").to_owned();
    let form = PartingForm { reason: reason.clone() };
    let came = match take_out(linked.desk(), pressed.press(linked.token.clone()), id, form).await {
        Ok(()) => (StatusCode::OK, Said { done: Some("team-done-out"), ..Said::default() }),
        Err(Refusal::Fields(errors)) => {
            let mistake = errors.first().map(|error| field_sentence(error, linked.language())).unwrap_or_default();
            (StatusCode::UNPROCESSABLE_ENTITY, Said { typed: Some((id, reason, mistake)), ..Said::default() })
        }
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = linked.again(stale);
            (status, Said { again: Some(sentence), typed: Some((id, reason, String::new())), ..Said::default() })
        }
        Err(Refusal::ChangedMeanwhile) => changed_meanwhile(linked.language()),
        Err(refusal) => return Err(linked.refused(refusal)),
    };
    shown(&linked, came, None).await
}

/// The page as it stands by now, with a word that it is not what was pressed on.
pub(super) fn changed_meanwhile(language: Language) -> (StatusCode, Said) {
    (StatusCode::CONFLICT, Said { again: Some(say(language, "course-changed-meanwhile")), ..Said::default() })
}

pub(super) async fn look(linked: &Linked) -> Result<TeamPage, Error> {
    look_at_team(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))
}

pub(super) async fn shown(linked: &Linked, (status, said): (StatusCode, Said), q: Option<String>) -> Result<HttpResponse, Error> {
    let view = look(linked).await?;
    let language = linked.language_of(view.language);
    let (t, catalogue) = (Words(language), &linked.desk().catalogue);
    let searched = q.is_some() && view.can_invite;
    let mut found = Vec::new();
    if searched {
        let form = SearchForm { words: q.clone().unwrap_or_default(), limit: Some(SHOWN.to_string()), ..SearchForm::default() };
        let hits = search_active_list(linked.desk(), &form).await.map_err(|refusal| linked.refused(refusal))?.hits;
        let hits = hits.into_iter().filter(|hit| view.seats.iter().all(|seat| seat.specialist != Some(hit.specialist)));
        found.extend(hits.map(|hit| {
            let place = prefecture_name(language, catalogue, &hit.base.prefecture);
            (hit, place)
        }));
    }
    let mut suggested = Vec::new();
    if view.can_invite && !searched {
        let people = suggest_for_team(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))?;
        suggested.extend(people.into_iter().map(|one| {
            let comes = one.comes.then(|| t.say("team-reason-comes"));
            let why: Vec<String> = comes.into_iter().chain(one.reasons.iter().map(|term| t.say_of("reason", term.code()))).collect();
            let place = prefecture_name(language, catalogue, &one.prefecture);
            (one, place, why.join(&t.say("letter-joiner")))
        }));
    }
    let line = |seat: &SeatView| {
        let typed = said.typed.as_ref().filter(|(id, ..)| *id == seat.id);
        SeatLine {
            id: seat.id,
            name: seat.name.clone().unwrap_or_else(|| nobody(&t, seat)),
            state: t.say_of("team-state", seat.words.state.code()),
            facts: facts(catalogue, language, &seat.words),
            ends_at: seat.ends_at.map(|at| t.moment(&at)),
            can_end: seat.can_end,
            reason: typed.map(|(_, reason, _)| reason.clone()).unwrap_or_default(),
            mistake: typed.map(|(.., mistake)| mistake.clone()).filter(|mistake| !mistake.is_empty()),
        }
    };
    let template = TeamTemplate {
        t,
        leads: view.side == Side::Specialist,
        seats: view.seats.iter().map(line).collect(),
        can_invite: view.can_invite,
        must_propose: view.must_propose,
        has_terms: view.has_terms,
        q: q.unwrap_or_default(),
        searched,
        found,
        suggested,
        value: linked.value(Action::Work),
        token: linked.token.reveal(),
        done: said.done,
        again: said.again,
    };
    Ok(page(status, language, &template))
}

#[derive(Template)]
#[template(path = "pages/team_member_form.html")]
struct MemberForm {
    t: Words,
    token: String,
    specialist: SpecialistId,
    name: String,
    value: String,
    inputs: Vec<Input>,
    mistakes: Vec<(String, String, String)>,
    again: Option<String>,
}

fn lay(inputs: &mut Inputs<'_>) {
    lay_seat(inputs, false);
}

/// Role and shares of somebody of the list, or from outside.
pub(super) fn lay_seat(inputs: &mut Inputs<'_>, outside: bool) {
    let roles = inputs.catalogue.team().roles_for(outside);
    let named = roles.map(|role| (role.code.clone(), inputs.name_of(role))).collect::<Vec<_>>();
    inputs.choice("/role", "team-role", named);
    inputs.number("/hours_percent", "team-input-hours");
    inputs.note("team-input-hours-note");
    inputs.number("/fee_percent", "team-input-fee");
    inputs.note("team-input-fee-note");
    inputs.area("/why", "team-input-why");
    inputs.note("team-input-why-note");
}

/// The form with which somebody is asked.
pub async fn show_team_member(linked: Linked, path: web::Path<(String, String)>) -> Result<HttpResponse, Error> {
    let view = look(&linked).await?;
    let typed = Typed::of_texts([("/role", "junior".to_owned()), ("/hours_percent", "100".to_owned()), ("/fee_percent", "0".to_owned())]);
    let hit = listed(&linked, &view, &path.1).await?;
    Ok(member_form(&linked, view.language, &hit, &typed, (StatusCode::OK, &[], None)))
}

/// Whom the form is about: only somebody who agreed to be found can be asked by a stranger.
async fn listed(linked: &Linked, view: &TeamPage, specialist: &str) -> Result<(SpecialistId, String), Error> {
    let id: SpecialistId = specialist.parse().map_err(|_| linked.missing())?;
    if view.side != Side::Specialist {
        return Err(linked.missing());
    }
    let found = look_at_listed(linked.desk(), id).await.map_err(|refusal| linked.refused(refusal))?;
    Ok((id, found.shown.display_name.as_str().to_owned()))
}

pub async fn post_team_member(linked: Linked, path: web::Path<(String, String)>, body: Bytes) -> Result<HttpResponse, Error> {
    let view = look(&linked).await?;
    let language = linked.language_of(view.language);
    let hit = listed(&linked, &view, &path.1).await?;
    let typed = Typed::read(&body);
    let text = |name: &str| typed.text(name).to_owned();
    let form =
        SeatForm { role: text("/role"), hours_percent: text("/hours_percent"), fee_percent: text("/fee_percent"), why: text("/why") };
    match invite_to_team(linked.desk(), linked.press(&body), hit.0, form).await {
        Ok(_) => shown(&linked, (StatusCode::OK, Said { done: Some("team-done-asked"), ..Said::default() }), None).await,
        Err(Refusal::Fields(errors)) => {
            Ok(member_form(&linked, view.language, &hit, &typed, (StatusCode::UNPROCESSABLE_ENTITY, errors.as_slice(), None)))
        }
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            Ok(member_form(&linked, view.language, &hit, &typed, (status, &[], Some(sentence))))
        }
        Err(Refusal::ChangedMeanwhile) => shown(&linked, changed_meanwhile(language), None).await,
        Err(refusal) => Err(linked.refused(refusal)),
    }
}

fn member_form(
    linked: &Linked,
    on_record: Language,
    (specialist, name): &(SpecialistId, String),
    typed: &Typed,
    (status, errors, again): (StatusCode, &[FieldError], Option<String>),
) -> HttpResponse {
    let language = linked.language_of(on_record);
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut laid = Inputs { language, catalogue: &linked.desk().catalogue, typed, errors: &errors, inputs: Vec::new() };
    lay(&mut laid);
    let inputs = laid.inputs;
    let t = Words(language);
    let named = |(at, sentence): &(String, String)| match inputs.iter().find(|input| *at == input.name) {
        Some(input) => (input.name.clone(), input.label.clone(), sentence.clone()),
        None => (String::new(), t.say("team-person"), sentence.clone()),
    };
    let shown = MemberForm {
        mistakes: errors.iter().map(named).collect(),
        t,
        token: linked.token.reveal(),
        specialist: *specialist,
        name: name.clone(),
        value: linked.value(Action::Work),
        inputs,
        again,
    };
    page(status, language, &shown)
}
