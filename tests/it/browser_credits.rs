//! Credits in a browser: work becomes a credit on the public page, a supervisor approves on a phone, and an auditor looks at what was drawn.

use nakodo::desk::RoleRequest;

use crate::browser::Browser;
use crate::credits::Own;
use crate::harness::{Mode, World};

in_both_modes![a_supervisor_approves_on_a_phone_from_the_letter];

const SPECIALIST: &str = "s1@example.jp";
const BOSS: &str = "bucho@employer.example.jp";

/// Confirmed work becomes a credit that stands on the public page.
pub async fn from_the_certificate_to_the_public_page(browser: &Browser, world: &World) {
    world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    browser.sign_in(world, SPECIALIST).await;
    browser.go("/me?lang=ja").await;
    browser.press("a[href^='/me/credits']").await;
    browser.says("会社が時間を確認した").await;
    browser.look("credits-work").await;
    browser.press("form[action^='/me/credits/work/'] button").await;
    browser.says("記録しました").await;
    browser.look("credits-entered").await;
    browser.press("ul.letters a[href^='/me/credits/entries/']").await;
    browser.says("支援を受けた会社が確認").await;
    browser.look("credits-entry").await;
    browser.press("form[action*='/publish'] button").await;
    browser.says("公開ページに載せました").await;
    browser.go("/me/preview?lang=en").await;
    browser.says("Confirmed by the company").await;
    browser.look("credits-preview-en").await;
    browser.go("/me/credits?lang=en").await;
    browser.says("Ledger of credits").await;
    browser.look("credits-en").await;
    browser.go("/me/credits/print?lang=ja").await;
    browser.says("単位の記録の証明").await;
    browser.look("credits-print").await;
}

async fn a_supervisor_approves_on_a_phone_from_the_letter(mode: Mode) {
    let own = Own::of(World::new(mode).await).await;
    let browser = Browser::open(&own.served.client.address, 360).await;
    browser.sign_in(&own.world, SPECIALIST).await;
    browser.go("/me/credits/new?lang=ja").await;
    browser.look("credits-kinds").await;
    browser.press("a[href^='/me/credits/new/in-house-work']").await;
    browser.says("終わった活動を書いてください").await;
    for (name, day) in [("/from", "2026-11-02"), ("/until", "2026-11-09")] {
        let set = format!("document.getElementsByName('{name}')[0].value = '{day}'");
        browser.page.execute(&set, Vec::new()).await.expect("the date is set");
    }
    browser.type_into("/hours", "6").await;
    browser.type_into("/words", "社内の台帳を作りました。").await;
    browser.press("input[name='/approver_role'][value='supervisor']").await;
    browser.type_into("/approver_name", "高橋 部長").await;
    browser.type_into("/approver_address", SPECIALIST).await;
    browser.press("main form > button").await;
    browser.says("ご自身のメールアドレスです").await;
    browser.look("credits-form").await;
    browser.page.execute("document.getElementsByName('/approver_address')[0].value = ''", Vec::new()).await.expect("it is emptied");
    browser.type_into("/approver_address", BOSS).await;
    browser.press("main form > button").await;
    browser.says("承認をお願いするメールを送ります").await;
    browser.look("credits-asked").await;
    own.world.settle().await;
    let boss = Browser::open(&own.served.client.address, 360).await;
    boss.go(&own.world.letter(BOSS, "credit_asked").link("/approval/")).await;
    boss.says("社内の台帳を作りました").await;
    boss.look("credits-approval").await;
    boss.press("details > summary").await;
    boss.look("credits-approval-no").await;
    boss.press("main form > button").await;
    boss.says("承認しました").await;
    boss.look("credits-approved").await;
    own.world.settle().await;
    browser.go("/me/credits?lang=ja").await;
    browser.says("上司が承認").await;
    browser.look("credits-approved-own").await;
    for one in [browser, boss] {
        one.page.clone().close().await.expect("the browser closes");
    }
}
