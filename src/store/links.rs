//! Table `links`: what the links in letters lead to. Only the hash of a token is kept.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::ids::{CodeId, OfferId, TokenHash};
use crate::store::cells::{known, moment, time};
use crate::store::schema::links;
use crate::store::{StoreError, Tx};

/// What a link lets its holder do. A link is a capability for one thing; only one of them signs in, and that one in one browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Answer one offer; the subject is the offer, and in the letter with a code `offer/code`.
    AnswerOffer,
    /// Confirm one help request; the subject is the help request.
    ConfirmHelpRequest,
    /// See and cancel one help request, and choose among the willing; the subject is the help request.
    FollowHelpRequest,
    /// Withdraw from one engagement; the subject is the engagement.
    LeaveEngagement,
    /// See and end the pauses of one specialist; the subject is the specialist.
    EndPause,
    /// Choose which letters come; the subject is the specialist.
    ChooseLetters,
    /// Choose whether the weekly letter comes; the subject is the support organisation.
    ChooseWeeklyLetter,
    /// Confirm a profile; the subject is the specialist.
    ConfirmProfile,
    /// Say yes or no to being asked for by a support organisation; the subject is the member.
    AnswerMember,
    /// Say whether a help request goes on to another organisation; the subject is the referral.
    AnswerReferral,
    /// Approve or decline one claim of credits; the subject is the claim.
    ApproveCredit,
    /// See, answer and leave one's own place in a team; the subject is the seat.
    FollowTeam,
    /// Agree to being recommended, or not, and end it; the subject is the recommendation.
    AnswerEndorsement,
    /// See and change one's own part of a pool; the subject is `pool/specialist` or `pool/member`.
    AnswerPool,
    FollowPool,
    /// Follow one's own complaint, take it back, and appeal; the subject is the complaint.
    FollowComplaint,
    /// Answer to a complaint, and appeal; the subject is the complaint.
    AnswerComplaint,
    /// Sign in, in the browser that asked for it; the subject is the wish to sign in.
    SignIn,
}

impl Purpose {
    const ALL: [Purpose; 18] = [
        Self::AnswerOffer,
        Self::ConfirmHelpRequest,
        Self::FollowHelpRequest,
        Self::LeaveEngagement,
        Self::EndPause,
        Self::ChooseLetters,
        Self::ChooseWeeklyLetter,
        Self::ConfirmProfile,
        Self::AnswerMember,
        Self::AnswerReferral,
        Self::ApproveCredit,
        Self::FollowTeam,
        Self::AnswerEndorsement,
        Self::AnswerPool,
        Self::FollowPool,
        Self::FollowComplaint,
        Self::AnswerComplaint,
        Self::SignIn,
    ];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::AnswerOffer => "answer_offer",
            Self::ConfirmHelpRequest => "confirm_help_request",
            Self::FollowHelpRequest => "follow_help_request",
            Self::LeaveEngagement => "leave_engagement",
            Self::EndPause => "end_pause",
            Self::ChooseLetters => "choose_letters",
            Self::ChooseWeeklyLetter => "choose_weekly_letter",
            Self::ConfirmProfile => "confirm_profile",
            Self::AnswerMember => "answer_member",
            Self::AnswerReferral => "answer_referral",
            Self::ApproveCredit => "approve_credit",
            Self::FollowTeam => "follow_team",
            Self::AnswerEndorsement => "answer_endorsement",
            Self::AnswerPool => "answer_pool",
            Self::FollowPool => "follow_pool",
            Self::FollowComplaint => "follow_complaint",
            Self::AnswerComplaint => "answer_complaint",
            Self::SignIn => "sign_in",
        }
    }

    pub(super) fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub purpose: Purpose,
    /// Id of an offer, a help request, an engagement, a specialist or a support organisation, as text.
    pub subject: String,
    pub expires_at: Moment,
}

impl Link {
    /// The offer that a link to answer one is about.
    pub fn offer(&self) -> Option<OfferId> {
        self.subject.split('/').next()?.parse().ok()
    }

    /// The code whose letter the link to an offer came in.
    pub fn code(&self) -> Option<CodeId> {
        self.subject.split_once('/')?.1.parse().ok()
    }
}

impl Tx<'_> {
    pub fn add_link(&mut self, token: &TokenHash, link: &Link, now: Moment) -> Result<(), StoreError> {
        let added = diesel::insert_into(links::table).values((
            links::token_hash.eq(token.as_str()),
            links::purpose.eq(link.purpose.code()),
            links::subject.eq(&link.subject),
            links::expires_at.eq(time(link.expires_at)),
            links::created_at.eq(time(now)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_link(&mut self, token: &TokenHash) -> Result<Option<Link>, StoreError> {
        let row = links::table.find(token.as_str()).select((links::purpose, links::subject, links::expires_at));
        let row = row.first::<(String, String, NaiveDateTime)>(self.connection).optional()?;
        row.map(|(purpose, subject, expires_at)| {
            let purpose = known("link purpose", Purpose::find(&purpose))?;
            Ok(Link { purpose, subject, expires_at: moment(expires_at) })
        })
        .transpose()
    }
}
