//! What companies said of the reader: all answers together once there are enough, each as it can be read with a reply to it, and whether everybody sees them
//! together.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{OwnReviews, ReadReview, Refusal, look_at_own_reviews, reply_to_own_review, show_own_reviews};
use crate::engagement::ReplyForm;
use crate::ids::{EngagementId, SpecialistId};
use crate::web::body::Bytes;
use crate::web::pages::me::sheet::{Input, Sheet};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::web::telling::{answer_words, together_words};
use crate::wording::say;

/// One company's review, in words.
struct Line {
    engagement: EngagementId,
    title: String,
    answers: Vec<(String, String)>,
    words: String,
    reply: String,
    /// Where a reply is written; nothing where none can be.
    inputs: Vec<Input>,
}

#[derive(Template)]
#[template(path = "pages/me_reviews.html")]
struct OwnReviewsTemplate {
    t: Words,
    /// Each question, and how often each answer was given.
    together: Vec<(String, String)>,
    lines: Vec<Line>,
    least: u16,
    reply_days: u16,
    shows: bool,
    listed: bool,
    done: Option<&'static str>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
    again: Option<String>,
    value: String,
}

const DONE: [&str; 3] = ["shown", "hidden", "replied"];

/// Several replies may stand on one page, each with an input of its own.
fn input_of(engagement: EngagementId) -> String {
    format!("/replies/{engagement}")
}

/// What was typed, what is wrong with it, and why the page comes again.
#[derive(Default)]
struct Told {
    status: StatusCode,
    typed: Typed,
    errors: Vec<(String, String)>,
    again: Option<String>,
}

pub async fn show_own_page_of_reviews(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    shown(&visit, id, Told::default()).await
}

async fn shown(visit: &Visit, id: SpecialistId, told: Told) -> Result<HttpResponse, Error> {
    let OwnReviews { read, together, shows, listed } =
        look_at_own_reviews(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, catalogue) = (visit.words(), &visit.desk().catalogue);
    let rules = catalogue.reviews();
    let line = |ReadReview { engagement, closed_on, company, review, can_reply }: ReadReview| {
        let company = company.unwrap_or_else(|| t.say("me-reviews-nobody"));
        let mut laid = Sheet { language: t.0, catalogue, typed: &told.typed, errors: &told.errors, inputs: Vec::new() };
        if can_reply {
            laid.area(&input_of(engagement), "review-reply");
            laid.note("review-reply-note");
        }
        Line {
            engagement,
            title: t.say2("me-reviews-of", &("name", company.as_str()), &("date", t.date(&closed_on).as_str())),
            answers: answer_words(t.0, &rules.of_company, &review.answers),
            words: review.words.as_str().to_owned(),
            reply: review.reply.map(|reply| reply.words.as_str().to_owned()).unwrap_or_default(),
            inputs: laid.inputs,
        }
    };
    let lines: Vec<Line> = read.into_iter().map(line).collect();
    let page = OwnReviewsTemplate {
        t,
        together: together_words(t.0, &rules.of_company, together.as_deref()),
        lines,
        least: rules.least,
        reply_days: rules.reply_days,
        shows,
        listed,
        done: visit.done(&DONE),
        mistakes: told.errors.into_iter().map(|(at, sentence)| (at, t.say("review-reply"), sentence)).collect(),
        again: told.again,
        value: visit.value(),
    };
    Ok(visit.shown(told.status, &page))
}

/// Replies to one of them, as behind the link of the letter that told of it.
pub async fn post_own_reply(AsSpecialist(visit, id): AsSpecialist, place: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let engagement: EngagementId = visit.id(&place)?;
    visit.pressed(&body)?;
    let (typed, input) = (Typed::read(&body), input_of(engagement));
    let form = ReplyForm { words: typed.text(&input).to_owned() };
    let told = match reply_to_own_review(visit.desk(), id, engagement, form).await {
        Ok(()) => return Ok(visit.see("/me/reviews", "replied")),
        Err(Refusal::Fields(errors)) => {
            let errors = errors.iter().map(|error| (input.clone(), field_sentence(error, visit.language))).collect();
            Told { status: StatusCode::UNPROCESSABLE_ENTITY, typed, errors, again: None }
        }
        Err(Refusal::ChangedMeanwhile) => {
            let again = Some(say(visit.language, "course-changed-meanwhile"));
            Told { status: StatusCode::CONFLICT, typed, errors: Vec::new(), again }
        }
        Err(refusal) => return Err(visit.refused(refusal)),
    };
    shown(&visit, id, told).await
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
