//! What both sides say about each other: each answers a few questions and may add words, reads the other's when both are in or time has passed, replies
//! once, and can ask operators to look at words. Opening the page changes nothing.

use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::catalogue::ReviewQuestion;
use crate::clock::Moment;
use crate::desk::{Refusal, ReviewsPage, look_at_reviews, object_to_words, reply_to_review, say_review};
use crate::engagement::{Objection, ReplyForm, Review, ReviewForm, Side, asked_of};
use crate::language::Language;
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::course::came::Came;
use crate::web::pages::course::forms::reader_word;
use crate::web::pages::linked::Linked;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::page;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::web::telling::answer_words;
use crate::wording::{menu_name, say_with};

/// A review, in words.
struct Told {
    /// Each question with its answer.
    answers: Vec<(String, String)>,
    words: String,
    at: String,
    reply: Option<String>,
}

/// What was decided of words, in words.
struct Decided {
    sentence: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "pages/review.html")]
struct ReviewTemplate {
    t: Words,
    token: String,
    view: ReviewsPage,
    lead: String,
    /// How things stand, in a sentence.
    standing: String,
    own: Option<Told>,
    of_other: Option<Told>,
    inputs: Vec<Input>,
    reply_inputs: Vec<Input>,
    mistakes: Vec<(String, String, String)>,
    decided: Vec<Decided>,
    objection_waits: bool,
    who_sees: &'static str,
    value: String,
    done: Option<&'static str>,
    again: Option<String>,
}

pub async fn show_reviews(linked: Linked) -> Result<HttpResponse, Error> {
    let view = find(&linked).await?;
    Ok(shown(&linked, view, Came::default()))
}

/// Keeps what the reader says.
pub async fn post_review(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let (typed, view) = (Typed::read(&body), find(&linked).await?);
    let asked = asked_of(linked.desk().catalogue.reviews(), view.side).iter();
    let answers = asked.map(|question| (question.code.clone(), typed.text(&place_of(question)).to_owned())).collect();
    let form = ReviewForm { answers, words: typed.text("/words").to_owned() };
    let done = say_review(linked.desk(), linked.press(&body), form).await;
    answered(&linked, done.map(|()| "review-done"), Some(typed)).await
}

pub async fn post_review_reply(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let typed = Typed::read(&body);
    let form = ReplyForm { words: typed.text("/reply").to_owned() };
    let done = reply_to_review(linked.desk(), linked.press(&body), form).await;
    answered(&linked, done.map(|()| "review-reply-done"), Some(typed)).await
}

/// Asks operators to look at the words of the other side.
pub async fn post_words_objection(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let done = object_to_words(linked.desk(), linked.press(&body)).await;
    answered(&linked, done.map(|()| "review-object-done"), None).await
}

async fn find(linked: &Linked) -> Result<ReviewsPage, Error> {
    look_at_reviews(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))
}

async fn answered(linked: &Linked, done: Result<&'static str, Refusal>, typed: Option<Typed>) -> Result<HttpResponse, Error> {
    let view = find(linked).await?;
    let came = Came::after(linked, linked.language_of(view.language), done, typed)?;
    Ok(shown(linked, view, came))
}

fn place_of(question: &ReviewQuestion) -> String {
    format!("/answers/{}", question.code)
}

/// What stands in the form: what was typed, or what is kept.
fn filled(view: &ReviewsPage) -> Typed {
    let mut typed = Typed::default();
    if let Some(own) = &view.own {
        own.answers.iter().for_each(|(question, answer)| typed.put(format!("/answers/{question}"), [answer]));
        typed.put("/words", [own.words.as_str()]);
    }
    typed
}

fn lay(inputs: &mut Inputs<'_>, asked: &[ReviewQuestion]) {
    let language = inputs.language;
    for question in asked {
        let answers = question.answers.iter().map(|answer| (answer.code.clone(), reader_word(language, answer)));
        inputs.question(&place_of(question), &reader_word(language, question), answers);
    }
    inputs.area("/words", "review-words");
    inputs.note("review-words-note");
}

fn told(t: Words, asked: &[ReviewQuestion], review: &Review) -> Told {
    Told {
        answers: answer_words(t.0, asked, &review.answers),
        words: review.words.as_str().to_owned(),
        at: t.moment(&review.at),
        reply: review.reply.as_ref().map(|reply| reply.words.as_str().to_owned()).filter(|words| !words.is_empty()),
    }
}

/// What became of an objection, where something did.
fn decided(t: Words, objection: Option<&Objection>, (out, kept): (&str, &str)) -> Option<Decided> {
    let objection = objection.filter(|objection| objection.judged_at.is_some())?;
    let sentence = t.say(if objection.taken_out { out } else { kept });
    Some(Decided { sentence, reason: objection.reason.as_str().to_owned() })
}

/// Whose word is missing, or that both can be read.
fn standing(language: Language, view: &ReviewsPage, name: &str) -> String {
    let t = Words(language);
    let at = |moment: Moment| t.moment(&moment);
    match (view.is_shown, view.own.is_some(), view.other_has_said) {
        (true, _, true) => t.say("review-standing-shown"),
        (true, _, false) => t.say1("review-standing-only-own", "name", name),
        (false, true, _) => {
            say_with(language, "review-standing-own-waits", &[("name", name), ("until", &view.shown_at.map(at).unwrap_or_default())])
        }
        (false, false, true) if view.can_say => {
            say_with(language, "review-standing-other-waits", &[("name", name), ("until", &view.shown_at.map(at).unwrap_or_default())])
        }
        (false, false, true) => t.say1("review-standing-soon", "until", view.shown_at.map(at).unwrap_or_default()),
        (false, false, false) if view.can_say => t.say("review-standing-nothing"),
        (false, false, false) => t.say("review-standing-over"),
    }
}

fn shown(linked: &Linked, view: ReviewsPage, came: Came) -> HttpResponse {
    let language = linked.language_of(view.language);
    let (catalogue, t) = (&linked.desk().catalogue, Words(language));
    let errors: Vec<(String, String)> = came.errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let typed = came.typed.unwrap_or_else(|| filled(&view));
    let (own_asked, other_asked) = (asked_of(catalogue.reviews(), view.side), asked_of(catalogue.reviews(), view.side.other()));
    let mut laid = Inputs { language, catalogue, typed: &typed, errors: &errors, inputs: Vec::new() };
    lay(&mut laid, own_asked);
    let inputs = laid.inputs;
    let mut laid = Inputs { language, catalogue, typed: &typed, errors: &errors, inputs: Vec::new() };
    laid.area("/reply", "review-reply");
    laid.note("review-reply-note");
    let reply_inputs = laid.inputs;
    let mistake = |(at, sentence): &(String, String)| {
        let input = inputs.iter().chain(&reply_inputs).find(|input| &input.name == at)?;
        Some((input.name.clone(), input.label.clone(), sentence.clone()))
    };
    let mistakes = errors.iter().filter_map(mistake).collect();
    let menus: Vec<String> = view.menus.iter().map(|code| menu_name(language, catalogue, code)).collect();
    let name = match view.side {
        Side::Company => t.say1("letter-course-name", "name", &view.other),
        Side::Specialist => view.other.clone(),
    };
    let ended_on = view.ended_on.map(|day| t.date(&day)).unwrap_or_default();
    let facts = [("name", name.as_str()), ("menus", &menus.join(&t.say("letter-joiner"))), ("date", ended_on.as_str())];
    let of_own = decided(t, view.decided_of_own.as_ref(), ("review-own-out", "review-own-kept"));
    let of_other = decided(t, view.objection.as_ref(), ("review-other-out", "review-other-kept"));
    let shown = ReviewTemplate {
        t,
        token: linked.token.reveal(),
        lead: say_with(language, "review-lead", &facts),
        standing: standing(language, &view, &name),
        own: view.own.as_ref().map(|review| told(t, own_asked, review)),
        of_other: view.of_other.as_ref().map(|review| told(t, other_asked, review)),
        inputs,
        reply_inputs,
        mistakes,
        decided: of_own.into_iter().chain(of_other).collect(),
        objection_waits: view.objection.as_ref().is_some_and(|objection| objection.judged_at.is_none()),
        who_sees: match view.side {
            Side::Company => "review-who-sees-company",
            Side::Specialist => "review-who-sees-specialist",
        },
        value: linked.value(Action::Tell),
        done: came.done,
        again: came.again,
        view,
    };
    page(came.status, language, &shown)
}
