//! The first page.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::web::State;
use crate::web::pages::ok;
use crate::web::pages::words::Words;
use crate::web::reader::Reader;

const STYLE: &str = include_str!("../../../assets/nakodo.css");

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage {
    t: Words,
    people: usize,
    is_demo: bool,
    shows_mail: bool,
}

pub async fn home(state: web::Data<State>, Reader(language): Reader) -> HttpResponse {
    let people = state.desk.index.read().len();
    let shows_mail = state.readable_mail().is_some();
    ok(language, &HomePage { t: Words(language), people, is_demo: state.is_demo, shows_mail })
}

pub async fn style_sheet() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/css; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "max-age=3600"))
        .body(STYLE)
}
