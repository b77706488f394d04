//! The work after a match: from terms to the company's confirmation, by the links of letters, and how each stage ends without a word.

use chrono::Duration;
use nakodo::desk::Acceptance;
use nakodo::engagement::{Sector, TrackCount};
use nakodo::ids::{HelpRequestId, SpecialistId};
use nakodo::intake::HelpRequestState;

use crate::harness::web::{Answer, Served};
use crate::harness::{Mode, World};

in_both_modes![
    from_the_match_to_the_certificate_each_side_presses_on_its_own_page,
    who_has_closed_the_work_has_room_for_the_next,
    nobody_confirms_their_own_hours,
    other_hours_are_settled_between_both,
    without_a_word_every_stage_ends_and_makes_room,
    a_company_can_confirm_after_the_deadline,
    hours_that_were_worked_outlast_a_withdrawal,
    whoever_changes_terms_is_agreed_with_again,
    what_is_typed_wrong_is_named_and_nothing_is_lost,
    a_session_reaches_the_other_side_with_its_calendar_entry,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const SPECIALIST: &str = "s1@example.jp";
pub const TERMS: [(&str, &str); 10] = [
    ("/frame", "individual"),
    ("/scope", "台帳を作り、手順を決める。"),
    ("/unit", "visit"),
    ("/fee_yen", "20,000"),
    ("/count", "3"),
    ("/starts_on", "2026-12-01"),
    ("/ends_on", "2027-01-31"),
    ("/pay_on", "2027-02-28"),
    ("/access", "screen-only"),
    ("/pledged", "yes"),
];

/// A match, and the page of each side.
pub struct Work {
    pub world: World,
    pub served: Served,
    pub help_request: HelpRequestId,
    pub specialist: SpecialistId,
    pub own: String,
    pub company: String,
}

impl Work {
    pub async fn matched(mode: Mode) -> Self {
        // An operator who only looks has no second factor here.
        Self::matched_in(World::with(mode, |raw| raw.sessions.second_factor = false).await).await
    }

    pub async fn matched_in(world: World) -> Self {
        let served = Served::open(&world);
        let specialist = world.enrol(|profile| profile.max_engagements = Some(1)).await;
        let help_request = world.ask_for_help().await;
        assert_eq!(world.accept(SPECIALIST).await, Acceptance::Won(help_request));
        world.settle().await;
        let own = world.letter(SPECIALIST, "match_for_specialist").link("/engagements/");
        let status = world.letter(COMPANY, "match_for_company").link("/help-requests/status/");
        let company = status.replace("/help-requests/status/", "/engagements/");
        Self { world, served, help_request, specialist, own, company }
    }

    /// Terms to which both have agreed.
    pub async fn agreed(mode: Mode) -> Self {
        Self::matched(mode).await.agree().await
    }

    /// Both agree on terms.
    pub async fn agree(self) -> Self {
        self.ok(&self.own, "terms", &TERMS).await;
        self.ok(&self.company, "agree", &[("pledged", "yes")]).await;
        self
    }

    /// One session of two hours that was held, and reported.
    pub async fn reported(mode: Mode) -> Self {
        let work = Self::agreed(mode).await;
        work.hold("2", "0").await;
        work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
        work
    }

    /// Work that ended with confirmed hours.
    pub async fn closed(mode: Mode) -> Self {
        let work = Self::reported(mode).await;
        work.ok(&work.company, "confirm", &[]).await;
        work
    }

    pub async fn hold(&self, hours: &str, minutes: &str) {
        let today = self.world.app.desk.clock.today().to_string();
        self.ok(&self.own, "session", &[("/day", &today), ("/time", "00:30"), ("/hours", "2"), ("/minutes", "")]).await;
        self.ok(&self.own, "held-1", &[("/hours", hours), ("/minutes", minutes)]).await;
    }

    /// Takes a step on the page of a side, as a browser does.
    pub async fn step(&self, page: &str, step: &str, typed: &[(&str, &str)]) -> Answer {
        let is_pressed = ["agree", "promise", "confirm", "settle", "put-before"].contains(&step)
            || ["cancel", "missed", "met", "unmet"].iter().any(|one| step.starts_with(one));
        let done = match is_pressed {
            true => self.served.client.press(page, &format!("steps/{step}"), typed).await,
            false => self.served.client.press(&format!("{page}/steps/{step}"), "", typed).await,
        };
        // Letters of one moment are in no order.
        self.world.app.desk.clock.advance(Duration::seconds(1));
        self.world.settle().await;
        done
    }

    pub async fn ok(&self, page: &str, step: &str, typed: &[(&str, &str)]) -> Answer {
        let done = self.step(page, step, typed).await;
        assert_eq!(done.status, 200, "{step}: {}", done.body);
        done
    }

    pub async fn page(&self, page: &str) -> String {
        let shown = self.served.client.get(page).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        shown.body
    }

    async fn track(&self) -> Vec<TrackCount> {
        let specialist = self.specialist;
        let read = self.world.app.desk.store.read(move |tx| tx.track_record(specialist));
        read.await.expect("the store answers")
    }

    /// How many engagements the specialist has on their hands.
    async fn running(&self) -> u16 {
        let (specialist, now) = (self.specialist, self.world.app.desk.clock.now());
        let read = self.world.app.desk.store.read(move |tx| tx.records_of(&[specialist], now)).await;
        read.expect("the store answers").get(&specialist).map_or(0, |record| record.engagements)
    }
}

async fn from_the_match_to_the_certificate_each_side_presses_on_its_own_page(mode: Mode) {
    let work = Work::matched(mode).await;
    assert!(work.page(&work.own).await.contains("まず、支援の条件を会社に示してください"));
    let form = work.page(&format!("{}/steps/terms", work.own)).await;
    assert!(form.contains("name=\"/scope\"") && form.contains("value=\"2026-"), "what is known is filled in: {form}");
    work.ok(&work.own, "terms", &TERMS).await;
    let asked = work.world.letter(COMPANY, "terms_proposed");
    assert!(asked.text.contains("佐藤 1") && asked.text.contains("60,000"), "{}", asked.text);
    let company = asked.link("/engagements/");
    let unread = work.step(&company, "agree", &[]).await;
    assert!(unread.status == 422 && unread.body.contains("約束の欄"), "{}", unread.body);
    work.ok(&company, "agree", &[("pledged", "yes")]).await;
    work.world.letter(SPECIALIST, "terms_agreed");
    let statement = work.page(&format!("{}/statement", work.company)).await;
    assert!(
        statement.contains("関金属工業") && statement.contains("jftc.go.jp") && statement.contains("法律の助言ではありません"),
        "{statement}"
    );
    work.hold("1", "30").await;
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    let report = work.world.letter(COMPANY, "report_to_confirm");
    assert!(report.text.contains("1時間30分") && report.text.contains("台帳を作りました"), "{}", report.text);
    let company = report.link("/engagements/");
    for _ in 0..20 {
        assert!(work.page(&company).await.contains("この時間でまちがいありませんか"));
    }
    assert!(work.track().await.is_empty(), "looking confirms nothing");
    let done = work.ok(&company, "confirm", &[]).await;
    assert!(done.body.contains("従事証明") && done.body.contains("1時間30分"), "{}", done.body);
    assert_eq!(work.track().await, [TrackCount { year: 2026, sector: Sector::Private, count: 1 }]);
    assert_eq!(work.world.state_of(work.help_request).await, HelpRequestState::Matched);
    let told = work.world.letter(SPECIALIST, "engagement_ended");
    assert!(told.text.contains("1時間30分"), "{}", told.text);
    assert!(work.page(&work.own).await.contains("従事証明"));
}

async fn who_has_closed_the_work_has_room_for_the_next(mode: Mode) {
    let work = Work::reported(mode).await;
    let next = work.world.ask_for_help().await;
    work.world.settle().await;
    assert!(work.world.offers_of(next).await.is_empty(), "one engagement at a time, and it runs");
    work.ok(&work.company, "confirm", &[]).await;
    assert_eq!(work.world.offers_of(next).await.len(), 1, "who waited for room is served at once");
    assert_eq!(work.world.accept(SPECIALIST).await, Acceptance::Won(next));
}

async fn nobody_confirms_their_own_hours(mode: Mode) {
    let work = Work::reported(mode).await;
    let own = work.page(&work.own).await;
    assert!(!own.contains("steps/confirm"), "{own}");
    let values = work.served.client.read(&work.own).await;
    let value = values["values"]["confirm"].as_str().expect("a value of the page").to_owned();
    let forced = work.served.client.post_form(&format!("{}/steps/confirm", work.own), &[("value", &value), ("seen", "120")]).await;
    assert_eq!(forced.status, 409, "{}", forced.body);
    let value = work.served.client.read(&work.company).await["values"]["confirm"].as_str().expect("a value").to_owned();
    let other = work.served.client.post_form(&format!("{}/steps/confirm", work.company), &[("value", &value), ("seen", "60")]).await;
    assert_eq!(other.status, 409, "a figure that was not reported");
    let stale = work.served.client.post_form(&format!("{}/steps/confirm", work.company), &[("seen", "120")]).await;
    assert_eq!(stale.status, 403, "no press of the page");
    assert!(work.track().await.is_empty());
}

async fn other_hours_are_settled_between_both(mode: Mode) {
    let work = Work::reported(mode).await;
    let same = work.step(&work.company, "dispute", &[("/hours", "2"), ("/minutes", "0"), ("/words", "違います")]).await;
    assert!(same.status == 422 && same.body.contains("報告より短い時間"), "{}", same.body);
    work.ok(&work.company, "dispute", &[("/hours", "1"), ("/minutes", ""), ("/words", "一時間で終わりました")]).await;
    let told = work.world.letter(SPECIALIST, "hours_disputed");
    assert!(told.text.contains("一時間で終わりました") && told.text.contains("1時間"), "{}", told.text);
    work.ok(&work.own, "answer", &[("/hours", "1"), ("/minutes", "30"), ("/words", "準備を含みます")]).await;
    let again: Vec<_> = work.world.letters_to(COMPANY).into_iter().filter(|letter| letter.text.contains("準備を含みます")).collect();
    assert_eq!(again.len(), 1, "the company is asked once more");
    work.ok(&work.company, "dispute", &[("/hours", "1"), ("/minutes", "15"), ("/words", "やはり短い")]).await;
    let done = work.ok(&work.own, "settle", &[]).await;
    assert!(done.body.contains("1時間15分"), "{}", done.body);
    assert_eq!(work.track().await.len(), 1);
}

async fn without_a_word_every_stage_ends_and_makes_room(mode: Mode) {
    let terms = Work::matched(mode).await;
    terms.world.wait(Duration::days(10)).await;
    let reminded = terms.world.letter(SPECIALIST, "engagement_reminder");
    assert!(reminded.subject.contains("お返事をお待ちしています"), "{}", reminded.text);
    assert_eq!(terms.running().await, 1);
    terms.world.wait(Duration::days(20)).await;
    terms.world.letter(SPECIALIST, "engagement_ended");
    terms.world.letter(COMPANY, "engagement_ended");
    assert!(terms.page(&terms.own).await.contains("動きがないまま"));
    assert!(terms.running().await == 0 && terms.track().await.is_empty());

    let held = Work::agreed(mode).await;
    held.hold("1", "0").await;
    held.world.wait(Duration::days(30)).await;
    held.world.wait(Duration::days(30)).await;
    assert!(held.world.letter(COMPANY, "report_to_confirm").text.contains("1時間"), "what was held is reported by itself");
    held.world.wait(Duration::days(7)).await;
    held.world.letter(COMPANY, "engagement_reminder");
    held.world.wait(Duration::days(7)).await;
    assert!(held.page(&held.own).await.contains("会社は、いまからでも確認できます"));
    assert!(held.track().await.is_empty(), "silence confirms nothing");

    let disputed = Work::reported(mode).await;
    disputed.ok(&disputed.company, "dispute", &[("/hours", "1"), ("/minutes", ""), ("/words", "短く終わりました")]).await;
    disputed.world.wait(Duration::days(7)).await;
    disputed.world.wait(Duration::days(7)).await;
    assert!(disputed.page(&disputed.own).await.contains("争いのない時間です"));
    assert_eq!(disputed.track().await.len(), 1, "what was never in dispute counts");
}

async fn a_company_can_confirm_after_the_deadline(mode: Mode) {
    let work = Work::reported(mode).await;
    work.world.wait(Duration::days(7)).await;
    work.world.wait(Duration::days(7)).await;
    assert_eq!(work.running().await, 0, "the specialist does not wait for it");
    work.ok(&work.company, "confirm", &[]).await;
    assert_eq!(work.track().await.len(), 1);
    let again = work.step(&work.company, "confirm", &[]).await;
    assert_ne!(again.status, 200, "once: {}", again.body);
}

async fn hours_that_were_worked_outlast_a_withdrawal(mode: Mode) {
    let work = Work::agreed(mode).await;
    work.hold("2", "0").await;
    let status = work.company.replace("/engagements/", "/help-requests/status/");
    let done = work.served.client.press(&status, "withdraw", &[("reason", "予定が変わりました")]).await;
    assert!(done.status == 200 && done.body.contains("支援を終える手続き"), "{}", done.body);
    work.world.settle().await;
    assert_eq!(work.world.state_of(work.help_request).await, HelpRequestState::Matched, "nobody else is asked");
    let again = work.served.client.press(&status, "withdraw", &[("reason", "もう一度")]).await;
    assert_ne!(again.status, 200, "the hours are on the table");
    work.ok(&work.company, "confirm", &[]).await;
    assert_eq!(work.track().await.len(), 1);
}

async fn whoever_changes_terms_is_agreed_with_again(mode: Mode) {
    let work = Work::matched(mode).await;
    work.ok(&work.own, "terms", &TERMS).await;
    let seen = work.page(&work.company).await;
    let fields = crate::harness::web::hidden_fields(&seen, &format!("{}/steps/agree", work.company));
    let changed: Vec<(&str, &str)> =
        TERMS.iter().map(|(name, value)| if *name == "/count" { (*name, "5") } else { (*name, *value) }).collect();
    work.ok(&work.own, "terms", &changed).await;
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("pledged", "yes"));
    let late = work.served.client.post_form(&format!("{}/steps/agree", work.company), &fields).await;
    assert!(late.status == 409 && late.body.contains("状況が変わりました"), "{}", late.body);
    work.ok(&work.company, "agree", &[("pledged", "yes")]).await;
    let shown = work.page(&work.own).await;
    assert!(shown.contains("第2版") && shown.contains("100,000"), "{shown}");
}

async fn what_is_typed_wrong_is_named_and_nothing_is_lost(mode: Mode) {
    let work = Work::matched(mode).await;
    let typed = [("/frame", "individual"), ("/scope", "書きかけの内容"), ("/unit", "visit"), ("/fee_yen", "たくさん")];
    let refused = work.step(&work.own, "terms", &typed).await;
    assert_eq!(refused.status, 422);
    for word in ["書きかけの内容", "たくさん", "数字で入力してください", "約束の欄", "支払いの期日"] {
        assert!(refused.body.contains(word), "{word}: {}", refused.body);
    }
    let english = work.served.client.press(&format!("{}/steps/terms?lang=en", work.own), "", &[]).await;
    assert!(english.body.contains("Please tick the promise"), "{}", english.body);
    assert_eq!(work.served.client.get(&format!("{}/steps/report", work.own)).await.status, 404, "nothing to report yet");
    work.ok(&work.own, "terms", &TERMS).await;
    work.ok(&work.company, "agree", &[("pledged", "yes")]).await;
    let early = work.step(&work.own, "report", &[("/words", "まだです")]).await;
    assert!(early.status == 422 && early.body.contains("実施した時間がまだ"), "{}", early.body);
}

async fn a_session_reaches_the_other_side_with_its_calendar_entry(mode: Mode) {
    let work = Work::agreed(mode).await;
    work.ok(&work.company, "session", &[("/day", "2026-12-08"), ("/time", "14:30"), ("/hours", "2"), ("/minutes", "")]).await;
    let told = work.world.letter(SPECIALIST, "session_set");
    assert!(told.text.contains("2026年12月8日(火) 14:30") && told.raw.contains("session.ics"), "{}", told.text);
    let entry = work.served.client.get(&format!("{}/entries/1", work.own)).await;
    assert!(entry.status == 200 && entry.body.contains("DTSTART:20261208T053000Z"), "{}", entry.body);
    work.ok(&work.own, "move-1", &[("/day", "2026-12-09"), ("/time", "10:00"), ("/hours", "1"), ("/minutes", "30")]).await;
    let moved = work.world.letter(COMPANY, "session_set");
    assert!(moved.text.contains("12月9日") && moved.text.contains("1時間30分"), "{}", moved.text);
    let early = work.served.client.get(&format!("{}/steps/held-1", work.own)).await;
    assert_eq!(early.status, 200);
    let refused = work.step(&work.own, "held-1", &[("/hours", "1"), ("/minutes", "0")]).await;
    assert_eq!(refused.status, 409, "it has not begun: {}", refused.body);
    work.ok(&work.company, "cancel-1", &[]).await;
    assert!(work.page(&work.own).await.contains("取りやめ"));
}
