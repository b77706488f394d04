//! The day of a clerk with a real browser, as wide as a phone: asking for a member by keyboard, who could be asked, a poster, a report, an import, a
//! hand-over. Pictures are kept in target/screenshots.

use nakodo::brokering::{MemberForm, SupportOrgForm};
use nakodo::desk::{self, RoleRequest, Submitter};
use nakodo::identity::{Rank, Role};
use nakodo::ids::SupportOrgId;
use nakodo::intake::HelpRequestState;

use crate::browser::Browser;
use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    a_company_comes_through_its_chamber_from_the_counter_to_a_match_by_keyboard,
    a_clerk_looks_who_could_be_asked_and_asks_one_person,
    a_poster_and_a_report_are_ready_to_print,
    a_list_of_members_with_bad_rows_is_mended_in_the_page_by_keyboard,
    a_clerk_who_leaves_hands_everything_to_a_colleague,
];

const CLERK: &str = "tanto@chamber.example.jp";
const OTHER: &str = "kokei@chamber.example.jp";
const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

const ENTER: &str = "\u{e007}";
const ALT: &str = "\u{e00a}";
/// Lets go of every key.
const UP: &str = "\u{e000}";

fn org() -> SupportOrgForm {
    SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None }
}

async fn world(mode: Mode) -> World {
    World::with(mode, |raw| raw.sessions.second_factor = false).await
}

async fn clerk(world: &World, address: &str) -> SupportOrgId {
    match world.invite(address, RoleRequest::Broker(org(), Rank::Owner)).await.role {
        Role::Broker(id, _) => id,
        other => panic!("a broker, not {other:?}"),
    }
}

async fn signed_in(world: &World, served: &Served, address: &str) -> Browser {
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/sign-in").await;
    browser.type_into("address", &format!("{address}{ENTER}")).await;
    browser.says("番号を入れてください").await;
    world.settle().await;
    browser.type_into("code", &format!("{}{ENTER}", world.letter(address, "sign_in").code())).await;
    browser.says("貴機関の相談").await;
    browser
}

/// Types into whatever has the focus, as somebody does who uses no mouse.
async fn keys(browser: &Browser, text: &str) {
    let focused = browser.page.active_element().await.expect("something has the focus");
    focused.send_keys(text).await.expect("it takes keys");
}

async fn close(browser: Browser) {
    browser.page.clone().close().await.expect("the browser closes");
}

async fn a_company_comes_through_its_chamber_from_the_counter_to_a_match_by_keyboard(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let org = clerk(&world, CLERK).await;
    let role = Role::Broker(org, Rank::Owner);
    // What was asked for last: the form begins with it.
    let mut before = help_request();
    (before.company.name, before.company.contact.address) = ("A社".into(), "soumu@a-sha.example.jp".into());
    before.company.corporate_number = None;
    let earlier = world.submit(before, Submitter::SupportOrg(org)).await.id;
    desk::cancel_help_request(&world.app.desk, earlier, role).await.expect("it is open");
    let mut company = help_request().company;
    company.name = "B社".into();
    let member = desk::add_member(&world.app.desk, role, MemberForm { number: "B-0001".into(), company }, None).await.expect("it is right");
    desk::ask_member(&world.app.desk, role, member).await.expect("it can be asked");
    world.settle().await;

    let browser = signed_in(&world, &served, CLERK).await;
    browser.go("/queue/new").await;
    browser.look("quick").await;
    keys(&browser, &format!("ｂ社{ENTER}")).await;
    browser.says("先に同意をいただきます").await;
    browser.look("quick-no-consent").await;
    browser.go(&world.letter(COMPANY, "member_consent").link("/consents/")).await;
    browser.press("main form button").await;
    browser.says("同意をいただいています").await;

    // From here on the keyboard alone: the name, Enter, the trouble, and the key of the button.
    browser.go("/queue/new").await;
    keys(&browser, &format!("ｂ社{ENTER}")).await;
    browser.says("B社に代わって相談を出します").await;
    keys(&browser, "取引先に対策を聞かれ、何から始めればよいか分からない。").await;
    browser.look("quick-form").await;
    keys(&browser, &format!("{ALT}s{UP}")).await;
    browser.says("相談を出しました").await;
    browser.look("quick-sent").await;
    world.settle().await;
    let filter = desk::QueueFilter::default();
    let queue = desk::show_queue(&world.app.desk, role, filter).await.expect("the store answers");
    let [line] = queue.lines.as_slice() else { panic!("one goes on: {:?}", queue.lines) };
    assert_eq!((line.company.as_str(), line.clerk.as_ref().map(|clerk| clerk.address.as_str())), ("B社", Some(CLERK)));
    let id = line.id;
    world.accept("s1@example.jp").await;
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    browser.go("/queue?basket=done").await;
    browser.says("B社").await;
    browser.go(&format!("/queue/{id}")).await;
    browser.says("B社").await;
    browser.look("queue-one-matched").await;
    let kinds: Vec<String> = world.letters_to("shien@chamber.example.jp").into_iter().map(|letter| letter.kind).collect();
    assert!(kinds.contains(&"match_for_broker".to_owned()), "the chamber hears of the match: {kinds:?}");
    close(browser).await;
}

async fn a_clerk_looks_who_could_be_asked_and_asks_one_person(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let org = clerk(&world, CLERK).await;
    let browser = signed_in(&world, &served, CLERK).await;
    // From here on the matcher rests: everybody is still to be asked.
    let id = world.submit(help_request(), Submitter::SupportOrg(org)).await.id;
    world.enrol(|profile| profile.display_name = Some("長良 一郎".into())).await;
    world.enrol(|profile| (profile.display_name, profile.served_prefectures) = (Some("伊吹 二郎".into()), vec!["23".into()])).await;
    let dear = world.enrol(|profile| profile.menus[0].minimum_fee_yen = Some(900_000)).await;
    browser.go(&format!("/queue/{id}")).await;
    browser.look("queue-one-candidates").await;
    browser.press("main a[href*='/candidates']").await;
    browser.says("長良 一郎").await;
    browser.press("ol details summary").await;
    browser.look("candidates").await;
    browser.go(&format!("/queue/{id}/candidates?lang=en")).await;
    browser.look("candidates-en").await;
    let scroll = "document.getElementsByName('q')[0].scrollIntoView(false)";
    browser.page.execute(scroll, Vec::new()).await.expect("the page moves");
    browser.look("candidates-more").await;
    browser.go(&format!("/queue/{id}/candidates/{dear}?lang=ja")).await;
    browser.says("合わない条件が1つあります").await;
    browser.look("candidate-why-not").await;
    browser.go(&format!("/queue/{id}/candidates")).await;
    browser.press("ol a.button").await;
    browser.says("今おたずねしますか").await;
    browser.look("candidate-ask").await;
    browser.press("main form button").await;
    browser.says("お一人おたずねしました").await;
    browser.look("candidate-asked").await;
    assert_eq!(world.offers_of(id).await.len(), 1);
    close(browser).await;
}

async fn a_poster_and_a_report_are_ready_to_print(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let org = clerk(&world, CLERK).await;
    world.enrol(|_| {}).await;
    let browser = signed_in(&world, &served, CLERK).await;
    browser.go("/report").await;
    browser.look("report-none").await;
    for (number, prefecture) in ["21", "21", "21", "23", "24"].into_iter().enumerate() {
        let mut form = help_request();
        (form.company.name, form.company.prefecture) = (format!("第{number}工業"), prefecture.into());
        if number == 3 {
            form.need.menus = vec!["first-consultation".into()];
        }
        world.submit(form, Submitter::SupportOrg(org)).await;
        world.settle().await;
        if number == 0 {
            world.accept("s1@example.jp").await;
            world.settle().await;
        }
    }
    browser.go("/report").await;
    browser.says("年度の報告").await;
    browser.look("report").await;
    let scroll = "document.querySelectorAll('svg.chart')[arguments[0]].scrollIntoView()";
    for chart in 0..3 {
        browser.page.execute(scroll, vec![chart.into()]).await.expect("the page moves");
        browser.look(&format!("report-chart-{chart}")).await;
    }
    browser.go("/report?lang=en").await;
    browser.look("report-en").await;
    browser.go("/entry-links?lang=ja").await;
    browser.type_into("label", "窓口のちらし").await;
    browser.press("main form button").await;
    browser.press("main a[href*='/poster']").await;
    browser.says("QR コードを読み取り").await;
    browser.look("poster").await;
    // As it leaves the printer.
    let print = fantoccini::wd::PrintConfigurationBuilder::default().build().expect("a page");
    let paper = browser.page.print(print).await.expect("it is printed");
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("../screenshots");
    std::fs::write(folder.join("poster.pdf"), &paper).expect("the paper is kept");
    let pages = String::from_utf8_lossy(&paper).matches("/Type /Page\n").count();
    assert_eq!(pages, 1, "one sheet");
    close(browser).await;
}

/// Goes on from control to control, as the key does, until it has reached one.
async fn tab_to(browser: &Browser, selector: &str) {
    const TAB: &str = "\u{e004}";
    const CONTROLS: usize = 40;
    for _ in 0..CONTROLS {
        let there = "return document.activeElement.matches(arguments[0])";
        let there = browser.page.execute(there, vec![selector.into()]).await.expect("something has the focus");
        if there == true {
            return;
        }
        keys(browser, TAB).await;
    }
    panic!("the keyboard does not reach {selector}");
}

async fn a_list_of_members_with_bad_rows_is_mended_in_the_page_by_keyboard(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    clerk(&world, CLERK).await;
    let browser = signed_in(&world, &served, CLERK).await;
    let head = "会員番号,会社名,都道府県,市区町村,業種,従業員数,担当者名,メールアドレス";
    let good = "C-1,長良製作所,岐阜県,岐阜市,製造業,12,山田 太郎,soumu@nagara.example.jp";
    let bad = "C-2,伊吹運輸,岐阜,関市,製造業,たくさん,鈴木 花子,soumu.ibuki.example.jp\r\nC-3,";
    let file = world.folder.path().join("members.csv");
    std::fs::write(&file, format!("{head}\r\n{good}\r\n{bad}\r\n")).expect("a file");
    browser.go("/members/import").await;
    browser.type_into("file", file.to_str().expect("a path")).await;
    browser.press("main form button").await;
    browser.says("まだ何も登録していません").await;
    browser.says("3行目 従業員数").await;
    browser.look("import-mend").await;
    tab_to(&browser, "a[href='#/3/employees']").await;
    browser.keep_picture("import-mend-focus").await;
    keys(&browser, ENTER).await;
    tab_to(&browser, "[name='/3/employees']").await;
    browser.look("import-mend-row").await;
    keys(&browser, "８人").await;
    tab_to(&browser, "[name='/3/contact_address']").await;
    keys(&browser, &format!("soumu@ibuki.example.jp{ENTER}")).await;
    browser.says("数字で入力してください").await;
    let typed = "return [...document.querySelectorAll('fieldset input')].map(input => input.value)";
    let typed = browser.page.execute(typed, Vec::new()).await.expect("what stands in the page").to_string();
    assert!(typed.contains("８人") && typed.contains("C-3"), "nothing typed is lost: {typed}");
    // Where the key leads, what stands there is chosen, and typing replaces it.
    tab_to(&browser, "[name='/3/employees']").await;
    keys(&browser, "８").await;
    tab_to(&browser, "[name='/4/left-out']").await;
    keys(&browser, " ").await;
    browser.look("import-mend-left-out").await;
    tab_to(&browser, "form[autocomplete] button").await;
    keys(&browser, ENTER).await;
    browser.says("登録しなかった行: 1行").await;
    browser.look("import-done").await;
    browser.go("/members").await;
    browser.says("会員2社").await;
    browser.says("伊吹運輸").await;
    close(browser).await;
}

async fn a_clerk_who_leaves_hands_everything_to_a_colleague(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let org = clerk(&world, CLERK).await;
    clerk(&world, OTHER).await;
    world.enrol(|_| {}).await;
    world.member(org, &help_request()).await;
    world.submit(help_request(), Submitter::SupportOrg(org)).await;
    let leaving = signed_in(&world, &served, CLERK).await;
    leaving.go("/queue").await;
    leaving.press("main ul.letters a").await;
    leaving.says("担当なし").await;
    leaving.type_into("to", CLERK).await;
    leaving.press("form[action*='/hand-overs'] button").await;
    leaving.says("元に戻す").await;
    leaving.go("/queue").await;
    leaving.press("main > details summary").await;
    leaving.look("hand-over-all").await;
    leaving.type_into("from", CLERK).await;
    leaving.type_into("to", OTHER).await;
    leaving.press("form[action*='/hand-overs'] button").await;
    leaving.says(&format!("1件を{OTHER}に引き継ぎました")).await;
    close(leaving).await;
    let staying = signed_in(&world, &served, OTHER).await;
    staying.go("/queue?mine=yes").await;
    staying.says("関金属工業").await;
    staying.look("queue-taken-over").await;
    close(staying).await;
}
