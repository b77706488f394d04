//! What holds whatever people type.

use chrono::NaiveDate;
use mail_parser::{Message, MessageParser};
use proptest::prelude::*;

use crate::catalogue::Catalogue;
use crate::correspondence::{Content, Letter, LetterKind};
use crate::intake::{AnonymousNeed, HelpRequest, Mode, Need, Urgency};
use crate::language::Language;
use crate::post::letters::{Desk, write};
use crate::post::tests::fixtures::{address, catalogue, company_facts, explanation, help_request, letter};
use crate::post::tests::office::composer;
use crate::values::{Line, Prose, WeeklySlots};

fn parse(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

fn header_names(mail: &Message<'_>) -> Vec<String> {
    mail.headers().iter().map(|header| header.name().to_ascii_lowercase()).collect()
}

fn recipients(mail: &Message<'_>) -> Vec<String> {
    let all = [mail.to(), mail.cc(), mail.bcc()];
    all.into_iter().flatten().flat_map(|list| list.iter()).map(|one| one.address().unwrap_or_default().to_owned()).collect()
}

/// Text as it may be typed: mostly anything, sometimes what mails and pages are made of.
fn typed() -> impl Strategy<Value = String> {
    let nasty = "[ -~あ-ん一-龥\\r\\n\\t\u{0}\u{85}\u{2028}\u{202e}\u{feff}<>\"\\\\,;:@=?&%{}()\\[\\]🙂]{0,120}";
    prop_oneof![any::<String>(), nasty, Just("\"x\" <a@example.jp>, b@example.jp".to_owned()), Just("=?utf-8?q?=0D=0ABcc:_x?=".to_owned())]
}

/// The letters that hold names which people typed, with all of those names being `name`.
fn letters_with(name: &Line, language: Language) -> Vec<Letter> {
    let mut facts = company_facts();
    facts.company.name = name.clone();
    facts.company.municipality = name.clone();
    facts.company.contact.name = name.clone();
    facts.company.contact.phone = Some(name.clone());
    facts.need.narrative = Prose::parse(name.as_str(), 4000).unwrap();
    let mut letters: Vec<Letter> = LetterKind::ALL.into_iter().map(|kind| letter(kind, language)).collect();
    for letter in &mut letters {
        letter.to_name = name.clone();
        match &mut letter.content {
            Content::MatchForCompany { specialist, .. } => {
                (specialist.name, specialist.municipality) = (name.clone(), name.clone());
                specialist.qualifications = vec![name.clone()];
                specialist.acting_person = Some(name.clone());
            }
            Content::MatchForSpecialist { company, acting_person, .. } => {
                (*company, *acting_person) = (facts.clone(), Some(name.clone()));
            }
            Content::NobodyFoundForBroker { company, .. } => *company = facts.clone(),
            Content::MatchForBroker { company, specialist, .. } => {
                *company = facts.clone();
                specialist.name = name.clone();
            }
            Content::WithdrawnForCompany { withdrawal, .. } | Content::WithdrawnForSpecialist { withdrawal, .. } => {
                (withdrawal.company, withdrawal.specialist) = (name.clone(), name.clone());
                withdrawal.reason = Prose::parse(name.as_str(), 4000).unwrap();
            }
            Content::ChoiceForBroker { company, .. } | Content::ChoiceLapsedForBroker { company, .. } => *company = facts.clone(),
            Content::ChoiceForCompany { people, .. } => people.iter_mut().for_each(|person| person.display_name = name.clone()),
            Content::SupportOrgWeek { lines, .. } => lines.iter_mut().for_each(|line| line.company = facts.clone()),
            Content::SupportOrgUnreachable { name: org, .. } => *org = name.clone(),
            Content::Pool(facts) => {
                (facts.name, facts.org) = (name.clone(), name.as_str().to_owned());
                facts.visits.iter_mut().for_each(|visit| visit.with = name.as_str().to_owned());
            }
            Content::WithdrawnForBroker { company, withdrawal } => {
                *company = facts.clone();
                withdrawal.specialist = name.clone();
            }
            _ => {}
        }
    }
    letters
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_name_breaks_a_letter_or_adds_a_header_or_a_recipient(text in typed(), english in any::<bool>()) {
        let Ok(name) = Line::parse(&text, 120) else { return Ok(()) };
        let language = if english { Language::En } else { Language::Ja };
        let (composer, catalogue) = (composer(), catalogue());
        for letter in letters_with(&name, language) {
            let plain = composer.compose(&catalogue, &super::fixtures::letter(letter.kind, language)).unwrap().formatted();
            let composed = composer.compose(&catalogue, &letter).unwrap();
            prop_assert_eq!(composed.envelope().to().len(), letter.to.len());
            let bytes = composed.formatted();
            prop_assert!(bytes.is_ascii());
            let (mail, plain) = (parse(&bytes), parse(&plain));
            prop_assert_eq!(header_names(&mail), header_names(&plain), "{:?} with {:?}", letter.kind, name);
            prop_assert_eq!(recipients(&mail), recipients(&plain), "{:?} with {:?}", letter.kind, name);
            prop_assert_eq!(mail.parts.len(), plain.parts.len());
        }
    }

    #[test]
    fn an_offer_never_holds_what_could_name_the_company(request in help_requests(), english in any::<bool>()) {
        let language = if english { Language::En } else { Language::Ja };
        for kind in [LetterKind::Offer, LetterKind::TeamAsked] {
            let mut asked = letter(kind, language);
            let (Content::Offer { need, .. } | Content::TeamAsked { need, .. }) = &mut asked.content else { panic!("a question") };
            *need = AnonymousNeed::from(&request);
            let catalogue = catalogue();
            let bytes = composer().compose(&catalogue, &asked).unwrap().formatted();
            let mail = parse(&bytes);
            let seen = format!("{}\n{}\n{}", mail.subject().unwrap(), mail.body_text(0).unwrap(), mail.body_html(0).unwrap());
            for secret in ["SECRETNAME", "SECRETCITY", "SECRETPERSON", "SECRETPHONE", "SECRETSTORY", "secret@secret.example", "1234567890123"] {
                prop_assert!(!seen.contains(secret), "{secret} in {seen}");
            }
        }
    }
}

/// Help requests of every shape, whose company is recognised by its marks.
fn help_requests() -> impl Strategy<Value = HelpRequest> {
    let Catalogues { menus, fields, prefectures, industries } = codes(&catalogue());
    let what = (proptest::sample::subsequence(menus, 1..4), proptest::sample::subsequence(fields, 0..4));
    let how = (0..3_usize, 0..3_usize, 0_u32..1 << 21, 1_u16..2000, 0_u32..1_000_000_000, 0_u64..366);
    let who = (proptest::sample::select(prefectures), proptest::sample::select(industries), 0_u32..100_000, typed());
    (what, how, who).prop_map(
        |((menus, fields), (mode, urgency, slots, hours, budget_yen, ahead), (prefecture, industry, employees, text))| {
            let marked = |mark: &str| Line::parse(&format!("{mark} {text}"), 400).unwrap_or_else(|_| Line::parse(mark, 80).unwrap());
            let mut company = help_request().company;
            (company.prefecture, company.industry, company.employees) = (prefecture, industry, employees);
            (company.name, company.municipality) = (marked("SECRETNAME"), marked("SECRETCITY"));
            (company.contact.name, company.contact.phone) = (marked("SECRETPERSON"), Some(marked("SECRETPHONE")));
            company.contact.address = address("secret@secret.example");
            let narrative = Prose::parse(&format!("SECRETSTORY {text}"), 4000).unwrap_or_else(|_| Prose::parse("SECRETSTORY", 80).unwrap());
            let start_on = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap() + chrono::Days::new(ahead);
            let slots = WeeklySlots::from_bits(slots);
            let (mode, urgency) = (Mode::ALL[mode], Urgency::ALL[urgency]);
            HelpRequest {
                company,
                need: Need { menus, fields, mode, slots, start_on, hours, budget_yen, urgency, narrative, ..help_request().need },
            }
        },
    )
}

struct Catalogues {
    menus: Vec<String>,
    fields: Vec<String>,
    prefectures: Vec<String>,
    industries: Vec<String>,
}

fn codes(catalogue: &Catalogue) -> Catalogues {
    Catalogues {
        menus: catalogue.menus().iter().map(|menu| menu.code.clone()).collect(),
        fields: catalogue.fields().iter().map(|field| field.code.clone()).collect(),
        prefectures: catalogue.prefectures().iter().map(|prefecture| prefecture.code.clone()).collect(),
        industries: catalogue.industries().iter().map(|industry| industry.code.clone()).collect(),
    }
}

fn offer_text(values: &[Option<f32>; 7]) -> String {
    let mut offer = letter(LetterKind::Offer, Language::En);
    let Content::Offer { explanation: told, .. } = &mut offer.content else { panic!("an offer") };
    *told = explanation();
    for (term, value) in told.terms.iter_mut().zip(values) {
        term.value = *value;
    }
    let catalogue = catalogue();
    write(Desk { catalogue: &catalogue, public_url: "https://nakodo.example", sender: "n" }, &offer).draft.text()
}

#[test]
fn at_most_four_reasons_are_told_the_weightiest_first() {
    let text = offer_text(&[Some(1.0); 7]);
    let at = |words: &str| text.find(words);
    assert!(at("among the work that you offer") < at("are among yours"));
    assert!(at("are among yours") < at("in a region where you work"));
    assert_eq!(text.lines().skip_while(|line| !line.starts_with("Why")).skip(1).take_while(|line| line.starts_with("- ")).count(), 4);
}

#[test]
fn what_speaks_against_a_person_is_not_told_as_a_reason() {
    let text = offer_text(&[Some(0.49), None, Some(0.2), Some(0.0), Some(0.1), Some(0.3), Some(0.4)]);
    assert!(text.contains("You are one of those who meet all conditions"), "{text}");
    assert!(!text.contains("among the work that you offer"), "{text}");
}
