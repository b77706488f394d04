//! Visits of a pool count towards the renewal of a registration: the organisation confirms a month, and its specialist enters it with one press.

use chrono::Duration;
use nakodo::credits::ApproverRole;
use nakodo::desk::{self, RoleRequest};
use nakodo::ids::SpecialistId;

use crate::harness::register::squeezed;
use crate::harness::signing_in::signed_in;
use crate::harness::web::Served;
use crate::harness::{Mode, World};
use crate::pools::{PERSON, Shared, done, shared, world};

in_both_modes![
    a_month_that_the_organisation_confirms_is_entered_with_one_press,
    a_month_is_not_confirmed_before_its_visits_are_over,
    nobody_enters_visits_by_their_own_word,
];

/// Two companies with twelve visits each; the first day of December has been.
async fn after_december(world: &World, served: &Served) -> (Shared, SpecialistId) {
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(world, served, 2).await;
    shared.planned(world, served, specialist).await;
    world.wait(Duration::days(28)).await;
    (shared, specialist)
}

async fn a_month_that_the_organisation_confirms_is_entered_with_one_press(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (shared, specialist) = after_december(&world, &served).await;
    let missed = shared.slots("2026-12", "missed").await;
    assert_eq!(missed.len(), 2, "one visit of each company");
    done(&shared.clerk, &shared.place, &format!("missed-{}", missed[0]), &[]).await;
    let look = shared.clerk.get(&format!("{}/steps/confirm-2026-12", shared.place)).await;
    assert!(look.body.contains("1回、2時間"), "what it comes to is seen first: {}", look.body);
    assert!(desk::look_at_credits(&world.app.desk, specialist).await.expect("a page").work.is_empty());
    done(&shared.clerk, &shared.place, "confirm-2026-12", &[]).await;
    world.settle().await;
    let page = shared.month("2026-12").await;
    assert!(page.contains("この月の訪問は確認済みです") && !page.contains("/steps/missed-"), "and stays as it is: {page}");
    let letter = squeezed(&world.letter(PERSON, "pool_confirmed").text);
    assert!(letter.contains("2026年12月") && letter.contains("時間:2時間") && letter.contains("ひと押しで記録に入れられます"), "{letter}");

    world.invite(PERSON, RoleRequest::Specialist("000001".into())).await;
    let person = signed_in(&world, &served.client, PERSON).await;
    let work = desk::look_at_credits(&world.app.desk, specialist).await.expect("a page").work;
    let [one] = work.as_slice() else { panic!("{work:?}") };
    assert_eq!((one.activity.minutes, one.activity.is_paid, one.approved_as), (120, true, ApproverRole::Broker.code()));
    let entered = person.press("/me/credits", &format!("work/{}", one.key), &[]).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    let after = desk::look_at_credits(&world.app.desk, specialist).await.expect("a page");
    assert!(after.work.is_empty() && after.claims.len() == 1 && after.claims[0].approved_as == ApproverRole::Broker.code());
    let again = desk::claim_work(&world.app.desk, specialist, one.key).await;
    assert!(matches!(again, Err(desk::Refusal::ChangedMeanwhile)), "once: {again:?}");
    let shown = person.get("/me/credits").await.body;
    assert!(shown.contains("2時間"), "{shown}");
}

async fn a_month_is_not_confirmed_before_its_visits_are_over(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (shared, _) = after_december(&world, &served).await;
    for (month, why) in [("2027-01", "まだその日が来ていません"), ("2025-12", "この月に訪問はありません")] {
        let refused = shared.clerk.get(&format!("{}/steps/confirm-{month}", shared.place)).await;
        assert!(refused.status == 422 && refused.body.contains(why), "{month}: {} {}", refused.status, refused.body);
    }
    assert!(!shared.month("2027-01").await.contains("/steps/confirm-"));
    done(&shared.clerk, &shared.place, "confirm-2026-12", &[]).await;
    let twice = shared.clerk.get(&format!("{}/steps/confirm-2026-12", shared.place)).await;
    assert!(twice.status == 422 && twice.body.contains("確認済み"), "{} {}", twice.status, twice.body);
    world.settle().await;
    assert_eq!(world.letters_to(PERSON).iter().filter(|letter| letter.kind == "pool_confirmed").count(), 1);
}

async fn nobody_enters_visits_by_their_own_word(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (shared, specialist) = after_december(&world, &served).await;
    done(&shared.clerk, &shared.place, "confirm-2026-12", &[]).await;
    let work = async || desk::look_at_credits(&world.app.desk, specialist).await.expect("a page").work;
    let [one] = work().await.try_into().expect("one month");
    let org =
        nakodo::brokering::SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    world.invite(PERSON, RoleRequest::Specialist("000001".into())).await;
    world.invite(PERSON, RoleRequest::Broker(org, nakodo::identity::Rank::Member)).await;
    assert!(work().await.is_empty(), "a clerk of the organisation has only their own word for it");
    let refused = desk::claim_work(&world.app.desk, specialist, one.key).await;
    assert!(matches!(refused, Err(desk::Refusal::NotFound)), "{refused:?}");
}
