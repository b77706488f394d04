//! Somebody from outside in a team: a lawyer who stands on no list is asked by name and mail address, answers, and comes in with the company's agreement.

use chrono::Duration;
use nakodo::desk::{self, KeyRequest};
use nakodo::identity::Role;
use nakodo::ids::Token;
use nakodo::seals::Action;
use serde_json::json;

use crate::course::{TERMS, Work};
use crate::harness::mail::Mail;
use crate::harness::register::squeezed;
use crate::harness::search::readable;
use crate::harness::web::Answer;
use crate::harness::{Mode, World};

in_both_modes![
    a_lawyer_is_asked_by_name_answers_and_comes_in_with_the_companys_agreement,
    nobody_from_outside_learns_the_company_before_it_has_agreed,
    what_is_typed_wrong_about_somebody_from_outside_is_named_and_nothing_is_lost,
    the_company_has_no_form_for_it_and_looking_changes_nothing,
    whoever_says_no_is_on_record_nowhere,
    whoever_says_nothing_in_time_is_on_record_nowhere,
    whoever_is_not_wanted_any_more_before_the_answer_is_on_record_nowhere,
    whoever_is_forgotten_is_nobody_any_more,
    a_question_that_comes_back_is_told_to_who_leads_and_asked_anew_at_the_right_address,
    a_letter_that_comes_back_after_the_answer_ends_nothing,
    whoever_wants_no_more_questions_is_asked_by_nobody,
    whoever_said_yes_for_nothing_is_told_so_and_then_on_record_nowhere,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const LEAD: &str = "s1@example.jp";
const LAWYER: &str = "yamamoto@law.example.jp";
/// What is known of them.
const KNOWN: [&str; 3] = ["山本 聡", LAWYER, "弁護士(企業法務)"];
const GUEST: [(&str, &str); 8] = [
    ("/name", "山本 聡"),
    ("/address", LAWYER),
    ("/profession", "弁護士(企業法務)"),
    ("/language", "ja"),
    ("/role", "lawyer"),
    ("/hours_percent", "50"),
    ("/fee_percent", "10"),
    ("/why", "委託契約の条項を見てもらうためです。"),
];

fn form(work: &Work) -> String {
    format!("{}/team/guest", work.own)
}

async fn ask(work: &Work, typed: &[(&str, &str)]) -> Answer {
    let done = work.served.client.press(&form(work), "", typed).await;
    settle(work).await;
    done
}

/// Letters of one moment are in no order.
async fn settle(work: &Work) {
    work.world.app.desk.clock.advance(Duration::seconds(1));
    work.world.settle().await;
}

async fn asked(mode: Mode) -> Work {
    let work = Work::agreed(mode).await;
    let done = ask(&work, &GUEST).await;
    assert!(done.status == 200 && done.body.contains("声をかけました"), "{}", done.body);
    work
}

/// The same where a search reads everything that is kept.
async fn asked_in_the_open(mode: Mode) -> Work {
    let world = World::with(mode, |raw| (raw.store.seals, raw.sessions.second_factor) = (false, false)).await;
    let work = Work::matched_in(world).await.agree().await;
    assert_eq!(ask(&work, &GUEST).await.status, 200);
    assert_eq!(readable(&work.world, &KNOWN), KNOWN);
    work
}

/// Nothing tells who it was, the page says how it ended, and nobody asks the same mailbox again.
async fn is_nobody(work: &Work, ended: &str) {
    assert_eq!(readable(&work.world, &KNOWN), Vec::<&str>::new());
    let own = work.page(&work.world.letter(LAWYER, "team_asked").link("/team/")).await;
    assert!(own.contains(ended) && !own.contains("/join?"), "{own}");
    let team = work.page(&format!("{}/team", work.own)).await;
    assert!(team.contains("名簿にない方") && KNOWN.iter().all(|known| !team.contains(known)), "{team}");
    let again = ask(work, &GUEST).await;
    assert!(again.status == 422 && again.body.contains("/address-mistake"), "{}", again.body);
    assert_eq!(work.world.letters_to(LAWYER).len(), 1, "they have heard of nothing else");
}

async fn answer(work: &Work, step: &str, typed: &[(&str, &str)]) -> Answer {
    let own = work.world.letter(LAWYER, "team_asked").link("/team/");
    let done = work.served.client.press(&own, step, typed).await;
    settle(work).await;
    done
}

/// The company has agreed to it.
async fn joined(mode: Mode) -> Work {
    let work = asked(mode).await;
    assert_eq!(answer(&work, "join", &[("pledged", "yes")]).await.status, 200);
    work.ok(&work.own, "terms", &TERMS).await;
    work.ok(&work.company, "agree", &[("pledged", "yes")]).await;
    work
}

async fn a_lawyer_is_asked_by_name_answers_and_comes_in_with_the_companys_agreement(mode: Mode) {
    let work = asked(mode).await;
    let letter = work.world.letter(LAWYER, "team_asked");
    assert!(squeezed(&letter.text).contains("お名前とメールアドレスは、S1さんから伺いました"), "{}", letter.text);
    assert_eq!(answer(&work, "join", &[("pledged", "yes")]).await.status, 200);
    assert!(squeezed(&work.world.letter(LEAD, "team_told").text).contains("山本聡"));
    work.ok(&work.own, "terms", &TERMS).await;
    let shown = work.page(&work.company).await;
    assert!(shown.contains("山本 聡") && shown.contains("弁護士"), "{shown}");
    let team = work.page(&format!("{}/team", work.company)).await;
    assert!(team.contains("本人の申告") && team.contains("弁護士(企業法務)"), "{team}");
    assert!(!team.contains(LAWYER), "the mail address is for who named it: {team}");
    work.ok(&work.company, "agree", &[("pledged", "yes")]).await;
    assert!(squeezed(&work.world.letter(LAWYER, "team_told").text).contains("関金属工業が同意し"));
    work.hold("2", "0").await;
    work.ok(&work.own, "report", &[("/words", "契約を見直しました。")]).await;
    work.ok(&work.company, "confirm", &[]).await;
    let ended = work.world.letter(LAWYER, "team_told");
    assert!(ended.text.contains("1時間") && !ended.text.contains("単位の記録"), "no credits: {}", ended.text);
    let export =
        desk::export_specialist(&work.world.app.desk, work.specialist, Role::Specialist(work.specialist)).await.expect("it can be");
    let told = serde_json::to_string(&export).expect("a document");
    assert!(told.contains("弁護士(企業法務)") && told.contains(LAWYER), "who leads takes it along: {told}");
    let export =
        desk::export_help_request(&work.world.app.desk, work.help_request, Role::Company(work.help_request)).await.expect("it can be");
    let told = serde_json::to_string(&export).expect("a document");
    assert!(told.contains("山本 聡") && !told.contains(LAWYER), "{told}");
}

async fn nobody_from_outside_learns_the_company_before_it_has_agreed(mode: Mode) {
    let work = asked(mode).await;
    let letter = work.world.letter(LAWYER, "team_asked");
    let own = letter.link("/team/");
    let page = work.page(&own).await;
    let done = answer(&work, "join", &[("pledged", "yes")]).await.body;
    for text in [&letter.text, &letter.html, &page, &done] {
        for secret in ["関金属", "田中 花子", COMPANY, "委託契約の条項"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

async fn what_is_typed_wrong_about_somebody_from_outside_is_named_and_nothing_is_lost(mode: Mode) {
    let work = Work::agreed(mode).await;
    let with = |name: &'static str, text: &'static str| {
        let typed = GUEST.into_iter().map(move |(field, value)| if field == name { (field, text) } else { (field, value) });
        typed.collect::<Vec<(&str, &str)>>()
    };
    let wrong = [
        ("/name", "", "入力してください"),
        ("/address", "yamamoto", "メールアドレス"),
        ("/address", "S1@example.jp", "ご自身のメールアドレスです"),
        ("/address", COMPANY, ""),
        ("/role", "junior", "選べる値にありません"),
        ("/fee_percent", "90", ""),
    ];
    for (name, text, said) in wrong {
        let refused = ask(&work, &with(name, text)).await;
        assert_eq!(refused.status, 422, "{name} {text}: {}", refused.body);
        assert!(refused.body.contains(said) && refused.body.contains("委託契約の条項"), "{name} {text}: {}", refused.body);
    }
    assert_eq!(ask(&work, &GUEST).await.status, 200);
    assert_eq!(ask(&work, &GUEST).await.status, 422, "nobody is asked twice");
    assert_eq!(work.world.letters_to(LAWYER).len(), 1);
}

async fn the_company_has_no_form_for_it_and_looking_changes_nothing(mode: Mode) {
    let work = Work::agreed(mode).await;
    assert_eq!(work.served.client.get(&format!("{}/team/guest", work.company)).await.status, 404);
    let before = work.page(&form(&work)).await;
    assert!(work.page(&format!("{}/team", work.own)).await.contains("/team/guest?lang=ja"), "the page of the team leads there");
    assert!(before.contains("中小企業診断士") && !before.contains("同行して学ぶ人"), "only roles for people from outside: {before}");
    assert!(work.world.letters_to(LAWYER).is_empty());
}

async fn whoever_says_no_is_on_record_nowhere(mode: Mode) {
    let work = asked_in_the_open(mode).await;
    let done = answer(&work, "decline", &[]).await;
    assert!(done.status == 200 && done.body.contains("参加しないことを伝えました"), "{}", done.body);
    let told = squeezed(&work.world.letter(LEAD, "team_told").text);
    assert!(told.contains("お声がけした方から参加しないとのお返事") && told.contains("弁護士"), "{told}");
    is_nobody(&work, "参加しないとお返事いただきました").await;
}

async fn whoever_says_nothing_in_time_is_on_record_nowhere(mode: Mode) {
    let work = asked_in_the_open(mode).await;
    work.world.wait(Duration::days(8)).await;
    assert!(squeezed(&work.world.letter(LEAD, "team_told").text).contains("期限までに決まりませんでした"));
    is_nobody(&work, "期限が過ぎたため、この件は終わりました").await;
}

async fn whoever_is_not_wanted_any_more_before_the_answer_is_on_record_nowhere(mode: Mode) {
    let work = asked_in_the_open(mode).await;
    let page = format!("{}/team", work.own);
    let shown = work.page(&page).await;
    let seat = shown.split("/team/").filter_map(|rest| rest.split_once("/end?")).map(|(id, _)| id).find(|id| id.len() == 36);
    let path = format!("{}/end", seat.expect("a form"));
    let done = work.served.client.press(&page, &path, &[("reason", "契約の見直しがなくなりました。")]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    settle(&work).await;
    is_nobody(&work, "あなたの参加は取りやめになりました").await;
}

async fn whoever_is_forgotten_is_nobody_any_more(mode: Mode) {
    let work = joined(mode).await;
    let (id, desk) = (work.help_request, &work.world.app.desk);
    let guest = async || desk.store.read(move |tx| tx.list_seats_about(id)).await.expect("the store answers")[0].seat.guest.clone();
    assert_eq!(guest().await.map(|guest| guest.name.as_str().to_owned()).as_deref(), Some("山本 聡"));
    let own = work.world.letter(LAWYER, "team_told").link("/team/");
    work.hold("2", "0").await;
    work.ok(&work.own, "report", &[("/words", "契約を見直しました。")]).await;
    work.ok(&work.company, "confirm", &[]).await;
    let status = work.company.replace("/engagements/", "/help-requests/status/");
    let token = Token::find(status.trim_start_matches("/help-requests/status/")).expect("a token");
    desk::erase_help_request_by_link(desk, desk.press(Action::Erase, token)).await.expect("it can be erased");
    settle(&work).await;
    assert_eq!(guest().await, None);
    assert_eq!(work.served.client.get(&own).await.status, 404, "the page is gone with the name");
}

/// The mail server of the guest reports that there is no such mailbox.
async fn comes_back(work: &Work, letter: &Mail) -> Answer {
    let key = work.world.key(KeyRequest::Operator).await.token.reveal();
    let report = json!({ "letter": letter.message_id, "address": LAWYER, "kind": "hard", "code": "550 5.1.1" });
    let noted = work.served.client.with_key(&key).post("/api/v1/bounces", &report).await;
    assert_eq!(noted.status, 200, "{}", noted.body);
    settle(work).await;
    noted
}

async fn a_question_that_comes_back_is_told_to_who_leads_and_asked_anew_at_the_right_address(mode: Mode) {
    let work = asked_in_the_open(mode).await;
    let letter = work.world.letter(LAWYER, "team_asked");
    assert_eq!(comes_back(&work, &letter).await.json(), json!({ "suppressed": true }));
    assert_eq!(readable(&work.world, &[KNOWN[0], KNOWN[2]]), Vec::<&str>::new(), "only that the mailbox does not exist is kept");
    let told = squeezed(&work.world.letter(LEAD, "team_told").text);
    assert!(told.contains("メールアドレスが見つからず届きませんでした") && told.contains("弁護士") && !told.contains("山本"), "{told}");
    assert!(work.page(&format!("{}/team", work.own)).await.contains("アドレスを確かめて、もう一度声をかけられます"));
    let page = work.page(&letter.link("/team/")).await;
    assert!(page.contains("届かなかったため") && !page.contains("/join?"), "{page}");
    assert_eq!(ask(&work, &GUEST).await.status, 422, "not there again");
    let right = "satoshi@law.example.jp";
    let anew = GUEST.map(|(field, typed)| (field, if field == "/address" { right } else { typed }));
    assert_eq!(ask(&work, &anew).await.status, 200);
    assert_eq!(work.world.letters_to(right).len(), 1);
    assert_eq!(comes_back(&work, &letter).await.json(), json!({ "suppressed": false }), "the same report again");
    assert_eq!(work.world.letters_to(LEAD).iter().filter(|letter| letter.kind == "team_told").count(), 1);
}

async fn a_letter_that_comes_back_after_the_answer_ends_nothing(mode: Mode) {
    let work = asked(mode).await;
    assert_eq!(answer(&work, "join", &[("pledged", "yes")]).await.status, 200);
    comes_back(&work, &work.world.letter(LAWYER, "team_asked")).await;
    let page = work.page(&format!("{}/team", work.own)).await;
    assert!(page.contains("山本 聡") && page.contains("会社の同意を待っています"), "{page}");
}

async fn whoever_wants_no_more_questions_is_asked_by_nobody(mode: Mode) {
    let work = asked(mode).await;
    let done = answer(&work, "never", &[]).await;
    assert!(done.status == 200 && done.body.contains("もうお送りしません"), "{}", done.body);
    assert!(squeezed(&work.world.letter(LEAD, "team_told").text).contains("参加しないとのお返事"), "who leads hears a no like any other");
    let again = answer(&work, "never", &[]).await;
    assert!([403, 409].contains(&again.status), "{}", again.body);

    // Another specialist, whom another company has found.
    let Work { world, served, .. } = work;
    let specialist = world.enrol(|_| {}).await;
    let help_request = world.ask_for_help().await;
    assert_eq!(world.accept("s2@example.jp").await, desk::Acceptance::Won(help_request));
    world.settle().await;
    let own = world.letter("s2@example.jp", "match_for_specialist").link("/engagements/");
    let company =
        world.letter(COMPANY, "match_for_company").link("/help-requests/status/").replace("/help-requests/status/", "/engagements/");
    let work = Work { world, served, help_request, specialist, own, company }.agree().await;
    let refused = ask(&work, &GUEST).await;
    assert!(refused.status == 422 && refused.body.contains("このメールアドレスにはメールを送れません"), "{}", refused.body);
    assert_eq!(work.world.letters_to(LAWYER).len(), 1);
    let wish = desk::SuppressionForm { address: LAWYER.to_owned(), kind: Some("team_asked".to_owned()) };
    assert!(desk::lift_suppression(&work.world.app.desk, wish).await.expect("the form is right"), "an operator can, where they ask for it");
    assert_eq!(ask(&work, &GUEST).await.status, 200);
}

async fn whoever_said_yes_for_nothing_is_told_so_and_then_on_record_nowhere(mode: Mode) {
    let work = asked_in_the_open(mode).await;
    assert_eq!(answer(&work, "join", &[("pledged", "yes")]).await.status, 200);
    work.world.wait(Duration::days(22)).await;
    let told = work.world.letter(LAWYER, "team_told");
    assert!(squeezed(&told.text).contains("決まらないまま終わりました"), "{}", told.text);
    assert_eq!(readable(&work.world, &KNOWN), KNOWN, "a letter may still be on its way");
    work.world.wait(Duration::days(14)).await;
    assert_eq!(readable(&work.world, &KNOWN), Vec::<&str>::new());
    let own = work.page(&told.link("/team/")).await;
    assert!(own.contains("期限が過ぎたため、この件は終わりました"), "{own}");
    assert!(work.page(&format!("{}/team", work.own)).await.contains("名簿にない方"));
}
