//! Who asks too often to sign in, and whose word about a client's address is taken.

use chrono::Duration;
use nakodo::desk::RoleRequest;

use crate::harness::signing_in::{ask, type_code};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    one_place_gets_five_letters_an_hour_for_one_address_and_is_told_nothing_of_it,
    a_flood_of_letters_to_one_mailbox_ends_whoever_asks,
    one_place_may_ask_for_thirty_addresses_an_hour,
    a_made_up_address_of_the_client_changes_nothing_unless_the_proxy_is_ours,
];

const OPERATOR: &str = "operator@nakodo.example";

fn codes(world: &World) -> usize {
    world.letters_to(OPERATOR).iter().filter(|mail| mail.kind == "sign_in").count()
}

async fn one_place_gets_five_letters_an_hour_for_one_address_and_is_told_nothing_of_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.invite(OPERATOR, RoleRequest::Operator).await;
    let browser = served.client.in_browser(&[]);
    let first = ask(&browser, OPERATOR).await;
    for _ in 0..6 {
        let again = ask(&browser, " Operator@NAKODO.example ").await;
        assert_eq!((again.status, &again.body), (first.status, &first.body));
    }
    world.settle().await;
    assert_eq!(codes(&world), 5);
    world.wait(Duration::minutes(61)).await;
    ask(&browser, OPERATOR).await;
    world.settle().await;
    assert_eq!(codes(&world), 6);
}

async fn a_flood_of_letters_to_one_mailbox_ends_whoever_asks(mode: Mode) {
    let world = World::with(mode, |raw| raw.web.trusted_proxies = "127.0.0.0/8".into()).await;
    let served = Served::open(&world);
    world.invite(OPERATOR, RoleRequest::Operator).await;
    for number in 0..40 {
        let client = served.client.in_browser(&[("x-forwarded-for", &format!("198.51.100.{number}"))]);
        assert_eq!(ask(&client, OPERATOR).await.status, 200);
    }
    world.settle().await;
    assert_eq!(codes(&world), 30);
    world.wait(Duration::hours(25)).await;
    let client = served.client.in_browser(&[]);
    ask(&client, OPERATOR).await;
    world.settle().await;
    assert_eq!(codes(&world), 31);
    let letter = world.letters_to(OPERATOR).into_iter().rfind(|mail| mail.kind == "sign_in").expect("a letter");
    assert_eq!(type_code(&client, &letter.code()).await.status, 303);
}

async fn one_place_may_ask_for_thirty_addresses_an_hour(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for number in 0..30 {
        assert_eq!(ask(&served.client, &format!("a{number}@example.com")).await.status, 200);
    }
    let refused = ask(&served.client, OPERATOR).await;
    assert!(refused.status == 429 && refused.body.contains("しばらく時間をおいてください"), "{}", refused.body);
    world.wait(Duration::minutes(61)).await;
    assert_eq!(ask(&served.client, OPERATOR).await.status, 200);
}

async fn a_made_up_address_of_the_client_changes_nothing_unless_the_proxy_is_ours(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for number in 0..30 {
        let client = served.client.in_browser(&[("x-forwarded-for", &format!("198.51.100.{number}"))]);
        assert_eq!(ask(&client, &format!("a{number}@example.com")).await.status, 200);
    }
    let client = served.client.in_browser(&[("x-forwarded-for", "198.51.100.99")]);
    assert_eq!(ask(&client, OPERATOR).await.status, 429);
}
