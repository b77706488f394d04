//! Whole stories in a real browser, on a phone in Japanese and at a desk in English. Letters are read from the mail folder and their links followed.

use fantoccini::Locator;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::RoleRequest;
use nakodo::identity::Rank;
use serde_json::json;

use crate::browser::Browser;
use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    a_company_alone_goes_from_a_worry_to_a_match_on_a_phone_in_japanese,
    a_company_alone_goes_from_a_worry_to_a_match_at_a_desk_in_english,
    a_member_comes_through_its_chamber_to_a_match_on_a_phone_in_japanese,
    a_member_comes_through_its_chamber_to_a_match_at_a_desk_in_english,
    a_forwarded_letter_is_refused_on_a_phone,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const PERSON: &str = "s1@example.jp";
const CLERK: &str = "tanto@chamber.example.jp";

/// What pages say to readers of one language.
struct Said {
    language: &'static str,
    width: u32,
    because: &'static str,
    sent: &'static str,
    confirmed: &'static str,
    code: &'static str,
    thanks: &'static str,
    match_made: &'static str,
    asked_by_letter: &'static str,
    agreed: &'static str,
    asked_for: &'static str,
}

const JAPANESE: Said = Said {
    language: "ja",
    width: 360,
    because: "この内容をおすすめする理由",
    sent: "確認のメールをお送りしました",
    confirmed: "確認できました",
    code: "確認の番号を入れてください",
    thanks: "引き受けていただき、ありがとうございます",
    match_made: "引き受けた専門家",
    asked_by_letter: "会社にメールを送ります",
    agreed: "同意をいただいています",
    asked_for: "相談を出しました",
};
const ENGLISH: Said = Said {
    language: "en",
    width: 1280,
    because: "Why we suggest this",
    sent: "We have sent you a letter to confirm",
    confirmed: "Confirmed",
    code: "Please enter the code",
    thanks: "Thank you for accepting",
    match_made: "Your specialist",
    asked_by_letter: "A letter to the company goes out",
    agreed: "You have agreed",
    asked_for: "The help request is in",
};

/// A choice or a date. The browser fills them in in its own language; what the form sends is the same.
async fn choose(browser: &Browser, name: &str, value: &str) {
    let set = "document.getElementsByName(arguments[0])[0].value = arguments[1]";
    browser.page.execute(set, vec![json!(name), json!(value)]).await.expect("it is set");
}

/// What is wanted, as far as nothing has filled it in.
async fn fill_in_need(browser: &Browser) {
    choose(browser, "/need/start_on", &help_request().need.start_on).await;
    choose(browser, "/need/budget_yen", "60000").await;
    browser.press("input[name='/need/mode'][value='onsite']").await;
    browser.press("input[name='/need/slots'][value='tue-pm']").await;
    choose(browser, "/need/hours", "4").await;
}

async fn fill_in_company(browser: &Browser) {
    let company = help_request().company;
    choose(browser, "/company/prefecture", &company.prefecture).await;
    choose(browser, "/company/industry", &company.industry).await;
    for (name, text) in [
        ("/company/name", company.name.as_str()),
        ("/company/municipality", company.municipality.as_str()),
        ("/company/employees", "10"),
        ("/company/contact/name", company.contact.name.as_str()),
        ("/company/contact/address", COMPANY),
    ] {
        browser.type_into(name, text).await;
    }
}

/// The specialist opens the letter and accepts with the code from the same mailbox.
async fn accept_by_letter(world: &World, served: &Served, said: &Said, name: &str) -> Browser {
    let person = Browser::open(&served.client.address, said.width).await;
    let offer = world.letter(PERSON, "offer").link("/offers/");
    person.go(&format!("{offer}?lang={}", said.language)).await;
    person.look(&format!("{name}-offer-{}", said.language)).await;
    person.press("form[action*='/accept'] button").await;
    person.says(said.code).await;
    world.settle().await;
    person.type_into("code", &world.letter(PERSON, "acceptance_code").code()).await;
    person.press("form[action*='/accept'] button").await;
    person.says(said.thanks).await;
    person.look(&format!("{name}-accepted-{}", said.language)).await;
    world.settle().await;
    person
}

async fn from_a_worry_to_a_match(mode: Mode, said: Said) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let all_menus = world.app.desk.catalogue.menus().iter().map(|menu| menu.code.clone()).collect::<Vec<_>>();
    world
        .enrol(|profile| {
            let offered = profile.menus[0].clone();
            profile.menus = all_menus.into_iter().map(|menu| nakodo::active_list::OfferedMenuForm { menu, ..offered.clone() }).collect();
        })
        .await;
    let look = async |browser: &Browser, name: &str| browser.look(&format!("journey-{name}-{}", said.language)).await;

    let company = Browser::open(&served.client.address, said.width).await;
    company.go(&format!("/?lang={}", said.language)).await;
    company.press("main p a.button").await;
    company.press("input[value='data-leak']").await;
    look(&company, "1-worries").await;
    company.press("main form > button").await;
    company.says(said.because).await;
    fill_in_need(&company).await;
    fill_in_company(&company).await;
    look(&company, "2-form").await;
    company.press("button[type=submit]:not([name])").await;
    company.says(said.sent).await;
    world.settle().await;
    company.go(&world.letter(COMPANY, "confirm_help_request").link("/help-requests/confirm/")).await;
    company.press("form button").await;
    company.says(said.confirmed).await;
    look(&company, "3-confirmed").await;
    world.settle().await;

    let person = accept_by_letter(&world, &served, &said, "journey-4").await;

    // The language that was chosen first has stayed through forms and letters.
    company.go(&world.letter(COMPANY, "match_for_company").link("/help-requests/status/")).await;
    company.says(said.match_made).await;
    company.says(PERSON).await;
    look(&company, "5-matched").await;
    let calendar = company.page.find(Locator::Css("a[href*='/calendar']")).await.expect("a link to the calendar file");
    let file = calendar.attr("href").await.expect("an address").expect("an address");
    let file = served.client.stranger().get(&file).await;
    assert_eq!((file.status, file.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let in_letter = world.letter(COMPANY, "match_for_company").calendar.expect("the letter has the entry, too");
    let name = |entry: &str| entry.lines().find(|line| line.starts_with("UID:")).map(str::to_owned);
    assert_eq!(name(&file.body), name(&in_letter), "one entry, however often it is taken over");
    for browser in [company, person] {
        browser.page.clone().close().await.expect("the browser closes");
    }
}

async fn a_company_alone_goes_from_a_worry_to_a_match_on_a_phone_in_japanese(mode: Mode) {
    from_a_worry_to_a_match(mode, JAPANESE).await;
}

async fn a_company_alone_goes_from_a_worry_to_a_match_at_a_desk_in_english(mode: Mode) {
    from_a_worry_to_a_match(mode, ENGLISH).await;
}

/// B社 of the papers: its chamber takes it in, it agrees by letter, the chamber asks for it, and a specialist accepts by letter.
async fn through_the_chamber_to_a_match(mode: Mode, said: Said) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let chamber = SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    world.invite(CLERK, RoleRequest::Broker(chamber, Rank::Member)).await;
    let look = async |browser: &Browser, name: &str| browser.look(&format!("chamber-{name}-{}", said.language)).await;

    let clerk = Browser::open(&served.client.address, said.width).await;
    clerk.sign_in(&world, CLERK).await;
    clerk.go(&format!("/queue/new?lang={}", said.language)).await;
    look(&clerk, "1-no-members").await;
    clerk.press("main a.button").await;
    clerk.type_into("/number", "B-0001").await;
    fill_in_company(&clerk).await;
    clerk.press("main form button").await;
    look(&clerk, "2-member").await;
    clerk.press("form[action*='/ask'] button").await;
    clerk.says(said.asked_by_letter).await;
    world.settle().await;

    let company = Browser::open(&served.client.address, said.width).await;
    let consent = world.letter(COMPANY, "member_consent").link("/consents/");
    company.go(&format!("{consent}?lang={}", said.language)).await;
    look(&company, "3-consent").await;
    company.press("form:not([action*='/object']) button").await;
    company.says(said.agreed).await;

    clerk.go("/queue/new").await;
    clerk.type_into("q", "関金属").await;
    clerk.press("main form button").await;
    clerk.press("input[value='basic-check']").await;
    fill_in_need(&clerk).await;
    look(&clerk, "4-form").await;
    clerk.press("button[type=submit]:not([name])").await;
    clerk.says(said.asked_for).await;
    look(&clerk, "5-asked").await;
    clerk.press("main a.button").await;
    clerk.says("関金属工業").await;
    world.settle().await;

    let person = accept_by_letter(&world, &served, &said, "chamber-6").await;
    company.go(&world.letter(COMPANY, "match_for_company").link("/help-requests/status/")).await;
    company.says(said.match_made).await;
    company.says(PERSON).await;
    clerk.go("/queue?basket=done").await;
    clerk.press("main ul.letters a").await;
    clerk.says("関金属工業").await;
    look(&clerk, "7-matched").await;
    for browser in [clerk, company, person] {
        browser.page.clone().close().await.expect("the browser closes");
    }
}

async fn a_member_comes_through_its_chamber_to_a_match_on_a_phone_in_japanese(mode: Mode) {
    through_the_chamber_to_a_match(mode, JAPANESE).await;
}

async fn a_member_comes_through_its_chamber_to_a_match_at_a_desk_in_english(mode: Mode) {
    through_the_chamber_to_a_match(mode, ENGLISH).await;
}

async fn a_forwarded_letter_is_refused_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let offer = world.letter(PERSON, "offer").link("/offers/");
    // A colleague to whom the letter was forwarded does not read the mailbox to which the code goes.
    let colleague = Browser::open(&served.client.address, 360).await;
    colleague.go(&offer).await;
    colleague.press("form[action*='/accept'] button").await;
    colleague.says(JAPANESE.code).await;
    world.settle().await;
    let code = world.letter(PERSON, "acceptance_code").code();
    let guess = async |guess: &str| {
        let typed = "document.getElementsByName('code')[0].value = arguments[0]";
        colleague.page.execute(typed, vec![json!(guess)]).await.expect("it is typed");
        colleague.press("form[action*='/accept'] button").await;
    };
    for wrong in (100_000..).map(|number| number.to_string()).filter(|number| *number != code).take(5) {
        guess(&wrong).await;
        // The page that comes holds what was typed.
        let typed = format!("[name='code'][value='{wrong}']");
        colleague.page.wait().for_element(Locator::Css(&typed)).await.expect("the guess is shown again");
        colleague.says("番号が違います").await;
    }
    guess(&code).await;
    colleague.says("この番号はもう使えません").await;
    world.settle().await;
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent", "five guesses accept nothing");
    assert!(world.letters_to(COMPANY).iter().all(|mail| mail.kind != "match_for_company"));
    colleague.look("forwarded-refused").await;
    colleague.page.clone().close().await.expect("the browser closes");
}
