//! The statement of terms (取引条件の明示): the terms that hold as a draft of what whoever orders from a freelancer has to give, and what they leave unsaid.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::web::State;
use crate::web::pages::course::sheet::facts;
use crate::web::pages::course::{open, reader_word, sheet, team};
use crate::web::pages::ok;
use crate::web::pages::words::Words;
use crate::web::problem::Kind;
use crate::web::reader::{Asked, refuse};

#[derive(Template)]
#[template(path = "pages/course_statement.html")]
struct StatementPage {
    t: Words,
    token: String,
    parties: Vec<(String, String)>,
    facts: Vec<(String, String)>,
    /// Whether the law on freelancers may want it.
    freelance: bool,
    /// What that law wants said and the terms do not say.
    unsaid: Vec<String>,
    hint: Option<String>,
    law: (String, String),
}

/// The terms that hold, as a draft of the statement that whoever orders from a freelancer has to give.
pub async fn show_statement(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (secret, view, language) = open(&request, &state, asked, &token).await?;
    let version = view.course.agreed().ok_or_else(|| refuse(&request, Kind::NotFound))?;
    let rules = state.desk.catalogue.engagement();
    let (t, law) = (Words(language), &rules.law);
    let agreed_at = version.agreed_at.map(|at| t.moment(&at)).unwrap_or_default();
    let parties = [
        (t.say("course-statement-orders"), view.company.clone().unwrap_or_default()),
        (t.say("course-statement-does"), view.specialist.clone().unwrap_or_default()),
        (t.say("course-statement-date"), agreed_at),
    ];
    let shown = StatementPage {
        token: secret.reveal(),
        parties: parties.into_iter().collect(),
        facts: facts(&state.desk.catalogue, language, &version.sheet)
            .into_iter()
            .chain(team::line(&state.desk.catalogue, language, &version.sheet, &view.team))
            .collect(),
        freelance: sheet::is_freelance(&state.desk.catalogue, &version.sheet),
        unsaid: sheet::unsaid(language, &version.sheet),
        hint: sheet::hint(&state.desk.catalogue, language, &version.sheet),
        law: (reader_word(language, law), law.url.clone()),
        t,
    };
    Ok(ok(language, &shown))
}
