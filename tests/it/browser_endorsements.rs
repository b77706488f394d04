//! A recommendation in a browser: a clerk asks, the specialist agrees on a phone, anybody reads it, and the specialist ends it from the own pages.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{RoleRequest, Submitter};
use nakodo::identity::Rank;

use crate::browser::Browser;
use crate::console::world;
use crate::endorsements::{consent, org_of};
use crate::harness::Mode;
use crate::harness::people::help_request;
use crate::harness::web::Served;

in_both_modes![a_clerk_recommends_somebody_who_agrees_on_a_phone];

const SPECIALIST: &str = "s1@example.jp";
const CLERK: &str = "tanto@chamber.example.jp";

async fn a_clerk_recommends_somebody_who_agrees_on_a_phone(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(crate::search::public).await;
    let org = SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    let role = world.invite(CLERK, RoleRequest::Broker(org, Rank::Owner)).await.role;
    let clerk = Browser::open(&served.client.address, 1280).await;
    clerk.sign_in(&world, CLERK).await;
    clerk.go("/endorsements").await;
    clerk.says("まだ推薦はありません").await;
    clerk.go(&format!("/specialists/{specialist}")).await;
    clerk.press("a[href*='/endorse?']").await;
    clerk.press("main form > button").await;
    clerk.says("入力してください").await;
    clerk.look("endorse-mistakes").await;
    clerk.page.execute("document.querySelector('input[value=chamber]').checked = true", Vec::new()).await.expect("it is chosen");
    clerk.page.execute("document.querySelector('input[value=gave-seminars]').checked = true", Vec::new()).await.expect("it is chosen");
    clerk.look("endorse").await;
    clerk.press("main form > button").await;
    clerk.says("本人にメールを送ります").await;
    clerk.look("endorsements").await;
    world.settle().await;

    let phone = Browser::open(&served.client.address, 360).await;
    let own = world.letter(SPECIALIST, "endorsement_asked").link("/endorsement/");
    phone.go(&format!("{own}?lang=en")).await;
    phone.look("endorsement-en").await;
    phone.go(&format!("{own}?lang=ja")).await;
    phone.look("endorsement").await;
    phone.press("form[action*='/agree'] button").await;
    phone.says("推薦を受けています").await;
    phone.look("endorsement-held").await;
    phone.go(&format!("/specialists/{specialist}")).await;
    phone.says("まで推薦しています").await;
    phone.look("endorsed").await;

    let asked = world.submit(help_request(), Submitter::SupportOrg(org_of(role))).await.id;
    clerk.go(&format!("/queue/{asked}/candidates/{specialist}")).await;
    clerk.says("まで推薦しています").await;
    clerk.look("endorsed-candidate").await;
    world.settle().await;
    clerk.go(&format!("/queue/{asked}")).await;
    clerk.look("endorsed-offer").await;
    world.accept(SPECIALIST).await;
    world.settle().await;
    phone.go(&world.letter("soumu@seki-kinzoku.example.jp", "people_asked").link("/help-requests/status/")).await;
    phone.says("まで推薦しています").await;
    phone.look("endorsed-match").await;

    world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    phone.sign_in(&world, SPECIALIST).await;
    phone.go("/me/endorsements").await;
    phone.press("main details summary").await;
    phone.look("me-endorsements").await;
    phone.press("form[action*='/end'] button").await;
    phone.says("もう表示していません").await;
    consent(&world, specialist, false).await;
    clerk.go("/endorsements").await;
    clerk.says("名簿に載っていない方").await;
    clerk.look("endorsements-nameless").await;
}
