//! The other side agrees to the terms that it has read, and gives the pledge with them.

use crate::correspondence::LetterKind;
use crate::desk::course::{step, tell};
use crate::desk::team::join;
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::Side;
use crate::report::{FieldError, Mistake};
use crate::seals::Action;
use crate::store::StoredEngagement;

/// `number` is the version that the page showed, `pledge` the code of the pledge below it; none where its box was not ticked.
pub async fn agree_to_terms(desk: &Desk, press: Press, number: u16, pledge: Option<String>) -> Result<(), Refusal> {
    let Some(pledge) = pledge else {
        let Mistake { code, args } = Mistake::new("pledge-missing");
        return Err(Refusal::Fields(vec![FieldError { pointer: "/pledged".to_owned(), code, args }]));
    };
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let (by, course, ()) = step(&acting, tx, &press, Action::Agree, "terms_agreed", |step| {
                Ok(step.course.agree(step.side, number, &pledge, step.now)?)
            })?;
            let stored = tx.find_help_request(by.engagement.help_request)?.ok_or(Refusal::NotFound)?;
            let team = course.agreed().map(|version| version.sheet.team.clone()).unwrap_or_default();
            let engagement = StoredEngagement { course: Some(course), ..by.engagement.clone() };
            join(&acting, tx, acting.clock.now(), (&stored, &engagement), &team)?;
            for side in [Side::Specialist, Side::Company] {
                tell(&acting, tx, acting.clock.now(), LetterKind::TermsAgreed, side, &by.engagement, &number.to_string())?;
            }
            Ok(())
        })
        .await
}
