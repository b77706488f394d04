//! Two operators decide about somebody whom the register does not confirm, with a real browser, as wide as a phone.

use nakodo::desk::RoleRequest;

use crate::browser::Browser;
use crate::harness::register::file;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![two_operators_decide_on_a_phone];

/// Opens a browser in which an operator is signed in.
async fn operator(world: &World, served: &Served, address: &str) -> Browser {
    world.invite(address, RoleRequest::Operator).await;
    let browser = Browser::open(&served.client.address, 360).await;
    browser.sign_in(world, address).await;
    browser.says("国の登録簿").await;
    browser
}

async fn two_operators_decide_on_a_phone(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.enrol(|profile| profile.name = "髙橋 一郎".into()).await;
    world.read_register(&file(1, &[]), "2026-11-20").await;

    let one = operator(&world, &served, "one@nakodo.example.jp").await;
    one.press("main a[href^='/registry']").await;
    one.says("髙橋 一郎").await;
    one.look("registry").await;
    one.press("main ul.letters a").await;
    one.says("別の名前").await;
    one.look("registry-case").await;
    one.press("form[action*='/propose'] button").await;
    one.says("提案したのはあなたです").await;
    one.look("registry-proposed").await;
    one.page.clone().close().await.expect("the browser closes");

    let other = operator(&world, &served, "other@nakodo.example.jp").await;
    other.press("main a[href^='/registry']").await;
    other.says("2人目の確認待ち").await;
    other.press("main ul.letters a").await;
    other.look("registry-second").await;
    other.press("form[action*='/confirm'] button").await;
    other.says("ご本人と認めました").await;
    other.look("registry-confirmed").await;
    other.page.clone().close().await.expect("the browser closes");
}
