//! Letters about a team, for the snapshots.

use chrono::Duration;

use crate::clock::Moment;
use crate::correspondence::{Content, LetterKind, TeamFacts, TeamReader};
use crate::engagement::TeamState;
use crate::ids::Token;
use crate::intake::AnonymousNeed;
use crate::language::Language;
use crate::post::tests::fixtures::{help_request, letter, line};
use crate::post::tests::snapshots::{as_read, settings};
use crate::values::Prose;

pub(super) fn content(kind: LetterKind, now: Moment, page: Token) -> Content {
    let lead = line("鈴木 一");
    if kind == LetterKind::TeamAsked {
        let need = AnonymousNeed::from(&help_request());
        return Content::TeamAsked {
            need,
            lead,
            role: "junior".into(),
            hours_percent: 50,
            ends_at: now + Duration::days(7),
            page,
            is_guest: false,
        };
    }
    Content::Team(Box::new(TeamFacts {
        reader: TeamReader::Member,
        member: Some(line("佐藤 健")),
        lead,
        company: Some(line("株式会社B社")),
        role: "junior".into(),
        state: TeamState::Joined,
        parting: None,
        minutes: 0,
        page,
        is_guest: false,
    }))
}

#[test]
fn somebody_from_outside_reads_who_named_them_and_that_they_are_forgotten_again() {
    for language in Language::ALL {
        let mut letter = letter(LetterKind::TeamAsked, language);
        (letter.to_name, letter.wishes) = (line("山本 聡"), None);
        let Content::TeamAsked { role, is_guest, .. } = &mut letter.content else { panic!("a question") };
        (*role, *is_guest) = ("lawyer".into(), true);
        let name = format!("team_asked.guest.{}.text", language.tag());
        settings().bind(|| insta::assert_snapshot!(name, as_read(&letter)));
        for state in [TeamState::Declined, TeamState::Unreachable] {
            let mut letter = self::letter(LetterKind::TeamTold, language);
            let Content::Team(facts) = &mut letter.content else { panic!("of a team") };
            (facts.state, facts.reader, facts.is_guest, facts.member) = (state, TeamReader::Lead, true, None);
            facts.role = "lawyer".into();
            let name = format!("team_told.{}.guest.{}.text", state.code(), language.tag());
            settings().bind(|| insta::assert_snapshot!(name, as_read(&letter)));
        }
    }
}

#[test]
fn what_became_of_a_place_is_told_as_each_reader_may_know_it() {
    use TeamReader::{Company, Lead, Member};
    let told = [
        (TeamState::Willing, Lead, 0),
        (TeamState::Declined, Lead, 0),
        (TeamState::Joined, Lead, 0),
        (TeamState::Left, Company, 0),
        (TeamState::TakenOut, Member, 0),
        (TeamState::TakenOut, Company, 0),
        (TeamState::Finished, Member, 150),
        (TeamState::Finished, Member, 0),
        (TeamState::Lapsed, Member, 0),
        (TeamState::Lapsed, Lead, 0),
    ];
    for language in Language::ALL {
        for (to, reads, minutes) in told {
            let mut letter = letter(LetterKind::TeamTold, language);
            let Content::Team(facts) = &mut letter.content else { panic!("of a team") };
            (facts.state, facts.reader, facts.minutes) = (to, reads, minutes);
            facts.parting =
                matches!(to, TeamState::Left | TeamState::TakenOut).then(|| Prose::parse("予定が合わなくなりました。", 400).unwrap());
            if (to, reads) == (TeamState::Left, Company) {
                facts.member = None;
            }
            let name = format!("team_told.{}.{reads:?}.{minutes}.{}.text", to.code(), language.tag()).to_lowercase();
            settings().bind(|| insta::assert_snapshot!(name, as_read(&letter)));
        }
    }
}
