//! What both sides say, in a browser: a company from the page of the work on a phone, the specialist from the letter, and an operator at a desk.

use fantoccini::Locator;
use nakodo::desk::RoleRequest;

use crate::browser::Browser;
use crate::harness::Mode;
use crate::reviews::{BY_COMPANY, SPECIALIST, Said};

in_both_modes![both_say_how_it_was_and_read_each_other_on_a_phone];

async fn both_say_how_it_was_and_read_each_other_on_a_phone(mode: Mode) {
    let said = Said::closed(mode).await;
    let address = &said.work.served.client.address;
    let company = Browser::open(address, 360).await;
    company.go(&said.work.company).await;
    company.press("a[href*='/review']").await;
    company.says("まだどちらも書いていません").await;
    company.press("form[action*='/review?'] button").await;
    company.says("入力してください").await;
    company.look("review-mistake").await;
    for (question, answer) in BY_COMPANY.iter().take(3) {
        company.press(&format!("input[name='{question}'][value='{answer}']")).await;
    }
    company.type_into("/words", "社員の名前まで覚えてくださいました。").await;
    company.look("review-form").await;
    company.press("form[action*='/review?'] button").await;
    company.says("評価を受け取りました").await;
    company.look("review-own-waits").await;
    said.work.world.settle().await;
    let own = Browser::open(address, 360).await;
    own.go(&said.work.world.letter(SPECIALIST, "review_waits").link("/engagements/")).await;
    own.says("評価が届いています").await;
    own.look("review-other-waits").await;
    for (question, answer) in [("/answers/prepared", "fully"), ("/answers/as-agreed", "fully")] {
        own.press(&format!("input[name='{question}'][value='{answer}']")).await;
    }
    own.press("form[action*='/review?'] button").await;
    own.says("社員の名前まで覚えてくださいました").await;
    own.look("review-to-reply").await;
    // The same among the own pages.
    said.world().invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    own.sign_in(&said.work.world, SPECIALIST).await;
    own.go("/me/reviews?lang=ja").await;
    own.press("form[action*='/reply?'] button").await;
    own.says("入力してください").await;
    own.look("me-reviews-mistake").await;
    let input = own.page.find(Locator::Css("form[action*='/reply?'] textarea")).await.expect("an input");
    let name = input.attr("name").await.expect("an answer").expect("a name");
    own.type_into(&name, "またお声がけください。").await;
    own.press("form[action*='/reply?'] button").await;
    own.says("お返事を送りました").await;
    own.look("me-reviews-replied").await;
    company.go(&format!("{}?lang=ja", said.company)).await;
    company.says("またお声がけください").await;
    company.look("review-both").await;
    let console = said.object().await;
    said.operator().await;
    let desk = Browser::open(address, 1280).await;
    desk.sign_in(&said.work.world, "unei@nakodo.example.jp").await;
    desk.go("/console?lang=ja").await;
    desk.press("a[href*='/console/objections']").await;
    desk.press(&format!("a[href*='{console}']")).await;
    desk.says("社員の名前まで").await;
    desk.look("review-objection").await;
    desk.press("input[value='keep']").await;
    desk.type_into("/reason", "だれの名前も書かれていません。").await;
    desk.press("main form button").await;
    desk.says("そのまま残すことにし").await;
    desk.look("review-objections-done").await;
    for browser in [company, own, desk] {
        browser.page.clone().close().await.expect("the browser closes");
    }
}
