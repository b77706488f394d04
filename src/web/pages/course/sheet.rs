//! The terms sheet in words: as pairs for a page, and as inputs.

use crate::catalogue::{Catalogue, Named};
use crate::engagement::{Sheet, SheetForm};
use crate::language::Language;
use crate::web::pages::course::forms::reader_word;
use crate::web::pages::me::sheet::Sheet as Inputs;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::wording::{frame_name, say, yen};

/// Units of a fee, in the order in which they are offered.
const UNITS: [&str; 5] = ["visit", "hour", "day", "month", "project"];

/// Pairs of a label and a value; what was left empty is left out.
pub fn facts(catalogue: &Catalogue, language: Language, sheet: &Sheet) -> Vec<(String, String)> {
    let (t, rules) = (Words(language), catalogue.engagement());
    let frame = frame_name(language, catalogue, &sheet.frame);
    let term = |code: &String| rules.access_term(code).map_or_else(|| code.clone(), |term| reader_word(language, term));
    let access = sheet.access.iter().map(term).collect::<Vec<_>>().join(&t.say("letter-joiner"));
    let fee = match sheet.fee_yen {
        0 => t.say("course-fee-none"),
        fee => t.say3(
            "course-fee-sum",
            &("fee", &format!("{} / {}", yen(language, u64::from(fee)), t.say_of("price-per", &sheet.unit))),
            &("units", &sheet.count.to_string()),
            &("total", &yen(language, sheet.total_yen())),
        ),
    };
    [
        ("course-frame", frame),
        ("course-scope", sheet.scope.as_str().to_owned()),
        ("course-fee", fee),
        ("course-expenses", sheet.expenses.as_str().to_owned()),
        ("course-period-label", t.say2("course-period", &("from", &t.date(&sheet.starts_on)), &("until", &t.date(&sheet.ends_on)))),
        ("course-place", sheet.place.as_str().to_owned()),
        ("course-inspect-on", sheet.inspect_on.map(|day| t.date(&day)).unwrap_or_default()),
        ("course-pay-on", t.date(&sheet.pay_on)),
        ("course-access", access),
        ("course-company-duties", sheet.company_duties.as_str().to_owned()),
        ("course-specialist-duties", sheet.specialist_duties.as_str().to_owned()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| (t.say(label), value))
    .collect()
}

/// Whether whoever orders has to state the terms to a freelancer.
pub fn is_freelance(catalogue: &Catalogue, sheet: &Sheet) -> bool {
    catalogue.engagement().frame(&sheet.frame).is_some_and(|frame| frame.freelance)
}

/// That the fee is paid late, as a hint.
pub fn hint(catalogue: &Catalogue, language: Language, sheet: &Sheet) -> Option<String> {
    (is_freelance(catalogue, sheet) && sheet.is_paid_late()).then(|| say(language, "course-pay-late"))
}

/// What the law wants to be stated to a freelancer (rule 1 of the Fair Trade Commission to its article 3), and what terms do not say. How a fee is paid
/// they never say: money, unless something else is agreed on.
pub fn unsaid(language: Language, sheet: &Sheet) -> Vec<String> {
    [
        ("course-unsaid-place", sheet.place.is_empty()),
        ("course-unsaid-inspection", sheet.inspect_on.is_none()),
        ("course-unsaid-expenses", sheet.expenses.is_empty()),
        ("course-unsaid-cash", sheet.fee_yen > 0),
    ]
    .into_iter()
    .filter(|(_, is_unsaid)| *is_unsaid)
    .map(|(key, _)| say(language, key))
    .collect()
}

pub fn fill(form: &SheetForm) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in [
        ("/frame", &form.frame),
        ("/scope", &form.scope),
        ("/unit", &form.unit),
        ("/fee_yen", &form.fee_yen),
        ("/count", &form.count),
        ("/expenses", &form.expenses),
        ("/starts_on", &form.starts_on),
        ("/ends_on", &form.ends_on),
        ("/pay_on", &form.pay_on),
        ("/place", &form.place),
        ("/inspect_on", &form.inspect_on),
        ("/company_duties", &form.company_duties),
        ("/specialist_duties", &form.specialist_duties),
    ] {
        typed.put(name, [value]);
    }
    typed.put("/access", &form.access);
    typed
}

pub fn read(typed: &Typed) -> SheetForm {
    let text = |name: &str| typed.text(name).to_owned();
    SheetForm {
        frame: text("/frame"),
        scope: text("/scope"),
        unit: text("/unit"),
        fee_yen: text("/fee_yen"),
        count: text("/count"),
        expenses: text("/expenses"),
        starts_on: text("/starts_on"),
        ends_on: text("/ends_on"),
        pay_on: text("/pay_on"),
        place: text("/place"),
        inspect_on: text("/inspect_on"),
        access: typed.list("/access"),
        company_duties: text("/company_duties"),
        specialist_duties: text("/specialist_duties"),
        pledge: text("/pledge"),
        pledged: typed.has("/pledged", "yes"),
    }
}

pub fn lay(inputs: &mut Inputs<'_>) {
    let (language, rules) = (inputs.language, inputs.catalogue.engagement());
    let words = |named: &dyn Named| reader_word(language, named);
    inputs.choice("/frame", "course-frame", rules.frames.iter().map(|frame| (frame.code.clone(), words(frame))).collect::<Vec<_>>());
    inputs.area("/scope", "course-scope");
    inputs.note("course-scope-note");
    inputs.choice("/unit", "course-unit", inputs.spoken("price-per", &UNITS));
    inputs.number("/fee_yen", "course-fee-yen");
    inputs.note("course-fee-yen-note");
    inputs.number("/count", "course-count");
    inputs.area("/expenses", "course-expenses");
    inputs.note("course-expenses-note");
    inputs.date("/starts_on", "course-starts-on");
    inputs.date("/ends_on", "course-ends-on");
    inputs.line("/place", "course-place");
    inputs.note("course-place-note");
    inputs.date("/inspect_on", "course-inspect-on");
    inputs.note("course-inspect-on-note");
    inputs.date("/pay_on", "course-pay-on");
    inputs.note("course-pay-on-note");
    inputs.boxes("/access", "course-access", rules.access.iter().map(|term| (term.code.clone(), words(term))).collect::<Vec<_>>());
    inputs.area("/company_duties", "course-company-duties");
    inputs.note("course-company-duties-note");
    inputs.area("/specialist_duties", "course-specialist-duties");
    inputs.hidden("/pledge", &rules.pledge.code);
    inputs.check("/pledged", "course-pledged");
    if let Some(ticked) = inputs.inputs.last_mut().filter(|ticked| ticked.error.is_some()) {
        // Whoever has ticked another pledge has not ticked this one.
        ticked.value.clear();
    }
    inputs.say_note(reader_word(language, &rules.pledge));
}
