//! A team in a browser: who leads brings a junior along, the company agrees on a phone, and both have their hours in their ledgers.

use nakodo::desk::{Acceptance, RoleRequest};

use crate::browser::Browser;
use crate::browser_course::{agree, hold};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![a_junior_comes_along_and_both_have_their_hours];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const LEAD: &str = "s1@example.jp";
const JUNIOR: &str = "s2@example.jp";

async fn a_junior_comes_along_and_both_have_their_hours(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let help_request = world.ask_for_help().await;
    assert_eq!(world.accept(LEAD).await, Acceptance::Won(help_request));
    world.enrol(crate::search::public).await;
    world.settle().await;
    let browser = Browser::open(&served.client.address, 360).await;
    let own = world.letter(LEAD, "match_for_specialist").link("/engagements/");
    terms(&browser, &own).await;
    world.settle().await;
    agree(&browser, &world.letter(COMPANY, "terms_proposed").link("/engagements/")).await;
    world.settle().await;
    browser.go(&own).await;
    browser.press("a[href*='/team?']").await;
    browser.says("まだ誰もいません").await;
    browser.type_into("q", "中小企業診断士").await;
    browser.press("form[role='search'] button").await;
    browser.look("team-search").await;
    browser.press("a[href*='/team/new/']").await;
    browser.press("main form > button").await;
    browser.says("入力してください").await;
    browser.type_into("/why", "現場での進め方を学んでもらうためです。").await;
    browser.look("team-ask").await;
    browser.press("main form > button").await;
    browser.says("声をかけました").await;
    browser.look("team-asked").await;
    world.settle().await;
    let junior = world.letter(JUNIOR, "team_asked").link("/team/");
    browser.go(&junior).await;
    browser.look("team-own").await;
    browser.go(&format!("{junior}?lang=en")).await;
    browser.look("team-own-en").await;
    browser.go(&format!("{junior}?lang=ja")).await;
    browser.press("input[name='pledged']").await;
    browser.press("form[action*='/join'] button").await;
    browser.says("お返事を伝えました").await;
    world.settle().await;
    browser.go(&world.letter(LEAD, "team_told").link("/engagements/")).await;
    browser.says("参加できるとお返事しています").await;
    browser.look("team-propose").await;
    terms(&browser, &own).await;
    world.settle().await;
    let company = world.letter(COMPANY, "terms_proposed").link("/engagements/");
    browser.go(&company).await;
    browser.says("同行して学ぶ人").await;
    browser.look("team-agree").await;
    agree(&browser, &company).await;
    browser.go(&format!("{company}/team")).await;
    browser.says("参加しています").await;
    browser.look("team-company").await;
    world.settle().await;
    hold(&browser, &world, &own).await;
    browser.go(&world.letter(JUNIOR, "team_told").link("/team/")).await;
    browser.says("関金属工業").await;
    browser.look("team-hours").await;
    browser.press("form[action*='/hours'] button").await;
    browser.says("あなたの時間を記録しました").await;
    browser.go(&own).await;
    browser.press("a[href*='/steps/report']").await;
    browser.type_into("/words", "台帳を作り、更新の手順を決めました。").await;
    browser.press("main form > button").await;
    browser.says("会社に報告を届けます").await;
    world.settle().await;
    browser.go(&world.letter(COMPANY, "report_to_confirm").link("/engagements/")).await;
    browser.says("一緒に支援した人の時間").await;
    browser.look("team-confirm").await;
    browser.press("form[action*='/steps/confirm'] button").await;
    browser.says("従事証明").await;
    world.settle().await;
    for (address, number) in [(LEAD, "000001"), (JUNIOR, "000002")] {
        world.invite(address, RoleRequest::Specialist(number.into())).await;
        let own = Browser::open(&served.client.address, 360).await;
        own.sign_in(&world, address).await;
        own.go("/me/credits").await;
        own.says("2時間").await;
        own.press("form[action*='/me/credits/work/'] button").await;
        own.says("記録しました").await;
        own.look(if address == LEAD { "team-ledger-lead" } else { "team-ledger-junior" }).await;
        own.page.clone().close().await.expect("the browser closes");
    }
    browser.page.clone().close().await.expect("the browser closes");
}

/// Who leads shows the company terms.
pub async fn terms(browser: &Browser, own: &str) {
    browser.go(&format!("{own}/steps/terms")).await;
    browser.press("input[name='/pledged']").await;
    browser.press("main form > button").await;
    browser.says("条件を相手に届けます").await;
}
