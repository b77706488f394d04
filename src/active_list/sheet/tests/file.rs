//! The file as a whole: encoding, lines, header, rows.

use super::*;
use encoding_rs::SHIFT_JIS;

const REQUIRED: &str = "登録番号,登録有効期限,氏名,連絡先,所属区分,拠点都道府県,拠点市区町村,週対応時間,同時対応件数";
const TAKAHASHI: &str = "０１２３４５,2028/3/31,髙橋 ①郎㈱,takahashi@example.jp,independent,岐阜県,岐阜市,６,２";

fn name_in(file: impl AsRef<[u8]>) -> String {
    let rows = read(file).unwrap();
    let (_, specialist) = rows[0].outcome.as_ref().unwrap();
    specialist.name.as_str().to_owned()
}

#[test]
fn utf_8_with_and_without_bom_and_the_shift_jis_of_windows_read_the_same() {
    let text = format!("{REQUIRED}\r\n{TAKAHASHI}\r\n");
    let (shift_jis, _, lossy) = SHIFT_JIS.encode(&text);
    assert!(!lossy);
    for bytes in [text.clone().into_bytes(), format!("\u{FEFF}{text}").into_bytes(), shift_jis.into_owned()] {
        assert_eq!(name_in(bytes), "髙橋 ①郎㈱");
    }
}

#[test]
fn what_is_in_neither_encoding_is_refused_with_its_line() {
    let mut bytes = format!("{REQUIRED}\n{TAKAHASHI}\n").into_bytes();
    bytes.extend(b"\x80\xFF\n");
    assert_eq!(read(&bytes), Err(SheetError::UnknownEncoding { line: 3 }));
    let (shift_jis, ..) = SHIFT_JIS.encode(REQUIRED);
    assert_eq!(read([&shift_jis, &b"\n\n\xFF"[..]].concat()), Err(SheetError::UnknownEncoding { line: 3 }));
}

#[test]
fn utf_8_with_a_broken_byte_is_refused_and_not_taken_for_shift_jis() {
    // "縺ゅ" is what あ looks like when its UTF-8 is read as Shift_JIS: valid, and nobody's name.
    let bytes = [header().as_bytes(), "ああああ".as_bytes(), b"\xB1\n"].concat();
    assert!(!SHIFT_JIS.decode(&bytes).2);
    assert_eq!(read(bytes), Err(SheetError::UnknownEncoding { line: 2 }));
}

#[test]
fn a_row_knows_its_line_past_blank_lines_and_line_breaks_in_cells() {
    let second = row(&[("registration_number", "000002"), ("experiences", "E|係長|2019||一行目\r\n二行目\n三行目")]);
    let third = row(&[("registration_number", "000003")]);
    let file = [header(), "\r\n,,,\r\n".to_owned(), row(&[]), "\n".to_owned(), second, third].concat();
    let rows = read(file).unwrap();
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 6, 9]);
    let (form, _) = rows[1].outcome.as_ref().unwrap();
    assert_eq!(form.experiences[0].text, "一行目\r\n二行目\n三行目");
}

#[test]
fn the_lines_of_an_old_mac_are_lines_too() {
    let second = row(&[("registration_number", "000002"), ("experiences", "E|係長|2019||一行目\n二行目")]);
    let file = [header(), second, row(&[])].concat().replace('\n', "\r");
    assert_eq!(read(file).unwrap().iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_named_by_its_line() {
    assert_eq!(read(header() + "1,\"abc\n" + &row(&[])), Err(SheetError::BrokenQuotes { line: 2 }));
    assert_eq!(read(header() + "1,\"a\nb\"c\n"), Err(SheetError::BrokenQuotes { line: 2 }));
}

#[test]
fn the_header_is_judged_before_the_rows() {
    assert_eq!(read(""), Err(SheetError::Empty));
    assert_eq!(read("\u{FEFF}\n\n"), Err(SheetError::Empty));
    assert_eq!(read("name,氏名"), Err(SheetError::DuplicateColumn("name")));
    let missing = COLUMNS.iter().filter(|column| column.required && column.name != "name").map(|column| column.name).collect();
    assert_eq!(read(" Name ,,\n"), Err(SheetError::MissingColumns(missing)));
    let Err(SheetError::UnknownColumn { name, known }) = read("name,phone\n") else { panic!("phone is no column") };
    assert_eq!((name.as_str(), known.contains("registration_number")), ("phone", true));
    assert_eq!(read(header()), Ok(Vec::new()));
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    assert_eq!(read(vec![b'a'; (64 << 20) + 1]), Err(SheetError::TooLarge { max: 64, unit: "MiB" }));
    assert_eq!(read(header() + &"a\n".repeat(100_001)), Err(SheetError::TooLarge { max: 100_000, unit: "rows" }));
}

#[test]
fn a_row_with_too_many_or_too_few_cells_is_reported_as_a_whole() {
    let long = TAKAHASHI.to_owned() + ",extra";
    let rows = read(format!("{REQUIRED},\n{long}\n012345,2028-03-31\n{TAKAHASHI},,\n")).unwrap();
    let error = |line, found: &str| {
        let args = vec![("expected", "9".to_owned()), ("found", found.to_owned())];
        Err(vec![CellError { line, column: String::new(), found: String::new(), code: "cell-count", args }])
    };
    assert_eq!((&rows[0].outcome, &rows[1].outcome), (&error(2, "10"), &error(3, "2")));
    assert!(rows[2].outcome.is_ok(), "a spreadsheet writes empty cells after the last column");
}

#[test]
fn a_registration_number_that_comes_twice_is_reported_on_the_later_row_with_the_first_line() {
    let later = row(&[("registration_number", "０１２３４５"), ("hours_per_week", "")]);
    let rows = read(header() + &row(&[("name", "")]) + &later).unwrap();
    let errors = rows[1].outcome.as_ref().unwrap_err();
    assert_eq!(errors.iter().map(|error| error.code).collect::<Vec<_>>(), ["duplicate-in-file", "required"]);
    assert_eq!((errors[0].line, &errors[0].args), (3, &vec![("line", "2".to_owned())]));
}
