//! A clerk of a support organisation at work with a real browser, as wide as a phone. Pictures are kept in target/screenshots.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, KeyRequest, RoleRequest, Submitter};
use nakodo::identity::{Rank, Role};

use crate::browser::Browser;
use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![a_clerk_adds_a_member_on_a_phone_the_company_agrees_and_the_queue_is_read];

const CLERK: &str = "tanto@chamber.example.jp";

async fn a_clerk_adds_a_member_on_a_phone_the_company_agrees_and_the_queue_is_read(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let org = SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    let Role::Broker(id, _) = world.invite(CLERK, RoleRequest::Broker(org, Rank::Owner)).await.role else { panic!("a broker") };
    let browser = Browser::open(&served.client.address, 360).await;
    browser.sign_in(&world, CLERK).await;
    browser.says("認証アプリの番号が必要です").await;
    browser.look("account-wants-proof").await;
    browser.press("main a.button").await;
    browser.says("読み取れないときは").await;
    browser.look("second-factor").await;
    let page = browser.page.source().await.expect("the page");
    let code = crate::second_factor::code(&world, &crate::second_factor::scan(&page));
    browser.type_into("code", &code).await;
    browser.press("main form button").await;
    browser.says("予備の番号").await;
    browser.look("recovery").await;
    browser.press("main a.button").await;
    browser.says("貴機関の相談").await;

    browser.go("/members").await;
    browser.look("members-none").await;
    browser.press("main a.button").await;
    for (name, text) in [
        ("/number", "A-0001"),
        ("/company/name", "関金属工業株式会社"),
        ("/company/prefecture", "岐阜県"),
        ("/company/municipality", "関市"),
        ("/company/industry", "製造業"),
        ("/company/employees", "12"),
        ("/company/contact/name", "田中 花子"),
        ("/company/contact/address", "soumu@seki-kinzoku.example.jp"),
    ] {
        browser.type_into(name, text).await;
    }
    browser.look("member-form").await;
    browser.press("main form button").await;
    browser.says("登録しました").await;
    browser.press("summary").await;
    browser.look("member").await;
    browser.press("form[action*='/ask'] button").await;
    browser.says("会社にメールを送ります").await;
    world.settle().await;
    browser.go(&world.letter("soumu@seki-kinzoku.example.jp", "member_consent").link("/consents/")).await;
    browser.look("consent").await;
    browser.press("main form button").await;
    browser.says("同意をいただいています").await;
    browser.look("consent-given").await;
    for number in 1..=3 {
        let mut form = help_request();
        form.company.name = format!("第{number}精密工業株式会社");
        world.submit(form, Submitter::SupportOrg(id)).await;
    }
    let other = SupportOrgForm { name: "岐阜県産業振興機構".into(), address: "shinko@agency.example.jp".into(), language: None };
    world.key(KeyRequest::Broker(other)).await;
    desk::take_referrals_of(&world.app.desk, "岐阜県産業振興機構".into(), true).await.expect("it is there");
    browser.go("/members").await;
    browser.look("members").await;
    browser.press("main ul.letters a").await;
    browser.press("main a[href*='/remove']").await;
    browser.says("元に戻せません").await;
    browser.look("member-remove").await;
    browser.press("main form button").await;
    browser.says("名簿から外しました").await;
    browser.look("member-removed").await;
    browser.go("/queue").await;
    browser.look("queue").await;
    browser.press("main ul.letters a").await;
    browser.says("担当").await;
    browser.look("queue-one").await;
    // To another organisation.
    browser.press("details summary").await;
    browser.type_into("reason", "工場の制御システムにくわしい機関です。").await;
    browser.look("refer").await;
    browser.press("form[action$='/referrals?lang=ja'] button").await;
    browser.says("会社にメールを送ります").await;
    browser.look("refer-open").await;
    world.settle().await;
    let queue_one = browser.page.current_url().await.expect("an address");
    browser.go(&world.letter("soumu@seki-kinzoku.example.jp", "referral_asked").link("/referral/")).await;
    browser.look("referral").await;
    browser.press("form[action*='/refuse'] button").await;
    browser.says("紹介しませんでした").await;
    browser.look("referral-refused").await;
    browser.go("/referrals").await;
    browser.says("会社が希望しませんでした").await;
    browser.look("referrals").await;
    browser.press("form[action*='/taking'] button").await;
    browser.says("紹介を受け付けています").await;
    browser.page.goto(queue_one.as_str()).await.expect("the page opens");
    browser.says("担当").await;
    browser.press("form[action*='/hand-overs'] button").await;
    browser.says("元に戻す").await;
    browser.look("hand-over").await;
    browser.page.clone().close().await.expect("the browser closes");
}
