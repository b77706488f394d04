//! "How you will be found": the profile as others see it, and the sample help requests for which it comes up or does not, with the reasons of matching.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::catalogue::Named;
use crate::desk::{SampleView, preview_profile};
use crate::web::pages::profile::ProfileWords;
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::telling::{Teller, because};

/// One sample in words.
struct Tried {
    name: String,
    comes_up: bool,
    score: String,
    /// Why the person comes up, or each rule that keeps the person out with both sides.
    reasons: Vec<String>,
    rules: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "pages/me_preview.html")]
struct PreviewPage {
    t: Words,
    profile: ProfileWords,
    tried: Vec<Tried>,
}

pub async fn show_preview(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let preview = preview_profile(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let (language, catalogue) = (visit.language, &visit.desk().catalogue);
    let profile = ProfileWords::of(language, catalogue, &preview.shown, preview.verified).with_week(language, catalogue, &preview.shown);
    let profile = profile.with_credits(language, catalogue, &preview.credits);
    let profile = profile.with_endorsements(language, catalogue, &preview.endorsed_by);
    let tried = preview.samples.iter().map(|sample| tried(&visit, sample)).collect();
    let page = PreviewPage { t: visit.words(), profile, tried };
    Ok(visit.shown(StatusCode::OK, &page))
}

fn tried(visit: &Visit, view: &SampleView) -> Tried {
    let teller = Teller { language: visit.language, catalogue: &visit.desk().catalogue };
    let name = if visit.language.is_japanese() { view.sample.ja() } else { view.sample.en() };
    let rule = |finding: &crate::matching::Finding| (teller.rule(finding.rule), teller.side(&finding.person), teller.side(&finding.asked));
    Tried {
        name: name.to_owned(),
        comes_up: view.explanation.is_some(),
        score: view.explanation.as_ref().map(|why| format!("{:.0}", why.score * 100.0)).unwrap_or_default(),
        reasons: view.explanation.as_ref().map(|why| because(visit.language, why)).unwrap_or_default(),
        rules: view.findings.iter().map(rule).collect(),
    }
}
