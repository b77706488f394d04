//! What specialists say about working with others, and what a company wishes: words of dated data that whoever leads, or is asked, reads.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, RoleRequest, Submitter};
use nakodo::identity::Rank;

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Served, hidden_fields};
use crate::harness::{Mode, World};
use crate::search::public;
use crate::teams::{SEAT, Team};

in_both_modes![
    whoever_fits_and_may_be_found_is_suggested_with_the_reason,
    whoever_would_like_to_come_along_is_suggested_first_and_says_so_in_the_profile,
    whoever_looks_for_one_person_reads_only_who_would_bring_somebody_along,
    what_a_company_wishes_of_others_reaches_those_who_are_asked,
    a_wish_that_nobody_knows_is_named_and_nothing_is_lost,
];

const JUNIOR: &str = "s2@example.jp";

async fn whoever_fits_and_may_be_found_is_suggested_with_the_reason(mode: Mode) {
    let team = Team::new(mode).await;
    team.work.world.enrol(|_| {}).await;
    let busy = team.work.world.enrol(|profile| {
        public(profile);
        profile.max_engagements = Some(0);
    });
    busy.await;
    team.settle().await;
    let page = format!("{}/team", team.work.own);
    let shown = team.work.page(&page).await;
    let suggested = shown.split("この依頼に合う人").nth(1).expect("somebody fits");
    let people: Vec<&str> = suggested.split("</ul>").next().unwrap_or_default().split("<li>").skip(1).collect();
    assert_eq!(people.len(), 1, "who is not on the public list, has no room or leads is not suggested: {suggested}");
    assert!(people[0].contains("みどり") && people[0].contains("岐阜県 · "), "{}", people[0]);
    assert_eq!(team.ask(&SEAT).await.status, 200);
    assert!(!team.work.page(&page).await.contains("この依頼に合う人"), "nobody is suggested twice");
    assert!(!team.work.page(&format!("{}/team", team.work.company)).await.contains("この依頼に合う人"));
}

async fn whoever_would_like_to_come_along_is_suggested_first_and_says_so_in_the_profile(mode: Mode) {
    let team = Team::new(mode).await;
    let world = &team.work.world;
    let late = world.enrol(|profile| {
        public(profile);
        profile.display_name = Some("あおい".into());
    });
    let late = late.await;
    world.settle().await;
    let page = format!("{}/team", team.work.own);
    let suggested = async || {
        let shown = team.work.page(&page).await;
        let people = shown.split("この依頼に合う人").nth(1).expect("somebody fits").to_owned();
        let at = |name: &str| people.find(name).expect("both fit");
        (at("あおい") < at("みどり"), people)
    };
    let first_before = suggested().await.0;
    let (somebody, address, number) = match first_before {
        true => (team.junior, JUNIOR, "000002"),
        false => (late, "s3@example.jp", "000003"),
    };
    world.invite(address, RoleRequest::Specialist(number.into())).await;
    let own = signed_in(world, &team.work.served.client, address).await;
    let form = own.get("/me/profile/teaming").await.body;
    let hidden = hidden_fields(&form, "/me/profile/teaming");
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("/conditions/teaming", "comes-along"));
    let saved = own.post_form("/me/profile/teaming", &fields).await;
    assert!(saved.status == 200 && saved.body.contains("保存しました"), "{}", saved.body);
    let kept = desk::view_specialist(&world.app.desk, somebody).await.expect("somebody").specialist.conditions.teaming;
    assert_eq!(kept, ["comes-along"]);
    assert!(own.get("/me/preview").await.body.contains("ほかの専門家の支援に同行して学びたい"));
    world.settle().await;
    let (first_now, people) = suggested().await;
    assert_ne!(first_now, first_before, "who would like to come along stands first: {people}");
    assert_eq!(people.matches("同行して学びたい").count(), 2, "the note, and the reason of one: {people}");
    let anybody = team.work.served.client.get(&format!("/specialists/{somebody}?lang=ja")).await.body;
    assert!(!anybody.contains("同行して学びたい"), "the consent to be found does not name it: {anybody}");
}

async fn whoever_looks_for_one_person_reads_only_who_would_bring_somebody_along(mode: Mode) {
    let world = World::choosing(mode).await;
    let served = Served::open(&world);
    world.enrol(|profile| profile.conditions.teaming = vec!["comes-along".into(), "brings-along".into()]).await;
    world.ask_for_help().await;
    world.accept("s1@example.jp").await;
    world.settle().await;
    let status = world.letter("soumu@seki-kinzoku.example.jp", "choice_for_company").link("/help-requests/status/");
    let page = served.client.get(&format!("{status}?lang=ja")).await.body;
    assert!(page.contains("自分の支援に、学びたい人を同行させてもよい"), "{page}");
    assert!(!page.contains("同行して学びたい"), "that is for those who lead: {page}");
}

async fn what_a_company_wishes_of_others_reaches_those_who_are_asked(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let org = world.support_org().await;
    let mut form = help_request();
    form.need.team_wishes = vec!["learner".into(), "learner".into(), "lawyer".into()];
    let id = world.submit(form, Submitter::SupportOrg(org)).await.id;
    world.settle().await;
    let wishes = ["もう一人の専門家が同席してもよい", "弁護士にも加わってもらえると助かる"];
    let letter = world.letter("s1@example.jp", "offer");
    let text = crate::harness::register::squeezed(&letter.text);
    let offer = served.client.get(&format!("{}?lang=ja", letter.link("/offers/"))).await.body;
    let role = RoleRequest::Broker(
        SupportOrgForm { name: "岐阜県産業振興機構".into(), address: "shien@chamber.example.jp".into(), language: None },
        Rank::Member,
    );
    world.invite("tanto@chamber.example.jp", role).await;
    let clerk = signed_in(&world, &served.client, "tanto@chamber.example.jp").await;
    let queued = clerk.get(&format!("/queue/{id}")).await.body;
    let candidates = clerk.get(&format!("/queue/{id}/candidates")).await.body;
    for (place, shown) in [("letter", &text), ("offer", &offer), ("queue", &queued), ("candidates", &candidates)] {
        for wish in wishes {
            assert_eq!(shown.matches(wish).count(), 1, "{place}, {wish}: {shown}");
        }
    }
    let english = served.client.get(&format!("{}?lang=en", letter.link("/offers/"))).await.body;
    assert!(english.contains("A lawyer would help too"), "{english}");
}

async fn a_wish_that_nobody_knows_is_named_and_nothing_is_lost(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let typed = [("/need/team_wishes", "astrologer"), ("/need/team_wishes", "lawyer"), ("/company/name", "関金属工業")];
    let refused = served.client.post_form("/help-requests", &typed).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("id=\"/need/team_wishes-mistake\"") && refused.body.contains("astrologer"), "{}", refused.body);
    assert!(refused.body.contains("value=\"lawyer\" checked") && refused.body.contains("関金属工業"), "{}", refused.body);
}
