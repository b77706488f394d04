//! Other public lists of services: taken in whole, searched by anybody, and shown as what they are.

use std::path::PathBuf;

use chrono::NaiveDate;
use nakodo::desk::{self, ListingsReport, Refusal, Submitter};
use nakodo::listings::read_listings;
use nakodo::registry::names_title;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::harness::people::help_request;
use crate::harness::process::Place;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    a_snapshot_takes_the_place_of_the_last_one_and_tells_what_came_went_and_changed,
    a_snapshot_that_is_in_doubt_changes_nothing,
    lists_are_searched_by_words_prefecture_service_and_list_a_page_at_a_time,
    an_empty_answer_says_which_filter_did_it_and_leads_to_the_rest,
    the_page_says_whose_lists_these_are_and_of_which_day,
    whoever_finds_nobody_is_led_to_what_comes_close,
    at_the_terminal_mistakes_are_told_by_row_and_a_dry_run_changes_nothing,
    somebody_searches_the_lists_on_a_phone,
];

const HEADER: &str = "登録番号,事業者名,サービス名,サービス区分,提供地域,URL,有効期限\n";
const ROWS: [&str; 4] = [
    "1,架空監査株式会社,まもる監査,情報セキュリティ監査,岐阜県、愛知県,https://kansa.example.jp/audit,2027-03-31\n",
    "2,架空診断株式会社,まるごと診断,脆弱性診断,全国,https://shindan.example.jp/service?id=2,\n",
    "3,架空監視株式会社,見張り番,セキュリティ監視・運用,,https://mihari.example.jp/,\n",
    "4,昔の会社,昔の監査,情報セキュリティ監査,全国,https://mukashi.example.jp/audit,2026-10-31\n",
];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

async fn import(world: &World, kind: &str, text: &str, as_of: &str, is_dry: bool) -> Result<ListingsReport, Refusal> {
    let catalogue = &world.app.desk.catalogue;
    let file = read_listings(text.as_bytes(), catalogue.listing_kind(kind).expect("a list"), catalogue).expect("the file is right");
    desk::import_listings(&world.app.desk, kind.to_owned(), file, day(as_of), None, is_dry).await
}

async fn filled(world: &World) {
    import(world, "service-standards", &format!("{HEADER}{}", ROWS.concat()), "2026-11-01", false).await.expect("it is taken in");
    let otasuke = "事業者名,サービス名,対象地域,URL\n架空警備,お助け箱,岐阜,https://keibi.example.jp/box\n";
    import(world, "otasuke", otasuke, "2026-10-15", false).await.expect("it is taken in");
}

fn names(list: &Value) -> Vec<String> {
    let mut names: Vec<String> =
        list.as_array().expect("a list").iter().map(|one| one["service"].as_str().unwrap_or_default().to_owned()).collect();
    names.sort();
    names
}

async fn a_snapshot_takes_the_place_of_the_last_one_and_tells_what_came_went_and_changed(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let first = format!("{HEADER}{}{}{}", ROWS[0], ROWS[1], ROWS[3]);
    let dry = import(&world, "service-standards", &first, "2026-11-01", true).await.expect("it is right");
    assert_eq!((dry.rows, dry.changes.came.len(), dry.over), (3, 3, 1));
    assert_eq!(served.client.stranger().get("/api/v1/external-listings").await.json(), json!([]), "a dry run changes nothing");
    import(&world, "service-standards", &first, "2026-11-01", false).await.expect("it is taken in");
    let before = served.client.stranger().get("/api/v1/external-listings?q=まるごと").await.json();
    assert_eq!((&before[0]["as_of"], &before[0]["services"]), (&json!("2026-11-01"), &json!(["vulnerability-assessment"])));

    let second = format!("{HEADER}{}{}{}", ROWS[1].replace("まるごと診断", "まるごと診断プラス"), ROWS[2], ROWS[3]);
    let report = import(&world, "service-standards", &second, "2026-11-20", false).await.expect("it is taken in");
    assert_eq!(report.changes.came, ["架空監視株式会社: 見張り番"]);
    assert_eq!(report.changes.went, ["架空監査株式会社: まもる監査"]);
    assert_eq!(report.changes.changed, ["架空診断株式会社: まるごと診断プラス"]);
    let after = served.client.stranger().get("/api/v1/external-listings").await.json();
    assert_eq!(names(&after), ["まるごと診断プラス", "見張り番"], "what went is gone, what is over is not shown");
    assert_eq!(served.client.stranger().get("/api/v1/external-listings?q=プラス").await.json()[0]["id"], before[0]["id"], "the same row");
    let rows = desk::show_audit_log(&world.app.desk, desk::AuditFilter::default(), 10).await.expect("the store answers");
    assert!(rows.is_empty(), "the machine by itself did it here");
}

async fn a_snapshot_that_is_in_doubt_changes_nothing(mode: Mode) {
    let world = World::new(mode).await;
    filled(&world).await;
    let code = async |text: String, as_of: &str| match import(&world, "service-standards", &text, as_of, false).await {
        Err(Refusal::Fields(errors)) => errors[0].code,
        other => panic!("a refusal, not {other:?}"),
    };
    let whole = format!("{HEADER}{}", ROWS.concat());
    assert_eq!(code(whole.clone(), "2026-10-31").await, "listings-older");
    assert_eq!(code(whole.clone(), "2026-12-31").await, "listings-day-to-come");
    assert_eq!(code(format!("{HEADER}{}", ROWS[0]), "2026-11-20").await, "listings-smaller");
    import(&world, "service-standards", &whole, "2026-11-01", false).await.expect("the same once more does no harm");
    let sources = desk::list_listing_sources(&world.app.desk).await.expect("the store answers");
    let known: Vec<(&str, usize)> = sources.iter().map(|source| (source.kind.as_str(), source.rows)).collect();
    assert_eq!(known, [("service-standards", 4), ("otasuke", 1)]);
}

async fn lists_are_searched_by_words_prefecture_service_and_list_a_page_at_a_time(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    filled(&world).await;
    let client = served.client.stranger();
    let found = async |query: &str| names(&client.get(&format!("/api/v1/external-listings{query}")).await.json());
    assert_eq!(found("").await, ["お助け箱", "まもる監査", "まるごと診断", "見張り番"]);
    assert_eq!(found("?prefecture=13").await, ["まるごと診断", "見張り番"], "where it is served, or nothing is said");
    assert_eq!(found("?prefecture=21&service=security-audit").await, ["まもる監査"]);
    assert_eq!(found("?kind=otasuke").await, ["お助け箱"]);
    assert_eq!(found("?q=ｶﾌﾞｼｷ%20架空監査").await, Vec::<String>::new(), "all words");
    assert_eq!(found("?q=%25").await, Vec::<String>::new(), "a sign is a sign");
    assert_eq!(found("?q=マモル").await, ["まもる監査"], "however it is written");
    let wrong = client.get("/api/v1/external-listings?prefecture=99&service=magic&kind=none&limit=0").await.mistakes();
    assert_eq!(wrong.len(), 4, "{wrong:?}");
    let (mut place, mut all) = ("/api/v1/external-listings?limit=2".to_owned(), Vec::new());
    loop {
        let page = client.get(&place).await;
        all.extend(names(&page.json()));
        match page.next() {
            Some(next) => place = next,
            None => break,
        }
    }
    all.sort();
    assert_eq!(all, found("").await);
}

async fn an_empty_answer_says_which_filter_did_it_and_leads_to_the_rest(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    filled(&world).await;
    let client = served.client.stranger();
    let page = client.get("/listings?prefecture=13&service=security-audit&q=まもる").await;
    assert!(page.status == 200 && page.body.contains("「都道府県」を外すと 1 件あります"), "{}", page.body);
    assert!(!page.body.contains("「サービスの種類」を外すと"), "that alone would not help: {}", page.body);
    let link = page.body.split("href=\"/listings?").find(|rest| rest.contains("外すと")).and_then(|rest| rest.split('"').next());
    let link = format!("/listings?{}", link.expect("a link").replace("&amp;", "&").replace("&#38;", "&"));
    assert!(client.get(&link).await.body.contains("まもる監査"), "{link}");
    let several = client.get("/listings?prefecture=13&service=ransomware&q=どこにもない&kind=otasuke").await.body;
    assert!(several.contains("どれか 1 つの条件を外しても見つかりません"), "{several}");
    let wrong = client.get("/listings?prefecture=99").await;
    assert!(wrong.status == 422 && wrong.body.contains("role=\"alert\""), "{}", wrong.body);
}

async fn the_page_says_whose_lists_these_are_and_of_which_day(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let client = served.client.stranger();
    assert!(client.get("/listings").await.body.contains("一覧はまだ読み込まれていません"));
    filled(&world).await;
    for (language, others, day) in [
        ("ja", "仲人は内容を確かめておらず、おすすめするものでもありません", "2026年11月1日"),
        ("en", "nakodo has not checked", "1 Nov 2026"),
    ] {
        let page = client.get(&format!("/listings?lang={language}")).await;
        assert!(page.body.contains(others) && page.body.contains(day), "{}", page.body);
        assert!(page.body.len() < 25_000 && !page.body.contains("<script") && !page.body.contains("style="), "{} bytes", page.body.len());
        let content = page.body.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a page");
        assert!(!names_title(content), "{content}");
    }
    let page = client.get("/listings?q=まるごと").await.body;
    assert!(page.contains("href=\"https://shindan.example.jp/service?id=2\" rel=\"noopener noreferrer nofollow\""), "{page}");
    let many: String =
        (10..60).map(|number| format!("{number},架空{number},番人{number},脆弱性診断,全国,https://a{number}.example.jp/x,\n")).collect();
    import(&world, "service-standards", &format!("{HEADER}{many}"), "2026-11-20", false).await.expect("it is taken in");
    let page = client.get("/listings?kind=service-standards").await.body;
    let next = page.split("href=\"/listings?").find(|rest| rest.contains("after=")).and_then(|rest| rest.split('"').next());
    let next = format!("/listings?{}", next.expect("a link").replace("&amp;", "&").replace("&#38;", "&"));
    let rest = client.get(&next).await.body;
    let count = |page: &str| page.matches("<h3>").count();
    assert_eq!((count(&page), count(&rest)), (20, 20));
    assert!(page.contains("50 件"), "{page}");
}

async fn whoever_finds_nobody_is_led_to_what_comes_close(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let ask = async || {
        let id = world.submit(help_request(), Submitter::Company).await.id;
        world.settle().await;
        let address = help_request().company.contact.address;
        nakodo_confirm(&world, &address).await;
        world.settle().await;
        (id, world.letter(&address, "nobody_found").link("/help-requests/status/"))
    };
    let (_, status) = ask().await;
    let client = served.client.stranger();
    assert!(!client.get(&status).await.body.contains("/listings"), "there is no list");
    filled(&world).await;
    let page = client.get(&status).await.body;
    let link = page.split("href=\"/listings?").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let link = format!("/listings?{}", link.replace("&amp;", "&").replace("&#38;", "&"));
    assert!(link.contains("prefecture=21"), "{link}");
    let found = client.get(&link).await.body;
    assert!(found.contains("<h3>"), "it leads to something: {found}");
}

async fn nakodo_confirm(world: &World, address: &str) {
    let token = world.letter(address, "confirm_help_request").token("/help-requests/confirm/");
    crate::harness::press::confirm_help_request(&world.app.desk, token).await.expect("the link works");
}

fn file(place: &Place, name: &str, text: &str) -> PathBuf {
    let file = place.folder.path().join(name);
    std::fs::write(&file, text).expect("the folder is ours");
    file
}

async fn at_the_terminal_mistakes_are_told_by_row_and_a_dry_run_changes_nothing(mode: Mode) {
    let place = Place::new(mode).await;
    let run = |args: &[&str]| {
        let output = place.command(&[&["listings"], args].concat()).output().expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.success(), text(output.stdout), text(output.stderr))
    };
    let right = file(&place, "right.csv", &format!("{HEADER}{}", ROWS.concat()));
    let wrong = file(&place, "wrong.csv", &format!("{HEADER}{}5,甲,乙,占い,岐阜県,http://example.jp/x,\n", ROWS[0]));
    let (right, wrong) = (right.to_str().expect("a path"), wrong.to_str().expect("a path"));
    let (done, _, told) = run(&["import", "service-standards", wrong, "--as-of", "2026-11-01"]);
    assert!(!done && told.contains("line 3, column サービス区分: \"占い\"") && told.contains("line 3, column サービスのURL"), "{told}");
    assert!(told.contains("nothing was changed"), "{told}");
    let (done, said, _) = run(&["import", "service-standards", right, "--as-of", "2026-11-01", "--dry-run"]);
    assert!(done && said.contains("4 rows would be in place, 1 of them over already") && said.contains("4 came"), "{said}");
    assert!(run(&["status"]).1.contains("service-standards: not read yet"));
    let (done, said, _) = run(&["import", "service-standards", right, "--as-of", "2026-11-01", "--source", "https://www.ipa.go.jp/x.csv"]);
    assert!(done && said.contains("4 rows are in place") && said.contains("1 links lead to the first page"), "{said}");
    assert!(run(&["status"]).1.contains("service-standards: 4 rows as of 2026-11-01 from https://www.ipa.go.jp/x.csv"));
    let (done, _, told) = run(&["import", "yellow-pages", right, "--as-of", "2026-11-01"]);
    assert!(!done && told.contains("there are service-standards, otasuke"), "{told}");
    let audit = place.command(&["audit", "show"]).output().expect("it runs");
    assert!(String::from_utf8_lossy(&audit.stdout).contains("listings_read listing_snapshot service-standards"));
}

async fn somebody_searches_the_lists_on_a_phone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    filled(&world).await;
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/listings").await;
    browser.says("ほかの団体の一覧です").await;
    browser.look("listings").await;
    browser.type_into("q", "どこにもない").await;
    browser.press("main form button").await;
    browser.says("を外すと").await;
    browser.look("listings-empty").await;
    browser.press("main [role=status] a").await;
    browser.says("まもる監査").await;
    browser.page.clone().close().await.expect("the browser closes");
}
