//! What both sides of a match say about each other: read by both at one moment, changed by nobody after, and looked at by an operator where somebody objects.

use chrono::Duration;
use nakodo::desk::{self, RoleRequest};

use crate::course::Work;
use crate::harness::mail::Mail;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client};
use crate::harness::{Mode, World};

in_both_modes![
    neither_side_reads_the_other_before_both_are_in,
    two_weeks_after_the_first_it_is_read_and_no_second_one_comes,
    what_is_said_can_be_changed_until_it_can_be_read,
    what_is_missing_is_named_and_nothing_typed_is_lost,
    before_hours_are_confirmed_there_is_nothing_to_say,
    a_reply_comes_once_and_is_told,
    a_specialist_replies_among_the_own_pages_too,
    an_operator_takes_words_out_and_both_hear_why,
    an_auditor_looks_and_decides_nothing,
    few_answers_are_not_told_together_even_where_the_person_shows_them,
    each_side_takes_out_what_it_may_read,
    whoever_is_forgotten_takes_the_words_along,
];

pub const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
pub const SPECIALIST: &str = "s1@example.jp";
const OPERATOR: &str = "unei@nakodo.example.jp";
const WORDS: &str = "末摘花の件では助かりました。";
const BACK: &str = "夕顔の資料がそろっていました。";
pub const BY_COMPANY: [(&str, &str); 4] =
    [("/answers/understood", "fully"), ("/answers/as-agreed", "mostly"), ("/answers/usable", "hardly"), ("/words", WORDS)];
pub const BY_SPECIALIST: [(&str, &str); 3] = [("/answers/prepared", "fully"), ("/answers/as-agreed", "mostly"), ("/words", BACK)];

fn flat(letter: &Mail) -> String {
    letter.text.split_whitespace().collect()
}

/// Work that ended, with the page of each side.
pub struct Said {
    pub work: Work,
    pub company: String,
    pub own: String,
}

impl Said {
    pub async fn closed(mode: Mode) -> Self {
        let work = Work::closed(mode).await;
        let (company, own) = (format!("{}/review", work.company), format!("{}/review", work.own));
        Self { work, company, own }
    }

    /// What a side presses on its page.
    async fn press(&self, page: &str, what: &str, typed: &[(&str, &str)]) -> Answer {
        let done = self.work.served.client.press(page, what, typed).await;
        // Letters of one moment are in no order.
        self.world().wait(Duration::seconds(1)).await;
        done
    }

    pub async fn say(&self, page: &str, typed: &[(&str, &str)]) -> Answer {
        let done = self.press(page, "", typed).await;
        assert_eq!(done.status, 200, "{}", done.body);
        done
    }

    pub async fn both(mode: Mode) -> Self {
        let said = Self::closed(mode).await;
        said.say(&said.company, &BY_COMPANY).await;
        said.say(&said.own, &BY_SPECIALIST).await;
        said
    }

    pub fn world(&self) -> &World {
        &self.work.world
    }

    fn count(&self, address: &str, kind: &str) -> usize {
        self.world().letters_to(address).iter().filter(|letter| letter.kind == kind).count()
    }

    async fn as_role(&self, address: &str, role: RoleRequest) -> Client {
        self.world().invite(address, role).await;
        signed_in(self.world(), &self.work.served.client, address).await
    }

    pub async fn operator(&self) -> Client {
        self.as_role(OPERATOR, RoleRequest::Operator).await
    }

    pub async fn object(&self) -> String {
        let asked = self.press(&self.own, "object", &[]).await;
        assert!(asked.status == 200 && asked.body.contains("運営に確認を頼みました"), "{}", asked.body);
        let waiting = desk::list_objections(&self.world().app.desk, 9).await.expect("the list");
        assert_eq!(waiting.len(), 1);
        format!("/console/objections/{}/{}", waiting[0].engagement, waiting[0].author.code())
    }
}

async fn neither_side_reads_the_other_before_both_are_in(mode: Mode) {
    let said = Said::closed(mode).await;
    assert!(flat(&said.world().letter(COMPANY, "engagement_ended")).contains("60日以内に互いに伝えることができます"));
    assert!(said.work.page(&said.work.company).await.contains("/review?lang=ja"), "the page of the work leads there");
    let done = said.say(&said.company, &BY_COMPANY).await;
    assert!(done.body.contains("評価を受け取りました") && done.body.contains(WORDS), "one's own can be seen: {}", done.body);
    let letter = said.world().letter(SPECIALIST, "review_waits");
    assert!(
        flat(&letter).contains("あなたも評価を書くと、すぐに互いの評価を読めます") && !letter.text.contains("末摘花"),
        "{}",
        letter.text
    );
    let page = letter.link("/engagements/");
    for _ in 0..20 {
        let waits = said.work.page(&page).await;
        assert!(waits.contains("評価が届いています") && !waits.contains("末摘花") && !waits.contains("わかりやすかった"), "{waits}");
    }
    let done = said.press(&page, "", &BY_SPECIALIST).await;
    assert!(done.status == 200 && done.body.contains(WORDS) && done.body.contains("よくわかった"), "{}", done.body);
    let other = said.work.page(&said.world().letter(COMPANY, "review_news").link("/engagements/")).await;
    assert!(other.contains(BACK) && other.contains("そろっていた"), "{other}");
    assert_eq!((said.count(SPECIALIST, "review_news"), said.count(COMPANY, "review_waits")), (1, 0));
}

async fn two_weeks_after_the_first_it_is_read_and_no_second_one_comes(mode: Mode) {
    let said = Said::closed(mode).await;
    said.say(&said.company, &BY_COMPANY).await;
    said.world().wait(Duration::days(13)).await;
    assert_eq!(said.count(SPECIALIST, "review_news"), 0);
    assert!(!said.work.page(&said.own).await.contains("末摘花"));
    said.world().wait(Duration::days(1)).await;
    said.world().app.crew.timekeeper_round().await.expect("the timekeeper works");
    said.world().settle().await;
    assert_eq!((said.count(SPECIALIST, "review_news"), said.count(COMPANY, "review_news")), (1, 0), "its reader is told, once");
    let page = said.work.page(&said.own).await;
    assert!(page.contains(WORDS) && !page.contains("name=\"/answers/prepared\""), "{page}");
    let own = said.work.page(&said.company).await;
    assert!(own.contains("評価を書きませんでした") && own.contains(WORDS), "{own}");
}

async fn what_is_said_can_be_changed_until_it_can_be_read(mode: Mode) {
    let said = Said::closed(mode).await;
    said.say(&said.company, &BY_COMPANY).await;
    let changed: Vec<(&str, &str)> = BY_COMPANY.iter().map(|(at, typed)| (*at, if *at == "/words" { "" } else { *typed })).collect();
    let done = said.say(&said.company, &changed).await;
    assert!(!done.body.contains(WORDS), "{}", done.body);
    assert_eq!(said.count(SPECIALIST, "review_waits"), 1, "one letter is enough");
    let form = said.work.served.client.get(&said.company).await;
    said.say(&said.own, &BY_SPECIALIST).await;
    let hidden = crate::harness::web::hidden_fields(&form.body, &said.company);
    let late: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(BY_COMPANY).collect();
    let late = said.work.served.client.post_form(&said.company, &late).await;
    assert_eq!(late.status, 409, "whoever could have read says nothing any more: {}", late.body);
    let stale = said.work.served.client.post_form(&said.company, &BY_COMPANY).await;
    assert!([403, 409].contains(&stale.status), "no press of the page: {}", stale.body);
}

async fn what_is_missing_is_named_and_nothing_typed_is_lost(mode: Mode) {
    let said = Said::closed(mode).await;
    let typed = [("/answers/understood", "fully"), ("/answers/usable", "great"), ("/words", WORDS)];
    let wrong = said.press(&said.company, "", &typed).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    for part in ["href=\"#/answers/as-agreed\"", "href=\"#/answers/usable\"", WORDS, "value=\"fully\" checked"] {
        assert!(wrong.body.contains(part), "{part}: {}", wrong.body);
    }
    let long = "あ".repeat(401);
    let long: Vec<(&str, &str)> = BY_COMPANY.iter().take(3).copied().chain([("/words", long.as_str())]).collect();
    let long = said.press(&said.company, "", &long).await;
    assert!(long.status == 422 && long.body.contains("href=\"#/words\""), "{}", long.body);
    assert!(said.work.page(&said.company).await.contains("まだどちらも書いていません"), "nothing was kept");
    let english = said.work.page(&format!("{}?lang=en", said.company)).await;
    assert!(english.contains("How was it?") && english.contains("Easy to follow"), "{english}");
}

async fn before_hours_are_confirmed_there_is_nothing_to_say(mode: Mode) {
    let work = Work::reported(mode).await;
    for page in [&work.own, &work.company] {
        assert_eq!(work.served.client.get(&format!("{page}/review")).await.status, 404);
    }
    work.world.wait(Duration::days(30)).await;
    assert!(work.page(&work.own).await.contains("確認"), "it ended in silence");
    assert_eq!(work.served.client.get(&format!("{}/review", work.own)).await.status, 404, "no hours count");
    let late = Said::closed(mode).await;
    late.world().wait(Duration::days(60)).await;
    assert!(late.work.page(&late.company).await.contains("評価を書く期間は終わりました"));
}

async fn a_reply_comes_once_and_is_told(mode: Mode) {
    let said = Said::both(mode).await;
    let empty = said.press(&said.own, "reply", &[("/reply", " ")]).await;
    assert!(empty.status == 422 && empty.body.contains("href=\"#/reply\""), "{}", empty.body);
    let done = said.press(&said.own, "reply", &[("/reply", "こちらこそ朝顔です。")]).await;
    assert!(done.status == 200 && done.body.contains("お返事を送りました") && done.body.contains("朝顔"), "{}", done.body);
    assert!(!done.body.contains("/review/reply"), "once: {}", done.body);
    let letter = said.world().letter(COMPANY, "review_news");
    assert!(letter.subject.contains("お返事") && !letter.text.contains("朝顔"), "{}", letter.text);
    assert!(said.work.page(&letter.link("/engagements/")).await.contains("こちらこそ朝顔です。"));
    said.world().wait(Duration::days(31)).await;
    assert!(!said.work.page(&said.company).await.contains("/review/reply"), "thirty days");
}

async fn a_specialist_replies_among_the_own_pages_too(mode: Mode) {
    let said = Said::both(mode).await;
    let person = said.as_role(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let me = person.get("/me/reviews").await.body;
    let form = me.split("action=\"/me/reviews/").find(|rest| rest.contains("/reply?")).expect("a form");
    let id = form.split('/').next().expect("an engagement").to_owned();
    let (step, input) = (format!("{id}/reply"), format!("/replies/{id}"));
    let empty = person.press("/me/reviews", &step, &[(&input, " ")]).await;
    assert!(empty.status == 422 && empty.body.contains(&format!("href=\"#{input}\"")), "{}", empty.body);
    let long = "あ".repeat(401);
    let long = person.press("/me/reviews", &step, &[(&input, &long)]).await;
    assert!(long.status == 422 && long.body.contains("ああああ"), "nothing typed is lost: {}", long.body);
    let hidden = crate::harness::web::hidden_fields(&me, "/me/reviews/");
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(person.post_form(&format!("/me/reviews/{step}"), &[(&input, "朝顔です。")]).await.status, 403, "from no page of ours");
    let done = person.press("/me/reviews", &step, &[(&input, "こちらこそ朝顔です。")]).await;
    assert_eq!((done.status, done.header("location").contains("done=replied")), (303, true), "{}", done.body);
    said.world().wait(Duration::seconds(1)).await;
    let letter = said.world().letter(COMPANY, "review_news");
    assert!(letter.subject.contains("お返事") && !letter.text.contains("朝顔"), "{}", letter.text);
    assert!(said.work.page(&letter.link("/engagements/")).await.contains("こちらこそ朝顔です。"));
    let me = person.get("/me/reviews").await.body;
    assert!(me.contains("こちらこそ朝顔です。") && !me.contains("/reply?"), "once: {me}");
    let again = person.post_form(&format!("/me/reviews/{step}"), &[fields.clone(), vec![(&input, "もう一度")]].concat()).await;
    assert_eq!(again.status, 409, "{}", again.body);
    said.world().enrol(|_| {}).await;
    let other = said.as_role("s2@example.jp", RoleRequest::Specialist("000002".into())).await;
    let place = other.get("/me").await.body;
    let hidden = crate::harness::web::hidden_fields(&place, "/me/confirm");
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let foreign = other.post_form(&format!("/me/reviews/{step}"), &[fields, vec![(&input, "私の番です")]].concat()).await;
    assert!([403, 404].contains(&foreign.status), "another's is not there: {}", foreign.body);
}

async fn an_operator_takes_words_out_and_both_hear_why(mode: Mode) {
    let said = Said::both(mode).await;
    let operator = said.operator().await;
    assert!(operator.get("/console/objections").await.body.contains("確認を待っている言葉はありません"));
    let console = said.object().await;
    assert!(said.work.page(&said.own).await.contains("運営が確認しています"));
    assert!(operator.get("/console").await.body.contains("確認を頼まれた評価の言葉"));
    let list = operator.get("/console/objections").await;
    assert!(list.body.contains(&console) && !list.body.contains("末摘花"), "{}", list.body);
    let shown = operator.get(&console).await;
    assert!(shown.body.contains(WORDS) && !shown.body.contains("夕顔"), "only what somebody objects to: {}", shown.body);
    let wrong = operator.press(&console, "", &[("/decision", "take-out"), ("/reason", "")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("href=\"#/reason\"") && wrong.body.contains("value=\"take-out\" checked"));
    let done = operator.press(&console, "", &[("/decision", "take-out"), ("/reason", "人の名前があるため。")]).await;
    assert_eq!((done.status, done.header("location").contains("done=taken-out")), (303, true), "{}", done.body);
    assert_eq!(operator.get(&console).await.status, 404, "nothing waits any more");
    said.world().settle().await;
    for (address, page) in [(COMPANY, &said.company), (SPECIALIST, &said.own)] {
        let letter = said.world().letter(address, "review_news");
        assert!(letter.text.contains("人の名前があるため。") && !letter.text.contains("末摘花"), "{}", letter.text);
        let page = said.work.page(page).await;
        assert!(page.contains("運営が取り除きました") && page.contains("人の名前があるため。") && !page.contains("末摘花"), "{page}");
    }
    assert!(said.work.page(&said.own).await.contains("よくわかった"), "answers stay");
}

async fn an_auditor_looks_and_decides_nothing(mode: Mode) {
    let said = Said::both(mode).await;
    let console = said.object().await;
    let auditor = said.as_role("kansa@nakodo.example.jp", RoleRequest::Auditor).await;
    let shown = auditor.get(&console).await;
    assert!(shown.status == 200 && !shown.body.contains("name=\"/decision\""), "{}", shown.body);
    let forced = auditor.post_form(&console, &[("/decision", "keep"), ("/reason", "よい。")]).await;
    assert_eq!(forced.status, 403, "{}", forced.body);
    let stranger = said.work.served.client.get(&console).await;
    assert!([303, 401].contains(&stranger.status), "{}", stranger.status);
}

async fn few_answers_are_not_told_together_even_where_the_person_shows_them(mode: Mode) {
    let said = Said::both(mode).await;
    let person = said.as_role(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let me = person.get("/me/reviews").await;
    assert!(me.status == 200 && me.body.contains(WORDS) && me.body.contains("5社の評価を読めるようになると"), "{}", me.body);
    assert!(me.body.contains("紹介ページはありません"), "nobody else could look: {}", me.body);
    let operator = said.operator().await;
    let word = serde_json::json!({ "consents": [{ "scope": "public-listing", "version": "2026-11", "given": true }] });
    let id = said.work.specialist;
    let key = said.world().key(desk::KeyRequest::Operator).await.token.reveal();
    let listed = said.work.served.client.with_key(&key).patch(&format!("/api/v1/specialists/{id}"), &word).await;
    assert_eq!(listed.status, 200, "{}", listed.body);
    assert_eq!(person.press("/me/reviews", "show", &[]).await.status, 303);
    assert!(person.get("/me/reviews").await.body.contains("見せるのをやめる"));
    let page = said.work.served.client.get(&format!("/specialists/{id}")).await;
    assert!(page.status == 200 && !page.body.contains("よくわかった") && !page.body.contains("末摘花"), "{}", page.body);
    assert_eq!(person.press("/me/reviews", "hide", &[]).await.status, 303);
    assert!(person.get("/me/reviews").await.body.contains("紹介ページで見せる"));
    assert_eq!(operator.get("/me/reviews").await.status, 403, "the page is the specialist's");
}

async fn each_side_takes_out_what_it_may_read(mode: Mode) {
    let said = Said::closed(mode).await;
    said.say(&said.company, &BY_COMPANY).await;
    let status = said.work.company.replace("/engagements/", "/help-requests/status/");
    let of_company = async || said.work.served.client.get(&format!("{status}/export")).await.json()["matches"][0]["reviews"].clone();
    let operator = said.work.served.client.with_key(&said.world().key(desk::KeyRequest::Operator).await.token.reveal());
    let id = said.work.specialist;
    let of_specialist = async || operator.get(&format!("/api/v1/specialists/{id}/export")).await.json()["matches"][0]["reviews"].clone();
    assert_eq!(of_company().await["own"]["words"], WORDS);
    assert!(of_specialist().await["of_other"].is_null(), "not before it can be read");
    said.say(&said.own, &BY_SPECIALIST).await;
    assert_eq!(
        (of_company().await["of_other"]["words"].as_str(), of_specialist().await["of_other"]["words"].as_str()),
        (Some(BACK), Some(WORDS))
    );
}

async fn whoever_is_forgotten_takes_the_words_along(mode: Mode) {
    let said = Said::both(mode).await;
    said.press(&said.own, "reply", &[("/reply", "こちらこそ朝顔です。")]).await;
    said.object().await;
    let person = said.as_role(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let token = nakodo::ids::Token::find(said.work.company.trim_start_matches("/engagements/")).expect("a token");
    let press = said.world().app.desk.press(nakodo::seals::Action::Erase, token);
    desk::erase_help_request_by_link(&said.world().app.desk, press).await.expect("it can be erased");
    said.world().settle().await;
    let me = person.get("/me/reviews").await;
    assert!(me.body.contains("よくわかった") && me.body.contains("消去された会社"), "answers stay as counts: {}", me.body);
    for gone in ["末摘花", "夕顔", "朝顔", "関金属"] {
        assert!(!me.body.contains(gone), "{gone}: {}", me.body);
    }
    assert!(desk::list_objections(&said.world().app.desk, 9).await.expect("the list").is_empty(), "nobody is left to decide for");
    assert_eq!(said.work.served.client.get(&said.own).await.status, 404);
}
