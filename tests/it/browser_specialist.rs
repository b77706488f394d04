//! A specialist with a real browser, as wide as a phone. Pictures are kept in target/screenshots.

use serde_json::json;

use crate::browser::Browser;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    a_specialist_registers_on_a_phone_and_fills_in_the_profile_step_by_step,
    from_registering_to_an_accepted_offer_on_a_phone_in_japanese,
    from_registering_to_a_withdrawn_consent_that_ends_an_open_offer_on_a_phone_in_english,
];

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

/// Fills in the page of registering that lies open.
async fn register(browser: &Browser) {
    browser.press("input[value='listing']").await;
    browser.type_into("/name", "佐藤 1").await;
    browser.type_into("/registration/number", "000001").await;
    set_date(browser, "/registration/valid_until", "2099-03-31").await;
    browser.press("input[value='independent']").await;
    let prefecture = "document.getElementsByName('/base/prefecture')[0].value = '21'";
    browser.page.execute(prefecture, Vec::new()).await.expect("it is chosen");
    browser.type_into("/base/municipality", "岐阜市").await;
    browser.press("main form button").await;
}

/// What it takes to be asked about the help request of the tests: a menu with its fee, and time. `saved` is what the page says then. In English the week
/// is filled in by keyboard alone, in Japanese by touch.
async fn fill_in_what_is_missing(browser: &Browser, language: &str, saved: &str) {
    browser.go(&format!("/me/menus?lang={language}")).await;
    browser.press("a[href*='/me/menus/basic-check']").await;
    browser.type_into("/minimum_fee_yen", "15,000").await;
    browser.press("input[value='visit']").await;
    browser.press("main form button").await;
    browser.says(saved).await;
    browser.go(&format!("/me/profile/availability?lang={language}")).await;
    for slot in ["tue-pm", "thu-pm", "sat-am"] {
        let place = format!("input[value='{slot}']");
        if language == "en" {
            let input = browser.page.find(fantoccini::Locator::Css(&place)).await.expect("a box");
            input.send_keys(" ").await.expect("a space ticks it");
        } else {
            browser.press(&place).await;
        }
    }
    let hours = "document.getElementsByName('/hours_per_week')[0].value = ''";
    browser.page.execute(hours, Vec::new()).await.expect("it is emptied");
    if language == "en" {
        browser.type_into("/hours_per_week", &format!("6{}", char::from(fantoccini::key::Key::Enter))).await;
    } else {
        browser.type_into("/hours_per_week", "6").await;
        browser.press("main form button").await;
    }
    browser.says(saved).await;
}

async fn from_registering_to_an_accepted_offer_on_a_phone_in_japanese(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let browser = Browser::open(&served.client.address, 360).await;
    show_mailbox(&world, &browser, "ja").await;
    browser.says("まず、これだけで登録できます").await;
    register(&browser).await;
    browser.says("マイページ").await;
    browser.go("/me/offers").await;
    browser.says("まだ打診はありません").await;
    browser.look("me-offers-none").await;
    fill_in_what_is_missing(&browser, "ja", "保存しました").await;
    browser.go("/me").await;
    browser.says("打診を受けられます").await;
    browser.look("me-complete").await;
    world.settle().await;
    let request = world.ask_for_help().await;
    world.letter(ADDRESS, "offer");
    browser.go("/me").await;
    browser.says("打診の一覧 (1)").await;
    browser.press("a[href*='/me/offers']").await;
    browser.says("お返事の期限").await;
    browser.look("me-offers-open").await;
    browser.press("form[action*='/open'] button").await;
    browser.says("お返事の期限").await;
    browser.press("form[action*='/accept'] button").await;
    browser.says("引き受けていただき、ありがとうございます").await;
    assert_eq!(world.state_of(request).await.code(), "matched");
    world.settle().await;
    world.letter(ADDRESS, "match_for_specialist");
    browser.go("/me/offers").await;
    browser.says("関金属工業").await;
    browser.look("me-offers-matched").await;
    browser.page.clone().close().await.expect("the browser closes");
}

async fn from_registering_to_a_withdrawn_consent_that_ends_an_open_offer_on_a_phone_in_english(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let browser = Browser::open(&served.client.address, 360).await;
    show_mailbox(&world, &browser, "en").await;
    browser.says("This is all you need to begin with").await;
    register(&browser).await;
    browser.says("As it is, nobody asks you").await;
    fill_in_what_is_missing(&browser, "en", "Saved").await;
    world.settle().await;
    let request = world.ask_for_help().await;
    let link = world.letter(ADDRESS, "offer").link("/offers/");
    browser.go("/me/pauses").await;
    browser.look("me-pauses").await;
    browser.go("/me/consents").await;
    browser.says("What you agree to").await;
    browser.look("me-consents").await;
    browser.press("a[href*='/listing/withdraw']").await;
    browser.says("The offer that waits for your answer is withdrawn at once").await;
    browser.look("me-consent-withdraw").await;
    browser.press("form[action*='/withdraw'] button").await;
    browser.says("This holds already").await;
    browser.look("me-consent-withdrawn").await;
    assert_eq!(world.offers_of(request).await[0].state.code(), "withdrawn");
    world.settle().await;
    world.letter(ADDRESS, "offer_cancelled");
    browser.go(&link).await;
    browser.look("offer-after-withdrawal-en").await;
    let form = browser.page.find(fantoccini::Locator::Css("form[action*='/accept']")).await;
    assert!(form.is_err(), "nothing is left to accept");
    browser.page.clone().close().await.expect("the browser closes");
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
    register(&browser).await;
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
        ("/me/profile/frames", "me-frames"),
        ("/me/profile/teaming", "me-teaming"),
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
