//! "How you will be found": the profile as others see it, and the sample help requests for which it comes up or does not, with the reasons of matching.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::catalogue::Named;
use crate::desk::{Preview, SampleView, preview_profile};
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::telling::{Teller, because};
use crate::wording::{field_name, industry_name, menu_name, prefecture_name, slots, yen};

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
    preview: Preview,
    place: String,
    menus: Vec<(String, String)>,
    fields: Vec<String>,
    served: String,
    week: String,
    industries: Vec<String>,
    tried: Vec<Tried>,
}

pub async fn show_preview(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let preview = preview_profile(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let (language, catalogue) = (visit.language, &visit.desk().catalogue);
    let shown = &preview.shown;
    let joiner = if language.is_japanese() { "、" } else { ", " };
    let t = visit.words();
    let menus = shown.menus.iter().map(|offered| {
        let fee = yen(language, u64::from(offered.minimum_fee_yen));
        let unit = t.say_of("unit", offered.unit.code());
        (menu_name(language, catalogue, &offered.menu), t.say2("me-fee-of", &("fee", &fee), &("unit", &unit)))
    });
    let served: Vec<String> = shown.served_prefectures.iter().map(|code| prefecture_name(language, catalogue, code)).collect();
    let page = PreviewPage {
        place: format!("{} {}", prefecture_name(language, catalogue, &shown.base.prefecture), shown.base.municipality.as_str()),
        menus: menus.collect(),
        fields: shown.fields.iter().map(|code| field_name(language, catalogue, code)).collect(),
        served: served.join(joiner),
        week: slots(language, shown.availability),
        industries: shown.experiences.iter().map(|done| industry_name(language, catalogue, &done.industry)).collect(),
        tried: preview.samples.iter().map(|sample| tried(&visit, sample)).collect(),
        t,
        preview,
    };
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
