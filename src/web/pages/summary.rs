//! One page for the approval round (稟議): why, what it costs, what stays with the company. To print, and as Markdown.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::catalogue::{Catalogue, Guideline, Menu};
use crate::clock::spoken_date;
use crate::desk::{Desk, Refusal, look_at_check, look_at_status};
use crate::language::Language;
use crate::web::State;
use crate::web::pages::ask_form::{price, told};
use crate::web::pages::check::{Editions, missing};
use crate::web::pages::ok;
use crate::web::pages::words::Words;
use crate::web::reader::{Asked, Reader, find_token, refused};
use crate::wording::{menu_name, say, say_with, yen};

/// A menu of the summary.
struct Line {
    name: String,
    what: String,
    price: String,
    own: String,
}

/// All that the page says. No name of anybody and nothing typed by hand: what is handed round says only what may be handed round.
#[derive(Template)]
#[template(path = "pages/summary.html")]
struct SummaryPage {
    t: Words,
    date: String,
    purpose: String,
    missing: Vec<String>,
    risks: Vec<String>,
    menus: Vec<Line>,
    /// The usual prices together, and the budget beside them where there is one.
    total: String,
    budget: Option<String>,
    next: Vec<String>,
    /// Where the Markdown is, and where one came from.
    download: String,
    back: String,
}

/// What a summary is made of.
struct Matter<'c> {
    menus: Vec<&'c Menu>,
    missing: Vec<String>,
    guideline: &'c Guideline,
    /// Hours of work and budget in yen, where they are known.
    asked: Option<(u16, u32)>,
}

/// The usual prices together: by the hour as many as are asked for, of everything else one.
fn total(menus: &[&Menu], hours: u16) -> (u64, u64) {
    let times = |menu: &Menu| if menu.unit == "hour" { u64::from(hours.max(1)) } else { 1 };
    let sum = |of: fn(&Menu) -> u32| menus.iter().map(|menu| u64::from(of(menu)) * times(menu)).sum();
    (sum(|menu| menu.price_low_yen), sum(|menu| menu.price_high_yen))
}

fn summary(desk: &Desk, language: Language, matter: Matter<'_>, place: &str) -> SummaryPage {
    let catalogue: &Catalogue = &desk.catalogue;
    let (low, high) = total(&matter.menus, matter.asked.map_or(1, |(hours, _)| hours));
    let budget = matter.asked.map(|(_, budget)| {
        let stands = if u64::from(budget) < low {
            "below"
        } else if u64::from(budget) >= high {
            "above"
        } else {
            "within"
        };
        say_with(language, &format!("summary-budget-{stands}"), &[("yen", &yen(language, u64::from(budget)))])
    });
    let mut steps: Vec<u8> = matter.menus.iter().map(|menu| menu.guideline_step).collect();
    steps.sort_unstable();
    steps.dedup();
    let risks =
        steps.iter().filter_map(|step| matter.guideline.step(*step)).map(|step| told(language, &step.risk_ja, &step.risk_en).to_owned());
    let line = |menu: &&Menu| Line {
        name: menu_name(language, catalogue, &menu.code),
        what: told(language, &menu.what_ja, &menu.what_en).to_owned(),
        price: price(language, menu),
        own: told(language, &menu.own_ja, &menu.own_en).to_owned(),
    };
    SummaryPage {
        t: Words(language),
        date: spoken_date(desk.clock.today(), language),
        purpose: say(language, "summary-purpose-text"),
        missing: matter.missing,
        risks: risks.collect(),
        menus: matter.menus.iter().map(line).collect(),
        total: say_with(language, "summary-total-range", &[("low", &yen(language, low)), ("high", &yen(language, high))]),
        budget,
        next: ["summary-next-1", "summary-next-2", "summary-next-3"].iter().map(|key| say(language, key)).collect(),
        download: format!("{place}/summary.md"),
        back: place.to_owned(),
    }
}

impl SummaryPage {
    /// The same as Markdown. Every line is ours, so nothing has to be escaped.
    fn markdown(&self) -> String {
        let heading = |key: &str| format!("\n## {}\n\n", self.t.say(key));
        let list = |lines: &[String]| lines.iter().map(|line| format!("- {line}\n")).collect::<String>();
        let mut text = format!("# {}\n\n{}\n", self.t.say("summary-title"), self.date);
        text += &format!("{}{}\n", heading("summary-purpose"), self.purpose);
        if !self.missing.is_empty() {
            text += &format!("\n{}\n\n{}", self.t.say("check-missing"), list(&self.missing));
        }
        text += &format!("{}{}", heading("summary-risk"), list(&self.risks));
        text += &heading("summary-menus");
        for menu in &self.menus {
            text += &format!("- **{}**: {} {}\n", menu.name, menu.what, menu.price);
        }
        text += &format!("{}{}\n", heading("summary-total"), self.total);
        if let Some(budget) = &self.budget {
            text += &format!("\n{budget}\n");
        }
        text += &heading("summary-own");
        for menu in &self.menus {
            text += &format!("- {}: {}\n", menu.name, menu.own);
        }
        text += &format!("{}{}", heading("summary-next"), list(&self.next));
        text + &format!("\n{}\n", self.t.say("summary-note"))
    }

    fn saved(&self) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, "text/markdown; charset=utf-8"))
            .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"nakodo-summary.md\""))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(self.markdown())
    }
}

/// Of a help request, by the link of its company.
async fn of_status(request: &HttpRequest, state: &State, asked: Option<Language>, token: &str) -> Result<SummaryPage, Error> {
    let secret = find_token(request, token)?;
    let view = look_at_status(&state.desk, secret).await.map_err(|refusal| refused(request, refusal))?;
    let catalogue = &state.desk.catalogue;
    let matter = Matter {
        menus: view.need.menus.iter().filter_map(|code| catalogue.menu(code)).collect(),
        missing: Vec::new(),
        guideline: catalogue.guideline(),
        asked: Some((view.need.hours, view.need.budget_yen)),
    };
    Ok(summary(&state.desk, asked.unwrap_or(view.language), matter, &format!("/help-requests/status/{token}")))
}

pub async fn show_status_summary(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let page = of_status(&request, &state, asked, &token).await?;
    Ok(ok(page.t.0, &page))
}

pub async fn download_status_summary(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    Ok(of_status(&request, &state, asked, &token).await?.saved())
}

/// Of the answers on the Yes/No path.
async fn of_check(request: &HttpRequest, state: &State, language: Language, token: &str) -> Result<SummaryPage, Error> {
    let secret = find_token(request, token)?;
    let answers = look_at_check(&state.desk, &secret).await.map_err(|refusal| refused(request, refusal))?;
    let catalogue = &state.desk.catalogue;
    let editions = Editions::of(catalogue, &answers).ok_or_else(|| refused(request, Refusal::NotFound))?;
    let finding = editions.finding(&answers);
    let matter = Matter {
        menus: finding.menus.iter().filter_map(|code| catalogue.menu(code)).collect(),
        missing: missing(language, &finding).into_iter().map(|one| one.what).collect(),
        guideline: editions.guideline,
        asked: None,
    };
    Ok(summary(&state.desk, language, matter, &format!("/check/{token}")))
}

pub async fn show_check_summary(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    Ok(ok(language, &of_check(&request, &state, language, &token).await?))
}

pub async fn download_check_summary(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    Ok(of_check(&request, &state, language, &token).await?.saved())
}
