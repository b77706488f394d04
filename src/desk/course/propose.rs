//! Either side proposes terms, or changes them; the other one is asked.

use crate::correspondence::LetterKind;
use crate::desk::course::{course_of, engaged, step, tell};
use crate::desk::team::lines;
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{Sheet, SheetForm};
use crate::seals::Action;

pub async fn propose_sheet(desk: &Desk, press: Press, form: SheetForm) -> Result<(), Refusal> {
    let sheet = form.check(&desk.catalogue)?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            // The form was checked to have shown this one.
            let pledge = acting.catalogue.engagement().pledge.code.clone();
            let now = acting.clock.now();
            let known = engaged(tx, &press.token, now)?;
            tx.hold_help_requests(&[known.engagement.help_request])?;
            let team = lines(tx, &known.engagement, &course_of(&known.engagement), known.side)?;
            let (by, _, number) = step(&acting, tx, &press, Action::Propose, "terms_proposed", |step| {
                Ok(step.course.propose(step.side, Sheet { team, ..sheet }, &pledge, step.now)?)
            })?;
            tell(&acting, tx, now, LetterKind::TermsProposed, by.side.other(), &by.engagement, &number.to_string())
        })
        .await
}
