//! The report of a fiscal year: a support organisation's own, or, for the operator, over everything. Nothing is changed, and nobody is named.

use crate::brokering::{FiscalYear, YearReport};
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::SupportOrgId;

/// A report, whose it is, and for which years there are figures.
#[derive(Clone, Debug, PartialEq)]
pub struct YearView {
    pub report: YearReport,
    /// Name of the organisation; none where it is over all.
    pub org: Option<String>,
    /// From the first year with a help request to the present one, the latest first.
    pub years: Vec<FiscalYear>,
}

/// `year`: the present one if none is given.
pub async fn report_year(desk: &Desk, role: Role, year: Option<FiscalYear>) -> Result<YearView, Refusal> {
    let org: Option<SupportOrgId> = match role {
        Role::Broker(org, _) => Some(org),
        role if role.sees_all() => None,
        _ => return Err(Refusal::NotFound),
    };
    let present = FiscalYear::of(desk.clock.now());
    let year = year.unwrap_or(present);
    desk.store
        .read(move |tx| {
            let rows = tx.list_year(org, year.bounds())?;
            let (passed_on, taken_over) = tx.count_passed_on(org, year.bounds())?;
            let count = |figure: i64| u64::try_from(figure).unwrap_or_default();
            let name = org.map(|org| tx.find_support_org(org)).transpose()?.flatten();
            let first = tx.first_help_request(org)?.map_or(present, FiscalYear::of);
            let years = std::iter::successors(Some(present.max(year)), |one| one.before()).take_while(|one| *one >= first.min(year));
            Ok(YearView {
                report: YearReport::of(year, &rows, count(passed_on), count(taken_over)),
                org: name.map(|stored| stored.org.name.as_str().to_owned()),
                years: years.collect(),
            })
        })
        .await
}
