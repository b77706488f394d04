//! Each support organisation reads once a week what became of its help requests.

use chrono::Duration;
use nakodo::desk::{self, Acceptance, Submitter};
use nakodo::ids::{HelpRequestId, SupportOrgId};
use nakodo::intake::HelpRequestState;

use crate::harness::mail::Mail;
use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    on_monday_morning_a_support_organisation_reads_what_became_of_its_help_requests,
    after_a_holiday_the_letter_comes_on_the_first_working_morning,
    of_two_processes_one_tells_the_week,
    one_press_in_the_mail_program_ends_the_weekly_letter_and_a_look_does_not,
];

const ORG: &str = "shien@chamber.example.jp";

async fn ask(world: &World, org: SupportOrgId, company: &str) -> HelpRequestId {
    let mut form = help_request();
    form.company.name = company.into();
    form.need.start_on = "2027-02-01".into();
    let id = world.submit(form, Submitter::SupportOrg(org)).await.id;
    world.settle().await;
    id
}

fn weeks(world: &World) -> Vec<Mail> {
    world.letters_to(ORG).into_iter().filter(|letter| letter.kind == "support_org_week").collect()
}

/// From a Tuesday, 10:00, with the timekeeper at work, to the Monday after, a minute before offices open.
async fn to_monday(world: &World) {
    world.wait(Duration::zero()).await;
    world.wait(Duration::days(5)).await;
    world.wait(Duration::hours(23) - Duration::minutes(1)).await;
}

async fn on_monday_morning_a_support_organisation_reads_what_became_of_its_help_requests(mode: Mode) {
    let world = World::new(mode).await;
    let org = world.support_org().await;
    world.wait(Duration::zero()).await;
    let alone = ask(&world, org, "乙商店").await;
    world.enrol(|profile| profile.max_engagements = Some(1)).await;
    let matched = ask(&world, org, "甲製作所").await;
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(matched));
    world.settle().await;
    let waits = ask(&world, org, "丙工務店").await;
    let states = [world.state_of(alone).await, world.state_of(matched).await, world.state_of(waits).await];
    assert_eq!(states, [HelpRequestState::Unmatched, HelpRequestState::Matched, HelpRequestState::Open]);
    to_monday(&world).await;
    assert!(weeks(&world).is_empty(), "not before offices open");
    world.wait(Duration::minutes(1)).await;
    let [first] = weeks(&world).try_into().expect("one letter");
    let at = |word: &str| first.text.find(word).unwrap_or_else(|| panic!("{word} in {}", first.text));
    let order = [
        "2026年11月23日(月)",
        "専門家が決まった",
        "甲製作所",
        "佐藤 1",
        "見つからなかった",
        "乙商店",
        "続いている",
        "丙工務店",
        "手が空く",
    ];
    assert!(order.map(at).is_sorted(), "{}", first.text);
    // Half a day at a time, so that each thing happens on its day: in the second week the third company has waited long enough.
    for _ in 0..14 {
        world.wait(Duration::hours(12)).await;
    }
    let second = weeks(&world).pop().unwrap();
    assert!(weeks(&world).len() == 2 && second.text.contains("丙工務店") && !second.text.contains("甲製作所"), "{}", second.text);
    for _ in 0..14 {
        world.wait(Duration::hours(12)).await;
    }
    let third = weeks(&world).pop().unwrap();
    let told = third.text.contains("丙工務店") && third.text.contains("見つからなかった") && !third.text.contains("続いている");
    assert!(weeks(&world).len() == 3 && told, "{}", third.text);
    for _ in 0..14 {
        world.wait(Duration::hours(12)).await;
    }
    assert_eq!(weeks(&world).len(), 3, "nothing to say");
}

async fn after_a_holiday_the_letter_comes_on_the_first_working_morning(mode: Mode) {
    let world = World::new(mode).await;
    let org = world.support_org().await;
    // Tuesday, 5 January 2027; the Monday after is 成人の日.
    world.app.desk.clock.advance(Duration::days(42));
    world.wait(Duration::zero()).await;
    let mut form = help_request();
    form.need.start_on = "2027-02-01".into();
    world.submit(form, Submitter::SupportOrg(org)).await;
    world.settle().await;
    to_monday(&world).await;
    world.wait(Duration::days(1)).await;
    assert!(weeks(&world).is_empty());
    world.wait(Duration::minutes(1)).await;
    assert_eq!(weeks(&world).len(), 1);
}

async fn of_two_processes_one_tells_the_week(mode: Mode) {
    let world = World::new(mode).await;
    let org = world.support_org().await;
    world.wait(Duration::zero()).await;
    ask(&world, org, "乙商店").await;
    world.app.desk.clock.advance(Duration::days(6));
    let desk = &world.app.desk;
    let (one, other) = tokio::join!(desk::tell_weeks(desk), desk::tell_weeks(desk));
    assert_eq!(one.unwrap() + other.unwrap(), 1);
    world.settle().await;
    assert_eq!(weeks(&world).len(), 1);
}

async fn one_press_in_the_mail_program_ends_the_weekly_letter_and_a_look_does_not(mode: Mode) {
    let world = World::new(mode).await;
    let org = world.support_org().await;
    world.wait(Duration::zero()).await;
    ask(&world, org, "乙商店").await;
    world.wait(Duration::days(6)).await;
    let [letter] = weeks(&world).try_into().expect("one letter");
    assert!(letter.raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{}", letter.raw);
    let link = letter.link("/weeks/");
    let place = format!("{link}/unsubscribe");
    let headers = letter.raw.replace("\r\n ", " ");
    assert!(headers.contains(&format!("List-Unsubscribe: <http://nakodo.test{place}>")), "{headers}");
    let served = Served::open(&world);
    for path in [&link, &place] {
        let page = served.client.get(path).await;
        assert!(page.status == 200 && page.body.len() < 20_000 && page.body.contains("まとめを受け取らない"), "{}", page.body);
        assert_eq!(served.client.method("HEAD", path).await.status, 200);
    }
    ask(&world, org, "丁運輸").await;
    world.wait(Duration::days(7)).await;
    assert_eq!(weeks(&world).len(), 2, "looking changes nothing");
    let ended = served.client.post_form(&place, &[("List-Unsubscribe", "One-Click")]).await;
    assert!(ended.status == 200 && ended.body.contains("お送りしていません"), "{}", ended.body);
    ask(&world, org, "戊食品").await;
    world.letter(ORG, "nobody_found_for_broker");
    world.wait(Duration::days(7)).await;
    assert_eq!(weeks(&world).len(), 2);
    let begun = served.client.post_form(&link, &[("comes", "yes")]).await;
    assert!(begun.body.contains("まとめを受け取らない"), "{}", begun.body);
    ask(&world, org, "己印刷").await;
    world.wait(Duration::days(7)).await;
    let last = weeks(&world).pop().unwrap();
    assert!(weeks(&world).len() == 3 && last.text.contains("己印刷") && !last.text.contains("戊食品"), "{}", last.text);
    for wrong in ["/weeks/x".to_owned(), letter.link("/weeks/").replace("/weeks/", "/letters/")] {
        assert_eq!(served.client.get(&wrong).await.status, 404);
    }
}
