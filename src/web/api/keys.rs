//! `/api/v1/keys`: who has which key. `/api/v1/me`: who is asking. `/api/v1/audit`: who did what.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::SupportOrgForm;
use crate::desk::{AuditFilter, KeyRequest, KeyTerms, KeyView, create_key, list_keys, name_people, revoke_key, show_audit_log};
use crate::identity::person_of;
use crate::ids::{ApiKeyId, AuditId};
use crate::report::{Checker, FieldError, Mistake};
use crate::seals::Action;
use crate::web::State;
use crate::web::api::paging::{PageQuery, Paging};
use crate::web::body::Json;
use crate::web::caller::{Caller, caller};
use crate::web::guards::{AuditRead, KeysRead, KeysWrite, May};
use crate::web::problem::{Kind, Problem};
use crate::web::query::Query;
use crate::web::reader::{Reader, find_id, refuse};

/// For whom a key is wanted, and what it may.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KeyForm {
    /// `operator`, `auditor`, `broker` or `specialist`.
    #[schema(example = "broker")]
    role: String,
    /// Broker: name of the support organisation; an unknown one is added.
    #[schema(example = "関商工会議所")]
    organisation: Option<String>,
    /// Broker: mailbox of a new support organisation.
    #[schema(example = "shien@chamber.example.jp")]
    mail: Option<String>,
    /// Specialist: registration number.
    #[schema(example = "012345")]
    number: Option<String>,
    /// What the key is for, so that keys can be told apart.
    label: String,
    /// What it may; left out: all that its role may.
    #[schema(example = json!(["help-requests:read"]))]
    scopes: Option<Vec<String>>,
    /// For how many days it is good, 1 to 3650; left out: until it is withdrawn.
    #[schema(example = 365, minimum = 1, maximum = 3650)]
    days: Option<u32>,
}

impl KeyForm {
    fn request(&self) -> Result<KeyRequest, Vec<FieldError>> {
        let required = |pointer: &str| vec![FieldError::new(pointer, "required")];
        Ok(match self.role.as_str() {
            "operator" => KeyRequest::Operator,
            "auditor" => KeyRequest::Auditor,
            "broker" => {
                let name = self.organisation.clone().ok_or_else(|| required("/organisation"))?;
                KeyRequest::Broker(SupportOrgForm { name, address: self.mail.clone().unwrap_or_default(), language: None })
            }
            "specialist" => KeyRequest::Specialist(self.number.clone().ok_or_else(|| required("/number"))?),
            _ => return Err(vec![FieldError::new("/role", "not-one-of").with("choices", "operator, auditor, broker, specialist")]),
        })
    }
}

/// A new key. Nobody can show it a second time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NewKey {
    id: ApiKeyId,
    #[schema(example = "operator")]
    role: String,
    /// What goes into the header `Authorization: Bearer …`.
    key: String,
}

/// All keys, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/keys", tag = "keys", security(("key" = [])), params(
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Keys without their secrets", body = [KeyView])
    )
)]
pub async fn get_keys(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<KeysRead>,
    Reader(language): Reader,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let paging = query.check(|key| key.parse::<ApiKeyId>().is_ok()).map_err(|errors| refused(errors.into()))?;
    let all = list_keys(&state.desk).await.map_err(refused)?;
    let key = |one: &KeyView| one.id.to_string();
    Ok(paging.answer(&request, paging.cut(all, key), key))
}

/// Make a key.
#[utoipa::path(
    post, path = "/api/v1/keys", tag = "keys", security(("key" = [])), request_body = KeyForm,
    responses(
        (status = 201, description = "The key, shown this once", body = NewKey)
    )
)]
pub async fn post_key(
    state: web::Data<State>,
    _may: May<KeysWrite>,
    Reader(language): Reader,
    form: Json<KeyForm>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let form = form.value;
    let request = form.request().map_err(|errors| refused(errors.into()))?;
    let terms = KeyTerms { label: form.label, scopes: form.scopes, days: form.days };
    let created = create_key(&state.desk, request, terms).await.map_err(refused)?;
    let key = NewKey { id: created.id, role: created.role.key(), key: created.token.reveal() };
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(key))
}

/// Withdraw a key for good. Withdrawing it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/keys/{id}/revoke", tag = "keys", security(("key" = [])),
    params(("id" = ApiKeyId, Path, description = "The key's id, not the key")),
    responses(
        (status = 200, description = "Withdrawn", body = KeyView)
    )
)]
pub async fn post_key_revocation(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<KeysWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    Ok(HttpResponse::Ok().json(revoke_key(&state.desk, id).await.map_err(|refusal| Problem::of(refusal, language))?))
}

/// Who is asking.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Me {
    /// `key:<id>` or `account:<id>`.
    #[schema(example = "key:019aa1b2-0000-7000-8000-000000000001")]
    who: String,
    /// None where the account has no role.
    #[schema(example = "operator")]
    role: Option<String>,
    scopes: Vec<&'static str>,
    /// In a session: what the header `Nakodo-Value` needs for whatever changes something. Good for two hours.
    value: Option<String>,
}

/// Whose key or session this is, and what it may.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "keys", security(("key" = [])),
    responses(
        (status = 200, description = "Who is asking", body = Me)
    )
)]
pub async fn get_me(request: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Error> {
    let me = match caller(&request).map_err(|kind| refuse(&request, kind))? {
        Caller::Nobody => return Err(refuse(&request, Kind::KeyMissing)),
        Caller::Key(key) => Me {
            who: format!("key:{}", key.id),
            role: Some(key.role.key()),
            scopes: key.scopes.iter().map(|scope| scope.code()).collect(),
            value: None,
        },
        Caller::Person(signed) if signed.wants_name() => return Err(refuse(&request, Kind::NameMissing)),
        Caller::Person(signed) => Me {
            who: format!("account:{}", signed.id),
            role: signed.acts_as().map(|role| role.key()),
            scopes: signed.acts_as().map(|role| role.scopes()).unwrap_or_default().iter().map(|scope| scope.code()).collect(),
            value: Some(state.desk.page_value(Action::CallApi, &signed.token).reveal()),
        },
    };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(me))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuditQuery {
    who: Option<String>,
    what: Option<String>,
    since: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

impl AuditQuery {
    fn check(self) -> Result<(AuditFilter, Paging), Vec<FieldError>> {
        let mut checker = Checker::new();
        let moment = |text: &str| text.parse::<DateTime<Utc>>().map_err(|_| Mistake::new("not-a-moment"));
        let since = self.since.as_deref().and_then(|text| checker.take("/since", moment(text)));
        let is_place = |key: &str| place(key).is_some();
        let paging = Paging::read(&mut checker, self.limit.as_deref(), self.cursor.as_deref(), is_place);
        let before = paging.after.as_deref().and_then(place);
        checker.finish(Some((AuditFilter { who: self.who, what: self.what, since, before }, paging)))
    }
}

/// The place in the list behind a cursor: the moment in microseconds, and the row's id.
fn place(key: &str) -> Option<(DateTime<Utc>, AuditId)> {
    let (micros, id) = key.split_once('.')?;
    Some((DateTime::from_timestamp_micros(micros.parse().ok()?)?, id.parse().ok()?))
}

/// What somebody did.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditRow {
    id: AuditId,
    /// Place in the chain; none for some seconds.
    seq: Option<i64>,
    at: DateTime<Utc>,
    #[schema(example = "key:019aa1b2-0000-7000-8000-000000000001")]
    who: String,
    /// The name of whoever acted behind an account that several people share: `account:ID/PERSON`. None once it is forgotten.
    #[schema(example = "山田 花子")]
    person: Option<String>,
    /// As whom; empty where in no role.
    role: String,
    #[schema(example = "offer_accepted")]
    act: String,
    #[schema(example = "offer")]
    object_kind: String,
    object_id: String,
    /// The client's address.
    source: String,
    request: String,
    reason: Option<String>,
}

/// Who did what, the newest first.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "keys", security(("key" = [])), params(
        ("who" = Option<String>, Query, description = "Who, or the beginning of it: `account:ID`, `key:ID`, `link:HASH`, `terminal:USER`, `nobody`", example = "key:"),
        ("what" = Option<String>, Query, description = "An act, or the id of what it was done to", example = "offer_accepted"),
        ("since" = Option<DateTime<Utc>>, Query, description = "Only since this moment (RFC 3339)", example = "2026-11-24T00:00:00+09:00"),
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Rows of the audit log", body = [AuditRow])
    )
)]
pub async fn get_audit(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<AuditRead>,
    Reader(language): Reader,
    Query(query): Query<AuditQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let (filter, paging) = query.check().map_err(|errors| refused(errors.into()))?;
    let wanted = i64::try_from(paging.wanted()).unwrap_or(i64::MAX);
    let rows = show_audit_log(&state.desk, filter, wanted).await.map_err(refused)?;
    let people = name_people(&state.desk, rows.iter().map(|(entry, _)| entry.who.as_str())).await.map_err(refused)?;
    let row = rows.into_iter().map(|(entry, place)| AuditRow {
        id: entry.id,
        seq: place.map(|place| place.seq),
        at: entry.at,
        person: person_of(&entry.who).and_then(|id| people.get(&id).cloned()),
        who: entry.who,
        role: entry.role,
        act: entry.act,
        object_kind: entry.object.0,
        object_id: entry.object.1,
        source: entry.source,
        request: entry.request,
        reason: entry.reason,
    });
    Ok(paging.answer(&request, row.collect(), |row: &AuditRow| format!("{}.{}", row.at.timestamp_micros(), row.id)))
}
