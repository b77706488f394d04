//! The menus and the pieces of experience of a profile, each a line that leads to its own small form.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::catalogue::Named;
use crate::desk::view_specialist;
use crate::web::pages::visit::AsSpecialist;
use crate::web::pages::words::Words;
use crate::wording::{industry_name, say, say_with, yen};

/// What can be opened: address, name, and what there is to say of it.
struct Line {
    place: String,
    name: String,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/me_list.html")]
struct ListPage {
    t: Words,
    title: String,
    lead: String,
    own: Vec<Line>,
    /// Said where `own` is empty.
    none: String,
    others: Vec<Line>,
    others_title: String,
    /// Address and words of the button that adds one.
    add: Option<(&'static str, String)>,
}

pub async fn show_menus(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let view = view_specialist(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let language = visit.language;
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for menu in visit.desk().catalogue.menus() {
        let name = if language.is_japanese() { menu.ja() } else { menu.en() }.to_owned();
        let place = format!("/me/menus/{}", menu.code);
        match view.specialist.menus.iter().find(|offered| offered.menu == menu.code) {
            Some(offered) => {
                let unit = say(language, &format!("unit-{}", offered.unit.code()));
                let fee = yen(language, u64::from(offered.minimum_fee_yen));
                own.push(Line { place, name, note: say_with(language, "me-fee-of", &[("fee", &fee), ("unit", &unit)]) });
            }
            None => {
                let what = if language.is_japanese() { &menu.what_ja } else { &menu.what_en };
                others.push(Line { place, name, note: what.clone() });
            }
        }
    }
    let word = |key: &str| say(language, key);
    let shown = ListPage {
        t: visit.words(),
        title: word("me-part-menus"),
        lead: word("me-part-menus-lead"),
        own,
        none: word("me-menus-none"),
        others,
        others_title: word("me-menus-others"),
        add: None,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

pub async fn show_experiences(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let view = view_specialist(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let language = visit.language;
    let line = |(at, done): (usize, &crate::active_list::Experience)| {
        let industry = industry_name(language, &visit.desk().catalogue, &done.industry);
        let to = done.to_year.map(|year| year.to_string()).unwrap_or_default();
        Line {
            place: format!("/me/experiences/{at}"),
            name: done.role.as_str().to_owned(),
            note: format!("{industry} {}–{to}", done.from_year),
        }
    };
    let word = |key: &str| say(language, key);
    let shown = ListPage {
        t: visit.words(),
        title: word("me-part-experiences"),
        lead: word("me-part-experiences-lead"),
        own: view.specialist.experiences.iter().enumerate().map(line).collect(),
        none: word("me-experiences-none"),
        others: Vec::new(),
        others_title: String::new(),
        add: Some(("/me/experiences/new", word("me-experience-add"))),
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}
