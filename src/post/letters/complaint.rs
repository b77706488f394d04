//! Letters about complaints. What was written stands on the page alone, and no letter says who the other side is.

use crate::catalogue::Named;
use crate::complaints::number_of;
use crate::correspondence::{ComplaintFacts, ComplaintReader, ComplaintWord};
use crate::post::letters::{Body, Writer};

pub(super) fn told(writer: &Writer<'_>, facts: &ComplaintFacts) -> Body {
    let (number, due) = (number_of(facts.id), writer.date(facts.due_on));
    let until = facts.until.map(|at| writer.moment(at)).unwrap_or_default();
    let with = [("number", number.as_str()), ("due", due.as_str()), ("until", until.as_str())];
    let (subject, lead) = keys(facts);
    let category = writer.desk.catalogue.complaints().category(&facts.category);
    let category = category.map_or_else(
        || facts.category.clone(),
        |known| if writer.language.is_japanese() { known.ja().to_owned() } else { known.en().to_owned() },
    );
    let mut told = vec![(writer.say("complaint-number"), number.clone()), (writer.say("complaint-category"), category)];
    if matches!(facts.word, ComplaintWord::Received | ComplaintWord::Remind | ComplaintWord::Overdue | ComplaintWord::Appealed) {
        told.push((writer.say("complaint-due"), due.clone()));
    }
    let mut body = Body::new(writer.with(subject, &with)).paragraph(writer.with(lead, &with)).facts(told);
    if facts.word == ComplaintWord::Decided {
        if let Some(outcome) = facts.outcome {
            body = body.paragraph(writer.say(&format!("complaint-outcome-{}", outcome.code())));
        }
        if let Some(effect) = facts.effect {
            body = body.paragraph(writer.say(&format!("complaint-follows-{}", effect.code())));
        }
        if facts.until.is_some() {
            body = body.paragraph(writer.with("letter-complaint-decided-appeal", &with));
        }
    }
    let body = match &facts.page {
        Some(page) => body.button(writer.say("letter-complaint-button"), writer.link("complaints", page)),
        None => {
            let place = format!("{}/console/complaints/{}", writer.desk.public_url, facts.id);
            body.button(writer.say("letter-complaint-console"), place)
        }
    };
    let body = if facts.to_organisation { body.for_organisation() } else { body };
    match (facts.word, facts.reader) {
        (ComplaintWord::Received, ComplaintReader::Complainant) => body.note(writer.say("letter-complaint-received-note")),
        (ComplaintWord::Hearing, _) => body.note(writer.say("letter-complaint-hearing-note")),
        _ => body,
    }
}

/// Subject and first sentence.
fn keys(facts: &ComplaintFacts) -> (&'static str, &'static str) {
    let is_operator = facts.reader == ComplaintReader::Operator;
    match facts.word {
        ComplaintWord::Received if is_operator => ("letter-complaint-new-subject", "letter-complaint-new-lead"),
        ComplaintWord::Received => ("letter-complaint-received-subject", "letter-complaint-received-lead"),
        ComplaintWord::Remind => ("letter-complaint-remind-subject", "letter-complaint-remind-lead"),
        ComplaintWord::Overdue => ("letter-complaint-overdue-subject", "letter-complaint-overdue-lead"),
        ComplaintWord::Hearing => ("letter-complaint-hearing-subject", "letter-complaint-hearing-lead"),
        ComplaintWord::Heard => ("letter-complaint-heard-subject", "letter-complaint-heard-lead"),
        ComplaintWord::Decided => ("letter-complaint-decided-subject", "letter-complaint-decided-lead"),
        ComplaintWord::Appealed if is_operator => ("letter-complaint-appeal-subject", "letter-complaint-appeal-lead"),
        ComplaintWord::Appealed => ("letter-complaint-appealed-subject", "letter-complaint-appealed-lead"),
        ComplaintWord::Withdrawn if facts.reader == ComplaintReader::Other => {
            ("letter-complaint-withdrawn-subject", "letter-complaint-withdrawn-lead-other")
        }
        ComplaintWord::Withdrawn => ("letter-complaint-withdrawn-subject", "letter-complaint-withdrawn-lead"),
        ComplaintWord::Lapsed => ("letter-complaint-lapsed-subject", "letter-complaint-lapsed-lead"),
        ComplaintWord::Lifted => ("letter-complaint-lifted-subject", "letter-complaint-lifted-lead"),
    }
}
