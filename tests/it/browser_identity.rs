//! Signing in with a real browser, as wide as a phone. Pictures are kept in target/screenshots.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{RoleRequest, share_account};
use nakodo::identity::Rank;

use crate::browser::Browser;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    an_operator_signs_in_on_a_phone_by_code_and_by_link_and_out_again,
    behind_a_shared_mailbox_a_clerk_says_a_name_first_and_the_head_of_each_page_shows_it,
];

const OPERATOR: &str = "operator@nakodo.example";

async fn an_operator_signs_in_on_a_phone_by_code_and_by_link_and_out_again(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.invite(OPERATOR, RoleRequest::Operator).await;
    world.invite(OPERATOR, RoleRequest::Auditor).await;
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/account").await;
    browser.says("パスワードはありません").await;
    browser.look("sign-in").await;
    browser.type_into("address", OPERATOR).await;
    browser.press("main form button").await;
    browser.says("番号を入れてください").await;
    browser.look("sign-in-code").await;
    world.settle().await;
    browser.type_into("code", "12 34").await;
    browser.press("main form button").await;
    browser.says("番号が違います").await;
    browser.look("sign-in-code-wrong").await;
    browser.type_into("code", &world.letter(OPERATOR, "sign_in").code()).await;
    browser.press("main form button").await;
    browser.says("監査(閲覧のみ)").await;
    browser.look("account").await;
    browser.press("form[action*='/role'] button").await;
    browser.says("監査(閲覧のみ)として使う").await;
    browser.go("/account/sessions").await;
    browser.look("sessions").await;
    browser.press("button.danger").await;
    browser.says("ログアウトしました").await;

    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    browser.go("/sign-in?lang=en").await;
    browser.type_into("address", OPERATOR).await;
    browser.press("main form button").await;
    browser.says("Type the code").await;
    world.settle().await;
    browser.go(&format!("{}?lang=ja", world.letter(OPERATOR, "sign_in").link("/sign-in/"))).await;
    browser.look("sign-in-link").await;
    browser.press("main form button").await;
    browser.says("アカウント").await;
    browser.press("form[action*='/sign-out'] button").await;
    browser.says("ログアウトしました").await;
    browser.look("signed-out").await;
    browser.page.clone().close().await.expect("the browser closes");
}

async fn behind_a_shared_mailbox_a_clerk_says_a_name_first_and_the_head_of_each_page_shows_it(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let org = SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    let address = "info@chamber.example.jp";
    world.invite(address, RoleRequest::Broker(org, Rank::Owner)).await;
    share_account(&world.app.desk, address.into(), true).await.expect("it is there");
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/queue").await;
    browser.type_into("address", address).await;
    browser.press("main form button").await;
    browser.says("番号を入れてください").await;
    world.settle().await;
    browser.type_into("code", &world.letter(address, "sign_in").code()).await;
    browser.press("main form button").await;
    browser.says("お名前を教えてください").await;
    browser.look("name").await;
    browser.type_into("name", "山田 花子").await;
    browser.press("main .act button").await;
    browser.says("別の人が使う").await;
    browser.look("account-shared").await;
    browser.go("/colleagues").await;
    browser.says("何人かで使う窓口").await;
    browser.look("colleagues").await;
    browser.go("/account/sessions?lang=en").await;
    browser.says("山田 花子").await;
    browser.look("sessions-shared").await;
    browser.page.clone().close().await.expect("the browser closes");
}
