//! The page on which a support organisation chooses whether the weekly letter comes, and the address behind a mail program's own button for it
//! (RFC 8058), which only a POST moves.

use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::desk::{choose_weekly_letter, look_at_week_wish};
use crate::web::body::Bytes;
use crate::web::pages::linked::Linked;
use crate::web::pages::ok;
use crate::web::pages::words::Words;

#[derive(Template)]
#[template(path = "pages/week_wish.html")]
struct WeekWishTemplate {
    t: Words,
    token: String,
    comes: bool,
    saved: bool,
}

pub async fn show_week_wish(linked: Linked) -> Result<HttpResponse, Error> {
    shown(&linked, false).await
}

pub async fn post_week_wish(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let comes = linked.pressed(&body).text("comes") == "yes";
    chosen(&linked, comes).await
}

/// Mail programs send `List-Unsubscribe=One-Click`; whoever follows the address by hand sees the page and presses there.
pub async fn post_week_unsubscribe(linked: Linked) -> Result<HttpResponse, Error> {
    chosen(&linked, false).await
}

async fn chosen(linked: &Linked, comes: bool) -> Result<HttpResponse, Error> {
    choose_weekly_letter(linked.desk(), linked.token.clone(), comes).await.map_err(|refusal| linked.refused(refusal))?;
    shown(linked, true).await
}

async fn shown(linked: &Linked, saved: bool) -> Result<HttpResponse, Error> {
    let view = look_at_week_wish(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))?;
    let language = linked.language_of(view.language);
    Ok(ok(language, &WeekWishTemplate { t: Words(language), token: linked.token.reveal(), comes: view.comes, saved }))
}
