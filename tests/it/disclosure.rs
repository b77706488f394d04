//! Two stages: before a match nothing of the company reaches anybody else, wherever they look; with it, the winner learns what docs/privacy.md says.

use std::collections::BTreeSet;

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{KeyRequest, RoleRequest, Submitter};
use nakodo::identity::Rank;
use nakodo::ids::HelpRequestId;
use nakodo::offers::TermsForm;

use crate::harness::people::help_request;
use crate::harness::planted::{MATCHED, MATCHED_ADDRESS, OTHER, PERSON_ADDRESS, asking, found};
use crate::harness::press;
use crate::harness::routes::routes;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![before_a_match_nothing_of_the_company_reaches_anybody_and_then_the_winner_alone];

/// Letters on this machine are looked at one by one, and among figures any digits can stand.
const EXCEPT: [&str; 3] = ["/dev/letters", "/dev/letters/{name}", "/metrics"];

/// Where letters of the instance lead: every link in them.
/// What stands where of the company, in all letters but its own, and behind every link in them.
async fn told(world: &World, client: &Client) -> Vec<(String, Vec<&'static str>)> {
    let mut told = Vec::new();
    for mail in world.letters().into_iter().filter(|mail| !mail.to.contains(&MATCHED_ADDRESS.to_owned())) {
        let name = format!("{} to {:?}", mail.kind, mail.to);
        let text = [mail.subject.as_str(), &mail.text, &mail.html, mail.calendar.as_deref().unwrap_or_default()].join("\n");
        told.push((name.clone(), found(&text, &MATCHED)));
        for link in mail.links().into_iter().collect::<BTreeSet<_>>() {
            told.push((format!("{name}, {link}"), found(&client.stranger().get(&link).await.body, &MATCHED)));
        }
    }
    told
}

/// The same of every page and endpoint, with the ids of what the company has to do with in the places of their parameters.
async fn shown(callers: &[(&'static str, Client)], ids: &[String]) -> Vec<(String, Vec<&'static str>)> {
    let mut shown = Vec::new();
    for route in routes().into_iter().filter(|route| route.methods.contains(&"GET") && !EXCEPT.contains(&route.path)) {
        let filled = |id: &String| route.path.replace("{id}", id).replace("{specialist}", &ids[1]).replace("{offer}", &ids[2]);
        let paths: BTreeSet<String> =
            ids.iter().map(filled).map(|path| if path.contains('{') { route.filled.clone() } else { path }).collect();
        for (who, client) in callers {
            for path in &paths {
                shown.push((format!("{path} to {who}"), found(&client.get(path).await.body, &MATCHED)));
            }
        }
    }
    shown
}

fn leaks(seen: Vec<(String, Vec<&'static str>)>) -> Vec<(String, Vec<&'static str>)> {
    assert!(seen.len() > 20, "only {} were looked at", seen.len());
    seen.into_iter().filter(|(_, texts)| !texts.is_empty()).collect()
}

async fn ids_about(world: &World, id: HelpRequestId, specialist: impl ToString) -> Vec<String> {
    let offer = world.offers_of(id).await[0].id.to_string();
    vec![id.to_string(), specialist.to_string(), offer]
}

async fn before_a_match_nothing_of_the_company_reaches_anybody_and_then_the_winner_alone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (person, _) = world.plant_people().await;
    let form = |name: &str| SupportOrgForm { name: name.into(), address: "shien@chamber.example.jp".into(), language: None };
    world.invite("tanto@chamber.example.jp", RoleRequest::Broker(form("乙商工会議所"), Rank::Owner)).await;
    let another = world.submit(help_request(), Submitter::Company).await.id;
    world.settle().await;
    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    let id = world.submit(asking(MATCHED), Submitter::Company).await.id;
    world.settle().await;
    press::confirm_help_request(&world.app.desk, world.letter(MATCHED_ADDRESS, "confirm_help_request").token("/help-requests/confirm/"))
        .await
        .unwrap();
    world.settle().await;
    world.invite("soumu@seki-kinzoku.example.jp", RoleRequest::Company(another)).await;
    world.invite(PERSON_ADDRESS, RoleRequest::Specialist("000001".into())).await;
    let key = async |request| served.client.stranger().with_key(&world.key(request).await.token.reveal());
    let callers = [
        ("the public", served.client.stranger()),
        ("a specialist", signed_in(&world, &served.client, PERSON_ADDRESS).await),
        ("a specialist's program", key(KeyRequest::Specialist("000001".into())).await),
        ("another company", signed_in(&world, &served.client, "soumu@seki-kinzoku.example.jp").await),
        ("another organisation", key(KeyRequest::Broker(form("乙商工会議所"))).await),
        ("its clerk", signed_in(&world, &served.client, "tanto@chamber.example.jp").await),
    ];
    for (who, client) in &callers {
        assert_eq!(client.get("/account").await.status == 200, ["a specialist", "another company", "its clerk"].contains(who), "{who}");
    }
    let ids = ids_about(&world, id, person).await;
    let nothing = Vec::<(String, Vec<&str>)>::new();
    assert_eq!(leaks(shown(&callers, &ids).await), nothing, "asked");
    // One says no, the other would do it under other terms.
    world.decline(OTHER[1], "no-time").await;
    let terms = TermsForm { fee_yen: Some(1), ..TermsForm::default() };
    press::propose_terms(&world.app.desk, world.offer_to(PERSON_ADDRESS), terms).await.unwrap();
    world.settle().await;
    world.wait(chrono::Duration::minutes(10)).await;
    assert_eq!(leaks(told(&world, &served.client).await), nothing, "before the match");
    assert_eq!(leaks(shown(&callers, &ids).await), nothing, "before the match");

    let status = world.letter(MATCHED_ADDRESS, "people_asked").token("/help-requests/status/");
    press::choose_offer(&world.app.desk, status, world.offers_of(id).await.iter().find(|offer| offer.specialist == person).unwrap().id)
        .await
        .unwrap();
    world.settle().await;
    let with_the_match = leaks(told(&world, &served.client).await);
    let letter = format!("match_for_specialist to {:?}", [PERSON_ADDRESS]);
    let page = format!("{letter}, {}", world.letter(PERSON_ADDRESS, "match_for_specialist").link("/engagements/"));
    assert_eq!(
        with_the_match,
        [(letter, MATCHED[..5].to_vec()), (page.clone(), vec![MATCHED[0]])],
        "company, place and contact, in one letter to the winner, whose own page names the company"
    );
    let own_page = world.letter(PERSON_ADDRESS, "match_for_specialist").link("/engagements/");
    let promised = served.client.stranger().press(&own_page, "steps/promise", &[("pledged", "yes")]).await;
    assert_eq!(promised.status, 200, "{}", promised.body);
    let with_the_promise = leaks(told(&world, &served.client).await);
    let letter = format!("match_for_specialist to {:?}", [PERSON_ADDRESS]);
    assert_eq!(
        with_the_promise,
        [(letter, MATCHED[..5].to_vec()), (page, vec![MATCHED[0], MATCHED[5]])],
        "what the company wrote, on the winner's own page after the pledge"
    );
    let shown: BTreeSet<String> = leaks(shown(&callers, &ids).await).into_iter().map(|(place, _)| place).collect();
    let own = format!("/api/v1/specialists/{person}/export");
    let wanted = [format!("{own} to a specialist"), format!("{own} to a specialist's program"), "/me/offers to a specialist".to_owned()];
    assert_eq!(shown, BTreeSet::from(wanted), "and in the winner's own export and page");
}
