//! `/api/v1/keys`: who has which key. `/api/v1/me`: who is asking. `/api/v1/audit`: who did what.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::brokering::SupportOrgForm;
use crate::desk::{AuditFilter, KeyRequest, KeyTerms, KeyView, create_key, list_keys, revoke_key, show_audit_log};
use crate::ids::{ApiKeyId, AuditId};
use crate::report::FieldError;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Json;
use crate::web::caller::{Caller, caller};
use crate::web::guards::{AuditRead, KeysRead, KeysWrite, May};
use crate::web::problem::{Kind, Problem, ProblemDocument};
use crate::web::reader::{Reader, refuse};

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
    #[schema(example = 365)]
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
    get, path = "/api/v1/keys", tag = "keys", security(("key" = [])),
    responses(
        (status = 200, description = "Keys without their secrets", body = [KeyView]),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn get_keys(state: web::Data<State>, _may: May<KeysRead>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(list_keys(&state.desk).await.map_err(|refusal| Problem::of(refusal, language))?))
}

/// Make a key.
#[utoipa::path(
    post, path = "/api/v1/keys", tag = "keys", security(("key" = [])), request_body = KeyForm,
    responses(
        (status = 201, description = "The key, shown this once", body = NewKey),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
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
        (status = 200, description = "Withdrawn", body = KeyView),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn post_key_revocation(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<KeysWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = id.parse().map_err(|_| refuse(&request, Kind::NotFound))?;
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
        (status = 200, description = "Who is asking", body = Me),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
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
        Caller::Person(signed) => Me {
            who: format!("account:{}", signed.id),
            role: signed.acts_as().map(|role| role.key()),
            scopes: signed.acts_as().map(|role| role.scopes()).unwrap_or_default().iter().map(|scope| scope.code()).collect(),
            value: Some(state.desk.page_value(Action::CallApi, &signed.token).reveal()),
        },
    };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(me))
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Who, or the beginning of it: account:ID, key:ID, link:HASH, terminal:USER, nobody
    who: Option<String>,
    /// An act, or the id of what it was done to
    what: Option<String>,
    /// Only since this moment (RFC 3339)
    since: Option<DateTime<Utc>>,
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

/// How many rows an answer holds at most.
const PAGE: i64 = 200;

/// Who did what, the newest first, at most 200 rows.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "keys", security(("key" = [])), params(AuditQuery),
    responses(
        (status = 200, description = "Rows of the audit log", body = [AuditRow]),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn get_audit(
    state: web::Data<State>,
    _may: May<AuditRead>,
    Reader(language): Reader,
    query: web::Query<AuditQuery>,
) -> Result<HttpResponse, Error> {
    let AuditQuery { who, what, since } = query.into_inner();
    let filter = AuditFilter { who, what, since };
    let rows = show_audit_log(&state.desk, filter, PAGE).await.map_err(|refusal| Problem::of(refusal, language))?;
    let row = rows.into_iter().map(|(entry, place)| AuditRow {
        id: entry.id,
        seq: place.map(|place| place.seq),
        at: entry.at,
        who: entry.who,
        role: entry.role,
        act: entry.act,
        object_kind: entry.object.0,
        object_id: entry.object.1,
        source: entry.source,
        request: entry.request,
        reason: entry.reason,
    });
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(row.collect::<Vec<_>>()))
}
