//! The workbook of a ledger, checked by the command line as its table is: by the cells of its one sealed sheet, whatever the file is called and whoever saved it.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use nakodo::desk::RoleRequest;
use rust_xlsxwriter::{Formula, Workbook};

use crate::credits::{Own, press};
use crate::harness::Mode;
use crate::harness::signing_in::signed_in;
use crate::harness::web::Client;
use crate::ledger_credits::verify_file;

in_both_modes![a_workbook_names_the_row_that_was_touched_as_the_table_does, a_workbook_of_somebody_else_or_of_nobody_does_not_pass,];

type Cells = Vec<Vec<Data>>;
type Sheets = Vec<(String, Cells)>;
/// What a fact of this file expects to be told, and the edit.
type Edit = (&'static str, fn(&mut Cells));

async fn download(client: &Client, tongue: &str) -> Vec<u8> {
    let address = format!("{}/me/credits/ledger.xlsx?lang={tongue}", client.address);
    let answer = client.http.get(address).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.bytes().await.expect("a file").to_vec()
}

/// The sheets of a workbook, the ledger first.
fn sheets(bytes: &[u8]) -> Sheets {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("another program opens it");
    let names = book.sheet_names();
    let mut read = |name: String| (name.clone(), book.worksheet_range(&name).expect("a sheet").rows().map(<[Data]>::to_vec).collect());
    names.into_iter().map(&mut read).collect()
}

/// The same saved anew, as a spreadsheet does.
fn saved(sheets: &[(String, Cells)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, cells) in sheets {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        for (row, line) in (0..).zip(cells) {
            for (column, cell) in (0..).zip(line) {
                let written = match cell {
                    Data::Float(number) => sheet.write_number(row, column, *number),
                    Data::String(text) if text.starts_with('=') => sheet.write_formula(row, column, Formula::new(text).set_result("14")),
                    Data::String(text) => sheet.write_string(row, column, text),
                    _ => continue,
                };
                written.expect("it is written");
            }
        }
    }
    book.save_to_buffer().expect("it is saved")
}

/// Four rows: a course, a panel of an hour and twenty minutes, the course taken back, and another one.
async fn own_ledger(mode: Mode) -> (Own, String) {
    let own = Own::new(mode).await;
    let first = own.approved("course").await;
    own.ask("panel", &[("/hours", "1"), ("/minutes", "20")]).await;
    own.served.client.stranger().press(&own.approval(), "", &[]).await;
    own.world.settle().await;
    press(&own.browser, &first, &format!("{first}/take-back"), &[]).await;
    own.approved("course").await;
    press(&own.browser, "/me/credits", "/me/credits/cycles/cissp", &[("begun", "2026-01-01")]).await;
    let key = own.served.client.get("/ledger-key").await.body.trim().to_owned();
    (own, key)
}

async fn a_workbook_names_the_row_that_was_touched_as_the_table_does(mode: Mode) {
    let (own, key) = own_ledger(mode).await;
    for (tongue, name) in [("ja", "記録簿"), ("en", "ledger.csv")] {
        let whole = download(&own.browser, tongue).await;
        let (is_right, told) = verify_file(name, &whole, &key);
        assert!(is_right && told.contains("000001: 4 rows are as they were given out"), "whatever it is called: {told}");
        assert!(told.contains("; not sealed, so not looked at: `"), "the sheet of a scheme has no seal: {told}");
        let read = sheets(&whole);
        assert!(read[0].1.iter().flatten().any(|cell| *cell == Data::Float(80.0 / 60.0)), "a figure with many places: {read:?}");
        let (is_right, told) = verify_file("saved.xlsx", saved(&read), &key);
        assert!(is_right, "saving it anew is no edit: {told}");
        let edits: [Edit; 8] = [
            ("row 2 was removed", |rows| drop(rows.remove(2))),
            ("row 2 was removed", |rows| rows[2].fill(Data::Empty)),
            ("row 2 does not stand", |rows| rows.swap(1, 2)),
            ("row 1 was changed", |rows| rows[1][4] = Data::Float(40.0)),
            ("row 1 was changed", |rows| rows[1][4] = Data::String("=20+20".into())),
            ("row 2 was changed", |rows| rows[2][2] = Data::Float(46_329.0)),
            ("3 rows are here, 4 were signed", |rows| drop(rows.remove(4))),
            ("signature does not belong", |rows| rows[0][4] = Data::String("日数".into())),
        ];
        for (expected, edit) in edits {
            let mut changed = read.clone();
            edit(&mut changed[0].1);
            let (is_right, told) = verify_file("ledger.xlsx", saved(&changed), &key);
            assert!(!is_right && told.contains(expected), "{expected}: {told}");
        }
    }
}

async fn a_workbook_of_somebody_else_or_of_nobody_does_not_pass(mode: Mode) {
    let (own, key) = own_ledger(mode).await;
    let whole = download(&own.browser, "ja").await;
    let (is_right, told) = verify_file("ledger.xlsx", &whole, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    assert!(!is_right && told.contains("signed by somebody else"), "{told}");

    own.world.enrol(crate::search::public).await;
    own.world.invite("s2@example.jp", RoleRequest::Specialist("000002".into())).await;
    let other = signed_in(&own.world, &own.served.client, "s2@example.jp").await;
    let other = sheets(&download(&other, "ja").await).remove(0).1;
    let (read, end) = (sheets(&whole), other.last().expect("its last line"));
    let refused = |expected: &str, change: &dyn Fn(&mut Sheets)| {
        let mut changed = read.clone();
        change(&mut changed);
        let (is_right, told) = verify_file("ledger.xlsx", saved(&changed), &key);
        assert!(!is_right && told.contains(expected), "{expected}: {told}");
    };
    refused("row 1 was changed", &|sheets| sheets[0].1[5] = end.clone());
    refused("signature does not belong", &|sheets| sheets[0].1[5][6] = end[6].clone());
    refused("no sheet that can be seen is a table of a ledger", &|sheets| drop(sheets[0].1.pop()));
    refused("no sheet that can be seen is a table of a ledger", &|sheets| drop(sheets.remove(0)));
    refused("more than one sheet is a table of a ledger", &|sheets| sheets.push(("写し".into(), sheets[0].1.clone())));
    for broken in [&whole[..whole.len() / 2], b"PK\x03\x04"] {
        let (is_right, told) = verify_file("ledger.xlsx", broken, &key);
        assert!(!is_right && told.contains("the workbook cannot be read"), "{told}");
    }
    let (is_right, told) = verify_file("ledger.xls", b"\xD0\xCF\x11\xE0", &key);
    assert!(!is_right && told.contains("neither a text in UTF-8 nor a workbook"), "{told}");
    let (is_right, told) = verify_file("ledger.xlsx", [b"PK\x03\x04".to_vec(), vec![0; 17 << 20]].concat(), &key);
    assert!(!is_right && told.contains("larger than any that was given out"), "{told}");
}
