//! The queue of a support organisation on one page.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::brokering::Basket;
use crate::desk::{ClerkView, DisputeLine, Queue, QueueFilter, QueueLine, list_disputes, show_queue};
use crate::web::pages::visit::AsClerk;
use crate::web::pages::words::Words;

/// How many stand on one page in all: it stays below 20 kB.
const SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "pages/queue.html")]
struct QueuePage {
    t: Words,
    /// Basket, how many lie in it, and the first of them.
    baskets: Vec<(Basket, i64, Vec<QueueLine>)>,
    clerks: Vec<ClerkView>,
    /// Disputes about hours that wait for a decision.
    disputes: Vec<DisputeLine>,
    done: Option<&'static str>,
    value: String,
    me: String,
    /// The basket that is shown alone, and whether only what is mine.
    only: Option<Basket>,
    mine: bool,
    is_empty: bool,
}

#[derive(Debug, Deserialize)]
pub struct Part {
    basket: Option<String>,
    mine: Option<String>,
}

pub async fn show_queue_page(AsClerk(visit): AsClerk, part: web::Query<Part>) -> Result<HttpResponse, Error> {
    let only = part.basket.as_deref().and_then(Basket::find);
    let mine = part.mine.is_some();
    let filter = QueueFilter { basket: only, clerk: mine.then_some(visit.signed.id) };
    let Queue { baskets, lines, clerks } = show_queue(visit.desk(), visit.role, filter).await.map_err(|refusal| visit.refused(refusal))?;
    let disputes = list_disputes(visit.desk(), visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    let is_empty = baskets.iter().all(|one| one.count == 0);
    let shown = baskets.into_iter().filter(|one| only.is_none_or(|only| one.basket == only)).map(|one| {
        let of_basket = lines.iter().filter(|line| line.basket == one.basket).take(if only.is_some() { SHOWN } else { SHOWN / 4 });
        (one.basket, one.count, of_basket.cloned().collect())
    });
    let (value, me) = (visit.value(), visit.signed.id.to_string());
    let shown = QueuePage {
        t: visit.words(),
        baskets: shown.collect(),
        clerks,
        disputes,
        done: visit.done(&["decided"]),
        value,
        me,
        only,
        mine,
        is_empty,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}
