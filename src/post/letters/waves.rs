//! Letters that come with the passing of time: a deadline comes near, a deadline has passed, nobody has room at the moment. And where a
//! company can telephone when something has happened already.

use crate::clock::Moment;
use crate::ids::Token;
use crate::intake::{AnonymousNeed, Urgency};
use crate::language::Language;
use crate::post::letters::{Body, Writer};

pub(super) fn reminder(writer: &Writer<'_>, need: &AnonymousNeed, offer: &Token, expires_at: Moment) -> Body {
    let until = writer.moment(expires_at);
    let place = writer.place(&need.prefecture);
    let subject = if need.urgency == Urgency::Incident { "letter-reminder-subject-incident" } else { "letter-reminder-subject" };
    Body::new(writer.with(subject, &[("place", &place), ("until", &until)]))
        .paragraph(writer.with("letter-reminder-lead", &[("place", &place), ("until", &until)]))
        .button(writer.say("letter-reminder-button"), writer.link("offers", offer))
        .facts(writer.topic_facts(need))
        .by_reply(writer)
        .note(writer.say("letter-reminder-note-decline"))
        .note(writer.say("letter-reminder-note-crossed"))
}

pub(super) fn lapsed(writer: &Writer<'_>, need: &AnonymousNeed) -> Body {
    Body::new(writer.say("letter-lapsed-subject"))
        .paragraph(writer.with("letter-lapsed-lead", &[("place", &writer.place(&need.prefecture))]))
        .facts(writer.topic_facts(need))
        .paragraph(writer.say("letter-lapsed-end"))
}

pub(super) fn waiting(writer: &Writer<'_>, need: &AnonymousNeed, until: Moment, status: &Token) -> Body {
    Body::new(writer.say("letter-waiting-subject"))
        .paragraph(writer.say("letter-waiting-lead"))
        .paragraph(writer.with("letter-waiting-until", &[("until", &writer.moment(until))]))
        .telephone(writer, need.urgency == Urgency::Incident)
        .facts(writer.topic_facts(need))
        .button(writer.say("letter-waiting-button"), writer.status_link(status))
        .note(writer.say("letter-waiting-note"))
}

impl Body {
    /// Where to telephone, if something has happened already.
    pub(super) fn telephone(self, writer: &Writer<'_>, incident: bool) -> Self {
        if !incident {
            return self;
        }
        let desks = writer.desk.catalogue.helpdesks().iter().map(|desk| {
            let (name, what) = match writer.language {
                Language::Ja => (&desk.ja, &desk.what_ja),
                Language::En => (&desk.en, &desk.what_en),
            };
            let reach = desk.reach();
            writer.with("helpdesk", &[("name", name), ("reach", reach), ("what", what)])
        });
        self.heading(writer.say("helpdesks-heading")).paragraph(writer.say("helpdesks-lead")).list(desks.collect())
    }
}
