//! A file of members with bad rows is mended in the page that says what is wrong with them.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::RoleRequest;
use nakodo::identity::Rank;

use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    bad_rows_are_forms_and_good_rows_stand_ready,
    what_is_mended_is_taken_in_with_the_rest,
    what_is_still_wrong_comes_again_as_it_was_typed,
    a_row_that_is_left_out_is_not_taken_in_and_can_be_taken_back,
    cells_without_a_column_wait_until_they_are_moved,
    a_number_that_a_mended_row_takes_is_told_at_the_other,
    a_file_with_too_many_bad_rows_or_too_large_is_mended_in_the_file,
    what_no_page_of_ours_sends_is_refused,
];

const HEADER: &str = "会員番号,会社名,都道府県,市区町村,業種,従業員数,担当者名,メールアドレス";
const GOOD: &str = "A-1,\"A社, \"\"本店\"\"\",岐阜県,関市,製造業,10,田中 花子,soumu@a-sha.example.jp";
const BAD: &str = "A-2,B<社>,岐阜県,関市,製造業,十人,佐藤,soumu@b-sha.example.jp";

struct Clerk {
    world: World,
    _served: Served,
    client: Client,
}

/// Fields of a form, by their names.
type Fields = Vec<(String, String)>;

impl Clerk {
    async fn at_work(mode: Mode) -> Self {
        let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
        let served = Served::open(&world);
        let org = SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
        world.invite("tanto@chamber.example.jp", RoleRequest::Broker(org, Rank::Member)).await;
        let client = signed_in(&world, &served.client, "tanto@chamber.example.jp").await;
        Self { world, _served: served, client }
    }

    async fn send(&self, fields: &Fields, file: Option<&str>) -> Answer {
        let part = |(name, text): &(String, String)| format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        let file = file.map(|text| {
            format!(
                "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"m.csv\"\r\nContent-Type: text/csv\r\n\r\n{text}\r\n"
            )
        });
        let body = fields.iter().map(part).chain(file).collect::<String>() + "--xyz--\r\n";
        self.client.post_raw("/members/import", "multipart/form-data; boundary=xyz", body).await
    }

    async fn send_file(&self, rows: &[&str], takes: bool) -> Answer {
        let page = self.client.get("/members/import").await.body;
        let mut fields = hidden_fields(&page, "/members/import");
        fields.extend(takes.then(|| ("take".to_owned(), "yes".to_owned())));
        let text: String = std::iter::once(&HEADER).chain(rows).map(|row| format!("{row}\r\n")).collect();
        self.send(&fields, Some(&text)).await
    }

    /// The names of all companies on the list, as the file has them.
    async fn list(&self) -> Vec<String> {
        let text = self.client.get("/members.csv").await.body;
        text.lines().skip(1).map(|row| row.split_once(',').map_or("", |(_, rest)| rest).to_owned()).collect()
    }
}

fn plain(text: &str) -> String {
    let entities = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    entities.into_iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

/// All that the form for mending holds, as a browser sends it: boxes only if they are ticked.
fn fields(page: &str) -> Fields {
    let form = page.split("<form").find(|form| form.contains("name=\"carried\"")).and_then(|form| form.split("</form>").next());
    let form = form.unwrap_or_else(|| panic!("nothing to mend: {page}"));
    let attribute = |tag: &str, name: &str| tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(plain);
    let inputs = form.split("<input").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let sent = !tag.contains("type=\"checkbox\"") || tag.contains(" checked");
        Some((attribute(tag, "name")?, attribute(tag, "value")?)).filter(|_| sent)
    });
    let areas = form.split("<textarea").skip(1).filter_map(|rest| {
        let (tag, rest) = rest.split_once('>')?;
        let text = rest.split("</textarea>").next()?;
        Some((attribute(tag, "name")?, plain(text.strip_prefix('\n').unwrap_or(text))))
    });
    inputs.chain(areas).collect()
}

fn put(fields: &mut Fields, name: &str, text: &str) {
    fields.retain(|(one, _)| one != name);
    fields.push((name.to_owned(), text.to_owned()));
}

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(one, _)| one == name).map_or_else(|| panic!("no {name}"), |(_, value)| value)
}

async fn bad_rows_are_forms_and_good_rows_stand_ready(mode: Mode) {
    let clerk = Clerk::at_work(mode).await;
    for takes in [false, true] {
        let page = clerk.send_file(&[GOOD, BAD], takes).await;
        assert_eq!(page.status, 422);
        for said in ["直していただきたいところが1か所", "href=\"#/3/employees\"", "aria-invalid=\"true\"", "ほかの1行は登録できます"]
        {
            assert!(page.body.contains(said), "{said}: {}", page.body);
        }
        let fields = fields(&page.body);
        assert_eq!((value(&fields, "/3/employees"), value(&fields, "/3/name")), ("十人", "B<社>"));
        assert!(value(&fields, "carried").contains("A社") && !value(&fields, "carried").contains("B<社>"));
    }
    assert!(clerk.list().await.is_empty(), "nothing is taken in while something is wrong");
    clerk.world.settle().await;
}

async fn what_is_mended_is_taken_in_with_the_rest(mode: Mode) {
    let clerk = Clerk::at_work(mode).await;
    let mut fields = fields(&clerk.send_file(&[BAD, GOOD], false).await.body);
    put(&mut fields, "/2/employees", "１０");
    let done = clerk.send(&fields, None).await;
    assert!(done.status == 200 && done.body.contains("登録しました") && done.body.contains("新しく登録: 2社"), "{}", done.body);
    let list = clerk.list().await;
    assert!(list.len() == 2 && list[0].starts_with("\"A社, \"\"本店\"\"\"") && list[1].starts_with("B<社>"), "{list:?}");
    let again = clerk.send(&fields, None).await;
    assert!(again.status == 200 && again.body.contains("変更なし: 2社"), "pressed twice it is the same: {}", again.body);
}

async fn what_is_still_wrong_comes_again_as_it_was_typed(mode: Mode) {
    let clerk = Clerk::at_work(mode).await;
    let mut before = fields(&clerk.send_file(&[GOOD, BAD, "A-3,\"C\nD\",,関市,E,3,佐藤,x"], false).await.body);
    assert_eq!(value(&before, "/4/name"), "C\nD", "lines are kept");
    put(&mut before, "/4/prefecture", "岐阜");
    put(&mut before, "/4/contact_address", "'\"&<soumu@c-sha.example.jp");
    put(&mut before, "/3/employees", "10");
    let page = clerk.send(&before, None).await;
    assert!(page.status == 422 && page.body.contains("ほかの2行は登録できます"), "{}", page.body);
    let after = fields(&page.body);
    let row = |fields: &Fields| {
        let mut row: Fields = fields.iter().filter(|(name, _)| name.starts_with("/4/")).cloned().collect();
        row.sort();
        row
    };
    assert_eq!(row(&after), row(&before));
    assert!(value(&after, "carried").contains("B<社>"), "what is mended stands ready with the rest");
    assert!(clerk.list().await.is_empty());
    let english = clerk.client.post_raw("/members/import?lang=en", "multipart/form-data; boundary=xyz", "--xyz--\r\n").await;
    assert_eq!(english.status, 403, "a form without the page's own value");
}

async fn a_row_that_is_left_out_is_not_taken_in_and_can_be_taken_back(mode: Mode) {
    let clerk = Clerk::at_work(mode).await;
    let mut typed = fields(&clerk.send_file(&[GOOD, BAD, "A-3,C社"], false).await.body);
    put(&mut typed, "/4/left-out", "yes");
    let page = clerk.send(&typed, None).await;
    let mut again = fields(&page.body);
    assert_eq!((page.status, value(&again, "/4/left-out"), value(&again, "/4/name")), (422, "yes", "C社"));
    assert!(page.body.contains("直していただきたいところが1か所"), "what is left out is not wrong: {}", page.body);
    put(&mut again, "/3/employees", "10");
    let done = clerk.send(&again, None).await;
    assert!(done.status == 200 && done.body.contains("登録しなかった行: 1行"), "{}", done.body);
    assert_eq!(clerk.list().await.len(), 2);
    let mut alone = fields(&clerk.send_file(&[BAD], false).await.body);
    put(&mut alone, "/2/left-out", "yes");
    let nothing = clerk.send(&alone, None).await;
    assert!(nothing.status == 200 && nothing.body.contains("何も登録していません"), "{}", nothing.body);
    again.retain(|(name, _)| name != "/4/left-out");
    let back = clerk.send(&again, None).await;
    assert!(back.status == 422 && back.body.contains("4行目"), "taken back it is judged like the others: {}", back.body);
}

async fn cells_without_a_column_wait_until_they_are_moved(mode: Mode) {
    let clerk = Clerk::at_work(mode).await;
    // A comma that should have stood in quotation marks.
    let page = clerk.send_file(&[GOOD, "A-2,B社, 支店,岐阜県,関市,製造業,10,佐藤,soumu@b-sha.example.jp"], false).await;
    let mut typed = fields(&page.body);
    assert!(!page.body.contains("<summary>"), "nobody knows which cell it is, so all lie open: {}", page.body);
    assert_eq!((value(&typed, "/3/contact_address"), value(&typed, "/3/surplus")), ("佐藤", "soumu@b-sha.example.jp"));
    let right = [
        ("name", "B社, 支店"),
        ("prefecture", "岐阜県"),
        ("municipality", "関市"),
        ("industry", "製造業"),
        ("employees", "10"),
        ("contact_name", "佐藤"),
        ("contact_address", "soumu@b-sha.example.jp"),
    ];
    for (name, text) in right {
        put(&mut typed, &format!("/3/{name}"), text);
    }
    let still = clerk.send(&typed, None).await;
    assert!(still.status == 422 && value(&fields(&still.body), "/3/surplus") == "soumu@b-sha.example.jp", "{}", still.body);
    put(&mut typed, "/3/surplus", " ");
    assert_eq!(clerk.send(&typed, None).await.status, 200);
    assert!(clerk.list().await[1].starts_with("\"B社, 支店\""));
}

async fn a_number_that_a_mended_row_takes_is_told_at_the_other(mode: Mode) {
    let clerk = Clerk::at_work(mode).await;
    let mut typed = fields(&clerk.send_file(&[BAD, GOOD], false).await.body);
    put(&mut typed, "/2/employees", "10");
    put(&mut typed, "/2/number", "A-1");
    let page = clerk.send(&typed, None).await;
    assert!(page.status == 422 && page.body.contains("href=\"#/3/number\""), "{}", page.body);
    let mut typed = fields(&page.body);
    put(&mut typed, "/3/number", "A-9");
    assert_eq!(clerk.send(&typed, None).await.status, 200);
    assert_eq!(clerk.list().await.len(), 2);
}

async fn a_file_with_too_many_bad_rows_or_too_large_is_mended_in_the_file(mode: Mode) {
    let clerk = Clerk::at_work(mode).await;
    let bad = |number: usize| BAD.replace("A-2", &format!("B-{number}"));
    let good = |number: usize| GOOD.replace("A-1", &format!("C-{number}"));
    let (bad, good): (Vec<String>, Vec<String>) = ((0..21).map(bad).collect(), (0..4_000).map(good).collect());
    let few: Vec<&str> = bad.iter().map(String::as_str).take(20).collect();
    let large: Vec<&str> = good.iter().chain(bad.first()).map(String::as_str).collect();
    let many: Vec<&str> = bad.iter().map(String::as_str).collect();
    assert_eq!(fields(&clerk.send_file(&few, false).await.body).iter().filter(|(name, _)| name.ends_with("/employees")).count(), 20);
    for rows in [many, large] {
        let page = clerk.send_file(&rows, true).await;
        let told = page.body.contains("この画面では直せません") && page.body.contains("十人") && !page.body.contains("name=\"carried\"");
        assert!(page.status == 422 && told && page.body.len() < 20_000, "{}", page.body);
    }
    assert!(clerk.list().await.is_empty());
}

async fn what_no_page_of_ours_sends_is_refused(mode: Mode) {
    let clerk = Clerk::at_work(mode).await;
    let typed = fields(&clerk.send_file(&[GOOD, BAD], false).await.body);
    for (name, text) in [("value", "made up"), ("carried", HEADER), ("carried", "line,number\r\n"), ("lines", ""), ("lines", "3,x")] {
        let mut wrong = typed.clone();
        put(&mut wrong, name, text);
        let refused = clerk.send(&wrong, None).await;
        assert_eq!(refused.status, 403, "{name}={text}: {}", refused.body);
    }
    assert!(clerk.list().await.is_empty());
}
