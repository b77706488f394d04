//! What companies said of the reader: all answers together once there are enough, each as it can be read, and whether everybody sees them together.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::desk::{OwnReviews, ReadReview, look_at_own_reviews, show_own_reviews};
use crate::web::body::Bytes;
use crate::web::pages::visit::AsSpecialist;
use crate::web::pages::words::Words;
use crate::web::telling::{answer_words, together_words};

/// One company's review, in words.
struct Line {
    title: String,
    answers: Vec<(String, String)>,
    words: String,
    reply: String,
}

#[derive(Template)]
#[template(path = "pages/me_reviews.html")]
struct OwnReviewsTemplate {
    t: Words,
    /// Each question, and how often each answer was given.
    together: Vec<(String, String)>,
    lines: Vec<Line>,
    least: u16,
    shows: bool,
    listed: bool,
    done: Option<&'static str>,
    value: String,
}

const DONE: [&str; 2] = ["shown", "hidden"];

pub async fn show_own_page_of_reviews(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let OwnReviews { read, together, shows, listed } =
        look_at_own_reviews(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, rules) = (visit.words(), visit.desk().catalogue.reviews());
    let line = |ReadReview { closed_on, company, review }: ReadReview| {
        let company = company.unwrap_or_else(|| t.say("me-reviews-nobody"));
        Line {
            title: t.say2("me-reviews-of", &("name", company.as_str()), &("date", t.date(&closed_on).as_str())),
            answers: answer_words(t.0, &rules.of_company, &review.answers),
            words: review.words.as_str().to_owned(),
            reply: review.reply.map(|reply| reply.words.as_str().to_owned()).unwrap_or_default(),
        }
    };
    let shown = OwnReviewsTemplate {
        t,
        together: together_words(t.0, &rules.of_company, together.as_deref()),
        lines: read.into_iter().map(line).collect(),
        least: rules.least,
        shows,
        listed,
        done: visit.done(&DONE),
        value: visit.value(),
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

/// Shows them to everybody.
pub async fn post_reviews_shown(AsSpecialist(visit, id): AsSpecialist, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    show_own_reviews(visit.desk(), id, true).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/me/reviews", "shown"))
}

/// Shows them to nobody else any more.
pub async fn post_reviews_hidden(AsSpecialist(visit, id): AsSpecialist, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    show_own_reviews(visit.desk(), id, false).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/me/reviews", "hidden"))
}
