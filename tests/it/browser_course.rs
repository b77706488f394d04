//! The work after a match in a browser: a company on a phone agrees to terms and confirms hours from letters, the specialist does the rest, and has a
//! credit on the public page in the end.

use nakodo::desk::Acceptance;

use crate::browser::Browser;
use crate::browser_credits::from_the_certificate_to_the_public_page;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![from_the_match_to_a_credit_on_the_public_page_on_a_phone];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const SPECIALIST: &str = "s1@example.jp";

async fn from_the_match_to_a_credit_on_the_public_page_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let help_request = world.ask_for_help().await;
    assert_eq!(world.accept(SPECIALIST).await, Acceptance::Won(help_request));
    world.settle().await;
    let browser = Browser::open(&served.client.address, 360).await;
    let own = world.letter(SPECIALIST, "match_for_specialist").link("/engagements/");
    browser.go(&own).await;
    browser.says("まず、支援の条件を会社に示してください").await;
    browser.look("course-begin").await;
    let promise = "form[action*='/steps/promise']";
    browser.look_at(promise, "course-promise").await;
    browser.press(&format!("{promise} input[name='pledged']")).await;
    browser.press(&format!("{promise} button")).await;
    browser.says("受発注を電子化するので").await;
    browser.look("course-story").await;
    browser.press("a[href*='/steps/terms']").await;
    browser.says("契約の形").await;
    browser.press("main form > button").await;
    browser.says("約束の欄に印を付けてください").await;
    browser.look("course-terms").await;
    browser.look_at("[id='/place']", "course-terms-place").await;
    browser.press("input[name='/pledged']").await;
    browser.press("main form > button").await;
    browser.says("条件を相手に届けます").await;
    world.settle().await;
    let company = world.letter(COMPANY, "terms_proposed").link("/engagements/");
    browser.go(&company).await;
    browser.look("course-agree").await;
    agree(&browser, &company).await;
    world.settle().await;
    browser.go(&format!("{own}/statement")).await;
    browser.look("course-statement").await;
    browser.look_at("main section.card", "course-statement-unsaid").await;
    browser.go(&own).await;
    browser.press("a[href*='/steps/session']").await;
    hold(&browser, &world, &own).await;
    browser.look("course-working").await;
    browser.go(&company).await;
    browser.press("form[action*='/steps/met-1'] button").await;
    browser.says("お会いしたことを記録しました").await;
    browser.look_at("form[action*='/steps/unmet-1']", "course-met").await;
    browser.go(&own).await;
    browser.press("a[href*='/steps/report']").await;
    browser.type_into("/words", "台帳を作り、更新の手順を決めました。").await;
    browser.look("course-report").await;
    browser.press("main form > button").await;
    browser.says("会社に報告を届けます").await;
    world.settle().await;
    let confirm = world.letter(COMPANY, "report_to_confirm").link("/engagements/");
    browser.go(&confirm).await;
    browser.look("course-confirm").await;
    browser.go(&format!("{confirm}?lang=en")).await;
    browser.look("course-confirm-en").await;
    browser.press("form[action*='/steps/confirm'] button").await;
    browser.says("Certificate of work").await;
    browser.go(&format!("{own}?lang=ja")).await;
    browser.says("従事証明").await;
    browser.look("course-certificate").await;
    from_the_certificate_to_the_public_page(&browser, &world).await;
    browser.page.clone().close().await.expect("the browser closes");
}

/// The company agrees to the terms that are proposed.
pub async fn agree(browser: &Browser, company: &str) {
    browser.go(company).await;
    browser.press("input[name='pledged']").await;
    browser.press("form[action*='/steps/agree'] button").await;
    browser.says("条件に同意しました").await;
}

/// A session of two hours that was held today.
pub async fn hold(browser: &Browser, world: &World, own: &str) {
    browser.go(&format!("{own}/steps/session")).await;
    let set_date = format!("document.getElementsByName('/day')[0].value = '{}'", world.app.desk.clock.today());
    browser.page.execute(&set_date, Vec::new()).await.expect("the date is set");
    browser.type_into("/time", "00:30").await;
    browser.press("main form > button").await;
    browser.says("日程に加えました").await;
    browser.press("a[href*='/steps/held-1']").await;
    browser.press("main form > button").await;
    browser.says("実施を記録しました").await;
}
