//! The page on which a specialist chooses which letters come. One press saves, another takes it back. And the address behind a mail program's
//! own button for it (RFC 8058), which only a POST moves.

use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::correspondence::{LetterKind, LetterWishes, OfferWish};
use crate::desk::{choose_letters, look_at_wishes, unsubscribe};
use crate::language::Language;
use crate::web::body::Bytes;
use crate::web::pages::linked::Linked;
use crate::web::pages::ok;
use crate::web::pages::words::Words;

#[derive(Template)]
#[template(path = "pages/letter_wishes.html")]
struct WishesTemplate {
    t: Words,
    token: String,
    /// Code of a choice, and whether it is the present one.
    offers: Vec<(&'static str, bool)>,
    /// Code of a kind of letters that may be left out, and whether it comes.
    kinds: Vec<(&'static str, bool)>,
    /// After a press: the fields that bring back what was before.
    before: Option<Vec<(&'static str, &'static str)>>,
}

fn page(language: Language, token: String, wishes: &LetterWishes, before: Option<LetterWishes>) -> HttpResponse {
    let comes = |wishes: &LetterWishes, kind: LetterKind| !wishes.without.contains(&kind);
    let fields = |before: LetterWishes| {
        let kept = LetterKind::OPTIONAL.into_iter().filter(|kind| comes(&before, *kind));
        std::iter::once(("offers", before.offers.code())).chain(kept.map(|kind| ("kind", kind.code()))).collect()
    };
    let template = WishesTemplate {
        t: Words(language),
        token,
        offers: OfferWish::ALL.map(|wish| (wish.code(), wish == wishes.offers)).to_vec(),
        kinds: LetterKind::OPTIONAL.map(|kind| (kind.code(), comes(wishes, kind))).to_vec(),
        before: before.map(fields),
    };
    ok(language, &template)
}

pub async fn show_wishes(linked: Linked) -> Result<HttpResponse, Error> {
    shown(&linked, None).await
}

pub async fn post_wishes(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let before = choose_letters(linked.desk(), linked.token.clone(), read(&body)).await;
    shown(&linked, Some(before.map_err(|refusal| linked.refused(refusal))?)).await
}

/// What is unsubscribed from; offers if it does not say.
#[derive(Debug, Deserialize)]
pub struct From {
    kind: Option<String>,
}

/// Mail programs send `List-Unsubscribe=One-Click`; whoever follows the address by hand sees the page and presses there.
pub async fn post_unsubscribe(linked: Linked, from: web::Query<From>) -> Result<HttpResponse, Error> {
    let optional = |code: &String| LetterKind::find(code).filter(|kind| LetterKind::OPTIONAL.contains(kind));
    let kind = from.kind.as_ref().map(|code| optional(code).ok_or_else(|| linked.missing())).transpose()?;
    let before = unsubscribe(linked.desk(), linked.token.clone(), kind).await;
    shown(&linked, Some(before.map_err(|refusal| linked.refused(refusal))?)).await
}

async fn shown(linked: &Linked, before: Option<LetterWishes>) -> Result<HttpResponse, Error> {
    let view = look_at_wishes(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))?;
    Ok(page(linked.language_of(view.language), linked.token.reveal(), &view.wishes, before))
}

/// A form of a browser: a kind that is not among the ticked ones is not wanted.
fn read(body: &Bytes) -> LetterWishes {
    let fields: Vec<(String, String)> =
        url::form_urlencoded::parse(&body.0).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let ticked = |kind: &LetterKind| fields.iter().any(|(name, value)| name == "kind" && value == kind.code());
    let offers = fields.iter().find(|(name, _)| name == "offers").and_then(|(_, code)| OfferWish::find(code));
    LetterWishes { offers: offers.unwrap_or_default(), without: LetterKind::OPTIONAL.into_iter().filter(|kind| !ticked(kind)).collect() }
}
