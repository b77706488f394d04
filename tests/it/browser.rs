//! Pages in a real browser: Debian's Chromium, led by its own driver, as wide as a phone. Pictures are kept in target/screenshots.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use nakodo::store::StoreError;
use serde_json::json;

use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

/// How long a page may take to say or hold what it should.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(30);

/// Whether pressing leads to another page; this one is marked then.
const LEADS_ON: &str = "
    const one = document.querySelector(arguments[0]), link = one.closest('a[href]:not([download])'), button = one.closest('button, input');
    const elsewhere = link !== null && link.href.split('#')[0] !== location.href.split('#')[0];
    const leadsOn = elsewhere || (button !== null && button.type === 'submit' && button.form !== null && button.form.checkValidity());
    document.documentElement.toggleAttribute('data-left', leadsOn);
    return leadsOn;";

in_both_modes![
    a_specialist_accepts_on_a_phone_with_the_code_from_the_mailbox,
    a_company_asks_and_confirms_on_a_phone,
    offers_are_paused_and_taken_up_again_on_a_phone,
    a_scanner_that_runs_scripts_and_sends_bare_forms_changes_nothing,
    a_specialist_accepts_with_changes_and_the_company_says_yes_on_a_phone,
    a_specialist_who_cannot_after_all_says_so_on_a_phone,
];

/// A browser of its own for a test; closed with it.
pub struct Browser {
    driver: Child,
    pub page: Client,
    address: String,
}

impl Browser {
    pub async fn open(address: &str, width: u32) -> Self {
        let driver = std::env::var("NAKODO_TEST_CHROMEDRIVER").expect("no chromedriver to test with: run ./scripts/test");
        let chromium = std::env::var("NAKODO_TEST_CHROMIUM").expect("no Chromium to test with: run ./scripts/test");
        let mut driver = Command::new(driver).arg("--port=0").stdout(Stdio::piped()).spawn().expect("chromedriver starts");
        let output = driver.stdout.take().expect("its output is ours");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines.find_map(|line| line.split("successfully on port ").nth(1).map(|port| port.trim_end_matches('.').to_owned()));
        let port = port.expect("chromedriver says where it listens");
        // Read on, or it would block on a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
        ];
        let capabilities = json!({ "goog:chromeOptions": {
            "binary": chromium,
            "args": arguments,
            "prefs": { "intl.accept_languages": "ja" },
            "mobileEmulation": { "deviceMetrics": { "width": width, "height": 740, "pixelRatio": 2.0, "touch": true } }
        }});
        let capabilities = capabilities.as_object().cloned().unwrap_or_default();
        let page = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the browser opens");
        Self { driver, page, address: address.to_owned() }
    }

    pub async fn go(&self, path: &str) {
        self.page.goto(&format!("{}{path}", self.address)).await.expect("the page loads");
    }

    /// Presses what is there. If that leads to another page, it is there afterwards: what the page before says too proves nothing.
    pub async fn press(&self, selector: &str) {
        let button = self.page.wait().at_most(LONGEST).for_element(Locator::Css(selector)).await.expect(selector);
        let leads_on = self.page.execute(LEADS_ON, vec![json!(selector)]).await.expect("a script runs");
        button.click().await.expect("it can be pressed");
        if leads_on == json!(true) {
            let next = self.page.wait().at_most(LONGEST).for_element(Locator::Css("html:not([data-left])")).await;
            next.unwrap_or_else(|error| panic!("{selector} leads nowhere: {error}"));
        }
    }

    pub async fn type_into(&self, name: &str, text: &str) {
        let input = self.page.find(Locator::Css(&format!("[name='{name}']"))).await.expect(name);
        input.send_keys(text).await.expect("it can be typed into");
    }

    /// Waits until the page says `text`.
    pub async fn says(&self, text: &str) {
        let place = format!("//main//*[contains(., '{text}')]");
        let found = self.page.wait().at_most(LONGEST).for_element(Locator::XPath(&place)).await;
        found.unwrap_or_else(|error| panic!("the page does not say {text}: {error}"));
    }

    /// Signs in with the code from the mailbox.
    pub async fn sign_in(&self, world: &World, address: &str) {
        // Letters are in the order of their milliseconds.
        world.app.desk.clock.advance(chrono::Duration::seconds(1));
        self.go("/sign-in?lang=ja").await;
        self.type_into("address", address).await;
        self.press("main form button").await;
        self.says("番号を入れてください").await;
        world.settle().await;
        self.type_into("code", &world.letter(address, "sign_in").code()).await;
        self.press("main form button").await;
        let elsewhere = Locator::XPath("//main[not(.//input[@name='code'])]");
        self.page.wait().at_most(LONGEST).for_element(elsewhere).await.expect("somebody is signed in");
    }

    pub async fn keep_picture(&self, name: &str) {
        let picture = self.page.screenshot().await.expect("a picture");
        let place = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("../screenshots").join(format!("{name}.png"));
        std::fs::create_dir_all(place.parent().expect("it lies in a folder")).expect("a folder for pictures");
        std::fs::write(place, picture).expect("the picture is kept");
    }

    /// Keeps a picture, and checks that nothing is wider than the screen.
    pub async fn look(&self, name: &str) {
        self.keep_picture(name).await;
        let overhang = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let overhang = self.page.execute(overhang, Vec::new()).await.expect("its width");
        assert_eq!(overhang, json!(0), "{name} is wider than the screen");
    }

    /// The same of what lies further down the page.
    pub async fn look_at(&self, selector: &str, name: &str) {
        let scroll = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.page.execute(scroll, vec![json!(selector)]).await.expect("the page moves");
        self.look(name).await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium ends with its driver.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

async fn a_specialist_accepts_on_a_phone_with_the_code_from_the_mailbox(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go(&world.letter("s1@example.jp", "offer").link("/letters/")).await;
    browser.look("wishes").await;
    browser.press("input[value='gathered']").await;
    browser.press("button.wide").await;
    browser.says("保存しました").await;
    browser.look("wishes-saved").await;
    browser.go(&format!("{link}?lang=en")).await;
    browser.look("offer-en").await;
    browser.go(&link).await;
    browser.says("Please answer by").await;
    browser.go(&format!("{link}?lang=ja")).await;
    browser.look("offer-ja").await;
    browser.says("お返事の期限").await;
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent", "looking is not accepting");
    browser.press("form[action*='/accept'] button").await;
    browser.says("確認の番号を入れてください").await;
    browser.look("offer-code").await;
    world.settle().await;
    let letter = world.letter("s1@example.jp", "acceptance_code");
    browser.type_into("code", "000 00").await;
    browser.press("form[action*='/accept'] button").await;
    browser.says("番号が違います").await;
    browser.look("offer-code-wrong").await;
    // The tab is lost while the letter is read, so its button opens the page anew.
    browser.go(&letter.link("/offers/")).await;
    browser.look("offer-code-in-page").await;
    browser.type_into("code", &letter.code()).await;
    browser.press("form[action*='/accept'] button").await;
    browser.says("引き受けていただき、ありがとうございます").await;
    browser.look("offer-accepted").await;
    browser.go(&link).await;
    browser.says("すでに引き受けていただいています").await;
    world.settle().await;
    let status = world.letter("soumu@seki-kinzoku.example.jp", "match_for_company").link("/help-requests/status/");
    browser.go(&status).await;
    browser.look("status-matched").await;
    browser.page.clone().close().await.expect("the browser closes");
}

async fn a_company_asks_and_confirms_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/").await;
    browser.look("home").await;
    browser.press("main p a.button").await;
    browser.says("何が心配ですか").await;
    browser.look("worries").await;
    browser.press("main form + p + p a").await;
    browser.says("お願いしたいこと").await;
    browser.press("button[type=submit]").await;
    browser.says("直していただきたいところがあります").await;
    browser.look("ask-mistakes").await;
    ask(&browser, "4").await;
    browser.look("ask").await;
    let submission = browser.page.execute("return document.getElementsByName('submission')[0].value", Vec::new()).await.expect("its value");
    browser.press("button[type=submit]").await;
    browser.says("確認のメールをお送りしました").await;
    // As a browser shows the form that goes back to it and has kept it.
    browser.go("/help-requests/new").await;
    ask(&browser, "8").await;
    let keep = "document.getElementsByName('submission')[0].value = arguments[0]";
    browser.page.execute(keep, vec![submission]).await.expect("the value is set");
    browser.press("button[type=submit]").await;
    browser.says("すでに一度お送りいただいています").await;
    browser.look("ask-again").await;
    world.settle().await;
    let confirm = world.letter("soumu@seki-kinzoku.example.jp", "confirm_help_request").link("/help-requests/confirm/");
    browser.go(&confirm).await;
    browser.look("confirm").await;
    browser.press("form button").await;
    browser.says("確認できました").await;
    world.settle().await;
    assert_eq!(world.letters_to("s1@example.jp").len(), 1);
    browser.page.clone().close().await.expect("the browser closes");
}

/// Fills in the form that lies open.
async fn ask(browser: &Browser, hours: &str) {
    let form = help_request();
    browser.press("input[value='basic-check']").await;
    browser.press("input[name='/need/mode'][value='onsite']").await;
    browser.press("input[value='tue-pm']").await;
    // A date field takes its parts in the order of the browser's language; the value itself is the same everywhere.
    let set_date = "document.getElementsByName('/need/start_on')[0].value = arguments[0]";
    browser.page.execute(set_date, vec![json!(form.need.start_on)]).await.expect("the date is set");
    for (name, text) in [
        ("/need/hours", hours),
        ("/need/budget_yen", "60000"),
        ("/company/name", form.company.name.as_str()),
        ("/company/municipality", form.company.municipality.as_str()),
        ("/company/prefecture", "岐阜県"),
        ("/company/industry", "製造業"),
        ("/company/employees", "10"),
        ("/company/contact/name", form.company.contact.name.as_str()),
        ("/company/contact/address", form.company.contact.address.as_str()),
    ] {
        browser.type_into(name, text).await;
    }
}

async fn offers_are_paused_and_taken_up_again_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|profile| profile.contacts[0].shared = true).await;
    world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go(&link).await;
    browser.press("details summary").await;
    browser.look("offer-shared-and-decline").await;
    let scroll = "document.getElementsByName('text')[0].scrollIntoView()";
    browser.page.execute(scroll, Vec::new()).await.expect("the page moves");
    browser.look("offer-not-now").await;
    browser.press("a[href*='/pauses/']").await;
    browser.says("いまはお休みしていません").await;
    let set_date = "document.getElementsByName('again_on')[0].value = arguments[0]";
    browser.page.execute(set_date, vec![json!("2027-01-12")]).await.expect("the date is set");
    browser.look("pauses-none").await;
    browser.press("form button").await;
    browser.says("打診をお休みします").await;
    world.settle().await;
    browser.go(&world.letter("s1@example.jp", "offers_paused").link("/pauses/")).await;
    browser.look("pauses").await;
    browser.press("form[action*='/end'] button").await;
    browser.says("お休みを終えました").await;
    browser.page.clone().close().await.expect("the browser closes");
}

async fn a_scanner_that_runs_scripts_and_sends_bare_forms_changes_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    world.submit(help_request(), nakodo::desk::Submitter::Company).await;
    world.settle().await;
    let company = "soumu@seki-kinzoku.example.jp";
    let links = [
        world.letter("s1@example.jp", "offer").link("/offers/"),
        world.letter(company, "confirm_help_request").link("/help-requests/confirm/"),
        world.letter(company, "people_asked").link("/help-requests/status/"),
    ];
    let last = || async { world.app.desk.store.read(|tx| tx.last_event()).await.map_err(|error: StoreError| error.to_string()).unwrap() };
    let (before, letters) = (last().await, world.letters().len());
    let browser = Browser::open(&served.client.address, 360).await;
    for link in links.map(|link| format!("{link}?lang=ja")) {
        browser.go(&link).await;
        let found = "return [...document.links].map(link => link.href).filter(href => href.startsWith(location.origin))";
        let found = browser.page.execute(found, Vec::new()).await.expect("its links");
        let forms = browser.page.execute("return document.forms.length", Vec::new()).await.expect("its forms");
        for form in 0..forms.as_u64().unwrap_or_default() {
            browser.go(&link).await;
            // Each form is sent without what stands in it.
            let send = "const form = document.forms[arguments[0]]; form.replaceChildren(); form.submit(); return form.action";
            let action = browser.page.execute(send, vec![json!(form)]).await.expect("it is sent");
            let asks_for_more = |action: &str| ["/decline", "/propose"].iter().any(|act| action.contains(act));
            browser
                .says(if action.as_str().is_some_and(asks_for_more) {
                    "入力してください"
                } else {
                    "もう一度このページのボタンを押してください"
                })
                .await;
        }
        for href in found.as_array().expect("a list") {
            browser.page.goto(href.as_str().expect("an address")).await.expect("the page loads");
        }
    }
    world.settle().await;
    assert_eq!((last().await, world.letters().len()), (before, letters));
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
    browser.page.clone().close().await.expect("the browser closes");
}

async fn a_specialist_accepts_with_changes_and_the_company_says_yes_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go(&link).await;
    browser.press("details summary").await;
    browser.press("form[action*='/propose'] button").await;
    browser.says("変えたい条件を一つ以上入力してください").await;
    browser.press("input[value='sat-am']").await;
    browser.type_into("fee_yen", "80,000").await;
    browser.look("offer-with-changes").await;
    browser.press("form[action*='/propose'] button").await;
    browser.says("確認の番号を入れてください").await;
    world.settle().await;
    browser.type_into("code", &world.letter("s1@example.jp", "acceptance_code").code()).await;
    browser.look("offer-with-changes-code").await;
    browser.press("form[action*='/propose'] button").await;
    browser.says("お返事を会社にお伝えします").await;
    browser.go(&link).await;
    browser.look("offer-willing").await;
    world.settle().await;
    let status = world.letter("soumu@seki-kinzoku.example.jp", "choice_for_company").link("/help-requests/status/");
    browser.go(&status).await;
    browser.says("80,000円").await;
    browser.look("status-choose").await;
    browser.press("form[action*='/choose/'] button").await;
    browser.says("お願いする方が決まりました").await;
    browser.go(&status).await;
    browser.look("status-chosen").await;
    browser.page.clone().close().await.expect("the browser closes");
}

async fn a_specialist_who_cannot_after_all_says_so_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    world.accept("s1@example.jp").await;
    world.settle().await;
    let link = world.letter("s1@example.jp", "match_for_specialist").link("/engagements/");
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go(&link).await;
    browser.press("details:has([action*='/withdraw']) summary").await;
    browser.look("leave").await;
    browser.type_into("reason", "急な出張が入りました").await;
    browser.press("form[action*='/withdraw'] button").await;
    browser.says("取りやめを承りました").await;
    browser.page.clone().close().await.expect("the browser closes");
}
