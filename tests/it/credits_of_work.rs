//! Work through nakodo in the ledger: the row says whose word the hours were, and whether this person was paid.

use nakodo::desk::{self, EraseForm, RoleRequest};
use nakodo::identity::Role;
use nakodo::ids::SpecialistId;

use crate::course::Work;
use crate::credits::press;
use crate::dispute::{CLERK, clerk, decide, place, put_before};
use crate::harness::Mode;
use crate::harness::signing_in::signed_in;
use crate::teams::Team;

in_both_modes![
    hours_that_the_organisation_decided_are_not_called_the_company_s_word,
    whose_word_the_hours_were_outlasts_the_help_request,
    what_both_sides_have_said_is_the_company_s_word,
];

const SPECIALIST: &str = "s1@example.jp";
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
    desk::claim_work(desk, id, offered.engagement).await.expect("it is entered");
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
