//! Complaints about the other side of a match: anonymous towards it, with a day for the answer, and without effect before two operators have decided.

use chrono::Duration;
use nakodo::complaints::Stage;
use nakodo::desk::{self, Acceptance, RoleRequest, Submitter};
use nakodo::ids::{HelpRequestId, SpecialistId};
use nakodo::intake::HelpRequestState;
use nakodo::offers::OfferState;

use crate::console::{operator, world};
use crate::harness::mail::Mail;
use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_complaint_is_acknowledged_at_once_with_a_number_and_a_day,
    neither_pages_nor_letters_tell_the_other_side_who_complains,
    nothing_changes_before_two_operators_have_decided,
    an_entry_is_paused_by_two_and_comes_back_by_itself,
    whoever_complains_takes_it_back_without_a_reason,
    a_specialist_complains_about_a_company_which_has_no_entry_to_lose,
    the_operator_is_told_before_the_day_and_after_it_and_in_the_end_it_ends,
    a_side_appeals_once_and_the_second_decision_is_the_last,
    what_is_missing_is_named_and_nothing_typed_is_lost,
];

pub const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
pub const SPECIALIST: &str = "s1@example.jp";
const OPERATOR: &str = "operator@nakodo.example";
pub const WORDS: &str = "高い機器を何度も勧められました。";
pub const SUMMARY: &str = "必要のない契約を勧められたという申し出がありました。";
pub const FILED: [(&str, &str); 3] = [("/category", "pushy-selling"), ("/words", WORDS), ("/wish", "説明がほしい。")];

/// A letter's text without the breaks of its lines.
fn flat(letter: &Mail) -> String {
    flat_of(&letter.text)
}

fn flat_of(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A match, with two operators who are signed in.
pub struct Case {
    pub world: World,
    pub served: Served,
    pub specialist: SpecialistId,
    pub help_request: HelpRequestId,
    /// Where each side complains.
    by_company: String,
    by_specialist: String,
    one: Client,
    other: Client,
}

impl Case {
    async fn matched(mode: Mode) -> Self {
        let world = world(mode).await;
        let served = Served::open(&world);
        let specialist = world
            .enrol(|profile| {
                crate::search::public(profile);
                profile.max_engagements = Some(9);
            })
            .await;
        let help_request = world.ask_for_help().await;
        assert_eq!(world.accept(SPECIALIST).await, Acceptance::Won(help_request));
        world.settle().await;
        let own = world.letter(SPECIALIST, "match_for_specialist").link("/engagements/");
        let status = world.letter(COMPANY, "match_for_company").link("/help-requests/status/");
        let company = status.replace("/help-requests/status/", "/engagements/");
        let one = operator(&world, &served).await;
        world.invite("other@nakodo.example.jp", RoleRequest::Operator).await;
        let other = signed_in(&world, &served.client, "other@nakodo.example.jp").await;
        let (by_company, by_specialist) = (format!("{company}/complaint"), format!("{own}/complaint"));
        Self { world, served, specialist, help_request, by_company, by_specialist, one, other }
    }

    /// A complaint of the company's, with the pages of the company and of operators.
    pub async fn filed(mode: Mode) -> (Self, String, String) {
        let case = Self::matched(mode).await;
        let (own, console) = case.file(&case.by_company).await;
        (case, own, console)
    }

    async fn file(&self, page: &str) -> (String, String) {
        let sent = self.served.client.press(page, "", &FILED).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        self.later(Duration::seconds(1)).await;
        let own = sent.header("location").split('?').next().expect("a place").to_owned();
        let list = desk::list_complaints(&self.world.app.desk, true, 9).await.expect("the list");
        (own, format!("/console/complaints/{}", list.last().expect("it waits").id))
    }

    /// Sessions do not last for days.
    async fn sign_in_again(&mut self) {
        self.one = signed_in(&self.world, &self.served.client, "one@nakodo.example.jp").await;
        self.other = signed_in(&self.world, &self.served.client, "other@nakodo.example.jp").await;
    }

    /// What the specialist reads first after signing in.
    async fn own_page(&self) -> String {
        let own = signed_in(&self.world, &self.served.client, SPECIALIST).await;
        let shown = own.get("/me").await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        shown.body
    }

    async fn later(&self, step: Duration) {
        self.world.wait(step).await;
        self.world.settle().await;
    }

    /// What an operator presses on the page of a complaint.
    async fn press(&self, who: &Client, console: &str, step: &str, typed: &[(&str, &str)]) -> Answer {
        let done = match step {
            "take" | "confirm" => who.press(console, &format!("steps/{step}"), typed).await,
            _ => who.press(&format!("{console}/steps/{step}"), "", typed).await,
        };
        self.later(Duration::seconds(1)).await;
        done
    }

    async fn ok(&self, who: &Client, console: &str, step: &str, typed: &[(&str, &str)]) {
        let done = self.press(who, console, step, typed).await;
        assert_eq!(done.status, 303, "{step}: {}", done.body);
    }

    /// Taken up, and the other side asked; gives its page.
    pub async fn released(&self, console: &str, reader: &str) -> String {
        self.ok(&self.one, console, "take", &[]).await;
        self.ok(&self.one, console, "hear", &[("/summary", SUMMARY)]).await;
        self.world.letter(reader, "complaint_hearing").link("/complaints/")
    }

    async fn decide(&self, console: &str, outcome: &str, effect: &str) {
        let told = [("/to_complainant", "理由は一です。"), ("/to_other", "理由は二です。"), ("/note", "覚え書き。")];
        let typed: Vec<(&str, &str)> = [("/outcome", outcome), ("/effect", effect)].into_iter().chain(told).collect();
        self.ok(&self.one, console, "propose", &typed).await;
        self.ok(&self.other, console, "confirm", &[]).await;
    }

    async fn page(&self, page: &str) -> String {
        let shown = self.served.client.get(page).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        assert!(shown.body.len() < 20_000, "{} bytes", shown.body.len());
        shown.body
    }

    /// What the operator was told of complaints.
    fn subjects(&self) -> Vec<String> {
        let letters = self.world.letters_to(OPERATOR).into_iter().filter(|letter| letter.kind == "complaint_waiting");
        letters.map(|letter| letter.subject).collect()
    }

    async fn found(&self) -> u64 {
        self.served.client.get("/api/v1/active-list").await.json()["total"].as_u64().expect("a figure")
    }

    async fn stage(&self, console: &str) -> Stage {
        let id = console.rsplit('/').next().expect("an id").parse().expect("an id");
        let read = self.world.app.desk.store.read(move |tx| tx.find_complaint(id)).await;
        read.expect("the store answers").expect("it is there").complaint.stage
    }
}

async fn a_complaint_is_acknowledged_at_once_with_a_number_and_a_day(mode: Mode) {
    let (case, own, _) = Case::filed(mode).await;
    let letter = case.world.letter(COMPANY, "complaint_received");
    let due = nakodo::clock::spoken_date(
        case.world.app.desk.catalogue.holidays().open_day_after(case.world.app.desk.clock.today(), 10),
        nakodo::language::Language::Ja,
    );
    assert!(flat(&letter).contains(&flat_of(&due)) && !flat(&letter).contains(WORDS), "{}", letter.text);
    let page = case.page(&own).await;
    let number = page.split("<dt>受付番号</dt><dd>").nth(1).and_then(|rest| rest.split('<').next()).expect("a number");
    assert!(letter.subject.contains(number) && page.contains(&due) && page.contains(WORDS), "{page}");
    assert!(case.page(&letter.link("/complaints/")).await.contains(number), "the link of the letter leads there too");
    let again = case.page(&case.by_company).await;
    assert!(again.contains(number) && !again.contains("<textarea"), "one at a time: {again}");
    let waiting = case.world.letter(OPERATOR, "complaint_waiting");
    assert!(!flat(&waiting).contains(WORDS) && waiting.text.contains("/console/complaints/"), "{}", waiting.text);
    assert!(case.one.get("/console").await.body.contains("運営者二名で決めます"), "the first page says what waits");
}

async fn neither_pages_nor_letters_tell_the_other_side_who_complains(mode: Mode) {
    let (case, own, console) = Case::filed(mode).await;
    let before = case.page(&case.by_specialist).await;
    assert!(before.contains("<textarea") && !before.contains("押し売り・必要のない契約の勧め</dd>"), "nothing of it before it is released");
    let other = case.released(&console, SPECIALIST).await;
    let letters: Vec<_> = case.world.letters_to(SPECIALIST).into_iter().filter(|letter| letter.kind.starts_with("complaint")).collect();
    assert_eq!(letters.len(), 1, "asked, and nothing else");
    let page = case.page(&other).await;
    assert!(page.contains(SUMMARY), "{page}");
    for told in letters.iter().map(flat).chain([page.clone()]) {
        for secret in [WORDS, "説明がほしい", "関金属工業", "田中", "/engagements/", COMPANY] {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
    }
    let (one, two) = (other.rsplit('/').next(), own.rsplit('/').next());
    assert!(one != two && !page.contains(two.expect("a token")), "each side has a link of its own");
    let answered = case.served.client.press(&other, "steps/answer", &[("/words", "ひとこと紹介しただけです。")]).await;
    assert!(answered.status == 200 && answered.body.contains("回答を受け取りました"), "{}", answered.body);
    assert!(!case.page(&own).await.contains("ひとこと紹介"), "answers are the operators'");
    assert!(case.one.get(&console).await.body.contains("ひとこと紹介"));
}

async fn nothing_changes_before_two_operators_have_decided(mode: Mode) {
    let (case, _, console) = Case::filed(mode).await;
    let other = case.released(&console, SPECIALIST).await;
    let open = case.world.submit(help_request(), Submitter::Operator).await.id;
    case.world.settle().await;
    let offers = case.world.offers_of(open).await;
    assert!(offers.len() == 1 && offers[0].state.is_open(), "who is complained about is asked as before: {offers:?}");
    assert_eq!(case.found().await, 1, "and found as before");
    let early = [("/outcome", "upheld"), ("/effect", "pause"), ("/to_complainant", "理由"), ("/to_other", "理由")];
    assert_eq!(case.one.get(&format!("{console}/steps/propose")).await.status, 404, "while the other side is heard");
    case.served.client.press(&other, "steps/answer", &[("/words", "説明します。")]).await;
    case.ok(&case.one, &console, "propose", &early).await;
    let shown = case.one.get(&console).await.body;
    assert!(shown.contains("提案したのはあなたです") && !shown.contains("steps/confirm"), "{shown}");
    let id = console.rsplit('/').next().expect("an id").parse().expect("an id");
    let account = case.world.app.desk.clone();
    assert!(desk::confirm_verdict(&account, id, 9).await.is_err(), "another proposal than the one that is there");
    assert_eq!(case.found().await, 1, "one is not enough");
    let records = case.served.client.get(&format!("/specialists/{}", case.specialist)).await;
    assert_eq!(records.status, 200);
    assert!(!records.body.contains("苦情") && !records.body.contains(SUMMARY), "nobody sees that there is a complaint");
    case.ok(&case.other, &console, "confirm", &[]).await;
    assert_eq!(case.found().await, 0);
    assert_eq!(case.world.offers_of(open).await[0].state, OfferState::Withdrawn);
}

async fn an_entry_is_paused_by_two_and_comes_back_by_itself(mode: Mode) {
    let (mut case, own, console) = Case::filed(mode).await;
    case.world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let other = case.released(&console, SPECIALIST).await;
    case.later(Duration::days(8)).await;
    assert_eq!(case.stage(&console).await, Stage::Heard, "silence ends the hearing");
    case.sign_in_again().await;
    case.decide(&console, "upheld", "pause").await;
    let (told, page) = (case.world.letter(SPECIALIST, "complaint_news"), case.page(&other).await);
    assert!(flat(&told).contains("しばらく止めます") && page.contains("理由は二です") && !page.contains("理由は一です"), "{}", told.text);
    let (told, page) = (case.world.letter(COMPANY, "complaint_news"), case.page(&own).await);
    assert!(!flat(&told).contains("止めます") && page.contains("理由は一です") && !page.contains("理由は二です"), "{page}");
    assert!(!page.contains("覚え書き。") && case.one.get(&console).await.body.contains("覚え書き。"), "notes are the operators'");
    assert_eq!(case.found().await, 0);
    let own_page = case.own_page().await;
    assert!(own_page.contains("申し出(苦情)についての決定により") && !own_page.contains("理由は"), "{own_page}");
    assert_eq!(case.world.state_of(case.help_request).await, HelpRequestState::Matched, "a match goes on");
    case.later(Duration::days(91)).await;
    assert_eq!((case.found().await, case.stage(&console).await), (1, Stage::Closed));
    assert!(!case.own_page().await.contains("申し出(苦情)についての決定により"));
    let lifted = case.world.letters_to(SPECIALIST).into_iter().filter(|letter| letter.kind == "complaint_news").count();
    assert_eq!(lifted, 2, "decided, and lifted");
}

async fn whoever_complains_takes_it_back_without_a_reason(mode: Mode) {
    let (case, own, console) = Case::filed(mode).await;
    let gone = case.served.client.press(&own, "steps/withdraw", &[]).await;
    assert!(gone.status == 200 && gone.body.contains("取り下げました"), "{}", gone.body);
    case.later(Duration::seconds(1)).await;
    assert!(case.world.letters_to(SPECIALIST).iter().all(|letter| !letter.kind.starts_with("complaint")), "who was not told hears nothing");
    assert!(!case.one.get(&console).await.body.contains("/steps/"), "there is nothing left to decide");
    let (second, console) = case.file(&case.by_company).await;
    case.released(&console, SPECIALIST).await;
    case.served.client.press(&second, "steps/withdraw", &[]).await;
    case.later(Duration::seconds(1)).await;
    let told = case.world.letter(SPECIALIST, "complaint_news");
    assert!(flat(&told).contains("していただくことはありません"), "{}", told.text);
    for _ in 0..5 {
        assert!(case.page(&second).await.contains("取り下げられました"), "looking changes nothing");
    }
}

async fn a_specialist_complains_about_a_company_which_has_no_entry_to_lose(mode: Mode) {
    let case = Case::matched(mode).await;
    let (own, console) = case.file(&case.by_specialist).await;
    assert!(case.page(&own).await.contains("申し出を受け付けました"));
    let other = case.released(&console, COMPANY).await;
    let page = case.page(&other).await;
    assert!(page.contains(SUMMARY) && !page.contains(WORDS) && !page.contains("佐藤"), "{page}");
    case.served.client.press(&other, "steps/answer", &[("/words", "支払いは済ませました。")]).await;
    let form = case.one.get(&format!("{console}/steps/propose")).await.body;
    assert!(form.contains("value=\"note\"") && !form.contains("value=\"pause\""), "a company is on no list: {form}");
    let forced = [("/outcome", "upheld"), ("/effect", "remove"), ("/to_complainant", "理由"), ("/to_other", "理由")];
    let refused = case.press(&case.one, &console, "propose", &forced).await;
    assert!(refused.status == 422 && refused.body.contains("会社についての申し出では"), "{}", refused.body);
    case.decide(&console, "upheld", "note").await;
    assert_eq!(case.found().await, 1);
}

async fn the_operator_is_told_before_the_day_and_after_it_and_in_the_end_it_ends(mode: Mode) {
    let (mut case, own, console) = Case::filed(mode).await;
    assert_eq!(case.subjects().len(), 1);
    case.later(Duration::days(14)).await;
    assert!(case.subjects().iter().any(|subject| subject.contains("近づいています")), "{:?}", case.subjects());
    case.later(Duration::days(6)).await;
    assert!(case.subjects().iter().any(|subject| subject.contains("過ぎました")), "{:?}", case.subjects());
    case.sign_in_again().await;
    assert!(
        case.page(&own).await.contains("お待たせして") && case.one.get("/console/complaints").await.body.contains("期日を過ぎています")
    );
    case.later(Duration::days(70)).await;
    assert_eq!((case.stage(&console).await, case.subjects().len()), (Stage::Lapsed, 3));
    assert!(flat(&case.world.letter(COMPANY, "complaint_news")).contains("おわびします"));
    assert_eq!(case.found().await, 1);
}

async fn a_side_appeals_once_and_the_second_decision_is_the_last(mode: Mode) {
    let (case, own, console) = Case::filed(mode).await;
    let other = case.released(&console, SPECIALIST).await;
    case.served.client.press(&other, "steps/answer", &[("/words", "説明します。")]).await;
    case.decide(&console, "upheld", "remove").await;
    assert_eq!(case.found().await, 0);
    let empty = case.served.client.press(&other, "steps/appeal", &[("/words", " ")]).await;
    assert!(empty.status == 422 && empty.body.contains("/words-mistake"), "{}", empty.body);
    let appealed = case.served.client.press(&other, "steps/appeal", &[("/words", "事実とちがいます。")]).await;
    assert!(appealed.status == 200 && appealed.body.contains("申し立てを受け取りました"), "{}", appealed.body);
    assert!(!case.page(&own).await.contains("steps/appeal"), "once");
    assert_eq!(case.found().await, 0, "what was decided stands meanwhile");
    assert!(case.one.get(&console).await.body.contains("専門家からの不服の申し立て"));
    case.decide(&console, "not_upheld", "nothing").await;
    assert_eq!((case.found().await, case.stage(&console).await), (1, Stage::Closed));
    let page = case.page(&other).await;
    assert!(page.contains("もう一度確かめた結果") && !page.contains("steps/appeal"), "{page}");
    let filter = desk::AuditFilter { what: console.rsplit('/').next().map(str::to_owned), ..desk::AuditFilter::default() };
    let acts: Vec<String> =
        desk::show_audit_log(&case.world.app.desk, filter, 100).await.expect("the log").into_iter().map(|(entry, _)| entry.act).collect();
    for act in ["complaint_filed", "complaint_taken_up", "complaint_released", "verdict_proposed", "verdict_confirmed", "complaint_seen"] {
        assert!(acts.iter().any(|one| one == act), "{act}: {acts:?}");
    }
}

async fn what_is_missing_is_named_and_nothing_typed_is_lost(mode: Mode) {
    let case = Case::matched(mode).await;
    let wrong = case.served.client.press(&case.by_company, "", &[("/category", ""), ("/words", ""), ("/wish", "説明がほしい。")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("href=\"#/category\"") && wrong.body.contains("href=\"#/words\""), "{}", wrong.body);
    assert!(wrong.body.contains("説明がほしい。"), "what was typed is there");
    let unpressed = case.served.client.post_form(&case.by_company, &FILED).await;
    assert!(unpressed.status == 403 && unpressed.body.contains(WORDS), "{}", unpressed.body);
    let english = case.served.client.get(&format!("{}?lang=en", case.by_company)).await.body;
    assert!(english.contains("What happened?"), "{english}");
    let none = desk::list_complaints(&case.world.app.desk, true, 9).await.expect("the list");
    assert!(none.is_empty());
    assert!(case.one.get("/console/complaints").await.body.contains("扱っている申し出はありません"));
    assert_eq!(case.served.client.get(&format!("/complaints/{}", "C".repeat(43))).await.status, 404);
}
