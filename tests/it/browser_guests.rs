//! Somebody from outside in a browser: who leads asks a lawyer by mail address on a phone, who answers on a phone, and the company agrees through the terms.
//! A second one says no in English, and nothing of them is left.

use crate::browser::Browser;
use crate::browser_course::agree;
use crate::browser_teams::terms;
use crate::course::Work;
use crate::harness::Mode;

in_both_modes![a_lawyer_comes_in_with_the_companys_agreement_and_another_says_no];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const LAWYER: &str = "yamamoto@law.example.jp";
const OTHER: &str = "smith@law.example.jp";

async fn fill(browser: &Browser, [name, address, profession, why]: [&str; 4]) {
    browser.type_into("/name", name).await;
    browser.type_into("/address", address).await;
    browser.type_into("/profession", profession).await;
    browser.type_into("/why", why).await;
}

async fn a_lawyer_comes_in_with_the_companys_agreement_and_another_says_no(mode: Mode) {
    let work = Work::agreed(mode).await;
    let (world, address) = (&work.world, &work.served.client.address);
    let lead = Browser::open(address, 360).await;
    lead.go(&format!("{}/team", work.own)).await;
    lead.look_at("a[href*='/team/guest?']", "guest-way").await;
    lead.press("a[href*='/team/guest?']").await;
    lead.look("guest-form").await;
    lead.press("main form > button").await;
    lead.says("入力してください").await;
    lead.look("guest-mistakes").await;
    fill(&lead, ["山本 聡", LAWYER, "弁護士(企業法務)", "委託契約の条項を見てもらうためです。"]).await;
    lead.look_at("main form > button", "guest-filled").await;
    lead.press("main form > button").await;
    lead.says("声をかけました").await;
    lead.look("guest-asked").await;
    world.settle().await;
    let guest = Browser::open(address, 360).await;
    guest.go(&world.letter(LAWYER, "team_asked").link("/team/")).await;
    guest.says("弁護士(企業法務)").await;
    guest.look("guest-own").await;
    guest.look_at("form[action*='/join'] button", "guest-answer").await;
    guest.press("input[name='pledged']").await;
    guest.press("form[action*='/join'] button").await;
    guest.says("お返事を伝えました").await;
    world.settle().await;
    terms(&lead, &work.own).await;
    world.settle().await;
    let company = Browser::open(address, 360).await;
    let place = world.letter(COMPANY, "terms_proposed").link("/engagements/");
    company.go(&place).await;
    company.says("山本 聡").await;
    company.look_at("form[action*='/steps/agree'] button", "guest-agree").await;
    agree(&company, &place).await;
    company.go(&format!("{place}/team")).await;
    company.says("職業(本人の申告)").await;
    company.look("guest-company").await;
    world.settle().await;
    guest.go(&world.letter(LAWYER, "team_told").link("/team/")).await;
    guest.says("関金属工業").await;
    guest.look("guest-joined").await;

    lead.go(&format!("{}/team/guest", work.own)).await;
    fill(&lead, ["John Smith", OTHER, "弁護士", "英語の契約を見てもらうためです。"]).await;
    lead.press("main form > button").await;
    lead.says("声をかけました").await;
    world.settle().await;
    guest.go(&format!("{}?lang=en", world.letter(OTHER, "team_asked").link("/team/"))).await;
    guest.look("guest-own-en").await;
    guest.press("form[action*='/decline'] button").await;
    guest.says("You said that you do not take part").await;
    guest.look("guest-declined-en").await;
    lead.go(&format!("{}/team", work.own)).await;
    lead.says("名簿にない方").await;
    lead.look_at("main section:last-of-type", "guest-nobody").await;
    for browser in [lead, guest, company] {
        browser.page.clone().close().await.expect("the browser closes");
    }
}
