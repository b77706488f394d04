//! Letters that belong to no help request. Their causes begin with whom they are about.

use std::collections::HashMap;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::active_list::CheckStep;
use crate::brokering::{Standing, SupportOrg};
use crate::clock::Moment;
use crate::correspondence::{LetterKind, OwnWeek, WeekLine};
use crate::desk::letters::own_week::own_week_of;
use crate::desk::letters::reach::gets_nothing;
use crate::desk::letters::week::week_of;
use crate::desk::pools::{PoolNotice, read_pool_notice};
use crate::hooks::WebhookState;
use crate::identity::Role;
use crate::ids::{LetterId, MemberId, SpecialistId};
use crate::store::{
    QueuedLetter, StoreError, StoredClaim, StoredEndorsement, StoredHelpRequest, StoredOffer, StoredSignIn, StoredSpecialist,
    StoredWebhook, Tx,
};
use crate::values::Line;

/// What such a letter is about. These are few, so each is read by itself.
pub(super) enum Notice {
    Unreachable(Box<StoredSpecialist>),
    /// A support organisation whose mailbox still gets no letters.
    OrgUnreachable(Box<SupportOrg>),
    Paused(Box<StoredSpecialist>),
    /// How somebody stands with the official register.
    Standing(Box<StoredSpecialist>),
    /// Whose profile is to be confirmed, with the step of which the letter tells.
    Profile(Box<StoredSpecialist>, CheckStep),
    /// The week that begins on this Monday.
    Week(NaiveDate, Vec<WeekLine>),
    /// The same for somebody on the list.
    OwnWeek(Box<StoredSpecialist>, NaiveDate, OwnWeek),
    /// Open offers, each with its help request.
    Gathered(Vec<(StoredOffer, StoredHelpRequest)>),
    SignIn(StoredSignIn),
    /// As whom somebody may act.
    Invited(Role),
    /// The organisation that a company is asked about, and the paper of which it is told.
    Membership(Line, Option<(String, NaiveDate)>),
    /// Companies that share a specialist, for one of those who take part.
    Pool(Box<PoolNotice>),
    /// Why somebody's entry is hidden; none where it is shown again.
    Entry(Option<Line>),
    /// A claim of credits, and whose it is.
    Credit(Box<StoredClaim>, Box<StoredSpecialist>),
    /// Whom an organisation recommends.
    Endorsement(Box<Endorsed>),
    /// A webhook that is switched off.
    Webhook(Box<StoredWebhook>),
}

/// A recommendation with the two whose it is.
pub(super) struct Endorsed {
    pub stored: StoredEndorsement,
    pub person: StoredSpecialist,
    pub org: SupportOrg,
}

fn endorsed(tx: &mut Tx<'_>, letter: &QueuedLetter) -> Result<Option<Endorsed>, StoreError> {
    let Some(stored) = about(letter).map(|id| tx.find_endorsement(id)).transpose()?.flatten() else { return Ok(None) };
    let both = tx.find_specialist(stored.specialist)?.zip(tx.find_support_org(stored.org)?);
    Ok(both.map(|(person, org)| Endorsed { stored, person, org: org.org }))
}

/// The cause of the letter that gathers the offers to a specialist whose hours count from `begins_at`.
pub(in crate::desk) fn digest_cause(specialist: SpecialistId, begins_at: Moment) -> String {
    format!("{specialist}/{}", begins_at.timestamp())
}

fn about<Id: FromStr>(letter: &QueuedLetter) -> Option<Id> {
    letter.cause.split('/').next()?.parse().ok()
}

fn person(tx: &mut Tx<'_>, letter: &QueuedLetter) -> Result<Option<Box<StoredSpecialist>>, StoreError> {
    let found = about(letter).map(|id| tx.find_specialist(id)).transpose()?.flatten();
    Ok(found.map(Box::new))
}

/// What a letter to a member is about, unless the company has said something else meanwhile.
fn membership(tx: &mut Tx<'_>, letter: &QueuedLetter, as_long_as: Standing) -> Result<Option<Notice>, StoreError> {
    let Some(id) = about::<MemberId>(letter) else { return Ok(None) };
    let Some(member) = tx.find_member(id)?.filter(|member| member.standing == as_long_as) else { return Ok(None) };
    let Some(org) = tx.find_support_org(member.org)? else { return Ok(None) };
    let paper = tx.list_member_consents(id)?.into_iter().find_map(|consent| consent.paper);
    Ok(Some(Notice::Membership(org.org.name, paper)))
}

/// The open offers that a letter gathers.
pub(super) fn gathered(tx: &mut Tx<'_>, letter: &QueuedLetter) -> Result<Vec<StoredOffer>, StoreError> {
    let begins_at = letter.cause.split('/').nth(1).and_then(|seconds| Moment::from_timestamp(seconds.parse().ok()?, 0));
    let Some((specialist, begins_at)) = about(letter).zip(begins_at) else { return Ok(Vec::new()) };
    tx.list_gathered_offers(specialist, begins_at)
}

/// What those of `letters` are about that belong to no help request.
pub(super) fn read_notices(tx: &mut Tx<'_>, letters: &[QueuedLetter]) -> Result<HashMap<LetterId, Notice>, StoreError> {
    let mut notices = HashMap::new();
    for letter in letters.iter().filter(|letter| letter.help_request.is_none()) {
        let notice = match letter.kind {
            LetterKind::SpecialistUnreachable => person(tx, letter)?.map(Notice::Unreachable),
            LetterKind::SupportOrgUnreachable => {
                let org = about(letter).map(|id| tx.find_support_org(id)).transpose()?.flatten().map(|stored| stored.org);
                match org {
                    Some(org) if gets_nothing(tx, &org.address)?.is_some() => Some(Notice::OrgUnreachable(Box::new(org))),
                    _ => None,
                }
            }
            LetterKind::SupportOrgWeek => {
                let monday = letter.cause.split('/').nth(1).and_then(|day| day.parse().ok());
                let week = about(letter).zip(monday).map(|(org, monday)| Ok::<_, StoreError>((monday, week_of(tx, org, monday)?)));
                week.transpose()?.map(|(monday, lines)| Notice::Week(monday, lines))
            }
            LetterKind::SpecialistWeek => {
                let monday = letter.cause.split('/').nth(1).and_then(|day| day.parse().ok());
                match person(tx, letter)?.zip(monday) {
                    Some((person, monday)) => {
                        let week = own_week_of(tx, person.id, monday)?;
                        Some(Notice::OwnWeek(person, monday, week))
                    }
                    None => None,
                }
            }
            LetterKind::OffersPaused => person(tx, letter)?.map(Notice::Paused),
            LetterKind::RegistrationSuspended | LetterKind::RegistrationRestored => person(tx, letter)?.map(Notice::Standing),
            LetterKind::EntryReviewed => {
                let review = about(letter).map(|id| tx.find_review(id)).transpose()?.flatten();
                let reason = |text: String| Line::parse(&text, usize::MAX).ok();
                review.map(|review| Notice::Entry(review.reason.and_then(reason)))
            }
            LetterKind::CreditAsked | LetterKind::CreditReminder | LetterKind::CreditDecided | LetterKind::CreditQuestioned => {
                let claim = about(letter).map(|id| tx.find_claim(id)).transpose()?.flatten();
                let person = claim.as_ref().map(|claim| tx.find_specialist(claim.specialist)).transpose()?.flatten();
                claim.zip(person).map(|(claim, person)| Notice::Credit(Box::new(claim), Box::new(person)))
            }
            LetterKind::EndorsementAsked | LetterKind::EndorsementTold => {
                endorsed(tx, letter)?.map(|found| Notice::Endorsement(Box::new(found)))
            }
            LetterKind::ProfileCheck => {
                let step = letter.cause.rsplit('/').next().and_then(|code| CheckStep::ALL.into_iter().find(|step| step.code() == code));
                person(tx, letter)?.zip(step).map(|(person, step)| Notice::Profile(person, step))
            }
            LetterKind::OfferDigest => {
                let offers = gathered(tx, letter)?;
                let about: Vec<_> = offers.iter().map(|offer| offer.help_request).collect();
                let mut stored: HashMap<_, _> = tx.list_help_requests_by_id(&about)?.into_iter().map(|one| (one.id, one)).collect();
                let with_request = offers.into_iter().filter_map(|offer| stored.remove(&offer.help_request).map(|stored| (offer, stored)));
                Some(Notice::Gathered(with_request.collect()))
            }
            LetterKind::SignIn => letter.cause.parse().ok().map(|id| tx.find_sign_in(id)).transpose()?.flatten().map(Notice::SignIn),
            LetterKind::PoolInvited | LetterKind::PoolSlots | LetterKind::PoolConfirmed => {
                read_pool_notice(tx, letter)?.map(|notice| Notice::Pool(Box::new(notice)))
            }
            LetterKind::MemberConsent => membership(tx, letter, Standing::Asked)?,
            LetterKind::MemberNoted => membership(tx, letter, Standing::Agreed)?,
            // One that is on again, or that its owner switched off, is no news.
            LetterKind::WebhookOff => {
                let webhook = about(letter).map(|id| tx.find_webhook(id)).transpose()?.flatten();
                let is_news = |stored: &StoredWebhook| matches!(stored.state, WebhookState::Failed | WebhookState::Gone);
                webhook.filter(is_news).map(|stored| Notice::Webhook(Box::new(stored)))
            }
            LetterKind::Invitation => letter.cause.split('/').next().and_then(Role::find).map(Notice::Invited),
            _ => None,
        };
        notices.extend(notice.map(|notice| (letter.id, notice)));
    }
    Ok(notices)
}
