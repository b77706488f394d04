//! Forgetting: after the months of the rule in force (`config/retention`) nothing says any more who it was. Each thing is a transaction of its own, and
//! the journal has an event of it. What anybody may have to prove later stays: what was asked for, when and where, what came of it, and the audit log.

use chrono::{Months, NaiveDate};

use crate::catalogue::{Forgettable, RetentionRule};
use crate::clock::{Moment, in_japan};
use crate::correspondence::Party;
use crate::desk::brokering::remove;
use crate::desk::endorsements::tell_of_who_is_gone;
use crate::desk::letters::mailbox_key;
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::identity::{Actor, Role, Who};
use crate::ids::{ComplaintId, EndorsementId, HelpRequestId, Ids, MemberId, PersonId, PoolId, SpecialistId, UnfinishedId};
use crate::intake::HelpRequestState;
use crate::store::{StoredHelpRequest, StoredSpecialist, Tx, Unfinished};

/// How many things of each rule one round forgets.
const ROUND: i64 = 100;
/// How many a dry run counts.
const DRY_ROUND: i64 = 1_000_000;

/// A rule with how many things it reaches now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    pub rule: RetentionRule,
    pub count: usize,
}

/// Before when something must have changed last to be forgotten by this rule.
fn before(rule: RetentionRule, now: Moment) -> Moment {
    now.checked_sub_months(Months::new(rule.months)).unwrap_or(Moment::MIN_UTC)
}

/// Something that a rule reaches.
#[derive(Clone, Copy)]
enum Old {
    HelpRequest(HelpRequestId),
    Specialist(SpecialistId),
    Member(MemberId),
    Person(PersonId),
    Unfinished(UnfinishedId),
    Day(NaiveDate),
    Pool(PoolId),
    Complaint(ComplaintId),
    Endorsement(EndorsementId),
}

/// What of a kind has not changed since `before`, the oldest first.
fn list_old(tx: &mut Tx<'_>, what: Forgettable, before: Moment, limit: i64) -> Result<Vec<Old>, Refusal> {
    let state = match what {
        Forgettable::Cancelled => HelpRequestState::Cancelled,
        Forgettable::Unmatched => HelpRequestState::Unmatched,
        Forgettable::Matched => HelpRequestState::Matched,
        Forgettable::Withdrawn => return Ok(tx.list_specialists_to_forget(before, limit)?.into_iter().map(Old::Specialist).collect()),
        Forgettable::Unused => return Ok(tx.list_people_to_forget(before, limit)?.into_iter().map(Old::Person).collect()),
        Forgettable::Declined => return Ok(tx.list_members_to_forget(before, limit)?.into_iter().map(Old::Member).collect()),
        Forgettable::Draft => return list_unfinished(tx, Unfinished::Draft, before, limit),
        Forgettable::Answers => return list_unfinished(tx, Unfinished::Answers, before, limit),
        Forgettable::Counted => {
            let before = in_japan(before).date_naive();
            return Ok(tx.list_days_to_forget(before, limit)?.into_iter().map(Old::Day).collect());
        }
        Forgettable::Complained => return Ok(tx.list_complaints_to_forget(before, limit)?.into_iter().map(Old::Complaint).collect()),
        Forgettable::Recommended => return Ok(tx.list_endorsements_to_forget(before, limit)?.into_iter().map(Old::Endorsement).collect()),
        Forgettable::Over => {
            let before = in_japan(before).date_naive();
            return Ok(tx.list_pools_to_forget(before, limit)?.into_iter().map(Old::Pool).collect());
        }
    };
    Ok(tx.list_help_requests_to_forget(state, before, limit)?.into_iter().map(Old::HelpRequest).collect())
}

fn list_unfinished(tx: &mut Tx<'_>, kind: Unfinished, before: Moment, limit: i64) -> Result<Vec<Old>, Refusal> {
    Ok(tx.list_unfinished_to_forget(kind, before, limit)?.into_iter().map(Old::Unfinished).collect())
}

/// What the rules reach now; forgets nothing.
pub async fn what_would_be_forgotten(desk: &Desk) -> Result<Vec<Reached>, Refusal> {
    let (now, rules) = (desk.clock.now(), desk.catalogue.retention().to_vec());
    let count = move |tx: &mut Tx<'_>| {
        let count = |rule: RetentionRule| Ok(Reached { rule, count: list_old(tx, rule.what, before(rule, now), DRY_ROUND)?.len() });
        rules.into_iter().map(count).collect::<Result<Vec<Reached>, Refusal>>()
    };
    desk.store.read(count).await
}

/// Forgets what the rules reach, a round of each; says how many things.
pub async fn forget_what_is_old(desk: &Desk) -> Result<usize, Refusal> {
    let (desk, now) = (by_rule(desk), desk.clock.now());
    let mut forgotten = 0;
    for rule in desk.catalogue.retention() {
        let (what, before) = (rule.what, before(*rule, now));
        for old in desk.store.read(move |tx| list_old(tx, what, before, ROUND)).await? {
            let acting = desk.clone();
            forgotten += usize::from(desk.store.write(move |tx| forget(&acting, tx, old, before, now)).await?);
        }
    }
    if forgotten > 0 {
        desk.empty_log().await?;
    }
    Ok(forgotten)
}

/// False if it has changed since `before`.
fn forget(desk: &Desk, tx: &mut Tx<'_>, old: Old, before: Moment, now: Moment) -> Result<bool, Refusal> {
    match old {
        Old::HelpRequest(id) => match tx.find_help_request(id)? {
            Some(stored) => forget_help_request(tx, &desk.ids, &stored, before, now),
            None => Ok(false),
        },
        Old::Specialist(id) => match tx.find_specialist(id)? {
            Some(stored) => forget_specialist(tx, &desk.ids, &stored, before, now),
            None => Ok(false),
        },
        Old::Member(id) => forget_member(desk, tx, id, before, now),
        Old::Person(id) => {
            let done = tx.forget_person(id, before)?;
            if done {
                tx.note_act("person_forgotten", "person", id);
            }
            Ok(done)
        }
        Old::Unfinished(id) => {
            let done = tx.forget_unfinished(id, before)?;
            if done {
                tx.note_act("unfinished_forgotten", "unfinished", id);
            }
            Ok(done)
        }
        // Nothing in it said anything of who looked.
        Old::Day(day) => Ok(tx.forget_day(day)?),
        Old::Complaint(id) => {
            let done = tx.forget_complaint(id, before, now)?;
            if done {
                tx.note_act("complaint_forgotten", "complaint", id);
            }
            Ok(done)
        }
        Old::Endorsement(id) => {
            let done = tx.forget_endorsement(id, before)?;
            if done {
                tx.note_act("endorsement_forgotten", "endorsement", id);
            }
            Ok(done)
        }
        Old::Pool(id) => {
            let done = tx.forget_pool(id, in_japan(before).date_naive())?;
            if done {
                tx.note_act("pool_forgotten", "pool", id);
            }
            Ok(done)
        }
    }
}

/// Nobody can ask later who it was that is forgotten, so each time stands in the audit log, also where no person did it.
fn by_rule(desk: &Desk) -> Desk {
    let machine = || Actor {
        who: Who::Machine,
        role: None,
        source: String::new(),
        request: String::new(),
        reason: Some("config/retention".to_owned()),
    };
    desk.store.actor().map_or_else(|| desk.acting(machine()), |_| desk.clone())
}

/// Takes a member off its list; false if it has changed since `before`.
fn forget_member(desk: &Desk, tx: &mut Tx<'_>, id: MemberId, before: Moment, now: Moment) -> Result<bool, Refusal> {
    if !tx.hold_old_member(id, before)? {
        return Ok(false);
    }
    let Some(stored) = tx.find_member(id)? else { return Ok(false) };
    remove(desk, tx, &stored, now)?;
    tx.note_act("member_forgotten", "member", id);
    Ok(true)
}

/// Puts nobody into the place of the company, with the accounts that were only for this; false if the help request has changed since `before`.
pub(super) fn forget_help_request(
    tx: &mut Tx<'_>,
    ids: &Ids,
    stored: &StoredHelpRequest,
    before: Moment,
    now: Moment,
) -> Result<bool, Refusal> {
    let id = stored.id;
    let done = tx.forget_help_request(id, &stored.help_request.of_nobody(), before, now)?;
    if done {
        forget_accounts(tx, Role::Company(id), now)?;
        tx.hide_suppressed(&[mailbox_key(&stored.help_request.company.contact.address)], &Party::Company(id).key())?;
        tx.record(ids.fresh(now), &Event::HelpRequestForgotten { help_request: id }, now)?;
    }
    Ok(done)
}

/// Puts nobody into the place of a specialist, with their keys and the accounts that were only theirs; false if the profile has changed since `before`.
pub(super) fn forget_specialist(
    tx: &mut Tx<'_>,
    ids: &Ids,
    stored: &StoredSpecialist,
    before: Moment,
    now: Moment,
) -> Result<bool, Refusal> {
    let id = stored.id;
    let recommended = tx.list_endorsements_of(id)?.into_iter().filter(|one| one.endorsement.goes_on_at(now)).collect();
    let done = tx.forget_specialist(id, &stored.specialist.of_nobody(id), before, now)?;
    if done {
        tell_of_who_is_gone(tx, ids, now, recommended)?;
        forget_accounts(tx, Role::Specialist(id), now)?;
        tx.forget_api_keys_of(id, now)?;
        let mailboxes: Vec<String> = stored.specialist.contacts.iter().map(|contact| mailbox_key(&contact.address)).collect();
        tx.hide_suppressed(&mailboxes, &Party::Specialist(id).key())?;
        tx.record(ids.fresh(now), &Event::SpecialistForgotten { specialist: id }, now)?;
    }
    Ok(done)
}

/// Accounts lose the role, and those without another go too.
fn forget_accounts(tx: &mut Tx<'_>, role: Role, now: Moment) -> Result<(), Refusal> {
    for account in tx.list_accounts_in(role)? {
        tx.withdraw_role(account.id, role)?;
        if tx.list_roles(account.id)?.is_empty() {
            tx.forget_account(account.id, now)?;
        }
    }
    Ok(())
}
