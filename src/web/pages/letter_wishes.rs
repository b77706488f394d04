//! The page on which a specialist chooses which letters come. One press saves, another takes it back. And the address behind a mail program's
//! own button for it (RFC 8058), which only a POST moves.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::correspondence::{LetterKind, LetterWishes, OfferWish};
use crate::desk::{choose_letters, look_at_wishes, unsubscribe};
use crate::language::Language;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::ok;
use crate::web::pages::words::Words;
use crate::web::reader::{Asked, find_token, refused};

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

pub async fn show_wishes(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = look_at_wishes(&state.desk, find_token(&request, &token)?).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(page(asked.unwrap_or(view.language), token.into_inner(), &view.wishes, None))
}

pub async fn post_wishes(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let before = choose_letters(&state.desk, secret.clone(), read(&body)).await.map_err(|refusal| refused(&request, refusal))?;
    let view = look_at_wishes(&state.desk, secret).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(page(asked.unwrap_or(view.language), token.into_inner(), &view.wishes, Some(before)))
}

/// Mail programs send `List-Unsubscribe=One-Click`; whoever follows the address by hand sees the page and presses there.
pub async fn post_unsubscribe(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let before = unsubscribe(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let view = look_at_wishes(&state.desk, secret).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(page(asked.unwrap_or(view.language), token.into_inner(), &view.wishes, Some(before)))
}

/// A form of a browser: a kind that is not among the ticked ones is not wanted.
fn read(body: &Bytes) -> LetterWishes {
    let fields: Vec<(String, String)> =
        url::form_urlencoded::parse(&body.0).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let ticked = |kind: &LetterKind| fields.iter().any(|(name, value)| name == "kind" && value == kind.code());
    let offers = fields.iter().find(|(name, _)| name == "offers").and_then(|(_, code)| OfferWish::find(code));
    LetterWishes { offers: offers.unwrap_or_default(), without: LetterKind::OPTIONAL.into_iter().filter(|kind| !ticked(kind)).collect() }
}
