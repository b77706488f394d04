//! `/api/v1/letters`, `/api/v1/suppressions` and `/api/v1/bounces`: the correspondence, for the operator.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::correspondence::{Bounce, LetterKind, LetterState, letter_of_message_id};
use crate::desk::{
    BounceOutcome, LetterFilter, LetterStory, LetterView, SuppressionForm, SuppressionView, add_suppression, lift_suppression,
    list_letters, list_suppressions, note_bounce, resend_letter, view_letter,
};
use crate::ids::{LetterId, fingerprint};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::MailAddress;
use crate::web::State;
use crate::web::api::paging::{PageQuery, Paging};
use crate::web::body::Json;
use crate::web::guards::{LettersRead, LettersWrite, MailWrite, May};
use crate::web::problem::{Kind, Problem};
use crate::web::query::Query;
use crate::web::reader::{Reader, find_id, refuse};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LettersQuery {
    state: Option<String>,
    kind: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

impl LettersQuery {
    fn check(&self) -> Result<(LetterFilter, Paging), Vec<FieldError>> {
        let mut checker = Checker::new();
        let unknown = |value: &str, kind: &str| Mistake::new("unknown-code").with("value", value).with("kind", kind);
        let state = self.state.as_deref().map(|code| LetterState::find(code).ok_or_else(|| unknown(code, "states")));
        let state = state.and_then(|state| checker.take("/state", state));
        let kind = self.kind.as_deref().map(|code| LetterKind::find(code).ok_or_else(|| unknown(code, "letters")));
        let kind = kind.and_then(|kind| checker.take("/kind", kind));
        let is_id = |key: &str| key.parse::<LetterId>().is_ok();
        let paging = Paging::read(&mut checker, self.limit.as_deref(), self.cursor.as_deref(), is_id);
        let before = paging.after.as_ref().and_then(|key| key.parse().ok());
        checker.finish(Some((LetterFilter { state, kind, queued: None, before }, paging)))
    }
}

/// Letters, the newest first.
#[utoipa::path(
    get, path = "/api/v1/letters", tag = "letters", security(("key" = [])), params(
        ("state" = Option<LetterState>, Query, description = "Only letters in this state"),
        ("kind" = Option<LetterKind>, Query, description = "Only letters of this kind"),
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Letters", body = [LetterView])
    )
)]
pub async fn get_letters(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<LettersRead>,
    Reader(language): Reader,
    Query(query): Query<LettersQuery>,
) -> Result<HttpResponse, Error> {
    let wrong = |refusal| Problem::of(refusal, language);
    let (filter, paging) = query.check().map_err(|errors| wrong(errors.into()))?;
    let letters = list_letters(&state.desk, filter, paging.wanted()).await.map_err(wrong)?;
    Ok(paging.answer(&request, letters, |letter| letter.id.to_string()))
}

/// One letter with everything that happened to it.
#[utoipa::path(
    get, path = "/api/v1/letters/{id}", tag = "letters", security(("key" = [])),
    params(("id" = LetterId, Path, description = "The letter")),
    responses(
        (status = 200, description = "The letter", body = LetterStory)
    )
)]
pub async fn get_letter(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<LettersRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    Ok(HttpResponse::Ok().json(view_letter(&state.desk, id).await.map_err(|refusal| Problem::of(refusal, language))?))
}

#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ResendForm {
    /// With a new Message-ID and date, so that it is seen again by somebody who has it already.
    as_new: bool,
}

/// Have a letter sent again that was sent, dropped or refused. It says what is true now; one that has nothing to say any more is refused.
#[utoipa::path(
    post, path = "/api/v1/letters/{id}/resend", tag = "letters", security(("key" = [])), request_body = ResendForm,
    params(("id" = LetterId, Path, description = "The letter")),
    responses(
        (status = 202, description = "It will be sent again", body = LetterStory)
    )
)]
pub async fn post_resend(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<LettersWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<ResendForm>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    let wrong = |refusal| Problem::of(refusal, language);
    resend_letter(&state.desk, id, form.value.as_new, state.settings.operator.clone()).await.map_err(wrong)?;
    Ok(HttpResponse::Accepted().json(view_letter(&state.desk, id).await.map_err(wrong)?))
}

/// Who does not get which letters, and why.
#[utoipa::path(
    get, path = "/api/v1/suppressions", tag = "letters", security(("key" = [])), params(
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Everything that is suppressed", body = [SuppressionView])
    )
)]
pub async fn get_suppressions(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<LettersRead>,
    Reader(language): Reader,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let wrong = |refusal| Problem::of(refusal, language);
    let paging = query.check(|_| true).map_err(|errors| wrong(errors.into()))?;
    let all = list_suppressions(&state.desk).await.map_err(wrong)?;
    // The mailbox itself must not stand in an address.
    let key = |one: &SuppressionView| format!("{:020}.{}", one.since.timestamp_micros(), fingerprint(format!("{one:?}").as_bytes()));
    Ok(paging.answer(&request, paging.cut(all, key), key))
}

/// What a change of the suppressions came to.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Changed {
    /// False if it was so already.
    changed: bool,
}

/// Stop letters to a mailbox: all of them, or those of one kind.
#[utoipa::path(
    post, path = "/api/v1/suppressions", tag = "letters", security(("key" = [])), request_body = SuppressionForm,
    responses(
        (status = 200, description = "They are stopped", body = Changed)
    )
)]
pub async fn post_suppression(
    state: web::Data<State>,
    _may: May<LettersWrite>,
    Reader(language): Reader,
    form: Json<SuppressionForm>,
) -> Result<HttpResponse, Error> {
    let changed = add_suppression(&state.desk, form.value).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().json(Changed { changed }))
}

/// Let letters leave for a mailbox again.
#[utoipa::path(
    post, path = "/api/v1/suppressions/lift", tag = "letters", security(("key" = [])), request_body = SuppressionForm,
    responses(
        (status = 200, description = "They leave again", body = Changed)
    )
)]
pub async fn post_lift(
    state: web::Data<State>,
    _may: May<LettersWrite>,
    Reader(language): Reader,
    form: Json<SuppressionForm>,
) -> Result<HttpResponse, Error> {
    let changed = lift_suppression(&state.desk, form.value).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().json(Changed { changed }))
}

/// A letter that came back, as a mail service reports it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BounceForm {
    /// The letter's id or its Message-ID.
    #[schema(example = "<019aa1b2-0000-7000-8000-000000000001@nakodo.example>")]
    letter: String,
    /// The mailbox. May be left out where the reader has only one.
    address: Option<String>,
    /// `hard`: there is no such mailbox. `soft`: it may work another time.
    #[schema(example = "hard")]
    kind: String,
    /// Codes of the mail server: digits and full stops.
    #[schema(example = "550 5.1.1")]
    code: String,
}

impl BounceForm {
    fn check(&self) -> Result<Bounce, Vec<FieldError>> {
        let mut checker = Checker::new();
        let letter = self.letter.trim().parse().ok().or_else(|| letter_of_message_id(&self.letter));
        let letter = checker.take("/letter", letter.ok_or_else(|| Mistake::new("unknown-code").with("value", "…").with("kind", "letters")));
        let address = self.address.as_deref().map(|text| checker.take("/address", MailAddress::parse(text)));
        let is_gone = match self.kind.as_str() {
            "hard" => Ok(true),
            "soft" => Ok(false),
            _ => Err(Mistake::new("not-one-of").with("choices", "hard, soft")),
        };
        let is_gone = checker.take("/kind", is_gone);
        // A service may put anything here, also the address; only codes are kept.
        let codes = self.code.split_whitespace().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
        let answer: String = codes.collect::<Vec<_>>().join(" ").chars().take(40).collect();
        let build = letter.zip(is_gone).map(|(letter, is_gone)| Bounce { letter, address: address.flatten(), is_gone, answer });
        checker.finish(build)
    }
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct BounceNoted {
    /// Whether the mailbox gets no more letters because of this report.
    suppressed: bool,
}

/// Report a letter that came back. The same report may come any number of times.
#[utoipa::path(
    post, path = "/api/v1/bounces", tag = "letters", security(("key" = [])), request_body = BounceForm,
    responses(
        (status = 200, description = "Noted", body = BounceNoted)
    )
)]
pub async fn post_bounce(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<MailWrite>,
    Reader(language): Reader,
    form: Json<BounceForm>,
) -> Result<HttpResponse, Error> {
    let wrong = |refusal| Problem::of(refusal, language);
    let bounce = form.value.check().map_err(|errors| wrong(errors.into()))?;
    match note_bounce(&state.desk, bounce).await.map_err(wrong)? {
        BounceOutcome::NotOurs => Err(refuse(&request, Kind::NotFound)),
        outcome => Ok(HttpResponse::Ok().json(BounceNoted { suppressed: outcome == BounceOutcome::Suppressed })),
    }
}
