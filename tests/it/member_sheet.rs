//! The list of members as a CSV file: out and in, with a report by line and column, a dry run first.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{KeyRequest, RoleRequest};
use nakodo::identity::Rank;
use serde_json::{Value, json};

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    a_dry_run_changes_nothing_and_says_what_would_be,
    what_is_written_is_read_back_as_it_was,
    a_file_with_mistakes_is_not_taken_in_and_each_is_named,
    an_import_leaves_alone_what_companies_agreed_to,
    a_clerk_sends_a_file_from_a_browser,
    what_is_no_file_of_members_is_refused,
];

const HEADER: &str = "会員番号,会社名,都道府県,市区町村,業種,従業員数,担当者名,メールアドレス";

fn org() -> SupportOrgForm {
    SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None }
}

async fn broker(world: &World, served: &Served) -> Client {
    served.client.with_key(&world.key(KeyRequest::Broker(org())).await.token.reveal())
}

fn file(rows: &[&str]) -> String {
    std::iter::once(HEADER).chain(rows.iter().copied()).map(|row| format!("{row}\r\n")).collect()
}

const ROWS: [&str; 2] =
    ["A-1,A社,岐阜県,関市,製造業,10,田中 花子,soumu@a-sha.example.jp", "A-2,\"B社, 本店\",21,関市,E,\"1,200\",佐藤,soumu@b-sha.example.jp"];

async fn send(broker: &Client, query: &str, text: &str) -> Answer {
    broker.post_raw(&format!("/api/v1/members.csv{query}"), "text/csv", text.to_owned()).await
}

async fn count(broker: &Client) -> Option<usize> {
    broker.get("/api/v1/members").await.json().as_array().map(Vec::len)
}

async fn a_dry_run_changes_nothing_and_says_what_would_be(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let would = send(&broker, "", &file(&ROWS)).await.json();
    assert_eq!(would, json!({ "dry_run": true, "rows": 2, "added": 2, "changed": 0, "same": 0, "mistakes": [] }));
    assert_eq!(count(&broker).await, Some(0));
    let done = send(&broker, "?dry_run=false", &file(&ROWS)).await.json();
    assert_eq!(done, json!({ "dry_run": false, "rows": 2, "added": 2, "changed": 0, "same": 0, "mistakes": [] }));
    let again = send(&broker, "?dry_run=false", &file(&[ROWS[0], &ROWS[1].replace("1,200", "1,201")])).await.json();
    assert_eq!((&again["added"], &again["changed"], &again["same"]), (&json!(0), &json!(1), &json!(1)));
    let list = broker.get("/api/v1/members").await.json();
    assert_eq!((list.as_array().map(Vec::len), &list[1]["company"]["employees"]), (Some(2), &json!(1_201)));
    assert_eq!(list[0]["standing"], json!("unasked"));
    world.settle().await;
    assert_eq!(world.letters().len(), 0, "an import writes to nobody");
}

async fn what_is_written_is_read_back_as_it_was(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    for (number, name) in [("=1+1", "-B社"), ("A-2", "改行\tと\"引用\""), ("ｱ-3", "髙橋㈱")] {
        let mut form = json!({ "number": number, "company": help_request().company });
        form["company"]["name"] = json!(name.replace('\t', " "));
        form["company"]["relations"] = json!({ "competitors": ["7000012050002"] });
        assert_eq!(broker.post("/api/v1/members", &form).await.status, 201);
    }
    let written = broker.get("/api/v1/members.csv").await;
    assert_eq!((written.status, written.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert!(written.body.contains("'=1+1"), "no spreadsheet runs it: {}", written.body);
    let read = send(&broker, "", &written.body).await.json();
    assert_eq!((&read["same"], &read["rows"], &read["mistakes"]), (&json!(3), &json!(3), &json!([])), "{read}");
    let elsewhere = SupportOrgForm { name: "よその商工会".into(), ..org() };
    let elsewhere = served.client.with_key(&world.key(KeyRequest::Broker(elsewhere)).await.token.reveal());
    assert_eq!(send(&elsewhere, "?dry_run=false", &written.body).await.json()["added"], json!(3));
    assert_eq!(elsewhere.get("/api/v1/members.csv").await.body, written.body);
}

async fn a_file_with_mistakes_is_not_taken_in_and_each_is_named(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let text = file(&[ROWS[0], "A-1,,岐阜県,関市,製造業,十人,田中,hanako.example.jp"]);
    let told = send(&broker, "?dry_run=false", &text).await.json();
    assert_eq!((&told["dry_run"], count(&broker).await), (&json!(true), Some(0)));
    let mistakes = told["mistakes"].as_array().cloned().unwrap_or_default();
    let named: Vec<(Value, Value)> = mistakes.iter().map(|one| (one["line"].clone(), one["column"].clone())).collect();
    let expected = ["number", "name", "employees", "contact_address"].map(|column| (json!(3), json!(column)));
    assert_eq!(named, expected);
    assert_eq!((&mistakes[2]["found"], &mistakes[2]["detail"]), (&json!("十人"), &json!("数字で入力してください。")));
    let english = send(&broker, "?lang=en", &text).await.json();
    assert!(english["mistakes"][0]["detail"].as_str().is_some_and(|text| text.contains("Line 2")), "{english}");
}

async fn an_import_leaves_alone_what_companies_agreed_to(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    send(&broker, "?dry_run=false", &file(&ROWS)).await;
    let id = broker.get("/api/v1/members").await.json()[0]["id"].as_str().map(str::to_owned).expect("an id");
    let place = format!("/api/v1/members/{id}");
    broker.post(&format!("{place}/paper"), &json!({ "clerk": "山田", "given_on": "2026-11-02" })).await;
    send(&broker, "?dry_run=false", &file(&[&ROWS[0].replace("A社", "A工業")])).await;
    let member = broker.get(&place).await.json();
    assert_eq!((&member["company"]["name"], &member["standing"]), (&json!("A工業"), &json!("agreed")));
    assert_eq!(count(&broker).await, Some(2), "nobody is removed");
}

async fn a_clerk_sends_a_file_from_a_browser(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.invite("tanto@chamber.example.jp", RoleRequest::Broker(org(), Rank::Member)).await;
    let clerk = signed_in(&world, &served.client, "tanto@chamber.example.jp").await;
    let form = async |text: &str, takes: bool, value: Option<&str>| {
        let page = clerk.get("/members/import").await.body;
        let own = hidden_fields(&page, "/members/import").remove(0).1;
        let take = if takes { "--xyz\r\nContent-Disposition: form-data; name=\"take\"\r\n\r\nyes\r\n" } else { "" };
        let body = format!(
            "--xyz\r\nContent-Disposition: form-data; name=\"value\"\r\n\r\n{}\r\n{take}--xyz\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"m.csv\"\r\nContent-Type: text/csv\r\n\r\n{text}\r\n--xyz--\r\n",
            value.unwrap_or(&own)
        );
        clerk.post_raw("/members/import", "multipart/form-data; boundary=xyz", body).await
    };
    let wrong = form(&file(&["A-1,,岐阜県,関市,製造業,十人,田中,hanako@a-sha.example.jp"]), true, None).await;
    assert!(wrong.status == 422 && wrong.body.contains("2行目") && wrong.body.contains("十人"), "{}", wrong.body);
    let would = form(&file(&ROWS), false, None).await;
    assert!(would.status == 200 && would.body.contains("新しく登録: 2社"), "{}", would.body);
    assert!(clerk.get("/members").await.body.contains("まだ会員が登録されていません"));
    assert_eq!(form(&file(&ROWS), true, Some("made up")).await.status, 403);
    assert!(form(&file(&ROWS), true, None).await.body.contains("登録しました"));
    assert!(clerk.get("/members").await.body.contains("会員2社"));
    assert!(clerk.get("/members.csv").await.body.contains("B社, 本店"));
    let many: Vec<String> = (0..2_000).map(|number| format!("M-{number},,岐阜県,関市,製造業,十人,田中,x")).collect();
    let many = form(&file(&many.iter().map(String::as_str).collect::<Vec<_>>()), false, None).await;
    assert!(many.status == 422 && many.body.len() < 20_000, "{}", many.body.len());
}

async fn what_is_no_file_of_members_is_refused(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    for (text, code) in [
        ("", "sheet-empty"),
        ("a,b\n1,2\n", "sheet-unknown-column"),
        ("会員番号\nA-1\n", "sheet-columns-missing"),
        ("会員番号,会員番号\n", "sheet-column-twice"),
        ("会員番号,\"会社名\n", "sheet-quotes"),
    ] {
        let refused = send(&broker, "", text).await;
        assert_eq!((refused.status, refused.mistakes()), (422, vec![(String::new(), code.to_owned())]));
    }
    assert_eq!(broker.post_raw("/api/v1/members.csv", "application/json", "{}").await.status, 415);
    assert_eq!(send(&broker, "", &"x".repeat(4 * 1024 * 1024 + 1)).await.status, 413);
}
