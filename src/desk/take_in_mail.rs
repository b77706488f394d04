//! A mail that arrived goes to the act that it is for: reports about letters that came back, and answers to offers.

use crate::desk::{BounceOutcome, Desk, MailOutcome, Refusal, answer_by_mail, note_bounce};
use crate::inbox::Arrived;

/// What became of a mail, or of what a report says about one mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenIn {
    /// A report: a mailbox gets no more letters.
    Suppressed,
    /// A report of which nothing follows.
    Noted,
    /// A report about no letter of ours.
    NotOurs,
    /// An answer: an offer is accepted.
    Accepted,
    Declined,
    /// An answer that changed nothing, of which its writer is told.
    Told,
    /// Nothing that we act on. Nobody is answered.
    Ignored,
}

impl TakenIn {
    pub fn code(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::Noted => "noted",
            Self::NotOurs => "not-ours",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Told => "told",
            Self::Ignored => "ignored",
        }
    }
}

/// Takes in a mail. The same may come any number of times.
pub async fn take_in_mail(desk: &Desk, arrived: Arrived) -> Result<Vec<TakenIn>, Refusal> {
    match arrived {
        Arrived::Report(bounces) => {
            let mut taken = Vec::with_capacity(bounces.len());
            for bounce in bounces {
                taken.push(match note_bounce(desk, bounce).await? {
                    BounceOutcome::Suppressed => TakenIn::Suppressed,
                    BounceOutcome::Noted => TakenIn::Noted,
                    BounceOutcome::NotOurs => TakenIn::NotOurs,
                });
            }
            Ok(taken)
        }
        Arrived::ReportOfNoLetter => Ok(vec![TakenIn::NotOurs]),
        Arrived::Answer(answer) => Ok(vec![match answer_by_mail(desk, answer).await? {
            MailOutcome::Accepted => TakenIn::Accepted,
            MailOutcome::Declined => TakenIn::Declined,
            MailOutcome::Told(_) => TakenIn::Told,
            MailOutcome::Ignored => TakenIn::Ignored,
        }]),
        Arrived::Nothing => Ok(vec![TakenIn::Ignored]),
    }
}
