//! A dispute about hours before the support organisation: either side puts it there, somebody of it who is neither side decides, and silence ends as ever.

use chrono::Duration;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::RoleRequest;
use nakodo::engagement::Ending;
use nakodo::identity::Rank;
use nakodo::store::AuditFilter;

use crate::course::Work;
use crate::harness::Mode;
use crate::harness::register::squeezed;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, hidden_fields};
use crate::teams::Team;

in_both_modes![
    either_side_puts_a_dispute_before_the_organisation_which_decides_between_both,
    the_company_asks_for_a_decision_when_the_specialist_insists,
    nobody_decides_their_own_and_no_other_organisation_sees_it,
    whoever_came_along_does_not_decide_about_the_own_part,
    without_a_decision_what_is_not_in_dispute_counts,
    while_it_is_decided_either_side_can_give_in,
    a_company_takes_mistyped_hours_back_and_confirms_the_report,
    what_is_not_in_dispute_is_put_before_nobody,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const SPECIALIST: &str = "s1@example.jp";
pub const ORG: &str = "shien@chamber.example.jp";
const JUNIOR: &str = "s2@example.jp";
pub const CLERK: &str = "tanto@chamber.example.jp";
const SHORTER: [(&str, &str); 3] = [("/hours", "1"), ("/minutes", ""), ("/words", "一時間で終わりました")];

pub fn org(name: &str) -> RoleRequest {
    RoleRequest::Broker(SupportOrgForm { name: name.into(), address: ORG.into(), language: None }, Rank::Member)
}

/// Two hours are reported, the company says one, and its organisation is asked by the specialist.
pub async fn put_before(mode: Mode) -> Work {
    let work = Work::reported(mode).await;
    work.ok(&work.company, "dispute", &SHORTER).await;
    let done = work.ok(&work.own, "put-before", &[]).await;
    assert!(done.body.contains("支援機関に届けました"), "{}", done.body);
    work
}

pub async fn clerk(work: &Work, address: &str, of: &str) -> Client {
    work.world.invite(address, org(of)).await;
    signed_in(&work.world, &work.served.client, address).await
}

/// The page to which the organisation's letter leads.
pub fn place(work: &Work) -> String {
    work.world.letter(ORG, "dispute_put_before").link("/disputes/")
}

pub async fn decide(client: &Client, place: &str, hours: &str, minutes: &str, words: &str) -> Answer {
    client.press(place, "", &[("/hours", hours), ("/minutes", minutes), ("/words", words)]).await
}

fn ending(work: &Work) -> impl Future<Output = Option<Ending>> {
    let (id, store) = (work.help_request, work.world.app.desk.store.clone());
    async move {
        let found = store.read(move |tx| tx.find_holding_engagement(id)).await.expect("the store answers");
        found.and_then(|engagement| engagement.course).and_then(|course| course.ending)
    }
}

async fn either_side_puts_a_dispute_before_the_organisation_which_decides_between_both(mode: Mode) {
    let work = put_before(mode).await;
    let told = work.world.letter(COMPANY, "dispute_put_before");
    assert!(told.text.contains("支援機関に決めてもらうよう求めました"), "the other side hears of it: {}", told.text);
    let client = clerk(&work, CLERK, "岐阜県産業振興機構").await;
    let place = place(&work);
    assert!(client.get("/queue").await.body.contains(place.as_str()), "the queue leads there");
    let page = client.get(&place).await;
    for said in ["台帳を作りました", "一時間で終わりました", "1時間までは、争いがありません"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    for (hours, minutes) in [("0", "59"), ("2", "1"), ("", "")] {
        let refused = decide(&client, &place, hours, minutes, "記録のとおりです").await;
        assert!(refused.status == 422 && refused.body.contains("記録のとおりです"), "{hours}:{minutes} {}", refused.body);
    }
    assert_eq!(decide(&client, &place, "1", "30", "").await.status, 422, "a decision has a reason");
    let done = decide(&client, &place, "1", "30", "二回目の記録と議事録が合っています").await;
    assert_eq!((done.status, done.header("location")), (303, "/queue?lang=ja&done=decided"), "{}", done.body);
    work.world.settle().await;
    for (address, page) in [(SPECIALIST, &work.own), (COMPANY, &work.company)] {
        let told = work.world.letter(address, "engagement_ended");
        assert!(told.text.contains("1時間30分") && told.text.contains("議事録が合っています"), "{}", told.text);
        let page = work.page(page).await;
        assert!(page.contains("支援機関が決めた時間です") && page.contains("議事録が合っています"), "{page}");
    }
    assert!(matches!(ending(&work).await, Some(Ending::Decided { minutes: 90, .. })));
    assert_eq!(client.get(&place).await.status, 404, "it is over");
    assert!(!client.get("/queue").await.body.contains(place.as_str()));
    let filter = AuditFilter { what: Some("dispute_decided".into()), ..AuditFilter::default() };
    let log = work.world.app.desk.store.read(move |tx| tx.list_audited(&filter, 10)).await.expect("the store answers");
    assert!(log.len() == 1 && log[0].0.who.starts_with("account:"), "it is in the audit log: {log:?}");
}

async fn the_company_asks_for_a_decision_when_the_specialist_insists(mode: Mode) {
    let work = Work::reported(mode).await;
    work.ok(&work.company, "dispute", &SHORTER).await;
    work.ok(&work.own, "answer", &[("/hours", "1"), ("/minutes", "30"), ("/words", "準備を含みます")]).await;
    assert!(work.page(&work.company).await.contains("岐阜県産業振興機構に決めてもらえます"));
    work.ok(&work.company, "put-before", &[]).await;
    let client = clerk(&work, CLERK, "岐阜県産業振興機構").await;
    let above = decide(&client, &place(&work), "1", "45", "長いほうです").await;
    assert_eq!(above.status, 422, "not above what the specialist says by now");
    assert_eq!(decide(&client, &place(&work), "1", "30", "準備を含めます").await.status, 303);
    let told = work.world.letters_to(SPECIALIST).into_iter().filter(|letter| letter.kind == "dispute_put_before").count();
    assert_eq!(told, 1);
}

async fn nobody_decides_their_own_and_no_other_organisation_sees_it(mode: Mode) {
    let work = put_before(mode).await;
    let place = place(&work);
    for own in [SPECIALIST, COMPANY] {
        let client = clerk(&work, own, "岐阜県産業振興機構").await;
        let page = client.get(&place).await;
        assert!(page.status == 200 && page.body.contains("ご自身が当事者の件は決められません"), "{own}: {}", page.body);
        assert!(!page.body.contains("name=\"/hours\""), "{own}");
        let form = client.get("/members/new").await.body;
        let value = hidden_fields(&form, "/members").into_iter().find(|(name, _)| name == "value").expect("a value of the page").1;
        let typed = [("value", value.as_str()), ("/hours", "2"), ("/minutes", "0"), ("/words", "わたしの分です")];
        let forced = client.post_form(&place, &typed).await;
        assert!(forced.status == 422 && forced.body.contains("ご自身が当事者"), "{own}: {}", forced.body);
    }
    let other = clerk(&work, "tonari@chamber.example.jp", "隣の商工会議所").await;
    assert_eq!(other.get(&place).await.status, 404);
    assert!(!other.get("/queue").await.body.contains("/disputes/"));
    assert_eq!(ending(&work).await, None);
}

async fn whoever_came_along_does_not_decide_about_the_own_part(mode: Mode) {
    let Team { work, .. } = Team::joined(mode).await;
    work.hold("2", "0").await;
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    work.ok(&work.company, "dispute", &SHORTER).await;
    work.ok(&work.own, "put-before", &[]).await;
    let place = place(&work);
    let junior = clerk(&work, JUNIOR, "岐阜県産業振興機構").await;
    assert!(junior.get(&place).await.body.contains("ご自身が当事者の件は決められません"));
    let other = clerk(&work, CLERK, "岐阜県産業振興機構").await;
    assert_eq!(decide(&other, &place, "1", "0", "議事録のとおりです").await.status, 303);
    work.world.settle().await;
    let told = work.world.letter(JUNIOR, "team_told");
    assert!(told.text.contains("30分"), "the same part of the own hour: {}", told.text);
}

async fn without_a_decision_what_is_not_in_dispute_counts(mode: Mode) {
    let work = put_before(mode).await;
    let letters = || work.world.letters_to(ORG).into_iter().filter(|letter| letter.kind == "dispute_put_before").count();
    work.world.wait(Duration::days(10)).await;
    assert_eq!(letters(), 2, "the organisation is reminded once");
    work.world.wait(Duration::days(20)).await;
    assert_eq!(letters(), 2);
    assert!(matches!(ending(&work).await, Some(Ending::Undisputed { minutes: 60, .. })));
}

async fn while_it_is_decided_either_side_can_give_in(mode: Mode) {
    let company = put_before(mode).await;
    company.ok(&company.company, "confirm", &[]).await;
    assert!(matches!(ending(&company).await, Some(Ending::Confirmed { minutes: 120, .. })));
    let specialist = put_before(mode).await;
    specialist.ok(&specialist.own, "settle", &[]).await;
    assert!(matches!(ending(&specialist).await, Some(Ending::Agreed { minutes: 60, .. })));
    for (work, hours) in [(company, "2時間"), (specialist, "1時間")] {
        let told = work.world.letters_to(ORG);
        let told = told.iter().find(|letter| squeezed(&letter.text).contains("決めていただく必要はなくなりました"));
        assert!(told.is_some_and(|told| told.text.contains(hours)), "who was asked to decide hears that nothing is left to decide");
    }
}

async fn a_company_takes_mistyped_hours_back_and_confirms_the_report(mode: Mode) {
    let work = Work::reported(mode).await;
    // Two minutes, where two hours were meant.
    work.ok(&work.company, "dispute", &[("/hours", ""), ("/minutes", "2"), ("/words", "二時間でした")]).await;
    let page = work.page(&work.company).await;
    assert!(page.contains("いまからでも報告の時間で確認していただけます"), "{page}");
    assert!(!work.page(&work.own).await.contains("steps/confirm"), "the specialist does not confirm");
    let seen = hidden_fields(&page, &format!("{}/steps/confirm", work.company));
    let seen: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    work.ok(&work.own, "answer", &[("/hours", "1"), ("/minutes", "30"), ("/words", "準備を除きます")]).await;
    let late = work.served.client.post_form(&format!("{}/steps/confirm", work.company), &seen).await;
    assert_eq!(late.status, 409, "the page showed another figure: {}", late.body);
    work.ok(&work.company, "dispute", &[("/hours", ""), ("/minutes", "2"), ("/words", "二時間でした")]).await;
    work.ok(&work.company, "confirm", &[]).await;
    assert!(matches!(ending(&work).await, Some(Ending::Confirmed { minutes: 90, .. })));
    let told = work.world.letter(SPECIALIST, "engagement_ended");
    assert!(squeezed(&told.text).contains("お返事はもう必要ありません") && told.text.contains("1時間30分"), "{}", told.text);
    assert!(work.world.letters_to(ORG).into_iter().all(|letter| letter.kind != "dispute_put_before"), "nobody else was asked");
    assert_ne!(work.step(&work.own, "settle", &[]).await.status, 200, "it is settled");
}

async fn what_is_not_in_dispute_is_put_before_nobody(mode: Mode) {
    let work = Work::reported(mode).await;
    assert!(!work.page(&work.own).await.contains("steps/put-before"), "there is nothing to decide yet");
    let value = work.served.client.read(&work.own).await["values"]["work"].as_str().expect("a value of the page").to_owned();
    let forced = work.served.client.post_form(&format!("{}/steps/put-before", work.own), &[("value", &value)]).await;
    assert_eq!(forced.status, 409, "{}", forced.body);
    assert!(work.world.letters_to(ORG).into_iter().all(|letter| letter.kind != "dispute_put_before"));
}
