//! What came of the work in a browser: a company answers from the letter on a phone, changes its answer, and asks for a reminder.

use chrono::Duration;

use crate::browser::Browser;
use crate::course::Work;
use crate::harness::Mode;

in_both_modes![from_the_letter_to_the_answer_on_a_phone];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

async fn from_the_letter_to_the_answer_on_a_phone(mode: Mode) {
    let work = Work::closed(mode).await;
    let browser = Browser::open(&work.served.client.address, 360).await;
    browser.go(&work.company).await;
    browser.press("a[href*='/outcome']").await;
    browser.says("取り組みが進んだかどうかをメールで一度伺います").await;
    browser.look("outcome-before").await;
    work.world.wait(Duration::days(90)).await;
    let page = work.world.letter(COMPANY, "outcome_asked").link("/engagements/");
    browser.go(&page).await;
    browser.says("取り組みは進みましたか").await;
    browser.look("outcome-asked").await;
    browser.press("input[value='not_yet']").await;
    browser.press("form[action*='/outcome?'] button").await;
    browser.says("入力してください").await;
    browser.look("outcome-mistake").await;
    browser.press("option[value='time']").await;
    browser.type_into("/words", "年度末が過ぎたら始めます。").await;
    browser.press("form[action*='/outcome?'] button").await;
    browser.says("お答えを受け取りました").await;
    browser.look("outcome-answered").await;
    browser.press("form[action*='/outcome/check'] button").await;
    browser.says("お知らせの時期を決めました").await;
    browser.press("a[href*='again=']").await;
    browser.says("もう一度お願いしたいです").await;
    browser.look("outcome-again").await;
    browser.page.clone().close().await.expect("the browser closes");
    let desktop = Browser::open(&work.served.client.address, 1280).await;
    desktop.go(&format!("{page}?lang=en")).await;
    desktop.says("What came of the work").await;
    desktop.press("input[value='done']").await;
    desktop.press("form[action*='/outcome?'] button").await;
    desktop.says("Your answer is noted").await;
    desktop.look("outcome-answered-en").await;
    desktop.page.clone().close().await.expect("the browser closes");
}
