//! A specialist with a real browser, as wide as a phone. Pictures are kept in target/screenshots.

use serde_json::json;

use crate::browser::Browser;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![a_specialist_registers_on_a_phone_and_fills_in_the_profile_step_by_step];

const ADDRESS: &str = "sato@example.jp";

/// Asks with an address, and types the code from the letter.
pub async fn show_mailbox(world: &World, browser: &Browser, language: &str) {
    browser.go(&format!("/join?lang={language}")).await;
    browser.look(&format!("join-{language}")).await;
    browser.type_into("address", ADDRESS).await;
    browser.press("main form button").await;
    browser.says(if language == "ja" { "番号を入れてください" } else { "Type the code" }).await;
    world.settle().await;
    browser.type_into("code", &world.letter(ADDRESS, "sign_in").code()).await;
    browser.press("main form button").await;
}

/// A date field takes its parts in the order of the browser's language; the value itself is the same everywhere.
pub async fn set_date(browser: &Browser, name: &str, day: &str) {
    let set = "document.getElementsByName(arguments[0])[0].value = arguments[1]";
    browser.page.execute(set, vec![json!(name), json!(day)]).await.expect("the date is set");
}

async fn a_specialist_registers_on_a_phone_and_fills_in_the_profile_step_by_step(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let browser = Browser::open(&served.client.address, 360).await;
    show_mailbox(&world, &browser, "ja").await;
    browser.says("まず、これだけで登録できます").await;
    browser.look("join-profile").await;
    browser.press("main form button").await;
    browser.says("直していただきたいところがあります").await;
    browser.look("join-profile-mistakes").await;
    browser.press("input[value='listing']").await;
    browser.type_into("/name", "佐藤 1").await;
    browser.type_into("/registration/number", "000001").await;
    set_date(&browser, "/registration/valid_until", "2099-03-31").await;
    browser.press("input[value='independent']").await;
    browser.type_into("/base/prefecture", "岐阜県").await;
    browser.type_into("/base/municipality", "岐阜市").await;
    browser.press("main form button").await;
    browser.says("このままでは打診が届きません").await;
    browser.look("me-new").await;
    browser.go("/me/menus").await;
    browser.look("me-menus").await;
    browser.press("a[href*='/me/menus/basic-check']").await;
    browser.type_into("/minimum_fee_yen", "15000").await;
    browser.press("input[value='visit']").await;
    browser.look("me-menu").await;
    browser.press("main form button").await;
    browser.says("保存しました").await;
    browser.look("me-saved").await;
    browser.go("/me/profile/availability").await;
    browser.press("input[value='tue-pm']").await;
    browser.look("me-availability").await;
    for (path, picture) in [
        ("/me/profile/person", "me-person"),
        ("/me/profile/region", "me-region"),
        ("/me/profile/fields", "me-fields"),
        ("/me/profile/side-job", "me-side-job"),
        ("/me/profile/conflicts", "me-conflicts"),
        ("/me/profile/neutrality", "me-neutrality"),
        ("/me/profile/wishes", "me-wishes"),
        ("/me/experiences", "me-experiences"),
        ("/me/experiences/new", "me-experience"),
        ("/me/preview", "me-preview"),
        ("/me?lang=en", "me-en"),
    ] {
        browser.go(path).await;
        browser.look(picture).await;
    }
    browser.page.clone().close().await.expect("the browser closes");
}
