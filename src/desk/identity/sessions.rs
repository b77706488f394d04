//! Where somebody is signed in, and as whom; ending that.

use crate::clock::Moment;
use crate::desk::{Desk, Press, Refusal, Stale};
use crate::identity::{ASK_AGAIN_WITHIN, Account, JOINING_HOLDS, Role, SESSION_IS_SEEN};
use crate::ids::{AccountId, PersonId, SessionId, Token};
use crate::seals::Action;
use crate::store::Tx;
use crate::values::Line;

/// Somebody who is signed in, as known at this moment.
#[derive(Clone, Debug)]
pub struct Signed {
    pub session: SessionId,
    /// The secret of the session, to which the values of its pages are bound.
    pub token: Token,
    pub id: AccountId,
    pub account: Account,
    /// As whom they act; none if the account has no role, or has lost it.
    pub role: Option<Role>,
    /// As whom they may act, the least first.
    pub roles: Vec<Role>,
    /// Whether the session has shown the second factor.
    pub proved: bool,
    /// Whether its role wants that and it has not: it may nothing until then.
    pub wants_proof: bool,
    /// Who it is, where several people share the account.
    pub person: Option<(PersonId, Line)>,
}

impl Signed {
    /// As whom the session may act now.
    pub fn acts_as(&self) -> Option<Role> {
        self.role.filter(|_| !self.wants_proof && !self.wants_name())
    }

    /// Whether several people share the account and nobody has said in this session who it is: it may nothing until then.
    pub fn wants_name(&self) -> bool {
        self.account.is_shared && self.person.is_none()
    }
}

/// A place where somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    pub id: SessionId,
    pub role: Option<Role>,
    pub browser: String,
    /// Who it is behind a shared account.
    pub person: Option<Line>,
    pub made_at: Moment,
    pub seen_at: Moment,
    /// Whether it is the one that asks.
    pub is_here: bool,
}

/// Who this secret belongs to; none if it is nobody's, or too old. That it was used is noted once a minute at most.
pub async fn find_signed(desk: &Desk, token: Token) -> Result<Option<Signed>, Refusal> {
    let (now, limits, asks) = (desk.clock.now(), desk.periods.session, desk.periods.second_factor);
    let found = desk
        .store
        .read(move |tx| {
            let Some(session) = tx.find_session(&token.hash())?.filter(|session| limits.hold(session.made_at, session.seen_at, now)) else {
                return Ok::<_, Refusal>(None);
            };
            let Some(stored) = tx.find_account(session.account)?.filter(|stored| stored.disabled_at.is_none()) else { return Ok(None) };
            let roles = tx.list_roles(stored.id)?;
            let role = session.role.filter(|role| roles.contains(role));
            let proved = session.proved_at.is_some();
            let wants_proof = asks && !proved && role.is_some_and(Role::wants_second_factor);
            let person = match session.person.filter(|_| stored.account.is_shared) {
                Some(id) => tx.find_people(&[id])?.remove(&id).map(|person| (id, person.name)),
                None => None,
            };
            let (session_id, account) = (session.id, stored.account);
            let signed = Signed { session: session_id, token, id: stored.id, account, role, roles, proved, wants_proof, person };
            Ok(Some((signed, session.seen_at)))
        })
        .await?;
    let Some((signed, seen_at)) = found else { return Ok(None) };
    if seen_at + SESSION_IS_SEEN <= now {
        let session = signed.session;
        desk.store.write(move |tx| Ok::<_, Refusal>(tx.see_session(session, now)?)).await?;
    }
    Ok(Some(signed))
}

/// Where an account is signed in, the last used first.
pub async fn list_sessions(desk: &Desk, signed: &Signed) -> Result<Vec<SessionView>, Refusal> {
    let (now, limits, account, here) = (desk.clock.now(), desk.periods.session, signed.id, signed.session);
    desk.store
        .read(move |tx| {
            let live = tx.list_sessions(account)?.into_iter().filter(|session| limits.hold(session.made_at, session.seen_at, now));
            let live: Vec<_> = live.collect();
            let people = tx.find_people(&live.iter().filter_map(|session| session.person).collect::<Vec<_>>())?;
            let view = live.into_iter().map(|session| SessionView {
                id: session.id,
                role: session.role,
                browser: session.browser,
                person: session.person.and_then(|id| people.get(&id)).map(|person| person.name.clone()),
                made_at: session.made_at,
                seen_at: session.seen_at,
                is_here: session.id == here,
            });
            Ok(view.collect())
        })
        .await
}

/// Each role with the name of whose it is.
pub async fn name_roles(desk: &Desk, roles: Vec<Role>) -> Result<Vec<(Role, Option<String>)>, Refusal> {
    desk.store
        .read(move |tx| {
            let mut named = Vec::with_capacity(roles.len());
            for role in roles {
                let name = match role {
                    Role::Operator | Role::Auditor => None,
                    Role::Broker(org, _) => tx.find_support_org(org)?.map(|stored| stored.org.name.as_str().to_owned()),
                    Role::Specialist(id) => tx.find_specialist(id)?.map(|stored| stored.specialist.name.as_str().to_owned()),
                    Role::Company(id) => tx.find_help_request(id)?.map(|stored| stored.help_request.company.name.as_str().to_owned()),
                };
                named.push((role, name));
            }
            Ok(named)
        })
        .await
}

/// Goes on as another role of the account, under a new secret, which is given.
pub async fn act_as(desk: &Desk, signed: Signed, press: Press, role: Role) -> Result<Token, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            if !tx.list_roles(signed.id)?.contains(&role) {
                return Err(Refusal::NotFound);
            }
            acting.spend(tx, &press, Action::ActAs, now)?;
            tx.note_act("role_taken", "session", signed.session);
            let fresh = acting.ids.secret();
            // Somebody has pressed twice at once, or the session has ended meanwhile.
            let renewed = tx.renew_session(&signed.token.hash(), &fresh.hash(), Some(role))?;
            if renewed { Ok(fresh) } else { Err(Refusal::StalePage(Stale::Used)) }
        })
        .await
}

/// Ends one of the sessions of the account; one that has ended already is fine.
pub async fn end_session(desk: &Desk, signed: Signed, press: Press, session: SessionId) -> Result<(), Refusal> {
    ending(desk, press, move |tx| {
        tx.end_session(signed.id, session)?;
        tx.note_act("signed_out", "session", session);
        Ok(())
    })
    .await
}

/// Ends every session of the account.
pub async fn end_all_sessions(desk: &Desk, signed: Signed, press: Press) -> Result<(), Refusal> {
    ending(desk, press, move |tx| {
        tx.end_sessions(signed.id)?;
        tx.note_act("signed_out_everywhere", "account", signed.id);
        Ok(())
    })
    .await
}

async fn ending(desk: &Desk, press: Press, end: impl FnOnce(&mut Tx<'_>) -> Result<(), Refusal> + Send + 'static) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            acting.spend(tx, &press, Action::SignOut, now)?;
            end(tx)
        })
        .await
}

/// How many unfinished registrations one round forgets.
const FORGOTTEN: i64 = 100;

/// Forgets sessions that are over, who asked to sign in longer ago than is counted, and who began to register and never came to an end of it.
pub async fn forget_old_sign_ins(desk: &Desk) -> Result<(), Refusal> {
    let (now, limits) = (desk.clock.now(), desk.periods.session);
    let (_, counted) = ASK_AGAIN_WITHIN;
    desk.store
        .write(move |tx| {
            tx.forget_sign_ins(now - counted)?;
            tx.forget_sessions(now - limits.whole, now - limits.idle)?;
            for account in tx.list_joining(now - JOINING_HOLDS, FORGOTTEN)? {
                // Whoever was given a role meanwhile in another way keeps it.
                if tx.list_roles(account)?.is_empty() {
                    tx.forget_account(account, now)?;
                }
                tx.set_joining(account, None)?;
            }
            Ok(())
        })
        .await
}
