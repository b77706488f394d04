//! Who may call, as types in a handler's signature: a handler without a policy has nobody to act for.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};

use crate::desk::Submitter;
use crate::identity::Role;
use crate::ids::SpecialistId;
use crate::store::ApiKey;
use crate::web::caller::{Caller, caller};
use crate::web::problem::Kind;
use crate::web::reader::refuse;

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
            Some(Role::Broker(org, _)) => Submitter::SupportOrg(org),
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
            Role::Broker(..) | Role::Auditor | Role::Company(_) => false,
        }
    }
}

/// The key of the request, if one was sent.
fn presented(request: &HttpRequest) -> Result<Option<ApiKey>, Error> {
    Ok(match caller(request)? {
        Caller::Key(key) => Some(key),
        Caller::Nobody | Caller::Person(_) => None,
    })
}

macro_rules! guards {
    ($($guard:ident: $admit:expr;)+) => {$(
        impl FromRequest for $guard {
            type Error = Error;
            type Future = Ready<Result<Self, Error>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let admit: fn(Option<ApiKey>) -> Result<Self, Kind> = $admit;
                ready(presented(request).and_then(|key| admit(key).map_err(|kind| refuse(request, kind))))
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
        Some(key) if matches!(key.role, Role::Operator | Role::Broker(..)) => Ok(Requester(key)),
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
