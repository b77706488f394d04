//! The ledger of credits: work that a company confirmed is entered with one press, everything else by another person's word; nothing in it is ever changed, and
//! what each scheme makes of it is told with the reason.

use chrono::Duration;
use nakodo::credits::ClaimState;
use nakodo::desk::{self, Refusal, RoleRequest};
use nakodo::ids::SpecialistId;
use serde_json::Value;

use crate::course::Work;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    confirmed_work_is_entered_with_one_press_and_every_scheme_says_what_it_counts,
    another_person_approves_behind_the_link_of_a_letter,
    nobody_approves_their_own_claim,
    a_no_says_why_and_can_be_answered_by_asking_again,
    without_an_answer_the_approver_is_reminded_and_the_claim_ends,
    what_is_typed_wrong_is_named_in_both_languages_and_nothing_is_lost,
    an_entry_is_taken_back_by_a_further_row_and_work_can_be_entered_again,
];

const SPECIALIST: &str = "s1@example.jp";
const BOSS: &str = "bucho@employer.example.jp";
const COURSE: [(&str, &str); 8] = [
    ("/from", "2026-11-02"),
    ("/until", "2026-11-02"),
    ("/hours", "14"),
    ("/minutes", ""),
    ("/words", "修了証 第12号"),
    ("/approver_role", "supervisor"),
    ("/approver_name", "高橋 部長"),
    ("/approver_address", BOSS),
];

/// Somebody signed in.
pub struct Own {
    pub world: World,
    pub served: Served,
    pub browser: Client,
    pub id: SpecialistId,
}

impl Own {
    pub async fn new(mode: Mode) -> Self {
        Self::of(World::new(mode).await).await
    }

    /// Somebody who may be found by anybody.
    pub async fn of(world: World) -> Self {
        let served = Served::open(&world);
        let id = world.enrol(crate::search::public).await;
        world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
        let browser = signed_in(&world, &served.client, SPECIALIST).await;
        Self { world, served, browser, id }
    }

    pub async fn page(&self, path: &str) -> String {
        let shown = self.browser.get(path).await;
        assert_eq!(shown.status, 200, "{path}: {}", shown.body);
        shown.body
    }

    /// Types a claim of a kind; what is named in `changed` otherwise than in [`COURSE`].
    pub async fn ask(&self, kind: &str, changed: &[(&str, &str)]) -> Answer {
        let place = format!("/me/credits/new/{kind}");
        let kept = COURSE.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name)).copied();
        let typed: Vec<(&str, &str)> = kept.chain(changed.iter().copied()).chain([("/related", "yes")]).collect();
        self.world.app.desk.clock.advance(Duration::seconds(1));
        let answer = self.browser.press(&place, "", &typed).await;
        self.world.settle().await;
        answer
    }

    /// The page to which the letter of the approver leads.
    pub fn approval(&self) -> String {
        self.world.letter(BOSS, "credit_asked").link("/approval/")
    }

    /// A claim that was approved, by its place in the own pages.
    pub async fn approved(&self, kind: &str) -> String {
        assert_eq!(self.ask(kind, &[]).await.status, 303);
        let done = self.served.client.stranger().press(&self.approval(), "", &[]).await;
        assert!(done.status == 200 && done.body.contains("承認しました"), "{}", done.body);
        self.world.settle().await;
        self.newest().await
    }

    /// The place of the newest claim.
    pub async fn newest(&self) -> String {
        let page = desk::look_at_credits(&self.world.app.desk, self.id).await.expect("the page");
        format!("/me/credits/entries/{}", page.claims.first().expect("a claim").id)
    }

    pub async fn states(&self) -> Vec<ClaimState> {
        let page = desk::look_at_credits(&self.world.app.desk, self.id).await.expect("the page");
        page.claims.iter().map(|claim| claim.state).collect()
    }

    pub async fn statement(&self) -> Value {
        let file = self.browser.get("/me/credits/statement.json").await;
        assert!(file.status == 200 && file.header("content-disposition").contains("nakodo-credits.json"), "{}", file.body);
        file.json()
    }
}

/// Presses a button of a page.
pub async fn press(client: &Client, page: &str, to: &str, typed: &[(&str, &str)]) -> Answer {
    let shown = client.get(page).await.body;
    let hidden = hidden_fields(&shown, to);
    assert!(!hidden.is_empty(), "no form for {to}: {shown}");
    let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let all: Vec<(&str, &str)> = hidden.chain(typed.iter().copied()).collect();
    client.post_form(to, &all).await
}

async fn confirmed_work_is_entered_with_one_press_and_every_scheme_says_what_it_counts(mode: Mode) {
    let work = Work::reported(mode).await;
    work.world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let browser = signed_in(&work.world, &work.served.client, SPECIALIST).await;
    let before = browser.get("/me/credits").await.body;
    assert!(before.contains("まだ何も記録されていません"), "hours that nobody confirmed are nothing: {before}");
    work.ok(&work.company, "confirm", &[]).await;
    let offered = browser.get("/me/credits").await.body;
    assert!(offered.contains("会社が時間を確認した") && offered.contains("2時間"), "{offered}");
    let to = offered.split("action=\"").find(|rest| rest.starts_with("/me/credits/work/")).expect("a form");
    let to = to.split('?').next().expect("an address").to_owned();
    let done = press(&browser, "/me/credits", &to, &[]).await;
    assert_eq!((done.status, done.header("location")), (303, "/me/credits?lang=ja&done=entered"), "{}", done.body);
    let cycle = [("begun", "2026-01-01")];
    assert_eq!(press(&browser, "/me/credits", "/me/credits/cycles/cissp", &cycle).await.status, 303);
    let page = browser.get("/me/credits?done=entered").await.body;
    assert!(page.contains("記録しました") && !page.contains("/me/credits/work/"), "{page}");
    assert!(page.contains("40時間のうち2時間"), "practice for the registration: {page}");
    assert!(page.contains("あと1回が必要です"), "what is missing, and until when: {page}");
    assert!(page.contains("満了の60日前"), "the days to come: {page}");
    assert!(page.contains("2単位のうち0単位を数えます。理由: 報酬のある活動は数えられません"), "and why not in another scheme: {page}");
    let again = browser.post_form(&to, &[]).await;
    assert_eq!(again.status, 403, "no press of the page");
    let english = browser.get("/me/credits?lang=en").await.body;
    assert!(english.contains("0 CPE of 2 CPE counted, because: paid work does not count"), "{english}");
}

async fn another_person_approves_behind_the_link_of_a_letter(mode: Mode) {
    let own = Own::new(mode).await;
    let asked = own.ask("course", &[]).await;
    assert_eq!((asked.status, asked.header("location")), (303, "/me/credits?lang=ja&done=asked"), "{}", asked.body);
    let letter = own.world.letter(BOSS, "credit_asked");
    assert!(letter.subject.contains("佐藤 1") && letter.text.contains("14時間") && letter.text.contains("上司として"), "{}", letter.text);
    assert!(!letter.text.contains("修了証"), "the words stand on the page only: {}", letter.text);
    assert!(own.page("/me/credits").await.contains("高橋 部長さんの承認待ち"));
    let link = letter.link("/approval/");
    let stranger = own.served.client.stranger();
    for _ in 0..20 {
        let shown = stranger.get(&link).await.body;
        assert!(shown.contains("修了証 第12号") && shown.contains("事実と合っていますか"), "{shown}");
    }
    assert_eq!(own.states().await, [ClaimState::Waiting], "looking approves nothing");
    assert_eq!(stranger.post_form(&link, &[]).await.status, 403, "no press of the page");
    let done = stranger.press(&link, "", &[]).await;
    assert!(done.status == 200 && done.body.contains("承認しました"), "{}", done.body);
    own.world.settle().await;
    let told = own.world.letter(SPECIALIST, "credit_decided");
    assert!(told.subject.contains("承認され") && told.text.contains("高橋 部長"), "{}", told.text);
    assert_eq!(own.states().await, [ClaimState::Entered]);
    assert_eq!(own.statement().await["rows"][0]["what"]["approved_as"], "supervisor");
    let late = stranger.get(&link).await.body;
    assert!(late.contains("承認しました") && !late.contains("<button"), "nothing is left to do: {late}");
    let twice = own.ask("course", &[("/hours", "3")]).await;
    assert_eq!(twice.status, 303);
    assert_eq!(own.ask("course", &[("/hours", "3")]).await.status, 303);
    assert_eq!(own.states().await.len(), 2, "the same once more asks nobody twice");
}

async fn nobody_approves_their_own_claim(mode: Mode) {
    let own = Own::new(mode).await;
    for address in [SPECIALIST, "S1@Example.jp", "s1+boss@example.jp"] {
        let refused = own.ask("course", &[("/approver_address", address)]).await;
        assert!(refused.status == 422 && refused.body.contains("ご自身のメールアドレスです"), "{address}: {}", refused.body);
        assert!(refused.body.contains("修了証 第12号"), "nothing typed is lost");
    }
    assert!(own.states().await.is_empty());
}

async fn a_no_says_why_and_can_be_answered_by_asking_again(mode: Mode) {
    let own = Own::new(mode).await;
    own.ask("course", &[]).await;
    let (link, stranger) = (own.approval(), own.served.client.stranger());
    let silent = stranger.press(&link, "decline", &[("reason", " ")]).await;
    assert!(silent.status == 422 && silent.body.contains("reason-mistake"), "{}", silent.body);
    let done = stranger.press(&link, "decline", &[("reason", "10時間でした。")]).await;
    assert!(done.status == 200 && done.body.contains("承認しないことを伝えました"), "{}", done.body);
    own.world.settle().await;
    assert!(own.world.letter(SPECIALIST, "credit_decided").text.contains("10時間でした。"));
    let entry = own.page(&own.newest().await).await;
    assert!(entry.contains("10時間でした。") && entry.contains("/me/credits/new/course"), "{entry}");
    assert_eq!(own.statement().await["rows"].as_array().map(Vec::len), Some(0), "nothing was entered");
    assert_eq!(own.ask("course", &[("/hours", "10")]).await.status, 303);
    assert_eq!(own.states().await, [ClaimState::Waiting, ClaimState::Declined]);
}

async fn without_an_answer_the_approver_is_reminded_and_the_claim_ends(mode: Mode) {
    let own = Own::new(mode).await;
    own.ask("course", &[]).await;
    let link = own.approval();
    own.world.wait(Duration::days(7)).await;
    let reminder = own.world.letter(BOSS, "credit_reminder");
    assert!(reminder.subject.contains("お返事をお待ちしています"), "{}", reminder.subject);
    own.world.wait(Duration::days(7)).await;
    assert!(own.world.letter(SPECIALIST, "credit_decided").subject.contains("お返事がありませんでした"));
    assert_eq!(own.states().await, [ClaimState::Lapsed]);
    let stranger = own.served.client.stranger();
    let late = stranger.get(&link).await;
    assert!(late.status == 200 && late.body.contains("期限が過ぎました") && !late.body.contains("<button"), "{}", late.body);
    let token = own.world.letter(BOSS, "credit_reminder").token("/approval/");
    let desk = &own.world.app.desk;
    let forced = desk::answer_approval(desk, desk.press(nakodo::seals::Action::Agree, token), None).await;
    assert!(matches!(forced, Err(Refusal::ChangedMeanwhile)), "{forced:?}");
}

async fn what_is_typed_wrong_is_named_in_both_languages_and_nothing_is_lost(mode: Mode) {
    let own = Own::new(mode).await;
    let wrong = [("/until", "2026-10-01"), ("/hours", "たくさん"), ("/link", "shelf 3"), ("/approver_address", "bucho"), ("/words", "")];
    let refused = own.ask("course", &wrong).await;
    assert_eq!(refused.status, 422);
    for word in ["たくさん", "shelf 3", "数字で入力", "https:// で始まる", "始まりの日より前", "高橋 部長"] {
        assert!(refused.body.contains(word), "{word}: {}", refused.body);
    }
    let long = own.ask("course", &[("/hours", "25")]).await;
    assert!(long.status == 422 && long.body.contains("入りきらない時間"), "{}", long.body);
    let ahead = own.ask("course", &[("/until", "2027-01-01")]).await;
    assert!(ahead.status == 422 && ahead.body.contains("先の日付"), "{}", ahead.body);
    let cycle = press(&own.browser, "/me/credits", "/me/credits/cycles/career", &[("begun", "2031-01-01")]).await;
    assert!(cycle.status == 422 && cycle.body.contains("2031-01-01") && cycle.body.contains("先の日付"), "{}", cycle.body);
    let place = "/me/credits/new/course?lang=en";
    let english = own.browser.press(place, "", &[("/from", "soon")]).await;
    assert!(english.status == 422 && english.body.contains("Write the date like"), "{}", english.body);
    assert_eq!(own.browser.get("/me/credits/new/flying").await.status, 404);
    assert!(own.states().await.is_empty());
}

async fn an_entry_is_taken_back_by_a_further_row_and_work_can_be_entered_again(mode: Mode) {
    let work = Work::reported(mode).await;
    work.ok(&work.company, "confirm", &[]).await;
    let (desk, id) = (&work.world.app.desk, work.specialist);
    let page = desk::look_at_credits(desk, id).await.unwrap();
    let engagement = page.work[0].key;
    let claim = desk::claim_work(desk, id, engagement).await.unwrap();
    assert!(matches!(desk::claim_work(desk, id, engagement).await, Err(Refusal::ChangedMeanwhile)), "once");
    desk::take_back(desk, id, claim).await.unwrap();
    desk::take_back(desk, id, claim).await.expect("a second press changes nothing");
    let statement = desk::sign_statement(desk, id).await.unwrap();
    assert_eq!(statement.rows.len(), 2, "the entry stays, and a row says that it counts no more");
    let riss = |page: &desk::CreditsPage| page.schemes[0].projection.as_ref().unwrap().entries.len();
    assert_eq!(riss(&desk::look_at_credits(desk, id).await.unwrap()), 0);
    desk::claim_work(desk, id, engagement).await.expect("a mistake is mended");
    let page = desk::look_at_credits(desk, id).await.unwrap();
    assert_eq!((riss(&page), page.work.len()), (1, 0));
}
