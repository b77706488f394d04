//! A company alone on a phone: worries, the form, and who would come into question.

use fantoccini::Locator;

use crate::browser::Browser;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    a_shop_owner_goes_from_a_worry_to_an_honest_word_on_a_phone,
    a_shop_owner_answers_yes_and_no_by_touch_and_keyboard_on_a_phone,
    a_shop_owner_goes_on_later_on_a_phone,
];

async fn a_shop_owner_goes_from_a_worry_to_an_honest_word_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/worries").await;
    browser.press("input[value='data-leak']").await;
    browser.press("main form > button").await;
    browser.says("この内容をおすすめする理由").await;
    browser.look("worries-form").await;
    browser.press("button[name='look']").await;
    browser.says("直していただきたいところがあります").await;
    for (name, text) in
        [("/need/hours", "4"), ("/company/prefecture", "岐阜県"), ("/company/industry", "製造業"), ("/company/employees", "10")]
    {
        browser.type_into(name, text).await;
    }
    browser.press("input[name='/need/mode'][value='onsite']").await;
    browser.press("input[name='budget_band'][value='50000']").await;
    let set_date = "document.getElementsByName('/need/start_on')[0].value = '2026-12-01'";
    browser.page.execute(set_date, Vec::new()).await.expect("the date is set");
    browser.press("button[name='look']").await;
    browser.says("いまの内容に合う専門家は 1 人です").await;
    browser.look("worries-outlook").await;
    browser.go("/worries?lang=en").await;
    browser.look("worries-en").await;
    browser.page.clone().close().await.expect("the browser closes");
}

async fn a_shop_owner_answers_yes_and_no_by_touch_and_keyboard_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/check").await;
    browser.look("check-start").await;
    browser.press("main form button").await;
    browser.says("あと最大15問").await;
    browser.look("check-question").await;
    browser.press("button[value='no']").await;
    browser.says("あと最大14問").await;
    // The rest by keyboard alone: a button is reached by the tabulator and pressed by the enter key.
    for left in (3..=13).rev().take(6) {
        let no = browser.page.find(Locator::Css("button[value='no']")).await.expect("a button");
        no.send_keys("\u{E007}").await.expect("it is pressed by the enter key");
        browser.says(&format!("あと最大{left}問")).await;
    }
    browser.press("form[action*='/undo'] button").await;
    browser.says("あと最大9問").await;
    browser.look("check-undone").await;
    for left in [8, 1] {
        browser.press("button[value='no']").await;
        browser.says(&format!("あと最大{left}問")).await;
    }
    browser.press("button[value='no']").await;
    browser.says("確かめた結果").await;
    browser.look("check-result").await;
    browser.press(".act p + p a").await;
    browser.says("社内の説明用").await;
    browser.look("summary").await;
    browser.page.clone().close().await.expect("the browser closes");
}

async fn a_shop_owner_goes_on_later_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/help-requests/new?card=ransomware").await;
    browser.type_into("/need/hours", "6").await;
    browser.press("button[name='later']").await;
    browser.says("ここまでを保存しました").await;
    browser.look("draft-kept").await;
    let address = browser.page.find(Locator::Css("main .card p a")).await.expect("the link");
    let address = address.attr("href").await.expect("an address").expect("an address");
    let path = address.split_once("/help-requests/").map(|(_, path)| format!("/help-requests/{path}")).expect("a path");
    browser.go(&path).await;
    let hours = browser.page.find(Locator::Css("[name='/need/hours']")).await.expect("the input");
    assert_eq!(hours.prop("value").await.expect("a value").as_deref(), Some("6"));
    browser.page.clone().close().await.expect("the browser closes");
}
