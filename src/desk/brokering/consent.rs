//! Asking a company whether its support organisation may ask for it, by a letter or on paper. Before its yes stands here nothing is
//! submitted on its behalf (docs/decisions/0045-members-agree-first.md).

use chrono::Duration;

use crate::brokering::{PaperForm, Standing, Way};
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::{hold, org_of};
use crate::desk::letters::queue_notice;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{ConsentId, MemberId};
use crate::store::{NoticeToQueue, StoredConsent};

/// Sends the company a letter with a link behind which it says yes or no. Not again within some days, and not for long after a no.
pub async fn ask_member(desk: &Desk, role: Role, id: MemberId) -> Result<(), Refusal> {
    let org = org_of(role)?;
    let (now, ids) = (desk.clock.now(), desk.ids.clone());
    desk.store
        .write(move |tx| {
            let stored = hold(tx, org, id, now)?;
            let quiet = stored.standing.quiet_days().ok_or(Refusal::AskedAlready)?;
            if stored.asked_at.is_some_and(|asked| now < asked + Duration::days(quiet)) {
                return Err(Refusal::AskedAlready);
            }
            tx.set_standing(id, Standing::Asked, Some(now))?;
            tx.note_act("member_asked", "member", id);
            let (kind, party, cause) = (LetterKind::MemberConsent, Party::Member(id), format!("{id}/{}", now.timestamp()));
            queue_notice(tx, &ids, now, NoticeToQueue { id: ids.fresh(now), kind, party, cause }, now)
        })
        .await
}

/// Notes a yes on paper, in the name of the clerk who has it. The company is told by a letter, behind whose link one press takes it back.
pub async fn note_paper(desk: &Desk, role: Role, id: MemberId, form: PaperForm) -> Result<(), Refusal> {
    let org = org_of(role)?;
    let paper = form.check(desk.clock.today())?;
    let (now, ids, who) = (desk.clock.now(), desk.ids.clone(), desk.who());
    desk.store
        .write(move |tx| {
            let stored = hold(tx, org, id, now)?;
            if stored.standing == Standing::Agreed {
                return Err(Refusal::AskedAlready);
            }
            let paper = Some((paper.clerk.as_str().to_owned(), paper.given_on));
            let consent = StoredConsent { given: true, way: Way::Paper, who, paper, at: now };
            let consent_id: ConsentId = ids.beside(now);
            tx.add_member_consent(consent_id, id, &consent)?;
            tx.set_standing(id, Standing::Agreed, stored.asked_at)?;
            tx.note_act("member_agreed_on_paper", "member", id);
            let (kind, party, cause) = (LetterKind::MemberNoted, Party::Member(id), format!("{id}/{consent_id}"));
            queue_notice(tx, &ids, now, NoticeToQueue { id: ids.fresh(now), kind, party, cause }, now)
        })
        .await
}
