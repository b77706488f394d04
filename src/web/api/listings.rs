//! `/api/v1/external-listings`: other public lists of services, for anybody.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::desk::{ListingForm, ListingView, ListingsWanted, find_listings};
use crate::ids::ListingId;
use crate::report::{Checker, FieldError};
use crate::web::State;
use crate::web::api::paging::Paging;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::reader::Reader;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListingQuery {
    q: Option<String>,
    prefecture: Option<String>,
    service: Option<String>,
    kind: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

impl ListingQuery {
    fn check(self, state: &State) -> Result<(ListingsWanted, Paging), Vec<FieldError>> {
        let mut checker = Checker::new();
        let is_id = |key: &str| key.parse::<ListingId>().is_ok();
        let paging = Paging::read(&mut checker, self.limit.as_deref(), self.cursor.as_deref(), is_id);
        let text = |text: Option<String>| text.unwrap_or_default();
        let form =
            ListingForm { words: text(self.q), prefecture: text(self.prefecture), service: text(self.service), kind: text(self.kind) };
        match (form.check(&state.desk), checker.finish(Some(()))) {
            (Ok(wanted), Ok(())) => Ok((wanted, paging)),
            (wanted, paged) => Err(wanted.err().into_iter().chain(paged.err()).flatten().collect()),
        }
    }
}

/// Search other public lists of services. They are their publishers' word: nakodo neither checks nor recommends what stands there.
#[utoipa::path(
    get, path = "/api/v1/external-listings", tag = "active list", security(()),
    params(
        ("q" = Option<String>, Query, description = "Words with spaces between them, in the names of company and service; all must be found. At most 200 characters", example = "監査"),
        ("prefecture" = Option<String>, Query, description = "JIS X 0401 code: what serves it, or does not say where it serves", example = "21"),
        ("service" = Option<String>, Query, description = "Code of a service", example = "security-audit"),
        ("kind" = Option<String>, Query, description = "Which list: `service-standards` or `otasuke`", example = "service-standards"),
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Services on other lists", body = [ListingView])
    )
)]
pub async fn get_external_listings(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    Query(query): Query<ListingQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let (wanted, paging) = query.check(&state).map_err(|errors| refused(errors.into()))?;
    let after = paging.after.as_deref().and_then(|key| key.parse().ok());
    let rows = find_listings(&state.desk, wanted, after, i64::try_from(paging.wanted()).unwrap_or(i64::MAX)).await.map_err(refused)?;
    Ok(paging.answer(&request, rows, |row: &ListingView| row.id.to_string()))
}
