//! A dispute about hours in a browser: the specialist puts it before the support organisation on a phone, somebody of it decides on a desktop.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::RoleRequest;
use nakodo::identity::Rank;

use crate::browser::Browser;
use crate::course::Work;
use crate::harness::Mode;

in_both_modes![a_dispute_is_put_before_the_organisation_and_decided];

const ORG: &str = "shien@chamber.example.jp";
const CLERK: &str = "tanto@chamber.example.jp";

async fn a_dispute_is_put_before_the_organisation_and_decided(mode: Mode) {
    let work = Work::reported(mode).await;
    work.ok(&work.company, "met-1", &[]).await;
    let shorter = [("/hours", "1"), ("/minutes", ""), ("/words", "三回目は一時間で終わりました。")];
    work.ok(&work.company, "dispute", &shorter).await;
    let phone = Browser::open(&work.served.client.address, 360).await;
    phone.go(&work.company).await;
    phone.says("いまからでも報告の時間で確認していただけます").await;
    phone.look_at("form[action*='/steps/confirm']", "dispute-after-all").await;
    phone.go(&work.own).await;
    phone.says("岐阜県産業振興機構に決めてもらえます").await;
    phone.look_at("form[action*='/steps/put-before']", "dispute-put-before").await;
    phone.press("form[action*='/steps/put-before'] button").await;
    phone.says("支援機関に届けました").await;
    phone.look("dispute-waits").await;
    work.world.settle().await;
    let org = SupportOrgForm { name: "岐阜県産業振興機構".into(), address: ORG.into(), language: None };
    work.world.invite(CLERK, RoleRequest::Broker(org, Rank::Member)).await;
    let place = work.world.letter(ORG, "dispute_put_before").link("/disputes/");
    let desktop = Browser::open(&work.served.client.address, 1280).await;
    desktop.sign_in(&work.world, CLERK).await;
    desktop.go("/queue?lang=en").await;
    desktop.says("Hours to decide about").await;
    desktop.look("dispute-queue-en").await;
    desktop.press("a[href*='/disputes/']").await;
    desktop.says("What the company says").await;
    desktop.type_into("/hours", "3").await;
    desktop.press("main form > button").await;
    desktop.says("and not more than was reported").await;
    desktop.look("dispute-decide-en").await;
    desktop.go(&format!("{place}?lang=ja")).await;
    desktop.look_at("main form", "dispute-decide").await;
    desktop.type_into("/hours", "1").await;
    desktop.type_into("/minutes", "30").await;
    desktop.type_into("/words", "二回目の記録と議事録が合っています。").await;
    desktop.press("main form > button").await;
    desktop.says("支援の時間を決めました").await;
    desktop.page.clone().close().await.expect("the browser closes");
    phone.go(&work.own).await;
    phone.says("支援機関が決めた時間です").await;
    phone.look("dispute-decided").await;
    phone.go("/help-requests/new").await;
    phone.look_at("[id='/need/team_wishes']", "ask-team-wishes").await;
    phone.page.clone().close().await.expect("the browser closes");
}
