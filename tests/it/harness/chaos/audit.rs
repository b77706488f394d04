//! The auditor: what people were told, what the database says and what the mail server took must tell one story.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::evidence::{Evidence, Letter};
use super::letterbox::Taken;
use super::people::{Journal, company};

/// What came out, as figures and in words.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verdict {
    pub help_requests: usize,
    pub matched: usize,
    pub unmatched: usize,
    pub cancelled: usize,
    pub letters: usize,
    pub double_letters: usize,
    pub double_letters_same_id: usize,
    /// Letters that the mail server took without saying so: each of these has to come again.
    pub unanswered_letters: usize,
    pub lost: Vec<String>,
    pub double_matches: Vec<String>,
    pub stuck: Vec<String>,
    /// Anything else that does not agree.
    pub contradictions: Vec<String>,
}

impl Verdict {
    /// Whether nothing is wrong except letters that came twice.
    pub fn is_clean(&self) -> bool {
        [&self.lost, &self.double_matches, &self.stuck, &self.contradictions].into_iter().all(Vec::is_empty)
    }
}

/// What the auditor is given.
pub struct Case<'a> {
    pub evidence: &'a Evidence,
    pub journal: &'a Journal,
    pub taken: &'a [Taken],
    /// Mailboxes that the mail server refused for good.
    pub refused: &'a BTreeSet<String>,
    /// Help requests that wait for room, as they may.
    pub rightly_waiting: &'a BTreeSet<String>,
    /// UTC, `YYYY-MM-DD HH:MM:SS`.
    pub now: &'a str,
}

pub fn audit(case: &Case<'_>) -> Verdict {
    let count = |wanted: &str| case.evidence.help_requests.iter().filter(|(_, state)| state == wanted).count();
    let mut verdict = Verdict {
        help_requests: case.journal.submitted.len(),
        matched: count("matched"),
        unmatched: count("unmatched"),
        cancelled: count("cancelled"),
        letters: case.taken.len(),
        unanswered_letters: case.taken.iter().filter(|taken| !taken.answered).count(),
        contradictions: case.journal.wrong.clone(),
        ..Verdict::default()
    };
    case.submissions(&mut verdict);
    case.matches(&mut verdict);
    case.endings(&mut verdict);
    case.letters_due(&mut verdict);
    case.letters_arrived(&mut verdict);
    case.doubles(&mut verdict);
    case.presses(&mut verdict);
    case.events(&mut verdict);
    verdict
}

fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> usize {
    all.collect::<BTreeSet<T>>().len()
}

/// The id of a letter by its Message-ID.
fn letter_id(message_id: &str) -> &str {
    message_id.split('@').next().unwrap_or_default()
}

impl Case<'_> {
    /// What was answered with 201 is there, once.
    fn submissions(&self, verdict: &mut Verdict) {
        let there: BTreeSet<&str> = self.evidence.help_requests.iter().map(|(id, _)| id.as_str()).collect();
        let told: BTreeSet<&str> = self.journal.submitted.values().map(String::as_str).collect();
        verdict.lost.extend(told.difference(&there).map(|id| format!("help request {id} was answered with 201 and is not there")));
        if told.len() != self.journal.submitted.len() {
            verdict.contradictions.push("two submissions were told the same id".to_owned());
        }
        verdict.contradictions.extend(there.difference(&told).map(|id| format!("help request {id} was taken in twice or unasked")));
    }

    fn matches(&self, verdict: &mut Verdict) {
        for (id, state) in &self.evidence.help_requests {
            let engagements: Vec<&String> = self.evidence.engagements.iter().filter(|(of, _)| of == id).map(|(_, offer)| offer).collect();
            let accepted: Vec<&String> = self
                .evidence
                .offers
                .iter()
                .filter(|offer| &offer.help_request == id && offer.state == "accepted")
                .map(|offer| &offer.id)
                .collect();
            if engagements.len() > 1 || accepted.len() > 1 {
                verdict.double_matches.push(format!("help request {id}: engagements {engagements:?}, accepted {accepted:?}"));
            }
            if (state == "matched") != (engagements.len() == 1) || engagements != accepted {
                verdict
                    .contradictions
                    .push(format!("help request {id} is {state} with engagements {engagements:?} and accepted {accepted:?}"));
            }
        }
        let mut winners: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for taken in self.taken.iter().filter(|taken| taken.kind == "match_for_specialist") {
            winners.entry(taken.number.unwrap_or_default()).or_default().insert(&taken.to);
        }
        let many = winners.iter().filter(|(_, to)| to.len() > 1);
        verdict.double_matches.extend(many.map(|(number, to)| format!("number {number}: {to:?} were told that they have won")));
    }

    /// Every help request has ended or can still end by itself.
    fn endings(&self, verdict: &mut Verdict) {
        let open = |offer: &&super::evidence::Offer| matches!(offer.state.as_str(), "queued" | "sent");
        for (id, state) in &self.evidence.help_requests {
            let waiting: Vec<_> = self.evidence.offers.iter().filter(|offer| &offer.help_request == id).filter(open).collect();
            match state.as_str() {
                "awaiting_confirmation" => {}
                "matched" | "unmatched" | "cancelled" if waiting.is_empty() => {}
                "matched" | "unmatched" | "cancelled" => {
                    verdict.contradictions.push(format!("help request {id} is {state} and has {} open offers", waiting.len()));
                }
                _ if waiting.iter().any(|offer| offer.expires_at.as_str() > self.now) => {}
                _ if self.rightly_waiting.contains(id) => {}
                _ => verdict.stuck.push(format!("help request {id} is {state} and nobody is thinking about it")),
            }
        }
        verdict.stuck.extend(self.evidence.unhandled.iter().map(|delivery| format!("not handled: {delivery}")));
        let queued = self.evidence.letters.iter().filter(|letter| letter.state == "queued");
        verdict.stuck.extend(queued.map(|letter| format!("letter {} ({}) has not left", letter.id, letter.kind)));
    }

    /// Whoever is due a letter has one on the way.
    fn letters_due(&self, verdict: &mut Verdict) {
        let mut of_request: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut of_offer: BTreeSet<(&str, &str)> = BTreeSet::new();
        for letter in &self.evidence.letters {
            of_request.insert((&letter.help_request, &letter.kind));
            of_offer.insert((&letter.offer, &letter.kind));
        }
        let opened: BTreeSet<&str> = self.of_type("help_request_opened").filter_map(|event| event["help_request"].as_str()).collect();
        for (id, state) in &self.evidence.help_requests {
            let due: &[&str] = match state.as_str() {
                "matched" => &["match_for_company", "match_for_specialist"],
                "unmatched" => &["nobody_found", "nobody_found_for_broker"],
                "cancelled" if opened.contains(id.as_str()) => &["help_request_cancelled"],
                "awaiting_confirmation" => &["confirm_help_request"],
                _ => &[],
            };
            let missing = due.iter().filter(|kind| !of_request.contains(&(id, kind)));
            verdict.lost.extend(missing.map(|kind| format!("help request {id} is {state}, without the letter {kind}")));
        }
        let missing = self.evidence.offers.iter().filter(|offer| !of_offer.contains(&(&offer.id, "offer")));
        verdict.lost.extend(missing.map(|offer| format!("offer {} was never written to anybody", offer.id)));
    }

    /// A letter that counts as sent was taken, and one that counts as refused was refused.
    fn letters_arrived(&self, verdict: &mut Verdict) {
        let arrived: BTreeSet<&str> = self.taken.iter().map(|taken| letter_id(&taken.message_id)).collect();
        let mailboxes: BTreeMap<&str, &str> = self.evidence.mailboxes.iter().map(|(id, to)| (id.as_str(), to.as_str())).collect();
        let companies: BTreeMap<&str, String> = self.journal.submitted.iter().map(|(number, id)| (id.as_str(), company(*number))).collect();
        let mailbox = |letter: &Letter| match letter.party.split_once(':') {
            Some(("specialist", id)) => mailboxes.get(id).copied().unwrap_or_default(),
            Some(("company", id)) => companies.get(id).map(String::as_str).unwrap_or_default(),
            _ => "",
        };
        for letter in &self.evidence.letters {
            let (to, told) = (mailbox(letter), format!("letter {} ({}) is {}", letter.id, letter.kind, letter.state));
            match letter.state.as_str() {
                "sent" if !arrived.contains(letter.id.as_str()) => verdict.lost.push(format!("{told} and never arrived")),
                "failed" | "suppressed" if !self.refused.contains(to) => verdict.lost.push(format!("{told}, but nobody refused {to}")),
                "dropped" if letter.kind.starts_with("match_") => verdict.lost.push(format!("{told}, although it had much to say")),
                _ => {}
            }
        }
        let known: BTreeSet<&str> = self.evidence.letters.iter().map(|letter| letter.id.as_str()).collect();
        let unknown = self.taken.iter().filter(|taken| !known.contains(letter_id(&taken.message_id)));
        verdict.contradictions.extend(unknown.map(|taken| format!("a {} arrived that the database does not know", taken.kind)));
    }

    fn doubles(&self, verdict: &mut Verdict) {
        let again = self.taken.len() - distinct(self.taken.iter().map(|taken| &taken.message_id));
        verdict.double_letters_same_id = again;
        // By what a reader sees: one letter of a kind to a mailbox about a help request. Reminders and waves come several times and are told
        // apart by the database's rule on (kind, party, cause).
        let once = ["offer", "match_for_company", "match_for_specialist", "nobody_found", "help_request_cancelled", "confirm_help_request"];
        let mut seen: BTreeMap<(&str, &str, u32), BTreeSet<&str>> = BTreeMap::new();
        for taken in self.taken.iter().filter(|taken| once.contains(&taken.kind.as_str())) {
            let number = if taken.to.starts_with('c') { 0 } else { taken.number.unwrap_or_default() };
            seen.entry((&taken.kind, &taken.to, number)).or_default().insert(&taken.message_id);
        }
        let different: usize = seen.values().map(|ids| ids.len() - 1).sum();
        let many = seen.iter().filter(|(_, ids)| ids.len() > 1);
        verdict
            .contradictions
            .extend(many.map(|((kind, to, number), ids)| format!("{to} has {} different {kind} about {number}", ids.len())));
        verdict.double_letters = again + different;
    }

    /// Who was told something by a press finds it in the database.
    fn presses(&self, verdict: &mut Verdict) {
        let letters: BTreeMap<&str, &Letter> = self.evidence.letters.iter().map(|letter| (letter.id.as_str(), letter)).collect();
        let offers: BTreeMap<&str, &str> = self.evidence.offers.iter().map(|offer| (offer.id.as_str(), offer.state.as_str())).collect();
        let states: BTreeMap<&str, &str> = self.evidence.help_requests.iter().map(|(id, state)| (id.as_str(), state.as_str())).collect();
        for press in &self.journal.presses {
            let Some(letter) = letters.get(letter_id(&press.message_id)) else { continue };
            let offer = offers.get(letter.offer.as_str()).copied().unwrap_or_default();
            let request = states.get(letter.help_request.as_str()).copied().unwrap_or_default();
            let holds = match (press.what, press.status, press.outcome.as_str()) {
                ("accept", 200, "won" | "won-already") => (offer, request) == ("accepted", "matched"),
                ("decline", 200, "declined") => offer == "declined",
                ("confirm", 200, _) => request != "awaiting_confirmation",
                ("cancel", 200, _) => request == "cancelled",
                ("accept", 409, "taken-by-other") => offer != "accepted" && request == "matched",
                (_, 404, _) => false,
                _ => true,
            };
            if !holds {
                verdict.lost.push(format!("{press:?}, but offer {} is {offer} and its help request {request}", letter.offer));
            }
        }
        let undone = self.journal.cancelled.iter().filter(|id| states.get(id.as_str()) != Some(&"cancelled"));
        verdict.lost.extend(undone.map(|id| format!("help request {id} was cancelled and is not")));
    }

    fn of_type<'e>(&'e self, kind: &'e str) -> impl Iterator<Item = &'e serde_json::Value> {
        self.evidence.events.iter().filter(move |(of, _)| of == kind).map(|(_, event)| event)
    }

    /// No effect without its event, no event without its effect.
    fn events(&self, verdict: &mut Verdict) {
        let in_state =
            |wanted: &'static str| self.evidence.offers.iter().filter(move |offer| offer.state == wanted).map(|offer| offer.id.as_str());
        let requests =
            |wanted: &'static str| self.evidence.help_requests.iter().filter(move |(_, state)| state == wanted).map(|(id, _)| id.as_str());
        let sides: [(&str, &str, Vec<&str>); 10] = [
            ("help_request_submitted", "help_request", self.evidence.help_requests.iter().map(|(id, _)| id.as_str()).collect()),
            ("help_request_unmatched", "help_request", requests("unmatched").collect()),
            ("help_request_cancelled", "help_request", requests("cancelled").collect()),
            ("offer_made", "offer", self.evidence.offers.iter().map(|offer| offer.id.as_str()).collect()),
            ("offer_accepted", "offer", in_state("accepted").collect()),
            ("offer_declined", "offer", in_state("declined").collect()),
            ("offer_lapsed", "offer", in_state("lapsed").collect()),
            ("offer_withdrawn", "offer", in_state("withdrawn").collect()),
            ("engagement_opened", "help_request", self.evidence.engagements.iter().map(|(id, _)| id.as_str()).collect()),
            ("letter_queued", "letter", self.evidence.letters.iter().map(|letter| letter.id.as_str()).collect()),
        ];
        for (kind, field, mut rows) in sides {
            let mut told: Vec<&str> = self.of_type(kind).filter_map(|event| event[field].as_str()).collect();
            told.sort_unstable();
            rows.sort_unstable();
            if told != rows {
                verdict.contradictions.push(format!("{} events {kind} for {} rows", told.len(), rows.len()));
            }
        }
    }
}
