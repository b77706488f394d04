//! Either side proposes terms, or changes them; the other one is asked.

use crate::correspondence::LetterKind;
use crate::desk::course::{step, tell};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::SheetForm;
use crate::seals::Action;

pub async fn propose_sheet(desk: &Desk, press: Press, form: SheetForm) -> Result<(), Refusal> {
    let sheet = form.check(&desk.catalogue)?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let pledge = acting.catalogue.engagement().pledge.code.clone();
            let (by, _, number) = step(&acting, tx, &press, Action::Propose, "terms_proposed", |step| {
                Ok(step.course.propose(step.side, sheet, &pledge, step.now)?)
            })?;
            let now = acting.clock.now();
            tell(&acting, tx, now, LetterKind::TermsProposed, by.side.other(), &by.engagement, &number.to_string())
        })
        .await
}
