//! Who may call, as types in a handler's signature: a handler without a policy has nobody to act for. What may be done is a [`Scope`] in the
//! type, which the caller's role must hold, and the caller's key too; to what it may be done, the act decides by the role.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest, web};

use crate::desk::{Press, Submitter};
use crate::identity::{Role, Scope};
use crate::ids::SpecialistId;
use crate::seals::{Action, PageValue};
use crate::web::State;
use crate::web::caller::{Caller, caller};
use crate::web::problem::Kind;
use crate::web::reader::refuse;

/// What a handler needs, as a type.
pub trait Need: 'static {
    const SCOPE: Scope;
}

macro_rules! needs {
    ($($name:ident)+) => {$(
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl Need for $name {
            const SCOPE: Scope = Scope::$name;
        }
    )+};
}

needs! {
    SpecialistsRead SpecialistsWrite SpecialistsEnrol HelpRequestsRead HelpRequestsWrite MembersRead MembersWrite QueueRead QueueWrite LettersRead LettersWrite MailWrite KeysRead KeysWrite WebhooksRead WebhooksWrite
    AuditRead RegistryRead RegistryWrite
}

/// A caller who may do what `N` names: with a key, or signed in.
#[derive(Clone, Debug)]
pub struct May<N> {
    pub role: Role,
    /// Keeps callers apart: nobody can fetch another's outcome by guessing an idempotency key.
    pub owner: String,
    need: PhantomData<N>,
}

/// The same, or nobody in particular: a company that asks for itself without an account.
#[derive(Clone, Debug)]
pub struct MayOrNobody<N>(pub Option<May<N>>);

impl<N> May<N> {
    /// Whether this profile may be seen or changed.
    pub fn keeps(&self, id: SpecialistId) -> bool {
        self.role.sees_all() || self.role == Role::Specialist(id)
    }
}

impl<N> MayOrNobody<N> {
    pub fn submitter(&self) -> Submitter {
        match self.0.as_ref().map(|may| may.role) {
            Some(Role::Broker(org, _)) => Submitter::SupportOrg(org),
            Some(Role::Operator) => Submitter::Operator,
            _ => Submitter::Company,
        }
    }
}

/// The header in which a program of a session sends the value of `GET /api/v1/me` with whatever changes something: another site's form cannot.
pub const VALUE: &str = "Nakodo-Value";

fn admit<N: Need>(request: &HttpRequest) -> Result<Option<May<N>>, Kind> {
    let may = |role: Role, owner: String, holds: bool| {
        if role.may(N::SCOPE) && holds { Ok(Some(May { role, owner, need: PhantomData })) } else { Err(Kind::NotAllowed) }
    };
    match caller(request)? {
        Caller::Nobody => Ok(None),
        Caller::Key(key) => may(key.role, key.id.to_string(), key.scopes.contains(&N::SCOPE)),
        Caller::Person(signed) => {
            let missing = match signed.wants_name() {
                true => Kind::NameMissing,
                false if signed.wants_proof => Kind::SecondFactorMissing,
                false => Kind::NotAllowed,
            };
            let role = signed.acts_as().ok_or(missing)?;
            if !N::SCOPE.only_reads() {
                let value = request.headers().get(VALUE).and_then(|value| value.to_str().ok()).and_then(PageValue::find);
                let press = Press { token: signed.token.clone(), value, browser: None };
                let state = request.app_data::<web::Data<State>>().ok_or(Kind::Internal)?;
                if !state.desk.is_of_page(&press, Action::CallApi) {
                    return Err(Kind::NotFromPage);
                }
            }
            may(role, format!("account:{}", signed.id), true)
        }
    }
}

impl<N: Need> FromRequest for May<N> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(admit(request).and_then(|may| may.ok_or(Kind::KeyMissing)).map_err(|kind| refuse(request, kind)))
    }
}

impl<N: Need> FromRequest for MayOrNobody<N> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(admit(request).map(Self).map_err(|kind| refuse(request, kind)))
    }
}
