//! What is told: kinds of news about a help request, each with the state that it leaves behind.

use serde_json::{Map, Value, json};

use crate::clock::Moment;
use crate::events::Event;

/// What the test button sends.
pub const TEST: &str = "webhook.test";

/// Every kind of news.
pub const KINDS: [&str; 16] = [
    "help_request.submitted",
    "help_request.opened",
    "help_request.waiting",
    "help_request.choosing",
    "help_request.unmatched",
    "help_request.cancelled",
    "help_request.referred",
    "offer.sent",
    "offer.accepted",
    "offer.willing",
    "offer.declined",
    "offer.lapsed",
    "offer.withdrawn",
    "offer.not_chosen",
    "match.made",
    "match.withdrawn",
];

/// The kind under which an event is told; none where it is nobody else's business.
pub fn kind_of(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::HelpRequestSubmitted { .. } => "help_request.submitted",
        Event::HelpRequestOpened { .. } => "help_request.opened",
        Event::HelpRequestWaiting { .. } => "help_request.waiting",
        Event::ChoiceOpened { .. } => "help_request.choosing",
        Event::HelpRequestUnmatched { .. } => "help_request.unmatched",
        Event::HelpRequestCancelled { .. } => "help_request.cancelled",
        Event::HelpRequestReferred { .. } => "help_request.referred",
        Event::OfferSent { .. } => "offer.sent",
        Event::OfferAccepted { .. } => "offer.accepted",
        Event::OfferWilling { .. } => "offer.willing",
        Event::OfferDeclined { .. } => "offer.declined",
        Event::OfferLapsed { .. } => "offer.lapsed",
        Event::OfferWithdrawn { .. } => "offer.withdrawn",
        Event::OfferNotChosen { .. } => "offer.not_chosen",
        Event::EngagementOpened { .. } => "match.made",
        Event::EngagementWithdrawn { .. } => "match.withdrawn",
        _ => return None,
    })
}

/// The body of a message about an event: the ids of what it is about, and what became of that. Nobody's name, and not who was asked: these ids are
/// the company's side alone.
pub fn body(kind: &str, event: &Event, at: Moment) -> String {
    let written = serde_json::to_value(event).unwrap_or_default();
    let ids = ["help_request", "offer", "engagement"].into_iter();
    let mut data: Map<String, Value> = ids.filter_map(|name| Some((name.to_owned(), written.get(name)?.clone()))).collect();
    let state = kind.rsplit('.').next().unwrap_or_default();
    data.insert("state".to_owned(), json!(state));
    told(kind, at, Value::Object(data))
}

/// The body of a test.
pub fn test_body(at: Moment) -> String {
    told(TEST, at, json!({}))
}

fn told(kind: &str, at: Moment, data: Value) -> String {
    json!({ "type": kind, "timestamp": at, "data": data }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Ids;

    #[test]
    fn a_message_holds_ids_and_a_state_and_not_who_was_asked() {
        let (ids, at) = (Ids::seeded(1), Moment::default());
        let (help_request, offer, specialist) = (ids.fresh(at), ids.fresh(at), ids.fresh(at));
        let event = Event::OfferDeclined { help_request, offer, specialist, reason: "too-far".to_owned() };
        let kind = kind_of(&event).expect("it is told");
        assert!(KINDS.contains(&kind));
        let told: Value = serde_json::from_str(&body(kind, &event, at)).expect("it is JSON");
        let data = json!({ "help_request": help_request, "offer": offer, "state": "declined" });
        assert_eq!(told, json!({ "type": "offer.declined", "timestamp": "1970-01-01T00:00:00Z", "data": data }));
    }

    #[test]
    fn what_concerns_a_specialist_alone_is_told_to_nobody() {
        let specialist = Ids::seeded(1).fresh(Moment::default());
        assert_eq!(kind_of(&Event::SpecialistChanged { specialist }), None);
    }
}
