//! What a specialist who is signed in has promised to companies that share them.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::desk::{OwnPool, list_own_pools};
use crate::web::pages::pools::{entries, file};
use crate::web::pages::visit::AsSpecialist;
use crate::web::pages::words::Words;
use crate::wording::spent;

#[derive(Template)]
#[template(path = "pages/me_pools.html")]
struct OwnPoolsPage {
    t: Words,
    pools: Vec<OwnPool>,
    any: bool,
}

impl OwnPoolsPage {
    fn length(&self, minutes: &u32) -> String {
        spent(self.t.0, *minutes)
    }
}

pub async fn show_own_pools(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let pools = list_own_pools(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let any = pools.iter().any(|pool| pool.visits.iter().any(|visit| visit.to_come));
    Ok(visit.shown(StatusCode::OK, &OwnPoolsPage { t: visit.words(), pools, any }))
}

/// Visits to come of all pools, as one file.
pub async fn download_own_calendar(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let pools = list_own_pools(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let of_one = |pool: &OwnPool| entries(&visit.state, visit.language, pool.id, &pool.name, (&pool.visits, &pool.lost));
    let all: Vec<_> = pools.iter().flat_map(of_one).collect();
    Ok(file(&visit.state, &all))
}
