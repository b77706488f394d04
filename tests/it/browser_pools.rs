//! A year of a shared specialist with a real browser, as wide as a phone. Pictures are kept in target/screenshots.

use chrono::Duration;
use nakodo::active_list::ConsentForm;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::RoleRequest;
use nakodo::identity::{Rank, Role};

use crate::browser::Browser;
use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![six_companies_share_a_specialist_for_a_year_on_a_phone];

const CLERK: &str = "tanto@chamber.example.jp";
const PERSON: &str = "s1@example.jp";

async fn choose(browser: &Browser, name: &str, value: &str) {
    let script = "const input = document.getElementsByName(arguments[0])[0]; if (input.type === 'radio') { \
                  [...document.getElementsByName(arguments[0])].find(one => one.value === arguments[1]).checked = true } else { input.value = arguments[1] }";
    browser.page.execute(script, vec![name.into(), value.into()]).await.expect("it can be chosen");
}

/// Looks at what the step does, and takes it.
async fn take(browser: &Browser, step: &str, typed: &[(&str, &str)]) {
    let (link, name) = (format!("main a[href*='/steps/{step}']"), step.split('-').next().unwrap_or(step));
    browser.press(&link).await;
    if !typed.is_empty() {
        browser.says("まだ何も変わりません").await;
        for (name, value) in typed {
            choose(browser, name, value).await;
        }
        browser.look(&format!("pool-form-{name}")).await;
        browser.press("main form button").await;
    }
    browser.says("このあとの合計").await;
    browser.look(&format!("pool-seen-{name}")).await;
    browser.press("main form button").await;
    browser.says("分け合う会社").await;
}

async fn six_companies_share_a_specialist_for_a_year_on_a_phone(mode: Mode) {
    let world = World::with(mode, |raw| {
        raw.sessions.second_factor = false;
        // A year passes, and the clerk stays signed in.
        (raw.sessions.idle_minutes, raw.sessions.whole_hours) = (1_000_000, 10_000);
    })
    .await;
    let served = Served::open(&world);
    let to_be_found = ConsentForm { scope: "public-listing".into(), version: "2026-11".into(), given: true };
    let specialist = world.enrol(|profile| profile.consents.push(to_be_found)).await;
    let org = SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    let Role::Broker(org, _) = world.invite(CLERK, RoleRequest::Broker(org, Rank::Owner)).await.role else { panic!("a broker") };
    let mut members = Vec::new();
    for number in 1..=6 {
        let mut form = help_request();
        (form.company.name, form.company.corporate_number) = (format!("第{number}精密工業株式会社"), None);
        (form.company.contact.address, form.company.employees) = (format!("c{number}@member.example.jp"), Some(10 * number));
        members.push(world.member(org, &form).await);
    }
    let browser = Browser::open(&served.client.address, 360).await;
    browser.sign_in(&world, CLERK).await;
    browser.go("/pools").await;
    browser.says("まだありません").await;
    browser.look("pools-none").await;
    browser.press("main a.button").await;
    browser.says("期間と予算と").await;
    for (name, value) in [
        ("/name", "令和9年度 セキュリティ相談の日"),
        ("/first", "2026-12-01"),
        ("/last", "2027-11-30"),
        ("/visits", "72"),
        ("/yen", "1,440,000"),
        ("/week", "3"),
        ("/weekday", "mon"),
        ("/fee_yen", "20,000"),
    ] {
        choose(&browser, name, value).await;
    }
    browser.look("pool-new").await;
    browser.press("main form button").await;
    browser.says("始めました").await;
    browser.look("pool-begun").await;
    for member in &members {
        take(&browser, "join", &[("/member", &member.to_string()), ("/wants", "12"), ("/from", "2026-12-01")]).await;
    }
    browser.press("main a[href*='/specialists']").await;
    browser.says("言葉で探す").await;
    browser.look("pool-find").await;
    browser.press(&format!("main a[href*='invite-{specialist}']")).await;
    browser.says("会社の名前は、引き受けていただくまで").await;
    browser.look("pool-invite").await;
    browser.press("main form button").await;
    browser.says("このあとの合計").await;
    browser.press("main form button").await;
    browser.says("専門家にメールを送ります").await;
    let year = browser.page.current_url().await.expect("an address").path().to_owned();
    world.settle().await;
    let link = world.letter(PERSON, "pool_invited").link("/pool/");
    browser.go(&link).await;
    browser.says("引き受けていただけますか").await;
    browser.look("pool-part-asked").await;
    browser.press("form[action*='/agree'] input[name='pledged']").await;
    browser.press("form[action*='/agree'] button").await;
    browser.says("第6精密工業株式会社").await;
    browser.look("pool-part-agreed").await;

    browser.go(&year).await;
    take(&browser, "plan", &[]).await;
    browser.look("pool-planned").await;
    world.wait(Duration::hours(1)).await;
    // Two months in which the day is a holiday.
    for (month, day) in [("2027-07", "2027年7月20日"), ("2027-09", "2027年9月21日")] {
        browser.press(&format!("main a[href*='month={month}']")).await;
        browser.says(day).await;
    }
    browser.look("pool-month").await;
    // Somebody was not there.
    world.wait(Duration::days(30)).await;
    browser.go(&format!("{year}?month=2026-12")).await;
    take(&browser, "missed-", &[]).await;
    take(&browser, "split", &[("/from", "2027-04-01"), ("/rule", "by-size")]).await;
    take(&browser, &format!("leave-{}", members[5]), &[("/after", "2027-06-30")]).await;
    browser.go(&format!("{year}?month=2027-08&lang=ja")).await;
    // 100,000 by 10 : 20 : 30 : 40 : 50.
    for share in ["6,667円", "13,333円", "20,000円", "26,667円", "33,333円", "100,000円"] {
        browser.says(share).await;
    }
    browser.look("pool-year").await;
    browser.go(&format!("{year}?month=2027-08&lang=en")).await;
    browser.look("pool-year-en").await;
    world.wait(Duration::hours(1)).await;
    browser.go(&format!("{}?lang=ja", world.letter("c1@member.example.jp", "pool_slots").link("/pool/"))).await;
    browser.says("負担していただく額").await;
    browser.look("pool-part-member").await;
    browser.press("main li details summary").await;
    browser.press("main li details button").await;
    browser.says("受け付けました").await;
    world.invite(PERSON, RoleRequest::Specialist("000001".into())).await;
    let own = Browser::open(&served.client.address, 360).await;
    own.sign_in(&world, PERSON).await;
    own.go("/me/pools").await;
    own.says("第5精密工業株式会社").await;
    own.look("me-pools").await;
    own.page.clone().close().await.expect("the browser closes");
    browser.page.clone().close().await.expect("the browser closes");
}
