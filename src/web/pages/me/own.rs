//! The specialist's own page: how things stand, what is missing and why it helps, and the way to everything else.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;
use chrono::NaiveDate;

use crate::active_list::{CheckStep, Gap};
use crate::desk::{OwnFigures, OwnPage, confirm_own_profile, look_at_own};
use crate::intake::AT_LEAST;
use crate::web::body::Bytes;
use crate::web::pages::me::parts::Part;
use crate::web::pages::visit::AsSpecialist;
use crate::web::pages::words::Words;
use crate::wording::{say, say_with};

#[derive(Template)]
#[template(path = "pages/me.html")]
struct OwnTemplate {
    t: Words,
    page: OwnPage,
    /// How the person stands with the official register, in a sentence.
    register: String,
    stopping: Vec<(Gap, &'static str)>,
    helping: Vec<(Gap, &'static str)>,
    sections: Vec<(String, String)>,
    /// What is said of a confirmation that is late.
    fresh_note: Option<String>,
    paused_until: Option<NaiveDate>,
    figures: Vec<(String, String)>,
    /// What came of the work, in a sentence.
    outcomes: String,
    is_fresh: bool,
    done: Option<&'static str>,
    value: String,
}

/// What the page says when it comes after something that was done.
const DONE: [&str; 1] = ["confirmed"];

pub async fn show_own(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let page = look_at_own(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let language = visit.language;
    let listed = |stops: bool| page.gaps.iter().filter(move |gap| gap.stops() == stops).map(|gap| (*gap, place(*gap))).collect();
    let mut sections: Vec<(String, String)> =
        Part::SECTIONS.iter().map(|part| (part.path(), say(language, &format!("me-part-{}", part.code())))).collect();
    sections.insert(3, ("/me/menus".to_owned(), say(language, "me-part-menus")));
    sections.insert(4, ("/me/experiences".to_owned(), say(language, "me-part-experiences")));
    let shown = OwnTemplate {
        t: visit.words(),
        register: register(&visit.words(), &page),
        stopping: listed(true),
        helping: listed(false),
        sections,
        fresh_note: Some(page.check_step)
            .filter(|step| *step != CheckStep::Confirmed)
            .map(|step| say(language, &format!("me-fresh-{}", step.code()))),
        paused_until: page.view.pauses.on(visit.desk().clock.today()).all,
        figures: figures(&visit.words(), &page),
        outcomes: outcomes(&visit.words(), &page),
        is_fresh: page.view.specialist.last_confirmed >= visit.desk().clock.today() && page.check_step == CheckStep::Confirmed,
        done: visit.done(&DONE),
        value: visit.value(),
        page,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

/// "Still right": the same as behind the letter's link.
pub async fn post_own_check(AsSpecialist(visit, id): AsSpecialist, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    confirm_own_profile(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/me", "confirmed"))
}

/// Where something that is missing is filled in.
fn place(gap: Gap) -> &'static str {
    match gap {
        Gap::Consent => "/me/consents",
        Gap::Registration | Gap::Hidden | Gap::Qualifications => "/me/profile/person",
        Gap::Permission => "/me/profile/side-job",
        Gap::Menus => "/me/menus",
        Gap::Slots | Gap::Hours | Gap::Room => "/me/profile/availability",
        Gap::Fields => "/me/profile/fields",
        Gap::Experience => "/me/experiences",
        Gap::Neutrality => "/me/profile/neutrality",
    }
}

fn figures(t: &Words, page: &OwnPage) -> Vec<(String, String)> {
    let OwnFigures { offers, open, answered, won } = page.figures;
    let told = [("offers", offers), ("open", open), ("answered", answered), ("won", won)];
    let figures = told.into_iter().map(|(code, count)| (t.say_of("me-figure", code), t.say1("me-figure-count", "count", count)));
    let shown = [("me-figure-listed", page.shown.listed), ("me-figure-viewed", page.shown.viewed)];
    figures.chain(shown.map(|(key, count)| (t.say(key), t.say1("me-figure-times", "count", count)))).collect()
}

fn outcomes(t: &Words, page: &OwnPage) -> String {
    let Some(count) = &page.outcomes else { return t.say1("me-outcome-few", "count", AT_LEAST) };
    let [done, partly, _] = count.acted.map(|count| count.to_string());
    t.say3("me-outcome-line", &("answers", &count.answers().to_string()), &("done", &done), &("partly", &partly))
}

fn register(t: &Words, page: &OwnPage) -> String {
    let standing = &page.view.standing;
    let day = |day: &NaiveDate| t.date(day);
    match (standing.finding, standing.as_of.as_ref(), page.register_as_of.as_ref()) {
        (Some(finding), Some(as_of), _) => {
            say_with(t.0, &format!("me-register-{}", finding.code().replace('_', "-")), &[("date", &day(as_of))])
        }
        (_, _, Some(last)) => say_with(t.0, "me-register-next", &[("date", &day(last))]),
        _ => say(t.0, "me-register-none"),
    }
}
