//! Asking a wider circle: where too few fit, one of the sets of changes that would bring more people is made to the help request. Its company says so: by itself,
//! behind the link of its letters, or to a clerk, where its consent to being asked for lies there on paper. Then the next wave opens.

use chrono::NaiveDate;

use crate::brokering::{Standing, Way};
use crate::catalogue::WavePolicy;
use crate::clock::{Moment, in_japan};
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::org_of;
use crate::desk::candidates::relaxations_of;
use crate::desk::letters::queue_letter;
use crate::desk::look::{held, held_by_link, help_request_of_link, link_of};
use crate::desk::narrow::{WayBack, way_back};
use crate::desk::{Desk, Press, Refusal, follow_journal};
use crate::events::Event;
use crate::identity::Role;
use crate::ids::{HelpRequestId, MemberId, Token};
use crate::intake::HelpRequestState;
use crate::language::Language;
use crate::matching::{Change, Relaxation};
use crate::seals::Action;
use crate::store::{LetterToQueue, Narrower, Purpose, StoredHelpRequest, Tx};

/// How a company said to a clerk that it agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    AtTheCounter,
    ByPhone,
}

impl Said {
    pub fn find(code: &str) -> Option<Self> {
        match code {
            "counter" => Some(Self::AtTheCounter),
            "phone" => Some(Self::ByPhone),
            _ => None,
        }
    }

    /// As the audit log tells it.
    fn act(self) -> &'static str {
        match self {
            Self::AtTheCounter => "widened_at_the_counter",
            Self::ByPhone => "widened_by_phone",
        }
    }
}

/// The company makes a set of changes, through the link in its letters. Whether a set is one that brings more people is looked up again.
pub async fn widen_by_link(desk: &Desk, press: Press, key: String) -> Result<(), Refusal> {
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let stored = held_by_link(tx, &press.token, now)?;
            let id = stored.id;
            widen(&acting, tx, now, stored, &key)?;
            acting.spend(tx, &press, Action::Widen, now)?;
            tx.note_act("widened", "help_request", id);
            Ok(())
        })
        .await
}

/// A clerk makes it, whom the company told so. The company gets a letter.
pub async fn note_widening(desk: &Desk, role: Role, id: HelpRequestId, key: String, said: Said) -> Result<(), Refusal> {
    org_of(role)?;
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let stored = held(tx, id, role)?;
            let member = stored.member.ok_or(Refusal::ConsentMissing)?;
            if !has_paper(tx, member)? {
                return Err(Refusal::ConsentMissing);
            }
            let told = key.clone();
            widen(&acting, tx, now, stored, &key)?;
            tx.note_act(said.act(), "help_request", id);
            tell(&acting, tx, now, id, &format!("noted-{}", now.timestamp_micros()), &told)
        })
        .await
}

/// A clerk asks the company by letter, at most once a day about each set.
pub async fn ask_to_widen(desk: &Desk, role: Role, id: HelpRequestId, key: String) -> Result<(), Refusal> {
    org_of(role)?;
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let stored = held(tx, id, role)?;
            found(&acting, tx, &stored, &key)?;
            let day: NaiveDate = in_japan(now).date_naive();
            tx.note_act("asked_to_widen", "help_request", id);
            tell(&acting, tx, now, id, &format!("asked-{day}"), &key)
        })
        .await
}

/// Whether a clerk may note what the company says: its consent lies on paper with the organisation, and holds.
pub async fn may_note(desk: &Desk, role: Role, id: HelpRequestId) -> Result<bool, Refusal> {
    desk.store
        .read(move |tx| {
            let stored = tx.find_help_request(id)?.filter(|stored| stored.may_be_seen_by(role)).ok_or(Refusal::NotFound)?;
            stored.member.map_or(Ok(false), |member| has_paper(tx, member))
        })
        .await
}

fn has_paper(tx: &mut Tx<'_>, member: MemberId) -> Result<bool, Refusal> {
    let Some(stored) = tx.find_member(member)? else { return Ok(false) };
    let latest = tx.list_member_consents(member)?.into_iter().next();
    Ok(stored.standing == Standing::Agreed && latest.is_some_and(|latest| latest.given && latest.way == Way::Paper))
}

/// The set of changes of this key, if it would bring more people now and nobody is thinking about the help request as it is.
fn found(desk: &Desk, tx: &mut Tx<'_>, stored: &StoredHelpRequest, key: &str) -> Result<Vec<Change>, Refusal> {
    match stored.state {
        HelpRequestState::Open | HelpRequestState::Unmatched => {}
        HelpRequestState::AwaitingConfirmation => return Err(Refusal::ConsentMissing),
        HelpRequestState::Matched | HelpRequestState::Cancelled => return Err(Refusal::HelpRequestEnded),
    }
    // Whoever was asked is held to what was asked.
    if tx.list_asked(&[stored.id])?.iter().any(|one| one.state.is_live()) {
        return Err(Refusal::StillAsked);
    }
    let told = relaxations_of(desk, tx, stored)?.relaxations;
    told.into_iter().find(|one| one.key() == key).map(|one| one.changes).ok_or(Refusal::ChangedMeanwhile)
}

/// Only for who holds the help request's row.
fn widen(desk: &Desk, tx: &mut Tx<'_>, now: Moment, mut stored: StoredHelpRequest, key: &str) -> Result<(), Refusal> {
    let changes = found(desk, tx, &stored, key)?;
    let (id, waves) = (stored.id, stored.waves);
    let narrower = Narrower {
        need: stored.help_request.need.clone(),
        policy: stored.policy.clone(),
        unmatched: stored.state == HelpRequestState::Unmatched,
        asked: tx.list_asked(&[id])?.len(),
    };
    changes.iter().for_each(|change| change.make(&mut stored.help_request.need));
    tx.change_help_request(id, &stored.help_request, Some(narrower))?;
    // It begins anew with as many waves as a new one has.
    if let Some(policy) = desk.policy_in_force(&stored.help_request.need) {
        let max_waves = policy.max_waves.saturating_add(waves);
        tx.set_policy(id, &WavePolicy { max_waves, ..policy })?;
    }
    if stored.state == HelpRequestState::Unmatched {
        tx.move_help_request(id, HelpRequestState::Unmatched, HelpRequestState::Open, now)?;
    }
    tx.stop_waiting(id)?;
    tx.record(desk.ids.fresh(now), &Event::HelpRequestCalledAgain { help_request: id }, now)?;
    Ok(())
}

fn tell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: HelpRequestId, about: &str, key: &str) -> Result<(), Refusal> {
    let (kind, party, cause) = (LetterKind::WiderCircle, Party::Company(id), format!("{id}/{about}/{key}"));
    queue_letter(tx, &desk.ids, now, LetterToQueue { id: desk.ids.fresh(now), kind, party, cause, help_request: id, offer: None })
}

/// What the company's page about it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct CircleView {
    /// Sets of changes that would bring more people now; none while somebody is thinking.
    pub relaxations: Vec<Relaxation>,
    pub still_asked: bool,
    /// Whether the last change can be taken back; none where nothing was changed.
    pub way_back: Option<WayBack>,
    /// The company's language.
    pub language: Language,
}

pub async fn look_at_widening(desk: &Desk, token: Token) -> Result<CircleView, Refusal> {
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store
        .read(move |tx| {
            let link = link_of(tx, &token, Purpose::FollowHelpRequest, acting.clock.now())?;
            let stored = help_request_of_link(tx, &link)?;
            let still_asked = tx.list_asked(&[stored.id])?.iter().any(|one| one.state.is_live());
            let goes_on = matches!(stored.state, HelpRequestState::Open | HelpRequestState::Unmatched);
            let relaxations = if goes_on && !still_asked { relaxations_of(&acting, tx, &stored)?.relaxations } else { Vec::new() };
            let way_back = way_back(tx, &stored)?;
            Ok(CircleView { relaxations, still_asked, way_back, language: stored.help_request.company.contact.language })
        })
        .await
}
