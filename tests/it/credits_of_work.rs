//! Work through nakodo in the ledger: the row says whose word the hours were, and whether this person was paid.

use chrono::{Duration, NaiveDate};
use nakodo::desk::{self, EraseForm, RoleRequest};
use nakodo::identity::Role;
use nakodo::ids::SpecialistId;

use crate::course::{TERMS, Work};
use crate::credits::press;
use crate::dispute::{CLERK, clerk, decide, place, put_before};
use crate::harness::Mode;
use crate::harness::signing_in::signed_in;
use crate::teams::{SEAT, Team};

in_both_modes![
    hours_that_the_organisation_decided_are_not_called_the_company_s_word,
    whose_word_the_hours_were_outlasts_the_help_request,
    what_both_sides_have_said_is_the_company_s_word,
    whoever_came_along_without_a_part_of_the_fee_gave_the_time_away,
    whoever_came_along_for_a_part_of_the_work_has_the_days_of_that_part,
];

const SPECIALIST: &str = "s1@example.jp";
const CISSP: (&str, &str) = ("cissp", "2026-01-01");
const ORG_NAME: &str = "岐阜県産業振興機構";

/// Somebody of the organisation decides on an hour and a half.
async fn decided(work: &Work) {
    let client = clerk(work, CLERK, ORG_NAME).await;
    let done = decide(&client, &place(work), "1", "30", "議事録のとおりです").await;
    assert_eq!(done.status, 303, "{}", done.body);
    work.world.settle().await;
}

/// Whose word is offered, and whose word the ledger then has.
async fn entered(work: &Work, id: SpecialistId) -> (&'static str, String) {
    let desk = &work.world.app.desk;
    let offered = desk::look_at_credits(desk, id).await.expect("the page").work.pop().expect("work");
    desk::claim_work(desk, id, offered.key).await.expect("it is entered");
    let statement = desk::sign_statement(desk, id).await.expect("a statement");
    let rows = serde_json::to_value(statement.rows).expect("JSON");
    (offered.approved_as, rows[0]["what"]["approved_as"].as_str().expect("a word").to_owned())
}

async fn hours_that_the_organisation_decided_are_not_called_the_company_s_word(mode: Mode) {
    let work = put_before(mode).await;
    decided(&work).await;
    work.world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let browser = signed_in(&work.world, &work.served.client, SPECIALIST).await;
    let offered = browser.get("/me/credits").await.body;
    assert!(offered.contains("1時間30分") && offered.contains("支援機関が承認"), "{offered}");
    assert!(!offered.contains("支援を受けた会社が確認"), "the company had said another figure: {offered}");
    let to = offered.split("action=\"").find(|rest| rest.starts_with("/me/credits/work/")).expect("a form");
    let to = to.split('?').next().expect("an address").to_owned();
    assert_eq!(press(&browser, "/me/credits", &to, &[]).await.status, 303);
    let page = browser.get("/me/credits").await.body;
    assert!(page.contains("支援機関が承認") && !page.contains("支援を受けた会社が確認"), "{page}");
    let rows = browser.get("/me/credits/statement.json").await.json();
    assert_eq!(rows["rows"][0]["what"]["approved_as"], "broker");
    let entry = page.split("href=\"").find(|rest| rest.starts_with("/me/credits/entries/")).expect("the entry");
    let entry = entry.split('?').next().expect("an address").to_owned();
    press(&browser, &entry, &format!("{entry}/publish"), &[]).await;
    let preview = browser.get("/me/preview").await.body;
    assert!(!preview.contains("支援を受けた会社が確認"), "nor to anybody who looks at the public page: {preview}");
}

async fn whose_word_the_hours_were_outlasts_the_help_request(mode: Mode) {
    let team = Team::joined(mode).await;
    let work = &team.work;
    work.hold("2", "0").await;
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    work.ok(&work.company, "dispute", &[("/hours", "1"), ("/minutes", ""), ("/words", "一時間で終わりました")]).await;
    work.ok(&work.own, "put-before", &[]).await;
    decided(work).await;
    let form = EraseForm { confirm: work.help_request.to_string() };
    desk::erase_help_request(&work.world.app.desk, work.help_request, Role::Operator, form).await.expect("it is erased");
    for id in [work.specialist, team.junior] {
        assert_eq!(entered(work, id).await, ("broker", "broker".to_owned()), "{id}");
    }
}

async fn what_both_sides_have_said_is_the_company_s_word(mode: Mode) {
    let agreed = put_before(mode).await;
    agreed.ok(&agreed.own, "settle", &[]).await;
    assert_eq!(entered(&agreed, agreed.specialist).await, ("company", "company".to_owned()), "its own figure");
    let silent = put_before(mode).await;
    silent.world.wait(chrono::Duration::days(10)).await;
    silent.world.wait(chrono::Duration::days(20)).await;
    assert_eq!(entered(&silent, silent.specialist).await, ("company", "company".to_owned()), "what it never disputed");
}

impl Team {
    /// Somebody who came along for a part of a fee, to which the company has agreed.
    async fn joined_for(mode: Mode, fee_yen: &str, part: &str) -> Self {
        let team = Self::new(mode).await;
        team.join(fee_yen, part).await;
        team
    }

    async fn join(&self, fee_yen: &str, part: &str) {
        let seat = SEAT.map(|(name, value)| (name, if name == "/fee_percent" { part } else { value }));
        assert_eq!(self.ask(&seat).await.status, 200);
        assert_eq!(self.answer("join", &[("pledged", "yes")]).await.status, 200);
        let terms = TERMS.map(|(name, value)| (name, if name == "/fee_yen" { fee_yen } else { value }));
        self.work.ok(&self.work.own, "terms", &terms).await;
        self.work.ok(&self.work.company, "agree", &[("pledged", "yes")]).await;
    }
}

/// Whether the ledger says that somebody was paid, and how many CPE credits count.
async fn paid(work: &Work, id: SpecialistId) -> (bool, String) {
    entered(work, id).await;
    let desk = &work.world.app.desk;
    desk::set_cycle(desk, id, CISSP.0.into(), CISSP.1.into()).await.expect("a cycle");
    let page = desk::look_at_credits(desk, id).await.expect("the page");
    let scheme = page.schemes.iter().find(|scheme| scheme.scheme == CISSP.0).expect("the scheme");
    let counted = scheme.projection.as_ref().expect("a cycle").pot("all").expect("a pot").counted;
    (page.claims[0].activity.is_paid, counted.to_string())
}

async fn whoever_came_along_without_a_part_of_the_fee_gave_the_time_away(mode: Mode) {
    // What comes along, of the fee for all: what is the junior's, and whether each was paid.
    for (fee_yen, part, junior, lead) in [("20,000", "0", false, true), ("20,000", "80", true, true), ("0", "10", false, false)] {
        let team = Team::joined_for(mode, fee_yen, part).await;
        let work = &team.work;
        work.hold("2", "0").await;
        work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
        work.ok(&work.company, "confirm", &[]).await;
        let counts = |is_paid: bool, hours: &str| (is_paid, if is_paid { "0".to_owned() } else { hours.to_owned() });
        assert_eq!(paid(work, team.junior).await, counts(junior, "1"), "{fee_yen} {part}: who came along");
        assert_eq!(paid(work, work.specialist).await, counts(lead, "2"), "{fee_yen} {part}: who led");
    }
}

/// The first and the last day of the work that the page offers.
async fn days(work: &Work, id: SpecialistId) -> (NaiveDate, NaiveDate) {
    let offered = desk::look_at_credits(&work.world.app.desk, id).await.expect("the page").work.pop().expect("work");
    (offered.activity.from, offered.activity.until)
}

/// A session of two hours on this day, held as planned.
async fn held(work: &Work, number: u16) -> NaiveDate {
    let today = work.world.app.desk.clock.today();
    let day = today.to_string();
    work.ok(&work.own, "session", &[("/day", &day), ("/time", "00:30"), ("/hours", "2"), ("/minutes", "")]).await;
    work.ok(&work.own, &format!("held-{number}"), &[("/hours", "2"), ("/minutes", "")]).await;
    today
}

async fn whoever_came_along_for_a_part_of_the_work_has_the_days_of_that_part(mode: Mode) {
    let team = Team::new(mode).await;
    let work = &team.work;
    let first = held(work, 1).await;
    work.world.wait(Duration::days(2)).await;
    team.join("20000", "10").await;
    let theirs = held(work, 2).await;
    work.world.wait(Duration::days(1)).await;
    assert_eq!(team.answer("leave", &[("reason", "予定が合わなくなりました。")]).await.status, 200);
    work.world.wait(Duration::days(2)).await;
    let last = held(work, 3).await;
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    work.ok(&work.company, "confirm", &[]).await;
    assert_eq!(days(work, work.specialist).await, (first, last), "who led was there all the time");
    assert_eq!(days(work, team.junior).await, (theirs, theirs));
}
