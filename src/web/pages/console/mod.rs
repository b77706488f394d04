//! The operator's console: what waits for a person, and what the figures say. Auditors look and change nothing.

mod complaints;
mod credits;
mod funnel;
mod letters;
mod map;
mod moderation;
mod objections;
mod policies;
mod unmatched;

use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::Duration;

use crate::desk::{Waiting, look_at_waiting};
use crate::language::Language;
use crate::report::FieldError;
use crate::web::pages::visit::AsOperator;
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::say_with;

pub use complaints::{post_case_step, show_case, show_case_step, show_complaints};
pub use credits::{post_draw_question, post_draw_seen, post_draw_struck, show_draw, show_draws};
pub use funnel::show_funnel;
pub use letters::{
    post_console_letters, post_dead_delivery, post_dead_pile, post_letter_again, show_console_letter, show_console_letters,
    show_dead_letters,
};
pub use map::{download_map, show_map};
pub use moderation::{post_accepted_entry, post_confirmed_hiding, post_hiding, show_moderation, show_review};
pub use objections::{post_objection_decided, show_objection, show_objections};
pub use policies::show_policies;
pub use unmatched::show_unmatched;

/// A long time as people say it: minutes, hours or days, rounded down.
fn spoken(language: Language, time: Duration) -> String {
    let say_count = |key, count: i64| {
        let count = count.max(0).to_string();
        let args = [("count", count.as_str())];
        say_with(language, key, &args)
    };
    match time {
        time if time < Duration::hours(1) => say_count("console-minutes", time.num_minutes()),
        time if time < Duration::days(3) => say_count("console-hours", time.num_hours()),
        time => say_count("console-days", time.num_days()),
    }
}

/// What is wrong with what was typed: the place and a sentence of each.
fn mistakes(language: Language, errors: &[FieldError]) -> Vec<(String, String)> {
    errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect()
}

/// The sentence about one place.
fn mistake_at<'a>(mistakes: &'a [(String, String)], at: &str) -> Option<&'a str> {
    mistakes.iter().find(|(pointer, _)| pointer == at).map(|(_, sentence)| sentence.as_str())
}

/// How long a bar is, of 100, beside the longest.
fn share(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "pages/console.html")]
struct ConsolePage {
    t: Words,
    here: &'static str,
    /// What waits: how much of what, since when, and where it is dealt with.
    waiting: Vec<(Waiting, Option<String>, &'static str)>,
    /// What of the same does not wait.
    done: Vec<&'static str>,
}

/// Where something that waits is dealt with.
fn place(what: &str) -> &'static str {
    match what {
        "complaints" => "/console/complaints",
        "objections" => "/console/objections",
        "cases" => "/registry",
        "dead" => "/console/dead-letters",
        "texts" => "/console/moderation",
        "credits" => "/console/credits",
        "letters" => "/console/letters",
        "unmatched" => "/console/unmatched",
        "room" => "/console/map",
        "webhooks" => "/webhooks",
        _ => "/console",
    }
}

pub async fn show_console(AsOperator(visit): AsOperator) -> Result<HttpResponse, Error> {
    let all = look_at_waiting(visit.desk()).await.map_err(|refusal| visit.refused(refusal))?;
    let now = visit.desk().clock.now();
    let (waiting, rest): (Vec<Waiting>, Vec<Waiting>) = all.into_iter().partition(|one| one.count > 0);
    let told = |one: Waiting| (one, one.oldest.map(|since| spoken(visit.language, now - since)), place(one.what));
    let shown = ConsolePage {
        t: visit.words(),
        here: "console",
        waiting: waiting.into_iter().map(told).collect(),
        done: rest.into_iter().map(|one| one.what).collect(),
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_the_unit_that_says_enough() {
        let told = |time| spoken(Language::En, time);
        assert_eq!(told(Duration::seconds(59)), "0 minutes");
        assert_eq!(told(Duration::minutes(59)), "59 minutes");
        assert_eq!(told(Duration::hours(1)), "1 hour");
        assert_eq!(told(Duration::hours(71)), "71 hours");
        assert_eq!(told(Duration::days(3)), "3 days");
        assert_eq!((share(1, 3), share(0, 0), share(3, 3)), (33, 0, 100));
    }
}
