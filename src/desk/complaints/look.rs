//! How a complaint stands, for each side behind its link and for operators. Nothing is changed, except that an operator's look is noted.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::complaints::{Complaint, number_of};
use crate::desk::complaints::behind;
use crate::desk::{Desk, Refusal};
use crate::engagement::Side;
use crate::ids::{ComplaintId, EngagementId, Token};
use crate::language::Language;
use crate::store::{StoredComplaint, Tx};

/// What the page of a complaint shows to a side. What is not for it, is not in here.
#[derive(Clone, Debug)]
pub struct ComplaintPage {
    pub number: String,
    /// Whether the reader is who complains.
    pub is_own: bool,
    /// As far as the reader may see it: the other side sees no word of it, and nobody what operators note.
    pub complaint: Complaint,
    /// Until when the reader can appeal.
    pub appeal_until: Option<Moment>,
    pub overdue: bool,
    pub now: Moment,
    pub language: Language,
}

/// A complaint in the list of operators.
#[derive(Clone, Debug)]
pub struct ComplaintLine {
    pub id: ComplaintId,
    pub number: String,
    pub complaint: Complaint,
    pub overdue: bool,
}

/// A complaint as operators see it.
#[derive(Clone, Debug)]
pub struct ComplaintCase {
    pub id: ComplaintId,
    pub number: String,
    pub company: String,
    pub specialist: String,
    pub engagement: EngagementId,
    pub complaint: Complaint,
    pub overdue: bool,
    /// When earlier complaints about the same specialist were upheld, with the notes of operators.
    pub earlier: Vec<(NaiveDate, String, String)>,
}

pub async fn look_at_complaint(desk: &Desk, token: Token) -> Result<ComplaintPage, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let (stored, side) = behind(tx, &token, now)?;
            let language = language_of(tx, &stored, side)?;
            let (complaint, is_own) = (stored.complaint.seen_by(side), stored.complaint.by == side);
            let appeal_until = stored.complaint.appeal_until(acting.catalogue.complaints()).filter(|until| now < *until);
            let overdue = stored.complaint.is_overdue(acting.clock.today());
            Ok(ComplaintPage { number: number_of(stored.id), is_own, complaint, appeal_until, overdue, now, language })
        })
        .await
}

fn language_of(tx: &mut Tx<'_>, stored: &StoredComplaint, side: Side) -> Result<Language, Refusal> {
    Ok(match side {
        Side::Specialist => tx.find_specialist(stored.specialist)?.ok_or(Refusal::NotFound)?.specialist.language(),
        Side::Company => tx.find_help_request(stored.help_request)?.ok_or(Refusal::NotFound)?.help_request.company.contact.language,
    })
}

/// What waits for operators, the first due first; or the rest, the newest first.
pub async fn list_complaints(desk: &Desk, waits: bool, limit: usize) -> Result<Vec<ComplaintLine>, Refusal> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let today = desk.clock.today();
    desk.store
        .read(move |tx| {
            let line = |stored: StoredComplaint| ComplaintLine {
                id: stored.id,
                number: number_of(stored.id),
                overdue: stored.complaint.is_overdue(today),
                complaint: stored.complaint,
            };
            Ok(tx.list_complaints(waits, limit)?.into_iter().map(line).collect())
        })
        .await
}

pub async fn view_complaint(desk: &Desk, id: ComplaintId) -> Result<ComplaintCase, Refusal> {
    desk.note_look("complaint_seen", "complaint", id.to_string()).await?;
    let today = desk.clock.today();
    desk.store
        .read(move |tx| {
            let stored = tx.find_complaint(id)?.ok_or(Refusal::NotFound)?;
            let company = tx.find_help_request(stored.help_request)?.ok_or(Refusal::NotFound)?.help_request.company;
            let person = tx.find_specialist(stored.specialist)?.ok_or(Refusal::NotFound)?;
            let about_specialist = stored.complaint.by == Side::Company;
            let others = if about_specialist { tx.list_complaints_of(stored.specialist)? } else { Vec::new() };
            let earlier = others.into_iter().filter(|one| one.id != id && one.complaint.by == Side::Company).filter_map(|one| {
                let decision =
                    one.complaint.decision().filter(|decision| decision.verdict.outcome == crate::complaints::Outcome::Upheld)?;
                let day = crate::clock::in_japan(decision.at).date_naive();
                Some((day, number_of(one.id), decision.verdict.note.as_str().to_owned()))
            });
            Ok(ComplaintCase {
                id,
                number: number_of(id),
                company: company.name.as_str().to_owned(),
                specialist: person.specialist.name.as_str().to_owned(),
                engagement: stored.engagement,
                overdue: stored.complaint.is_overdue(today),
                earlier: earlier.collect(),
                complaint: stored.complaint,
            })
        })
        .await
}
