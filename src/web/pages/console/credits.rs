//! Entries of ledgers that were drawn: an auditor looks at the evidence and says that it is in order, or asks about it; an operator can strike an entry. This
//! is the one thing that an auditor writes: who looks after others must be able to say that they did.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::credits::{ClaimState, Draw};
use crate::desk::{DrawForm, DrawView, Refusal, list_draws, mark_seen, question_entry, strike_entry, view_draw};
use crate::identity::Scope;
use crate::ids::ClaimId;
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::console::{mistake_at, mistakes};
use crate::web::pages::credits::{activity_facts, activity_line, approved};
use crate::web::pages::visit::{AsOperator, Visit};
use crate::web::pages::words::Words;
use crate::wording::activity_name;

/// Entries on one page: it stays below 20 kB.
const SHOWN: usize = 40;

struct Line {
    place: String,
    name: String,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/console_credits.html")]
struct ListPage {
    t: Words,
    here: &'static str,
    waiting: Vec<Line>,
    seen: Vec<Line>,
    rate: String,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/console_credit.html")]
struct DrawPage {
    t: Words,
    here: &'static str,
    entry: DrawView,
    facts: Vec<(String, String)>,
    standing: String,
    /// Whether it can still be asked about or struck.
    counts: bool,
    is_seen: bool,
    strikes: bool,
    typed: String,
    mistakes: Vec<(String, String)>,
    value: String,
}

impl DrawPage {
    fn error(&self, at: &str) -> Option<&str> {
        mistake_at(&self.mistakes, at)
    }
}

fn standing(t: &Words, entry: &DrawView) -> String {
    t.say(match (entry.state, entry.draw) {
        (ClaimState::Struck, _) => "console-credit-struck",
        (ClaimState::TakenBack, _) => "console-credit-taken-back",
        (_, Some(Draw::Questioned)) => "console-credit-questioned",
        (_, Some(Draw::Seen)) => "console-credit-seen",
        _ => "console-credit-drawn",
    })
}

pub async fn show_draws(AsOperator(visit): AsOperator) -> Result<HttpResponse, Error> {
    let drawn = list_draws(visit.desk(), SHOWN).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, catalogue) = (visit.words(), &visit.desk().catalogue);
    let line = |entry: &DrawView| Line {
        place: format!("/console/credits/{}", entry.id),
        name: format!("{} · {}", activity_name(t.0, catalogue, &entry.activity.kind), entry.display_name),
        note: format!("{} · {}", activity_line(&t, &entry.activity), standing(&t, entry)),
    };
    let (waiting, seen): (Vec<&DrawView>, Vec<&DrawView>) = drawn.iter().partition(|entry| entry.draw == Some(Draw::Drawn));
    let done = visit.done(&["seen", "questioned", "struck"]).map(|what| {
        let key = match what {
            "seen" => "console-credit-done-seen",
            "questioned" => "console-credit-done-questioned",
            _ => "console-credit-done-struck",
        };
        t.say(key)
    });
    let rate = t.say1("console-credits-rate", "rate", f64::from(catalogue.activities().audit_per_mille) / 10.0);
    let shown = ListPage {
        t,
        here: "credits",
        waiting: waiting.into_iter().map(line).collect(),
        seen: seen.into_iter().map(line).collect(),
        rate,
        done,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

pub async fn show_draw(AsOperator(visit): AsOperator, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    shown(&visit, id, StatusCode::OK, String::new(), &[]).await
}

async fn shown(visit: &Visit, id: ClaimId, status: StatusCode, typed: String, errors: &[FieldError]) -> Result<HttpResponse, Error> {
    let entry = view_draw(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let t = visit.words();
    let mut facts = activity_facts(&t, &visit.desk().catalogue, &entry.activity);
    facts.push((
        t.say("console-credit-approver"),
        match &entry.approver {
            Some((name, _)) => format!("{name} ({})", approved(&t, entry.approved_as)),
            None => approved(&t, entry.approved_as),
        },
    ));
    facts.extend(entry.entered_at.map(|at| (t.say("console-credit-entered"), t.moment(&at))));
    let template = DrawPage {
        t,
        here: "credits",
        standing: standing(&t, &entry),
        counts: entry.state == ClaimState::Entered,
        is_seen: entry.draw == Some(Draw::Seen),
        strikes: visit.role.may(Scope::SpecialistsWrite),
        facts,
        entry,
        typed,
        mistakes: mistakes(visit.language, errors),
        value: visit.value(),
    };
    Ok(visit.shown(status, &template))
}

pub async fn post_draw_seen(AsOperator(visit): AsOperator, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    mark_seen(visit.desk(), visit.id(&id)?).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/console/credits", "seen"))
}

pub async fn post_draw_question(AsOperator(visit): AsOperator, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let (id, reason) = (visit.id(&id)?, visit.pressed(&body)?.text("reason").to_owned());
    settled(&visit, id, reason, false).await
}

pub async fn post_draw_struck(AsOperator(visit): AsOperator, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    visit.must_have(Scope::SpecialistsWrite)?;
    let (id, reason) = (visit.id(&id)?, visit.pressed(&body)?.text("reason").to_owned());
    settled(&visit, id, reason, true).await
}

async fn settled(visit: &Visit, id: ClaimId, reason: String, strikes: bool) -> Result<HttpResponse, Error> {
    let form = DrawForm { reason: reason.clone() };
    let done = if strikes { strike_entry(visit.desk(), id, form).await } else { question_entry(visit.desk(), id, form).await };
    match done {
        Ok(()) => Ok(visit.see("/console/credits", if strikes { "struck" } else { "questioned" })),
        Err(Refusal::Fields(errors)) => shown(visit, id, StatusCode::UNPROCESSABLE_ENTITY, reason, &errors).await,
        Err(refusal) => Err(visit.refused(refusal)),
    }
}
