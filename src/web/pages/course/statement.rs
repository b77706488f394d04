//! The statement of terms (取引条件の明示): the terms that hold as a draft of what whoever orders from a freelancer has to give, and what they leave unsaid.

use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::web::pages::course::sheet::facts;
use crate::web::pages::course::{open, reader_word, sheet, team};
use crate::web::pages::linked::Linked;
use crate::web::pages::ok;
use crate::web::pages::words::Words;

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
pub async fn show_statement(linked: Linked) -> Result<HttpResponse, Error> {
    let (view, language) = open(&linked).await?;
    let version = view.course.agreed().ok_or_else(|| linked.missing())?;
    let (t, catalogue) = (Words(language), &linked.desk().catalogue);
    let law = &catalogue.engagement().law;
    let agreed_at = version.agreed_at.map(|at| t.moment(&at)).unwrap_or_default();
    let parties = [
        (t.say("course-statement-orders"), view.company.clone().unwrap_or_default()),
        (t.say("course-statement-does"), view.specialist.clone().unwrap_or_default()),
        (t.say("course-statement-date"), agreed_at),
    ];
    let shown = StatementPage {
        token: linked.token.reveal(),
        parties: parties.into_iter().collect(),
        facts: facts(catalogue, language, &version.sheet)
            .into_iter()
            .chain(team::line(catalogue, language, &version.sheet, &view.team))
            .collect(),
        freelance: sheet::is_freelance(catalogue, &version.sheet),
        unsaid: sheet::unsaid(language, &version.sheet),
        hint: sheet::hint(catalogue, language, &version.sheet),
        law: (reader_word(language, law), law.url.clone()),
        t,
    };
    Ok(ok(language, &shown))
}
