//! Accounts: who gets one, and what becomes of it.

use std::process::Output;

use nakodo::desk::{self, RoleRequest, change_specialist};

use crate::harness::process::Place;
use crate::harness::signing_in::{ask, signed_in};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    an_invitation_says_how_to_sign_in_and_holds_no_secret,
    an_account_that_is_shut_is_signed_out_at_once_and_gets_no_code,
    who_does_not_read_the_mailbox_any_more_does_not_act_as_the_specialist,
    accounts_are_made_listed_and_shut_at_the_terminal,
];

const OPERATOR: &str = "operator@nakodo.example";

async fn an_invitation_says_how_to_sign_in_and_holds_no_secret(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let first = world.invite(OPERATOR, RoleRequest::Operator).await;
    world.settle().await;
    let letter = world.letter(OPERATOR, "invitation");
    let text: String = letter.text.lines().collect();
    assert!(letter.text.lines().any(|line| line == "http://nakodo.test/sign-in") && text.contains("運営者として"), "{}", letter.text);
    let again = world.invite("Operator@nakodo.example", RoleRequest::Operator).await;
    assert_eq!((first.account, first.is_new), (again.account, true));
    assert!(!again.is_new, "one account for a mailbox, however it is written");
    assert_eq!(served.client.get("/sign-in").await.status, 200);
}

async fn an_account_that_is_shut_is_signed_out_at_once_and_gets_no_code(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.invite(OPERATOR, RoleRequest::Operator).await;
    let browser = signed_in(&world, &served.client, OPERATOR).await;
    assert!(desk::disable_account(&world.app.desk, OPERATOR.to_owned()).await.expect("it is there"));
    assert_eq!(browser.get("/account").await.status, 303);
    let letters = world.letters_to(OPERATOR).len();
    assert_eq!(ask(&browser, OPERATOR).await.status, 200, "nobody learns that it is shut");
    world.settle().await;
    assert_eq!(world.letters_to(OPERATOR).len(), letters);
    desk::enable_account(&world.app.desk, OPERATOR.to_owned()).await.expect("it is there");
    signed_in(&world, &served.client, OPERATOR).await;
}

async fn who_does_not_read_the_mailbox_any_more_does_not_act_as_the_specialist(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let person = world.enrol(|_| {}).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    let browser = signed_in(&world, &served.client, "s1@example.jp").await;
    assert!(browser.get("/account").await.body.contains("専門家(佐藤 1)"));
    let moved = change_specialist(&world.app.desk, person, None, |before| {
        let mut form = crate::harness::people::Profile::numbered(1).form();
        form.contacts[0].address = "new@example.jp".into();
        form.name = before.name.as_str().to_owned();
        Ok(form)
    });
    moved.await.expect("the profile is right");
    let page = browser.get("/account").await.body;
    assert!(page.contains("立場が登録されていません"), "{page}");
}

fn run(place: &Place, args: &[&str]) -> (bool, String, String) {
    let Output { status, stdout, stderr } = place.command(&[&["accounts"], args].concat()).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

async fn accounts_are_made_listed_and_shut_at_the_terminal(mode: Mode) {
    let place = Place::new(mode).await;
    let (done, said, _) = run(&place, &["invite", "--role", "operator", OPERATOR]);
    assert!(done && said.contains("may act from now on as operator"), "{said}");
    let chamber = ["--organisation", "商工会議所", "--mail", "shien@chamber.example.jp"];
    let (done, said, _) = run(&place, &[&["invite", "--role", "broker", "--owner", "tanto@chamber.example.jp"], &chamber[..]].concat());
    assert!(done && said.contains("(owner)"), "{said}");
    let (done, _, told) = run(&place, &["invite", "--role", "broker", "x@chamber.example.jp", "--organisation", "別の会議所"]);
    assert!(!done && told.contains("--mail"), "{told}");
    let (done, _, told) = run(&place, &["invite", "--role", "specialist", "x@example.jp", "--number", "999999"]);
    assert!(!done && told.contains("nobody is on record"), "{told}");
    let (done, _, told) = run(&place, &["invite", "--role", "auditor", "nobody@localhost"]);
    assert!(!done && told.contains("address not-a-mail-address"), "{told}");
    assert!(run(&place, &["disable", OPERATOR]).1.contains("is shut"));
    let (_, listed, _) = run(&place, &["list"]);
    assert!(
        listed.lines().count() == 2 && listed.contains("operator@nakodo.example  operator; signed in at 0 places, shut since"),
        "{listed}"
    );
    assert!(run(&place, &["enable", OPERATOR]).1.contains("is open again"));
    assert!(!run(&place, &["disable", "nobody@example.com"]).0);
    assert!(run(&place, &["invite", "--role", "auditor", "--shared", "info@nakodo.example"]).0);
    assert!(run(&place, &["list"]).1.contains("info@nakodo.example  auditor, shared;"));
    assert!(run(&place, &["share", "info@nakodo.example", "--stop"]).1.contains("is now one person's"));
    assert!(run(&place, &["share", "info@nakodo.example"]).1.contains("is now shared"));
    assert!(run(&place, &["share", "info@nakodo.example"]).1.contains("was already shared"));
}
