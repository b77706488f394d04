//! A company on a phone complains and follows that to a decision of two operators, each of them in a browser of their own.

use nakodo::desk::{Acceptance, RoleRequest};

use crate::browser::Browser;
use crate::console::world;
use crate::harness::Mode;
use crate::harness::web::Served;

in_both_modes![a_company_complains_on_a_phone_and_follows_it_to_a_decision];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const SPECIALIST: &str = "s1@example.jp";

async fn a_company_complains_on_a_phone_and_follows_it_to_a_decision(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let help_request = world.ask_for_help().await;
    assert_eq!(world.accept(SPECIALIST).await, Acceptance::Won(help_request));
    world.settle().await;
    let phone = Browser::open(&served.client.address, 360).await;
    let status = world.letter(COMPANY, "match_for_company").link("/help-requests/status/");
    phone.go(&status.replace("/help-requests/status/", "/engagements/")).await;
    phone.press("a[href*='/complaint']").await;
    phone.says("お名前を、運営者から相手方に伝えることはありません").await;
    phone.look("complaint-file").await;
    phone.press("main form > button").await;
    phone.says("選んでください").await;
    phone.look("complaint-file-mistakes").await;
    let choose = "document.getElementsByName('/category')[0].value = 'pushy-selling'";
    phone.page.execute(choose, Vec::new()).await.expect("it is chosen");
    phone.type_into("/words", "高い機器を何度も勧められました。").await;
    phone.press("main form > button").await;
    phone.says("申し出を受け付けました").await;
    phone.look("complaint-own").await;
    world.settle().await;

    for address in ["one@nakodo.example.jp", "other@nakodo.example.jp"] {
        world.invite(address, RoleRequest::Operator).await;
    }
    let one = Browser::open(&served.client.address, 1280).await;
    one.sign_in(&world, "one@nakodo.example.jp").await;
    one.go("/console/complaints").await;
    one.look("console-complaints").await;
    one.press("ul.letters a").await;
    one.press("form[action*='/steps/take'] button").await;
    one.look("console-complaint").await;
    one.press("a[href*='/steps/hear']").await;
    one.type_into("/summary", "必要のない契約を勧められたという申し出がありました。").await;
    one.look("console-complaint-hear").await;
    one.press("main form > button").await;
    one.says("相手方にメールを送ります").await;
    world.settle().await;

    let other_side = Browser::open(&served.client.address, 360).await;
    other_side.go(&world.letter(SPECIALIST, "complaint_hearing").link("/complaints/")).await;
    other_side.says("必要のない契約を勧められたという申し出がありました").await;
    other_side.type_into("/words", "ひとこと紹介しただけです。").await;
    other_side.look("complaint-hearing").await;
    other_side.press("form[action*='/steps/answer'] button").await;
    other_side.says("回答を受け取りました").await;

    one.press("a[href='/console/complaints?lang=ja']").await;
    one.press("ul.letters a").await;
    one.press("a[href*='/steps/propose']").await;
    one.press("input[value='upheld']").await;
    one.press("input[value='note']").await;
    one.type_into("/to_complainant", "申し出のとおり、行き過ぎた勧め方がありました。").await;
    one.type_into("/to_other", "求められていない契約を勧めないでください。").await;
    one.look("console-complaint-propose").await;
    one.press("main form > button").await;
    one.says("提案したのはあなたです").await;
    let other = Browser::open(&served.client.address, 360).await;
    other.sign_in(&world, "other@nakodo.example.jp").await;
    other.go("/console/complaints").await;
    other.press("ul.letters a").await;
    other.look("console-complaint-proposed").await;
    other.press("form[action*='/steps/confirm'] button").await;
    other.says("決定しました").await;
    world.settle().await;

    phone.go(&world.letter(COMPANY, "complaint_news").link("/complaints/")).await;
    phone.says("申し出のとおりと認めました").await;
    phone.says("行き過ぎた勧め方がありました").await;
    phone.look("complaint-decided").await;
    phone.go(&format!("{}?lang=en", world.letter(SPECIALIST, "complaint_news").link("/complaints/"))).await;
    phone.says("The complaint was found to be right").await;
    phone.look("complaint-decided-en").await;
    for browser in [phone, one, other_side, other] {
        browser.page.clone().close().await.expect("the browser closes");
    }
}
