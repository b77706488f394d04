//! All components of our pages on one page, in the development profile only: what a new page is made of, and where a change of the style sheet is looked at.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::web::State;
use crate::web::pages::ok;
use crate::web::pages::words::Words;
use crate::web::problem::Kind;
use crate::web::reader::{Reader, refuse};

#[derive(Template)]
#[template(path = "pages/styleguide.html")]
struct StyleguidePage {
    t: Words,
    /// In yen.
    amount: u32,
}

pub async fn show_styleguide(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    if state.readable_mail().is_none() {
        return Err(refuse(&request, Kind::NotFound));
    }
    Ok(ok(language, &StyleguidePage { t: Words(language), amount: 30_000 }))
}
