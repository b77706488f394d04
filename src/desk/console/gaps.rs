//! Where people are lacking: for one menu or field, or all, the help requests of each prefecture beside who comes there.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};

use crate::clock::japanese;
use crate::desk::{Desk, Refusal, follow_journal};
use crate::insights::Region;
use crate::intake::{HelpRequest, HelpRequestState};
use crate::matching::{Offering, Supply};
use crate::report::{Checker, FieldError};
use crate::store::{StoredHelpRequest, Tx};
use crate::values::known_code;

/// How many help requests are read at a time.
const PAGE: i64 = 500;
/// Help requests of so many months count.
const MONTHS: u32 = 12;

/// Codes as chosen; empty for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GapsForm {
    pub menu: String,
    pub field: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GapsView {
    /// The first day from which help requests count.
    pub from: NaiveDate,
    /// In the order of the catalogue.
    pub regions: Vec<Region>,
    /// People who may be asked, each once, and those of them who work from afar.
    pub people: usize,
    pub from_afar: usize,
}

type Wanted = (Option<String>, Option<String>);

impl GapsForm {
    fn check(&self, desk: &Desk) -> Result<Wanted, Vec<FieldError>> {
        let mut checker = Checker::new();
        let mut take = |at: &str, code: &str, kind: &'static str, is_known: bool| match code.trim() {
            "" => Some(None),
            _ => checker.take(at, known_code(code, kind, is_known)).map(Some),
        };
        let menu = take("/menu", &self.menu, "menu", desk.catalogue.menu(self.menu.trim()).is_some());
        let field = take("/field", &self.field, "field", desk.catalogue.field(self.field.trim()).is_some());
        checker.finish(menu.zip(field))
    }
}

/// The figures of today.
pub async fn look_at_gaps(desk: &Desk, form: &GapsForm) -> Result<GapsView, Refusal> {
    let wanted = form.check(desk)?;
    follow_journal(desk).await?;
    let today = desk.clock.today();
    let from = today.checked_sub_months(Months::new(MONTHS)).unwrap_or(today);
    let offering = Offering {
        menu: wanted.0.as_deref().and_then(|code| desk.catalogue.menu_bit(code)),
        field: wanted.1.as_deref().and_then(|code| desk.catalogue.field_bit(code)),
        max_open_offers: u8::try_from(desk.catalogue.limits().max_open_offers_per_specialist).unwrap_or(u8::MAX),
    };
    let index = desk.index.clone();
    let counted = desk.store.read(move |tx| {
        let until = today + Days::new(1);
        Ok::<_, Refusal>((demand(tx, &wanted, from, until)?, index.read().supply(offering, today)))
    });
    let (mut demand, Supply { coming, people, from_afar }) = counted.await?;
    let region = |(prefecture, (people, with_room)): (&crate::catalogue::Prefecture, (usize, usize))| {
        let region = demand.remove(&prefecture.code).unwrap_or_default();
        Region { prefecture: prefecture.code.clone(), people, with_room, ..region }
    };
    let regions = desk.catalogue.prefectures().iter().zip(coming).map(region).collect();
    Ok(GapsView { from, regions, people, from_afar })
}

fn demand(tx: &mut Tx<'_>, wanted: &Wanted, from: NaiveDate, until: NaiveDate) -> Result<BTreeMap<String, Region>, Refusal> {
    let time = (japanese(from, 0), japanese(until, 0));
    let (mut regions, mut after) = (BTreeMap::<String, Region>::new(), None);
    loop {
        let page = tx.list_help_requests_made(time, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(regions) };
        after = Some(last.id);
        for StoredHelpRequest { state, help_request, .. } in page {
            if asks_for(&help_request, wanted) {
                let region = regions.entry(help_request.company.prefecture).or_default();
                match state {
                    HelpRequestState::Open => region.open += 1,
                    HelpRequestState::Matched => region.matched += 1,
                    HelpRequestState::Unmatched => region.unmatched += 1,
                    // Of the first nobody knows whose it is; the other is not wanted any more.
                    HelpRequestState::AwaitingConfirmation | HelpRequestState::Cancelled => {}
                }
            }
        }
    }
}

fn asks_for(HelpRequest { need, .. }: &HelpRequest, (menu, field): &Wanted) -> bool {
    menu.as_ref().is_none_or(|code| need.menus.contains(code)) && field.as_ref().is_none_or(|code| need.fields.contains(code))
}
