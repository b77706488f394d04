//! Every letter as its reader sees it, so that a reviewer reads what a person will read.

use crate::active_list::CheckStep;
use crate::brokering::ReferralState;
use crate::catalogue::AcceptMode;
use crate::correspondence::{Content, LetterKind, OwnWeek};
use crate::engagement::Side;
use crate::intake::{Mode, Urgency};
use crate::language::Language;
use crate::offers::Ended;
use crate::post::letters::{Desk, write};
use crate::post::tests::fixtures::{all_letters, catalogue, letter, line, terms};

pub(super) fn written(letter: &crate::correspondence::Letter) -> crate::post::letters::Written {
    let catalogue = catalogue();
    write(Desk { catalogue: &catalogue, public_url: "https://nakodo.example", sender: "nakodo 仲人" }, letter)
}

pub(super) fn as_read(letter: &crate::correspondence::Letter) -> String {
    let draft = written(letter).draft;
    format!("Subject: {}\n\n{}", draft.subject, draft.text())
}

pub(super) fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[test]
fn every_letter_reads_as_reviewed() {
    for letter in all_letters() {
        let name = format!("{}.{}", letter.kind.code(), letter.language.tag());
        settings().bind(|| {
            insta::assert_snapshot!(format!("{name}.text"), as_read(&letter));
            insta::assert_snapshot!(format!("{name}.html"), written(&letter).draft.html().unwrap());
        });
    }
}

#[test]
fn every_calendar_part_reads_as_reviewed() {
    for letter in all_letters() {
        for entry in written(&letter).entries {
            let file = entry
                .file(&entry.uid("nakodo.example", "id@nakodo.example"), letter.queued_at, "nakodo@nakodo.example")
                .replace("\r\n", "\n");
            let name = format!("{}.{}.ics", letter.kind.code(), letter.language.tag());
            settings().bind(|| insta::assert_snapshot!(name, file));
        }
    }
}

fn keep(name: &str, letter: &crate::correspondence::Letter) {
    settings().bind(|| insta::assert_snapshot!(format!("{name}.{}.text", letter.language.tag()), as_read(letter)));
}

#[test]
fn who_may_choose_is_told_otherwise_than_where_the_first_yes_wins() {
    for language in Language::ALL {
        let mut letters = [LetterKind::Offer, LetterKind::PeopleAsked, LetterKind::WillingNoted].map(|kind| letter(kind, language));
        for letter in &mut letters {
            match &mut letter.content {
                Content::Offer { mode, .. } | Content::PeopleAsked { mode, .. } => *mode = AcceptMode::Choose,
                Content::WillingNoted { mode, answer_by, terms, .. } => (*mode, *answer_by, *terms) = (AcceptMode::Choose, None, None),
                other => panic!("{other:?}"),
            }
            keep(&format!("{}.choose", letter.kind.code()), letter);
        }
    }
}

#[test]
fn changed_terms_are_told_to_everybody_whom_they_concern() {
    for language in Language::ALL {
        let kinds = [
            LetterKind::MatchForCompany,
            LetterKind::MatchForSpecialist,
            LetterKind::MatchForBroker,
            LetterKind::ChoiceForCompany,
            LetterKind::AcceptanceCode,
        ];
        for mut changed in kinds.map(|kind| letter(kind, language)) {
            match &mut changed.content {
                Content::MatchForCompany { terms: agreed, .. }
                | Content::MatchForSpecialist { terms: agreed, .. }
                | Content::MatchForBroker { terms: agreed, .. }
                | Content::AcceptanceCode { terms: agreed, .. } => *agreed = Some(terms()),
                Content::ChoiceForCompany { mode, people, .. } => {
                    *mode = AcceptMode::First;
                    people.truncate(1);
                    people.iter_mut().for_each(|person| person.terms = Some(terms()));
                }
                other => panic!("{other:?}"),
            }
            keep(&format!("{}.terms", changed.kind.code()), &changed);
        }
    }
}

#[test]
fn whoever_was_willing_hears_why_somebody_else_has_it() {
    for language in Language::ALL {
        for ended in Ended::ALL {
            let mut told = letter(LetterKind::OfferNotChosen, language);
            let Content::OfferNotChosen { why, .. } = &mut told.content else { panic!("not chosen") };
            *why = ended;
            keep(&format!("offer_not_chosen.{}", ended.code()), &told);
        }
        for mut lapsed in [LetterKind::ChoiceLapsed, LetterKind::ChoiceLapsedForBroker].map(|kind| letter(kind, language)) {
            match &mut lapsed.content {
                Content::ChoiceLapsed { ended, .. } | Content::ChoiceLapsedForBroker { ended, .. } => *ended = false,
                other => panic!("{other:?}"),
            }
            keep(&format!("{}.goes_on", lapsed.kind.code()), &lapsed);
        }
    }
}

#[test]
fn an_organisation_hears_what_came_of_its_referral() {
    for language in Language::ALL {
        for ended in [ReferralState::Refused, ReferralState::RunOut] {
            let mut told = letter(LetterKind::ReferralEnded, language);
            let Content::ReferralEnded { state, .. } = &mut told.content else { panic!("how it ended") };
            *state = ended;
            keep(&format!("referral_ended.{}", ended.code()), &told);
        }
    }
}

#[test]
fn a_match_that_the_company_called_off_is_told_so() {
    for language in Language::ALL {
        for kind in [LetterKind::WithdrawnForCompany, LetterKind::WithdrawnForSpecialist, LetterKind::WithdrawnForBroker] {
            let mut withdrawn = letter(kind, language);
            match &mut withdrawn.content {
                Content::WithdrawnForCompany { withdrawal, .. }
                | Content::WithdrawnForSpecialist { withdrawal, .. }
                | Content::WithdrawnForBroker { withdrawal, .. } => withdrawal.by = Side::Company,
                other => panic!("{other:?}"),
            }
            settings().bind(|| insta::assert_snapshot!(format!("{}.company.{}.text", kind.code(), language.tag()), as_read(&withdrawn)));
        }
    }
}

#[test]
fn an_urgent_offer_says_so_in_its_subject() {
    for language in Language::ALL {
        let mut urgent = letter(LetterKind::Offer, language);
        let Content::Offer { need, .. } = &mut urgent.content else { panic!("an offer") };
        need.urgency = Urgency::Incident;
        settings().bind(|| insta::assert_snapshot!(format!("offer.incident.{}.text", language.tag()), as_read(&urgent)));
    }
}

#[test]
fn letters_about_an_incident_say_first_where_to_telephone() {
    for language in Language::ALL {
        for kind in [LetterKind::ConfirmHelpRequest, LetterKind::PeopleAsked, LetterKind::HelpRequestWaiting] {
            let mut urgent = letter(kind, language);
            match &mut urgent.content {
                Content::ConfirmHelpRequest { need, .. } | Content::HelpRequestWaiting { need, .. } => need.urgency = Urgency::Incident,
                Content::PeopleAsked { incident, .. } => *incident = true,
                other => panic!("{other:?}"),
            }
            assert!(as_read(&urgent).contains("#9110"));
            assert!(!as_read(&letter(kind, language)).contains("#9110"));
            settings().bind(|| insta::assert_snapshot!(format!("{}.incident.{}.text", kind.code(), language.tag()), as_read(&urgent)));
        }
    }
}

#[test]
fn who_is_asked_in_a_second_wave_is_told_to_be_more_people() {
    for language in Language::ALL {
        let mut again = letter(LetterKind::PeopleAsked, language);
        let Content::PeopleAsked { asked, wave, .. } = &mut again.content else { panic!("people asked") };
        (*asked, *wave) = (1, 2);
        settings().bind(|| insta::assert_snapshot!(format!("people_asked.again.{}.text", language.tag()), as_read(&again)));
    }
}

#[test]
fn advice_fits_the_need_when_nobody_was_asked_about_an_incident() {
    for language in Language::ALL {
        let mut nobody = letter(LetterKind::NobodyFound, language);
        let Content::NobodyFound { asked, need, .. } = &mut nobody.content else { panic!("nobody found") };
        *asked = 0;
        (need.urgency, need.mode) = (Urgency::Incident, Mode::Remote);
        settings().bind(|| insta::assert_snapshot!(format!("nobody_found.incident.{}.text", language.tag()), as_read(&nobody)));
    }
}

#[test]
fn a_letter_about_a_shared_mailbox_says_who_acts() {
    for language in Language::ALL {
        for kind in [LetterKind::MatchForCompany, LetterKind::MatchForSpecialist, LetterKind::MatchForBroker, LetterKind::WillingNoted] {
            let mut shared = letter(kind, language);
            let person = || Some(line("鈴木 一郎"));
            match &mut shared.content {
                Content::MatchForCompany { specialist, .. } | Content::MatchForBroker { specialist, .. } => {
                    specialist.acting_person = person()
                }
                Content::WillingNoted { acting_person, .. } | Content::MatchForSpecialist { acting_person, .. } => {
                    *acting_person = person()
                }
                other => panic!("{other:?}"),
            }
            let told = as_read(&shared);
            assert!(told.contains("鈴木 一郎"), "{told}");
        }
    }
}

#[test]
fn who_does_not_answer_about_a_profile_is_told_what_follows() {
    for language in Language::ALL {
        for told in [CheckStep::Stale, CheckStep::Hidden] {
            let mut check = letter(LetterKind::ProfileCheck, language);
            let Content::ProfileCheck { step, .. } = &mut check.content else { panic!("a profile") };
            *step = told;
            let name = format!("profile_check.{}.{}.text", told.code(), language.tag());
            settings().bind(|| insta::assert_snapshot!(name, as_read(&check)));
        }
    }
}

#[test]
fn somebody_whose_profile_is_stale_hears_of_that_in_a_week_without_news() {
    for language in Language::ALL {
        let mut quiet = letter(LetterKind::SpecialistWeek, language);
        let Content::SpecialistWeek { week, confirmed_days, stale, .. } = &mut quiet.content else { panic!("a week") };
        (*week, *confirmed_days, *stale) = (OwnWeek::default(), 200, true);
        settings().bind(|| insta::assert_snapshot!(format!("specialist_week.stale.{}.text", language.tag()), as_read(&quiet)));
    }
}

#[test]
fn a_change_that_a_company_agreed_to_is_told_as_done() {
    for language in Language::ALL {
        let mut told = letter(LetterKind::WiderCircle, language);
        let Content::WiderCircle { noted, .. } = &mut told.content else { panic!("a wider circle") };
        *noted = true;
        settings().bind(|| insta::assert_snapshot!(format!("wider_circle.noted.{}.text", language.tag()), as_read(&told)));
    }
}
