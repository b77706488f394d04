//! The register of corporations: taken in from a file at the terminal, and looked up in the company's form.

use nakodo::desk::count_corporations;

use crate::browser::Browser;
use crate::harness::process::Place;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    a_number_fills_in_what_is_empty_and_leaves_what_was_typed,
    a_number_that_nobody_knows_or_that_is_wrong_says_so_and_loses_nothing,
    without_a_register_the_form_asks_for_no_lookup,
    a_file_is_taken_in_again_and_a_strange_one_is_refused,
    somebody_looks_their_company_up_on_a_phone,
];

const NUMBER: &str = "7000012050002";

/// A row of the register's files.
fn row(number: &str, name: &str, place: [&str; 2], closed: &str, latest: &str) -> String {
    let mut cells = vec![String::new(); 30];
    for (at, text) in [(2, number), (7, name), (11, place[1]), (14, place[0]), (19, closed), (24, latest)] {
        cells[at - 1] = text.to_owned();
    }
    cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\r\n"
}

async fn filled(mode: Mode) -> World {
    let world = World::new(mode).await;
    let catalogue = &world.app.desk.catalogue;
    let text = row(NUMBER, "関金属工業株式会社", ["21", "関市"], "", "1");
    let cells: Vec<&str> = text.trim().split(',').map(|cell| cell.trim_matches('"')).collect();
    let found = nakodo::intake::Corporation::read(cells.into_iter(), catalogue.corporations(), catalogue)
        .expect("it is right")
        .expect("it goes on");
    let as_of = "2026-10-30".parse().expect("a day");
    nakodo::desk::put_corporations(&world.app.desk, vec![found], as_of).await.expect("the store answers");
    world
}

async fn a_number_fills_in_what_is_empty_and_leaves_what_was_typed(mode: Mode) {
    let world = filled(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    let typed =
        [("/company/corporate_number", "7000-0120-50002"), ("/company/municipality", "関市本町"), ("/need/hours", "4"), ("lookup", "yes")];
    let found = stranger.post_form("/help-requests", &typed).await;
    assert_eq!(found.status, 200, "{}", found.body);
    for filled in [
        "「関金属工業株式会社」が見つかりました",
        "value=\"関金属工業株式会社\"",
        "value=\"21\" selected",
        "value=\"関市本町\"",
        "value=\"4\"",
    ] {
        assert!(found.body.contains(filled), "{filled} is not in {}", found.body);
    }
    assert!(!found.body.contains("value=\"関市\""), "what was typed stays");
    // Whoever presses Enter in a field presses the first button; without a number that means "send".
    let sent = stranger.post_form("/help-requests", &[("/need/hours", "4"), ("lookup", "yes")]).await;
    assert!(sent.status == 422 && sent.body.contains("直していただきたいところがあります"), "{} {}", sent.status, sent.body);
}

async fn a_number_that_nobody_knows_or_that_is_wrong_says_so_and_loses_nothing(mode: Mode) {
    let world = filled(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    for (number, status, said) in [("1010401089234", 200, "見つかりませんでした"), ("1000012050002", 422, "法人番号"), ("12", 422, "13")]
    {
        let answer = stranger
            .post_form("/help-requests", &[("/company/corporate_number", number), ("/company/name", "関金属"), ("lookup", "yes")])
            .await;
        assert_eq!(answer.status, status, "{number}: {}", answer.body);
        assert!(answer.body.contains(said) && answer.body.contains("value=\"関金属\""), "{number}: {}", answer.body);
        assert!(answer.body.contains(&format!("value=\"{number}\"")), "{number} stays: {}", answer.body);
    }
    assert!(world.letters().is_empty(), "nothing was sent");
}

async fn without_a_register_the_form_asks_for_no_lookup(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    assert!(!served.client.stranger().get("/help-requests/new").await.body.contains("name=\"lookup\""));
    assert_eq!(count_corporations(&world.app.desk).await.expect("the store answers"), None);
}

async fn a_file_is_taken_in_again_and_a_strange_one_is_refused(mode: Mode) {
    let place = Place::new(mode).await;
    let write = |name: &str, rows: &[String]| {
        let file = place.folder.path().join(name);
        std::fs::write(&file, rows.concat()).expect("the file is written");
        file.display().to_string()
    };
    let rows = [
        row(NUMBER, "古い名前", ["21", "関市"], "", "0"),
        row(NUMBER, "関金属工業株式会社", ["21", "関市"], "", "1"),
        row("1010401089234", "解散した会社", ["13", "港区"], "2026-04-01", "1"),
    ];
    let file = write("gifu.csv", &rows);
    let run = |arguments: &[&str]| {
        let output = place.command(&[&["corporations"], arguments].concat()).output().expect("it runs");
        String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8")
    };
    let dry = run(&["import", &file, "--as-of", "2026-10-30", "--dry-run"]);
    assert!(dry.contains("1 corporations would be in place, 2 rows passed over"), "{dry}");
    assert!(run(&["status"]).contains("not read yet"), "a dry run changes nothing");
    for _ in 0..2 {
        let told = run(&["import", &file, "--as-of", "2026-10-30"]);
        assert!(told.contains("1 corporations are in place, 2 rows passed over"), "{told}");
    }
    let status = run(&["status"]);
    assert!(status.contains("1 corporations, the newest as of 2026-10-30"), "{status}");
    let strange = write("strange.csv", &["\"a\",\"b\"\r\n".to_owned()]);
    let told = run(&["import", &strange, "--as-of", "2026-10-30"]);
    assert!(told.contains("line 1: cell-count"), "{told}");
}

async fn somebody_looks_their_company_up_on_a_phone(mode: Mode) {
    let world = filled(mode).await;
    let served = Served::open(&world);
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/help-requests/new").await;
    browser.type_into("/company/corporate_number", NUMBER).await;
    browser.press("button[name='lookup']").await;
    browser.says("「関金属工業株式会社」が見つかりました").await;
    browser.look("lookup").await;
    browser.page.clone().close().await.expect("the browser closes");
}
