//! The ledger of credits kept, shown and checked: rows that nobody changes, statements that anybody verifies, draws that an auditor looks at, and the public page.

use chrono::Duration;
use nakodo::credits::ClaimState;
use nakodo::desk::{self, Refusal, RoleRequest};
use nakodo::ids::ClaimId;
use serde_json::Value;

use crate::course::Work;
use crate::credits::{Own, press};
use crate::harness::database::meddle;
use crate::harness::dated::catalogue_with;
use crate::harness::process::BINARY;
use crate::harness::signing_in::signed_in;
use crate::harness::web::hidden_fields;
use crate::harness::{Mode, World};

in_both_modes![
    the_database_refuses_to_change_a_ledger_and_a_meddled_one_is_not_written_on,
    a_statement_is_checked_by_the_command_line_and_names_no_company,
    an_auditor_looks_at_what_was_drawn_and_the_specialist_is_told,
    an_entry_stands_on_the_public_page_while_its_holder_wants_it,
    nobody_reaches_the_entries_of_another,
    a_ledger_is_taken_along_as_a_table_a_workbook_and_on_paper,
    a_table_names_the_row_that_was_touched_to_whoever_has_nothing_but_the_file,
];

const SPECIALIST: &str = "s1@example.jp";

impl Own {
    /// A world in which every entry, or none, is drawn.
    async fn drawing(mode: Mode, per_mille: u16) -> Self {
        let mut world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
        let text = move |text: String| text.replace("audit_per_mille = 50", &format!("audit_per_mille = {per_mille}"));
        let catalogue = std::sync::Arc::new(catalogue_with("activities", text));
        world.app.desk.catalogue = catalogue.clone();
        world.app.crew.desk.catalogue = catalogue;
        Self::of(world).await
    }

    /// How many drawn entries wait for somebody to look.
    async fn undrawn(&self) -> i64 {
        let waiting = desk::look_at_waiting(&self.world.app.desk).await.expect("the console");
        waiting.iter().find(|one| one.what == "credits").expect("a pile").count
    }
}

fn verify(statement: &Value, key: &str) -> (bool, String) {
    verify_file("statement.json", statement.to_string(), key)
}

/// Runs the command line in a folder of its own, with nothing that it could ask.
pub fn verify_file(name: &str, content: impl AsRef<[u8]>, key: &str) -> (bool, String) {
    let folder = tempfile::TempDir::new().expect("a folder");
    std::fs::write(folder.path().join(name), content).expect("it is written");
    let mut run = std::process::Command::new(BINARY);
    let run = run.current_dir(folder.path()).env_clear().args(["ledger", "verify", name, "--key", key]);
    let output = run.output().expect("the binary starts");
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).expect("text"))
}

async fn the_database_refuses_to_change_a_ledger_and_a_meddled_one_is_not_written_on(mode: Mode) {
    let own = Own::new(mode).await;
    own.approved("course").await;
    own.approved("in-house-work").await;
    for statement in ["DELETE FROM credit_rows", "UPDATE credit_rows SET seq = 7 WHERE seq = 1", "UPDATE credit_rows SET seal = 'x'"] {
        let refused = meddle(&own.world, statement).await.expect_err(statement);
        assert!(refused.contains("append-only"), "{statement}: {refused}");
    }
    if mode == Mode::ScaleOut {
        assert!(meddle(&own.world, "TRUNCATE credit_rows").await.expect_err("refused").contains("append-only"));
    }
    assert_eq!(own.browser.get("/me/credits").await.status, 200);
    let swapped = "UPDATE credit_rows SET content = (SELECT content FROM credit_rows WHERE seq = 1) WHERE seq = 2";
    meddle(&own.world, swapped).await.expect("whoever has the database can");
    let desk = &own.world.app.desk;
    let read = desk::sign_statement(desk, own.id).await;
    assert!(matches!(read, Err(Refusal::Store(_))), "it is not signed: {read:?}");
    own.ask("panel", &[]).await;
    let (link, stranger) = (own.approval(), own.served.client.stranger());
    assert_eq!(stranger.press(&link, "", &[]).await.status, 500, "and nobody writes behind it");
}

async fn a_statement_is_checked_by_the_command_line_and_names_no_company(mode: Mode) {
    let work = Work::reported(mode).await;
    work.ok(&work.company, "confirm", &[]).await;
    work.world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let browser = signed_in(&work.world, &work.served.client, SPECIALIST).await;
    let (desk, id) = (&work.world.app.desk, work.specialist);
    let engagement = desk::look_at_credits(desk, id).await.unwrap().work[0].key;
    for _ in 0..2 {
        let claim = desk::claim_work(desk, id, engagement).await.unwrap();
        desk::take_back(desk, id, claim).await.unwrap();
    }
    let file = browser.get("/me/credits/statement.json").await;
    for name in ["関金属", "佐藤", "soumu@", &engagement.to_string()] {
        assert!(!file.body.contains(name), "{name}: {}", file.body);
    }
    let whole = file.json();
    let key = work.served.client.stranger().get("/ledger-key").await.body;
    let (is_right, told) = verify(&whole, key.trim());
    assert!(is_right && told.contains("000001: 4 rows are as they were sealed, 0 of them count"), "{told}");
    let mut removed = whole.clone();
    removed["rows"].as_array_mut().unwrap().remove(1);
    let mut changed = whole.clone();
    changed["rows"][2]["what"]["activity"]["minutes"] = 6000.into();
    let mut moved = whole.clone();
    moved["rows"].as_array_mut().unwrap().swap(0, 1);
    let mut cut = whole.clone();
    cut["rows"].as_array_mut().unwrap().pop();
    let wrong = [(removed, "row 2 was removed"), (changed, "row 3 was changed"), (moved, "row 2 does not stand"), (cut, "4 were signed")];
    for (statement, expected) in wrong {
        let (is_right, told) = verify(&statement, key.trim());
        assert!(!is_right && told.contains(expected), "{expected}: {told}");
    }
    let (is_right, told) = verify(&whole, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    assert!(!is_right && told.contains("signed by somebody else"), "{told}");
}

async fn an_auditor_looks_at_what_was_drawn_and_the_specialist_is_told(mode: Mode) {
    let own = Own::drawing(mode, 1000).await;
    let entry = own.approved("course").await;
    let console = format!("/console/credits/{}", entry.rsplit('/').next().expect("an id"));
    own.world.invite("kansa@nakodo.example.jp", RoleRequest::Auditor).await;
    let auditor = signed_in(&own.world, &own.served.client, "kansa@nakodo.example.jp").await;
    let list = auditor.get("/console/credits").await.body;
    assert!(list.contains(&console) && list.contains("まだ誰も見ていません") && list.contains("100%"), "{list}");
    let page = auditor.get(&console).await.body;
    assert!(page.contains("修了証 第12号") && page.contains("高橋 部長") && !page.contains("/strike"), "{page}");
    let silent = press(&auditor, &console, &format!("{console}/question"), &[("reason", "")]).await;
    assert!(silent.status == 422 && silent.body.contains("reason-mistake"), "{}", silent.body);
    let asked = press(&auditor, &console, &format!("{console}/question"), &[("reason", "修了証の日付は?")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    own.world.settle().await;
    assert!(own.world.letter(SPECIALIST, "credit_questioned").text.contains("修了証の日付は?"));
    let shown = own.page(&entry).await;
    assert!(shown.contains("修了証の日付は?") && shown.contains("監査から質問"), "{shown}");
    let value = hidden_fields(&auditor.get(&console).await.body, &format!("{console}/seen"));
    let value = value[0].1.as_str();
    let forced = auditor.post_form(&format!("{console}/strike"), &[("value", value), ("reason", "違う")]).await;
    assert_eq!(forced.status, 403, "an auditor strikes nothing: {}", forced.body);
    let operator = crate::console::operator(&own.world, &own.served).await;
    let value = hidden_fields(&operator.get(&console).await.body, &format!("{console}/question"));
    let fields = [("value", value[0].1.as_str()), ("reason", "修了証がありません")];
    own.world.app.desk.clock.advance(Duration::seconds(1));
    let struck = operator.post_form(&format!("{console}/strike"), &fields).await;
    assert_eq!(struck.status, 303, "{}", struck.body);
    own.world.settle().await;
    let told: Vec<_> = own.world.letters_to(SPECIALIST).into_iter().filter(|letter| letter.text.contains("修了証がありません")).collect();
    assert_eq!(told.len(), 1);
    assert_eq!(own.states().await, [ClaimState::Struck]);
    assert_eq!(own.statement().await["rows"][1]["what"]["reason"], "audit");

    let other = own.approved("panel").await;
    assert_eq!(own.undrawn().await, 1, "the console says so");
    let console = format!("/console/credits/{}", other.rsplit('/').next().expect("an id"));
    let auditor = signed_in(&own.world, &own.served.client, "kansa@nakodo.example.jp").await;
    assert_eq!(press(&auditor, &console, &format!("{console}/seen"), &[]).await.status, 303);
    assert!(auditor.get(&console).await.body.contains("問題なし"));
    assert_eq!(own.undrawn().await, 0, "nothing waits any more");

    let quiet = Own::drawing(mode, 0).await;
    let entry = quiet.approved("course").await;
    let operator = crate::console::operator(&quiet.world, &quiet.served).await;
    let console = format!("/console/credits/{}", entry.rsplit('/').next().expect("an id"));
    assert_eq!(operator.get(&console).await.status, 404, "what was not drawn is nobody's business");
}

async fn an_entry_stands_on_the_public_page_while_its_holder_wants_it(mode: Mode) {
    let own = Own::new(mode).await;
    let entry = own.approved("course").await;
    let public = format!("/specialists/{}", own.id);
    let stranger = own.served.client.stranger();
    assert!(!stranger.get(&public).await.body.contains("承認された活動"), "nothing is shown by itself");
    assert_eq!(press(&own.browser, &entry, &format!("{entry}/publish"), &[]).await.status, 303);
    let shown = stranger.get(&public).await.body;
    assert!(shown.contains("承認された活動") && shown.contains("上司が承認") && shown.contains("14時間"), "{shown}");
    assert!(!shown.contains("修了証") && !shown.contains("高橋"), "no words and no names: {shown}");
    assert!(own.page("/me/preview").await.contains("上司が承認"), "the preview shows the same");
    assert_eq!(press(&own.browser, &entry, &format!("{entry}/hide"), &[]).await.status, 303);
    assert!(!stranger.get(&public).await.body.contains("承認された活動"), "it is off at once");
    press(&own.browser, &entry, &format!("{entry}/publish"), &[]).await;
    press(&own.browser, &entry, &format!("{entry}/take-back"), &[]).await;
    assert!(!stranger.get(&public).await.body.contains("承認された活動"), "what was taken back is shown to nobody");
}

async fn nobody_reaches_the_entries_of_another(mode: Mode) {
    let own = Own::new(mode).await;
    let entry = own.approved("course").await;
    let other = own.world.enrol(|_| {}).await;
    own.world.invite("s2@example.jp", RoleRequest::Specialist("000002".into())).await;
    let browser = signed_in(&own.world, &own.served.client, "s2@example.jp").await;
    assert_eq!(browser.get(&entry).await.status, 404);
    let value = hidden_fields(&browser.get("/me/credits").await.body, "/me/credits/cycles/cissp");
    for act in ["take-back", "publish", "hide"] {
        let forced = browser.post_form(&format!("{entry}/{act}"), &[("value", &value[0].1)]).await;
        assert_eq!(forced.status, 404, "{act}: {}", forced.body);
    }
    let claim: ClaimId = entry.rsplit('/').next().expect("an id").parse().expect("an id");
    assert!(matches!(desk::look_at_claim(&own.world.app.desk, other, claim).await, Err(Refusal::NotFound)));
    assert_eq!(own.states().await, [ClaimState::Entered]);
}

async fn a_ledger_is_taken_along_as_a_table_a_workbook_and_on_paper(mode: Mode) {
    let own = Own::new(mode).await;
    own.approved("course").await;
    press(&own.browser, "/me/credits", "/me/credits/cycles/cissp", &[("begun", "2026-01-01")]).await;
    let table = own.browser.get("/me/credits/ledger.csv").await;
    assert!(table.status == 200 && table.body.starts_with('\u{feff}'), "{}", table.body);
    assert!(table.body.contains("研修・セミナー・勉強会への参加,2026-11-02,2026-11-02,14,1,上司が承認"), "{}", table.body);
    assert!(table.body.contains(",14,14単位を数えます。"), "what a scheme counts: {}", table.body);
    let book = own.browser.get("/me/credits/ledger.xlsx").await;
    assert!(book.status == 200 && book.header("content-type").contains("spreadsheetml") && book.body.starts_with("PK"));
    let paper = own.page("/me/credits/print").await;
    let key = own.served.client.get("/ledger-key").await.body;
    assert!(paper.contains("000001") && paper.contains(key.trim()) && paper.contains("120単位のうち14単位"), "{paper}");
    assert!(paper.contains("署名(Ed25519)") && paper.contains("規則の版: 2024-08"), "{paper}");
}

async fn a_table_names_the_row_that_was_touched_to_whoever_has_nothing_but_the_file(mode: Mode) {
    let own = Own::new(mode).await;
    let first = own.approved("course").await;
    own.approved("panel").await;
    press(&own.browser, &first, &format!("{first}/take-back"), &[]).await;
    press(&own.browser, "/me/credits", "/me/credits/cycles/cissp", &[("begun", "2026-01-01")]).await;
    let key = own.served.client.get("/ledger-key").await.body;
    for tongue in ["ja", "en"] {
        let whole = own.browser.get(&format!("/me/credits/ledger.csv?lang={tongue}")).await.body;
        let lines: Vec<&str> = whole.split_terminator("\r\n").collect();
        assert!(lines.len() == 5 && lines[1..4].iter().all(|line| line.contains(",2024-08,")), "three rows with their edition: {whole}");
        let seals = own.statement().await;
        assert!((0..3).all(|row| lines[row + 1].contains(seals["rows"][row]["seal"].as_str().expect("a seal"))), "{whole}");
        let (is_right, told) = verify_file("ledger.csv", &whole, key.trim());
        assert!(is_right && told.contains("000001: 3 rows are as they were given out"), "{told}");
        let removed = [&lines[..2], &lines[3..]].concat().join("\r\n");
        let moved = [lines[0], lines[2], lines[1], lines[3], lines[4]].join("\r\n");
        let edited = whole.replacen("2026-11-02,14,", "2026-11-02,40,", 1);
        for (content, expected) in [(removed, "row 2 was removed"), (moved, "row 2 does not stand"), (edited, "row 1 was changed")] {
            assert_ne!(content, whole);
            let (is_right, told) = verify_file("ledger.csv", &content, key.trim());
            assert!(!is_right && told.contains(expected), "{expected}: {told}");
        }
        let (is_right, told) = verify_file("ledger.csv", &whole, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        assert!(!is_right && told.contains("signed by somebody else"), "{told}");
    }
}
