//! Complaints elsewhere: what an auditor may do, what each side takes out, and a support organisation that complains for its member.

use chrono::Duration;
use nakodo::brokering::SupportOrgForm;
use nakodo::complaints::Stage;
use nakodo::desk::{self, Acceptance, RoleRequest, Submitter};
use nakodo::identity::{Rank, Role};

use crate::complaints::{COMPANY, Case, FILED, SPECIALIST, SUMMARY, WORDS};
use crate::console::world;
use crate::harness::Mode;
use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::Served;

in_both_modes![
    an_auditor_looks_and_decides_no_complaint,
    complaints_are_exported_to_each_side_and_go_with_it,
    a_support_organisation_complains_for_its_member_and_for_nobody_elses,
    a_specialist_complains_among_the_own_pages_too,
];

async fn an_auditor_looks_and_decides_no_complaint(mode: Mode) {
    let (case, _, console) = Case::filed(mode).await;
    case.world.invite("kansa@nakodo.example.jp", RoleRequest::Auditor).await;
    let auditor = signed_in(&case.world, &case.served.client, "kansa@nakodo.example.jp").await;
    let shown = auditor.get(&console).await;
    assert!(shown.status == 200 && !shown.body.contains("/steps/"), "{}", shown.body);
    for step in ["take", "hear", "propose", "confirm"] {
        assert_eq!(auditor.post_form(&format!("{console}/steps/{step}"), &[]).await.status, 403, "{step}");
    }
}

async fn complaints_are_exported_to_each_side_and_go_with_it(mode: Mode) {
    let (case, _, console) = Case::filed(mode).await;
    let (world, desk) = (&case.world, &case.world.app.desk);
    let (specialist, help_request) = (case.specialist, case.help_request);
    let of_specialist =
        || async { desk::export_specialist(desk, specialist, Role::Specialist(specialist)).await.expect("an export").complaints };
    assert!(of_specialist().await.is_empty(), "nothing of it before it is released");
    case.released(&console, SPECIALIST).await;
    let other = of_specialist().await.remove(0);
    assert_eq!((other.own, other.words.as_str(), other.summary.as_deref(), other.received_at), (false, "", Some(SUMMARY), None));
    let own = desk::export_help_request(desk, help_request, Role::Company(help_request)).await.expect("an export").complaints.remove(0);
    assert_eq!((own.own, own.words.as_str(), own.answer), (true, WORDS, None));
    let id = console.rsplit('/').next().expect("an id").parse().expect("an id");
    // Terms to which nobody said anything have lapsed by then: whoever has a match under way is not erased.
    for days in [11, 30, 1] {
        world.wait(Duration::days(days)).await;
    }
    let form = serde_json::from_value(serde_json::json!({ "confirm": specialist.to_string() })).expect("a form");
    desk::erase_specialist(desk, specialist, Role::Specialist(specialist), form).await.expect("erased");
    let kept = desk.store.read(move |tx| tx.find_complaint(id)).await.expect("the store answers").expect("it is there").complaint;
    assert_eq!((kept.stage, kept.words.as_str()), (Stage::Withdrawn, WORDS), "the company's words stay the company's");
    assert_eq!(kept.hearing.map(|hearing| hearing.summary.as_str().to_owned()), Some(String::new()));
    world.wait(Duration::days(37 * 31)).await;
    let kept = desk.store.read(move |tx| tx.find_complaint(id)).await.expect("the store answers").expect("it is there");
    assert!(kept.forgotten && kept.complaint.words.as_str().is_empty(), "three years later no word is left");
}

async fn a_support_organisation_complains_for_its_member_and_for_nobody_elses(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let org = SupportOrgForm { name: "関商工会議所".into(), address: "soudan@seki-cci.example.jp".into(), language: None };
    let role = world.invite("tanto@seki-cci.example.jp", RoleRequest::Broker(org, Rank::Owner)).await.role;
    let Role::Broker(id, _) = role else { panic!("a broker") };
    let asked = world.submit(help_request(), Submitter::SupportOrg(id)).await.id;
    world.settle().await;
    let clerk = signed_in(&world, &served.client, "tanto@seki-cci.example.jp").await;
    let page = format!("/queue/{asked}/complaint");
    assert!(clerk.get(&page).await.body.contains("まだ専門家が決まっていない"), "there is nobody to complain about");
    assert_eq!(world.accept(SPECIALIST).await, Acceptance::Won(asked));
    world.settle().await;
    assert!(clerk.get(&format!("/queue/{asked}")).await.body.contains(&page), "the way there");
    let wrong = clerk.press(&page, "", &[("/category", "rude"), ("/words", ""), ("/wish", "説明がほしい。")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("説明がほしい。"), "{}", wrong.body);
    let sent = clerk.press(&page, "", &FILED).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    world.settle().await;
    let told = world.letter("soudan@seki-cci.example.jp", "complaint_received");
    assert!(served.client.get(&told.link("/complaints/")).await.body.contains(WORDS));
    assert!(world.letters_to(COMPANY).iter().all(|letter| letter.kind != "complaint_received"), "who complains gets the letters");
    let another = SupportOrgForm { name: "岐阜県産業振興機構".into(), address: "shien@gifu.example.jp".into(), language: None };
    world.invite("betsu@gifu.example.jp", RoleRequest::Broker(another, Rank::Owner)).await;
    let stranger = signed_in(&world, &served.client, "betsu@gifu.example.jp").await;
    assert_eq!(stranger.get(&page).await.status, 404, "what is another's is not there");
}

async fn a_specialist_complains_among_the_own_pages_too(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let asked = world.ask_for_help().await;
    world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let own = signed_in(&world, &served.client, SPECIALIST).await;
    let offers = own.get("/me/offers").await.body;
    assert!(!offers.contains("/complaint"), "nobody to complain about yet: {offers}");
    let offer = offers.split("/me/offers/").nth(1).and_then(|rest| rest.split('/').next()).expect("an offer").to_owned();
    let page = format!("/me/offers/{offer}/complaint");
    assert_eq!(own.get(&page).await.status, 404);
    assert_eq!(world.accept(SPECIALIST).await, Acceptance::Won(asked));
    world.settle().await;
    assert!(own.get("/me/offers").await.body.contains(&page), "the way there");
    let wrong = own.press(&page, "", &[("/category", "rude"), ("/words", ""), ("/wish", "説明がほしい。")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("href=\"#/words\"") && wrong.body.contains("説明がほしい。"), "{}", wrong.body);
    let sent = own.press(&page, "", &FILED).await;
    assert_eq!((sent.status, sent.header("location").starts_with("/complaints/")), (303, true), "{}", sent.body);
    world.settle().await;
    let told = world.letter(SPECIALIST, "complaint_received");
    assert!(served.client.get(&told.link("/complaints/")).await.body.contains(WORDS));
    assert!(world.letters_to(COMPANY).iter().all(|letter| !letter.kind.starts_with("complaint_")), "the company hears nothing yet");
    let again = own.get(&page).await.body;
    assert!(again.contains("申し出を受け付けています") && !again.contains("name=\"/words\""), "one at a time: {again}");
    world.enrol(|_| {}).await;
    world.invite("s2@example.jp", RoleRequest::Specialist("000002".into())).await;
    let other = signed_in(&world, &served.client, "s2@example.jp").await;
    assert_eq!(other.get(&page).await.status, 404, "another's is not there");
}
