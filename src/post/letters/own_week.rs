//! A specialist's week: how often the profile was shown, what came of it, and how old its confirmation is.

use chrono::{Days, NaiveDate};

use crate::correspondence::OwnWeek;
use crate::ids::Token;
use crate::post::letters::{Body, Writer};

pub(super) fn told(writer: &Writer<'_>, monday: NaiveDate, week: OwnWeek, (confirmed_days, stale): (u64, bool), confirm: &Token) -> Body {
    let (from, until) = (writer.date(monday), writer.date(monday + Days::new(6)));
    let dates = [("from", from.as_str()), ("until", until.as_str())];
    let body = Body::new(writer.with("letter-own-week-subject", &dates));
    let body = if week == OwnWeek::default() {
        body.paragraph(writer.with("letter-own-week-nothing", &dates))
    } else {
        let OwnWeek { listed, viewed, offers, won } = week;
        let figure = |key: &str, unit: &str, count: u64| (writer.say(key), writer.with(unit, &[("count", &count.to_string())]));
        body.paragraph(writer.with("letter-own-week-lead", &dates)).facts(vec![
            figure("letter-own-week-listed", "me-figure-times", listed),
            figure("letter-own-week-viewed", "me-figure-times", viewed),
            figure("letter-own-week-offers", "me-figure-count", offers),
            figure("letter-own-week-won", "me-figure-count", won),
        ])
    };
    let fresh = if stale { "letter-own-week-stale" } else { "letter-own-week-fresh" };
    body.heading(writer.say("letter-own-week-profile"))
        .paragraph(writer.with(fresh, &[("count", &confirmed_days.to_string())]))
        .button(writer.say("letter-profile-button"), writer.link("profile", confirm))
        .note(writer.with("letter-own-week-note", &[("url", &format!("{}/me", writer.desk.public_url))]))
}
