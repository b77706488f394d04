//! What each member bears of each month, as a file for spreadsheets.

use actix_web::http::header;
use actix_web::{Error, HttpResponse, web};

use crate::desk::view_pool;
use crate::ids::PoolId;
use crate::web::pages::pools::told::{Told, rule};
use crate::web::pages::visit::AsClerk;
use crate::web::problem::{Kind, Problem};

pub async fn download_pool_shares(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let id: PoolId = visit.id(&id)?;
    let view = view_pool(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, told) = (visit.words(), Told { language: visit.language, view: &view });
    // A spreadsheet knows UTF-8 by the mark at its beginning.
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
    let head = ["pool-sheet-month", "pool-sheet-member", "pool-sheet-visits", "pool-sheet-rule", "pool-sheet-yen"].map(|key| t.say(key));
    let mut written = file.write_record(head);
    for (year, month) in view.pool.months() {
        let of_month = |slot: &&crate::pools::PoolSlot| {
            use chrono::Datelike;
            (slot.day.year(), slot.day.month()) == (year, month)
        };
        let slots: Vec<_> = view.pool.plan.slots().iter().filter(of_month).collect();
        let by = slots.iter().map(|slot| slot.day).min().map(|day| rule(visit.language, view.pool.plan.rule_on(day))).unwrap_or_default();
        for (member, yen) in view.pool.plan.shares_of(year, month) {
            let visits = slots.iter().filter(|slot| slot.state.member() == Some(member)).count();
            let record = [format!("{year}-{month:02}"), told.member(member), visits.to_string(), by.clone(), yen.to_string()];
            written = written.and_then(|()| file.write_record(record));
        }
    }
    let bytes = written.ok().and_then(|()| file.into_inner().ok());
    let bytes = bytes.ok_or_else(|| visit.refuse(Problem::new(Kind::Internal, visit.language)))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"nakodo-shares.csv\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes))
}
