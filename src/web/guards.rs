//! Who may call, as types in a handler's signature: a handler without a policy has nobody to act for.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{Error, FromRequest, HttpRequest, web};
use futures::future::LocalBoxFuture;

use crate::desk::{Submitter, find_key};
use crate::ids::{SpecialistId, Token};
use crate::store::{ApiKey, Role};
use crate::web::State;
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{language, refuse, refuse_with};

/// The operator of the instance.
#[derive(Clone, Copy, Debug)]
pub struct Operator(pub ApiKey);

/// Whoever submits help requests through the API for others: the operator or a broker.
#[derive(Clone, Copy, Debug)]
pub struct Requester(pub ApiKey);

/// The operator, a broker, or nobody in particular: a company that asks for itself without an account.
#[derive(Clone, Copy, Debug)]
pub struct AnyRequester(pub Option<ApiKey>);

/// The operator or a specialist.
#[derive(Clone, Copy, Debug)]
pub struct ProfileKeeper(ApiKey);

impl AnyRequester {
    pub fn submitter(self) -> Submitter {
        match self.0.map(|key| key.role) {
            Some(Role::Broker(org)) => Submitter::SupportOrg(org),
            Some(Role::Operator) => Submitter::Operator,
            _ => Submitter::Company,
        }
    }
}

impl ProfileKeeper {
    /// Whether the key's owner may see and change this profile.
    pub fn keeps(self, id: SpecialistId) -> bool {
        match self.0.role {
            Role::Operator => true,
            Role::Specialist(own) => own == id,
            Role::Broker(_) => false,
        }
    }
}

/// The key of the request: none if none was sent, an error if what was sent is not one of ours.
async fn presented(request: &HttpRequest) -> Result<Option<ApiKey>, Error> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let unknown = || refuse(request, Kind::KeyUnknown);
    let text = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).ok_or_else(unknown)?;
    let token = Token::find(text.trim()).ok_or_else(unknown)?;
    let state = request.app_data::<web::Data<State>>().ok_or_else(|| refuse(request, Kind::Internal))?;
    let found = find_key(&state.desk, token).await;
    let found = found.map_err(|refusal| refuse_with(request, Problem::of(refusal, language(request))))?;
    found.map(Some).ok_or_else(unknown)
}

macro_rules! guards {
    ($($guard:ident: $admit:expr;)+) => {$(
        impl FromRequest for $guard {
            type Error = Error;
            type Future = LocalBoxFuture<'static, Result<Self, Error>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let admit: fn(Option<ApiKey>) -> Result<Self, Kind> = $admit;
                    admit(presented(&request).await?).map_err(|kind| refuse(&request, kind))
                })
            }
        }
    )+};
}

guards! {
    Operator: |key| match key {
        Some(key) if key.role == Role::Operator => Ok(Operator(key)),
        Some(_) => Err(Kind::NotAllowed),
        None => Err(Kind::KeyMissing),
    };
    Requester: |key| match key {
        Some(key) if matches!(key.role, Role::Operator | Role::Broker(_)) => Ok(Requester(key)),
        Some(_) => Err(Kind::NotAllowed),
        None => Err(Kind::KeyMissing),
    };
    AnyRequester: |key| match key {
        Some(key) if matches!(key.role, Role::Specialist(_)) => Err(Kind::NotAllowed),
        key => Ok(AnyRequester(key)),
    };
    ProfileKeeper: |key| match key {
        Some(key) if matches!(key.role, Role::Operator | Role::Specialist(_)) => Ok(ProfileKeeper(key)),
        Some(_) => Err(Kind::NotAllowed),
        None => Err(Kind::KeyMissing),
    };
}
