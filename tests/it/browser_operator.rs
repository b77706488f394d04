//! The operator's console with a real browser: at a desk and on a phone, in both languages.

use chrono::Duration;
use nakodo::desk::{RoleRequest, Submitter};

use crate::browser::Browser;
use crate::harness::people::help_request;
use crate::harness::register::file;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    an_operator_finds_what_waits_and_what_the_figures_say,
    a_letter_is_sent_again_on_a_phone,
    an_entry_is_hidden_by_two_on_a_phone,
];

async fn operator(world: &World, served: &Served, width: u32) -> Browser {
    operator_at(world, served, width, "one@nakodo.example.jp").await
}

async fn operator_at(world: &World, served: &Served, width: u32, address: &str) -> Browser {
    world.invite(address, RoleRequest::Operator).await;
    let browser = Browser::open(&served.client.address, width).await;
    browser.sign_in(world, address).await;
    browser.says("運営コンソール").await;
    browser
}

/// Keeps a picture of a part of the page that lies below.
async fn look_at(browser: &Browser, selector: &str, name: &str) {
    let down = format!("document.querySelector(\"{selector}\").scrollIntoView()");
    browser.page.execute(&down, Vec::new()).await.expect("it is there");
    browser.look(name).await;
}

/// Some people, a match, one that nobody fits, and one that nobody confirmed.
async fn story(world: &World) {
    world.enrol(|profile| profile.name = "髙橋 一郎".into()).await;
    for place in ["13", "27", "40"] {
        world.enrol(|profile| profile.served_prefectures.push(place.to_owned())).await;
    }
    world.read_register(&file(1, &[]), "2026-11-20").await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    world.wait(Duration::hours(3)).await;
    world.accept("s2@example.jp").await;
    world.settle().await;
    for prefecture in ["13", "01"] {
        let mut form = help_request();
        form.company.prefecture = prefecture.into();
        form.need.budget_yen = Some(1_000);
        world.submit(form, Submitter::Operator).await;
    }
    world.submit(help_request(), Submitter::Company).await;
    world.settle().await;
}

async fn an_operator_finds_what_waits_and_what_the_figures_say(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    story(&world).await;
    for (width, name) in [(1280, "desk"), (360, "phone")] {
        let browser = operator(&world, &served, width).await;
        browser.press("main a.button").await;
        browser.says("国の登録簿との食い違い").await;
        browser.look(&format!("console-{name}")).await;
        browser.press("nav a[href^='/console/funnel']").await;
        browser.says("送信から引き合わせまで").await;
        browser.look(&format!("console-funnel-{name}")).await;
        look_at(&browser, ".sheet", &format!("console-funnel-{name}-steps")).await;
        browser.press("nav a[href^='/console/map']").await;
        browser.says("表で見る").await;
        browser.look(&format!("console-map-{name}")).await;
        look_at(&browser, ".map", &format!("console-map-{name}-tiles")).await;
        look_at(&browser, ".map ~ .sheet", &format!("console-map-{name}-table")).await;
        browser.press("main form button").await;
        browser.says("打診できる専門家は").await;
        browser.press("nav a[href^='/console/unmatched']").await;
        browser.says("それだけが妨げになった条件").await;
        browser.look(&format!("console-unmatched-{name}")).await;
        browser.press("nav a[href^='/console/policies']").await;
        browser.says("これから変わること").await;
        browser.look(&format!("console-policies-{name}")).await;
        browser.go("/console/map?lang=en").await;
        browser.says("Supply and demand").await;
        look_at(&browser, ".map", &format!("console-map-{name}-en")).await;
        browser.page.clone().close().await.expect("the browser closes");
    }
}

async fn a_letter_is_sent_again_on_a_phone(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    story(&world).await;
    let browser = operator(&world, &served, 360).await;
    browser.go("/console/letters").await;
    browser.says("打診").await;
    browser.look("console-letters-phone").await;
    browser.press("main details summary").await;
    browser.type_into("address", "s3@example.jp").await;
    browser.press("main details button").await;
    browser.says("専門家あて").await;
    browser.look("console-letters-found").await;
    browser.press("main ul.letters a").await;
    browser.says("経過").await;
    browser.look("console-letter-phone").await;
    browser.press("input[name='sure']").await;
    browser.press("form[action*='/again'] button").await;
    browser.says("送信待ちに入れました").await;
    browser.look("console-letter-again").await;
    browser.go("/console/dead-letters").await;
    browser.says("処理できなかったものはありません").await;
    browser.look("console-dead-phone").await;
    browser.page.clone().close().await.expect("the browser closes");
}

async fn an_entry_is_hidden_by_two_on_a_phone(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.enrol(crate::search::public).await;
    let one = operator(&world, &served, 360).await;
    one.go("/console/moderation").await;
    one.says("前の確認のあとで直した文章").await;
    one.look("console-moderation").await;
    one.press("main ul.letters a").await;
    one.says("新しい文章").await;
    one.look("console-review").await;
    one.press("main details summary").await;
    one.type_into("reason", "成果を約束しています。").await;
    look_at(&one, "details", "console-review-hide").await;
    one.press("form[action*='/hide'] button").await;
    one.says("隠すことを提案しました").await;
    one.look("console-review-proposed").await;
    one.page.clone().close().await.expect("the browser closes");
    let other = operator_at(&world, &served, 360, "other@nakodo.example.jp").await;
    other.go("/console/moderation").await;
    other.press("main ul.letters a").await;
    other.says("隠すことが提案されています").await;
    look_at(&other, ".act", "console-review-second").await;
    other.press("form[action*='/confirm'] button").await;
    other.says("隠しました").await;
    other.look("console-review-hidden").await;
    other.page.clone().close().await.expect("the browser closes");
}
