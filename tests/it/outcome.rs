//! What came of the work: the company is asked once, is reminded once, and answers on a page that only shows until it presses.

use chrono::Duration;
use nakodo::brokering::{Standing, SupportOrgForm};
use nakodo::desk::{self, Acceptance, KeyRequest, RoleRequest, SuppressionForm};
use nakodo::intake::HelpRequestState;
use nakodo::store::StoreError;
use serde_json::json;

use crate::course::Work;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_company_is_asked_once_reminded_once_and_then_left_in_peace,
    an_answer_ends_the_question_and_can_be_changed,
    what_is_typed_wrong_is_named_and_nothing_typed_is_lost,
    before_it_is_asked_the_page_says_when,
    a_reminder_to_look_again_comes_once_and_one_press_stops_it,
    the_same_person_is_asked_again_on_a_form_that_is_filled_in,
    whoever_is_forgotten_is_not_asked_and_counts_nowhere,
    whoever_took_its_yes_back_or_wants_no_letters_gets_none,
    answers_are_figures_in_the_report_and_words_stay_with_the_company,
    figures_of_work_are_told_where_somebody_chooses,
    anybody_sees_figures_of_work_only_where_the_consent_names_them,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const SPECIALIST: &str = "s1@example.jp";
const OPERATOR: &str = "unei@nakodo.example.jp";
const WORDS: &str = "末摘花の都合で遅れています";

/// Work that ended, and of which the company has been asked.
async fn asked(mode: Mode) -> (Work, String) {
    let work = Work::closed(mode).await;
    work.world.wait(Duration::days(90)).await;
    let page = work.world.letter(COMPANY, "outcome_asked").link("/engagements/");
    assert!(page.ends_with("/outcome"), "{page}");
    (work, page)
}

fn asked_so_often(work: &Work) -> usize {
    work.world.letters_to(COMPANY).iter().filter(|letter| letter.kind == "outcome_asked").count()
}

async fn answer(work: &Work, page: &str, acted: &str, hindrance: &str, words: &str) -> Answer {
    work.served.client.press(page, "", &[("/acted", acted), ("/hindrance", hindrance), ("/words", words)]).await
}

async fn a_company_is_asked_once_reminded_once_and_then_left_in_peace(mode: Mode) {
    let work = Work::closed(mode).await;
    work.world.wait(Duration::days(89)).await;
    assert_eq!(asked_so_often(&work), 0, "not yet");
    work.world.wait(Duration::days(1)).await;
    let letter = work.world.letter(COMPANY, "outcome_asked");
    assert!(letter.text.contains("まだでも、まったくかまいません"), "{}", letter.text);
    let page = letter.link("/engagements/");
    for _ in 0..20 {
        assert!(work.page(&page).await.contains("取り組みは進みましたか"), "looking answers nothing");
    }
    work.world.app.crew.timekeeper_round().await.expect("the timekeeper works");
    work.world.settle().await;
    assert_eq!(asked_so_often(&work), 1, "a second round asks nobody again");
    work.world.wait(Duration::days(14)).await;
    assert_eq!(asked_so_often(&work), 2, "reminded once");
    for _ in 0..5 {
        work.world.wait(Duration::days(30)).await;
    }
    assert_eq!(asked_so_often(&work), 2, "and not again");
    let late = answer(&work, &page, "done", "", "").await;
    assert!(late.status == 200 && late.body.contains("お答えを受け取りました"), "{}", late.body);
}

async fn an_answer_ends_the_question_and_can_be_changed(mode: Mode) {
    let (work, page) = asked(mode).await;
    let done = answer(&work, &page, "not_yet", "time", WORDS).await;
    assert!(done.status == 200 && done.body.contains("お答え: まだ") && done.body.contains(WORDS), "{}", done.body);
    work.world.wait(Duration::days(14)).await;
    work.world.wait(Duration::days(30)).await;
    assert_eq!(asked_so_often(&work), 1, "whoever has answered is not reminded");
    let changed = answer(&work, &page, "done", "time", "").await;
    assert!(changed.body.contains("お答え: できた") && !changed.body.contains(WORDS), "{}", changed.body);
    let stale = work.served.client.post_form(&page, &[("/acted", "partly"), ("/hindrance", "time")]).await;
    assert_eq!(stale.status, 403, "no press of the page: {}", stale.body);
    assert!(work.page(&page).await.contains("お答え: できた"));
    let english = work.page(&format!("{page}?lang=en")).await;
    assert!(english.contains("Your answer: done"), "{english}");
    assert_eq!(work.served.client.get(&format!("{}/outcome", work.own)).await.status, 404, "the specialist has no such page");
}

async fn what_is_typed_wrong_is_named_and_nothing_typed_is_lost(mode: Mode) {
    let (work, page) = asked(mode).await;
    let nothing = answer(&work, &page, "", "", WORDS).await;
    assert!(nothing.status == 422 && nothing.body.contains("すすめられたことは</a>") && nothing.body.contains(WORDS), "{}", nothing.body);
    let without_why = answer(&work, &page, "partly", "", WORDS).await;
    assert!(without_why.status == 422 && without_why.body.contains("href=\"#/hindrance\""), "{}", without_why.body);
    assert!(without_why.body.contains("value=\"partly\" checked") && without_why.body.contains(WORDS), "{}", without_why.body);
    let unknown = answer(&work, &page, "partly", "laziness", "").await;
    assert_eq!(unknown.status, 422);
    let months = work.served.client.press(&page, "check", &[("months", "5")]).await;
    assert_eq!(months.status, 422, "{}", months.body);
    assert!(!work.page(&page).await.contains("お答え:"), "nothing was kept");
}

async fn before_it_is_asked_the_page_says_when(mode: Mode) {
    let work = Work::reported(mode).await;
    assert_eq!(work.served.client.get(&format!("{}/outcome", work.company)).await.status, 404, "there is nothing to answer yet");
    work.ok(&work.company, "confirm", &[]).await;
    assert!(work.page(&work.company).await.contains("/outcome?lang=ja"), "the page of the work leads there");
    let page = work.page(&format!("{}/outcome", work.company)).await;
    assert!(page.contains("2027年2月22日") && !page.contains("name=\"/acted\""), "{page}");
}

async fn a_reminder_to_look_again_comes_once_and_one_press_stops_it(mode: Mode) {
    let work = Work::closed(mode).await;
    let page = format!("{}/outcome", work.company);
    let shown = work.page(&page).await;
    assert!(shown.contains("value=\"12\" checked"), "what is suggested is chosen: {shown}");
    let planned = work.served.client.press(&page, "check", &[("months", "6")]).await;
    assert!(planned.status == 200 && planned.body.contains("2027年5月24日"), "{}", planned.body);
    let stopped = work.served.client.press(&page, "check", &[]).await;
    assert!(stopped.status == 200 && stopped.body.contains("お知らせをやめました"), "{}", stopped.body);
    let planned = work.served.client.press(&page, "check", &[("months", "3")]).await;
    assert_eq!(planned.status, 200, "{}", planned.body);
    let reminders = || work.world.letters_to(COMPANY).into_iter().filter(|letter| letter.kind == "check_again").count();
    work.world.wait(Duration::days(91)).await;
    assert_eq!(reminders(), 0, "not before its day");
    work.world.wait(Duration::days(2)).await;
    let page = work.world.letter(COMPANY, "check_again").link("/engagements/");
    assert!(work.page(&page).await.contains("いつ知らせますか"), "another one can be asked for");
    work.world.wait(Duration::days(200)).await;
    assert_eq!(reminders(), 1, "once");
    assert_eq!(work.world.offers_of(work.help_request).await.len(), 1, "nobody was asked by itself");
}

async fn the_same_person_is_asked_again_on_a_form_that_is_filled_in(mode: Mode) {
    let work = Work::closed(mode).await;
    let page = work.page(&format!("{}/outcome", work.company)).await;
    let link = page.split("href=\"").find(|part| part.contains("?again=")).and_then(|part| part.split('"').next()).expect("the link");
    let form = work.page(&link.replace("&amp;", "&").replace("&#38;", "&")).await;
    for known in ["前回お願いした佐藤 1さんに、もう一度お願いしたいです。", "value=\"関金属工業", COMPANY, "value=\"basic-check\" checked"]
    {
        assert!(form.contains(known), "{known}: {form}");
    }
    let other = work.page("/help-requests/new?again=nothing").await;
    assert!(!other.contains(COMPANY), "a link that leads nowhere fills in nothing");
}

async fn whoever_is_forgotten_is_not_asked_and_counts_nowhere(mode: Mode) {
    let work = Work::closed(mode).await;
    let status = work.company.replace("/engagements/", "/help-requests/status/");
    let token = nakodo::ids::Token::find(status.trim_start_matches("/help-requests/status/")).expect("a token");
    let press = work.world.app.desk.press(nakodo::seals::Action::Erase, token);
    desk::erase_help_request_by_link(&work.world.app.desk, press).await.expect("it can be erased");
    work.world.settle().await;
    work.world.wait(Duration::days(90)).await;
    work.world.wait(Duration::days(60)).await;
    assert_eq!(asked_so_often(&work), 0);
    work.world.invite(OPERATOR, RoleRequest::Operator).await;
    let operator = signed_in(&work.world, &work.served.client, OPERATOR).await;
    let report = operator.get("/report?year=2026").await;
    assert!(report.status == 200 && !report.body.contains("支援のあとの取り組み"), "{}", report.body);
}

async fn whoever_took_its_yes_back_or_wants_no_letters_gets_none(mode: Mode) {
    let declined = Work::closed(mode).await;
    let id = declined.help_request;
    let took_back = declined.world.app.desk.store.write::<_, StoreError>(move |tx| {
        let member = tx.find_help_request(id)?.and_then(|stored| stored.member);
        member.map(|member| tx.set_standing(member, Standing::Declined, None)).transpose()
    });
    assert_eq!(took_back.await.expect("the store answers"), Some(()), "its organisation had asked for it");
    declined.world.wait(Duration::days(90)).await;
    assert_eq!(asked_so_often(&declined), 0);
    let silent = Work::closed(mode).await;
    let stopped = SuppressionForm { address: COMPANY.to_owned(), kind: None };
    assert!(desk::add_suppression(&silent.world.app.desk, stopped).await.expect("it is a mailbox"));
    silent.world.wait(Duration::days(90)).await;
    assert_eq!(asked_so_often(&silent), 0);
}

async fn answers_are_figures_in_the_report_and_words_stay_with_the_company(mode: Mode) {
    let (work, page) = asked(mode).await;
    answer(&work, &page, "partly", "money", WORDS).await;
    work.world.invite(OPERATOR, RoleRequest::Operator).await;
    let operator = signed_in(&work.world, &work.served.client, OPERATOR).await;
    let report = operator.get("/report?year=2026").await;
    assert_eq!(report.status, 200, "{}", report.body);
    assert!(report.body.contains("支援のあとの取り組み") && report.body.contains("費用のめどが立たない"), "{}", report.body);
    assert!(!report.body.contains(WORDS));
    let sheet = operator.get("/report.csv?year=2026").await;
    assert!(sheet.body.contains("支援のあとの取り組み,一部できた,件数,1"), "{}", sheet.body);
    let status = work.company.replace("/engagements/", "/help-requests/status/");
    let export = work.served.client.get(&format!("{status}/export")).await;
    assert!(export.body.contains(WORDS) && export.json()["matches"][0]["outcome"]["acted"] == "partly", "{}", export.body);
    let form = SupportOrgForm { name: "岐阜県産業振興機構".into(), address: "shien@chamber.example.jp".into(), language: None };
    let broker = work.served.client.with_key(&work.world.key(KeyRequest::Broker(form)).await.token.reveal());
    let for_broker = broker.get(&format!("/api/v1/help-requests/{}/export", work.help_request)).await;
    assert!(for_broker.status == 200 && for_broker.json()["matches"][0]["outcome"].is_null(), "{}", for_broker.body);
    assert!(!for_broker.body.contains(WORDS));
    work.world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let own = signed_in(&work.world, &work.served.client, SPECIALIST).await;
    let me = own.get("/me").await;
    assert!(me.body.contains("答えた会社が5社になると") && !me.body.contains(WORDS), "one answer would show whose it is: {}", me.body);
    let figures = work.served.client.get("/statistics").await;
    assert!(figures.status == 200 && !figures.body.contains("すすめられたことを全部または一部"), "one company is nobody's figure");
}

async fn figures_of_work_are_told_where_somebody_chooses(mode: Mode) {
    let world = World::choosing(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let help_request = world.ask_for_help().await;
    world.settle().await;
    assert!(matches!(world.accept(SPECIALIST).await, Acceptance::Willing), "the company chooses");
    world.settle().await;
    assert_eq!(world.state_of(help_request).await, HelpRequestState::Open);
    let status = world.letter(COMPANY, "choice_for_company").link("/help-requests/status/");
    let shown = served.client.get(&status).await;
    assert!(shown.body.contains("完了した支援") && shown.body.contains("はじめは、だれでも0件です"), "{}", shown.body);
}

async fn anybody_sees_figures_of_work_only_where_the_consent_names_them(mode: Mode) {
    let work = Work::closed(mode).await;
    let operator = work.served.client.with_key(&work.world.key(KeyRequest::Operator).await.token.reveal());
    let place = format!("/specialists/{}", work.specialist);
    let seen = async || work.served.client.get(&place).await;
    for (version, shows) in [("2026-11", false), ("2026-12", true)] {
        for given in [false, true] {
            let word = json!({ "consents": [{ "scope": "public-listing", "version": version, "given": given }] });
            let said = operator.patch(&format!("/api/v1/specialists/{}", work.specialist), &word).await;
            assert_eq!(said.status, 200, "{}", said.body);
        }
        let page = seen().await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert_eq!(page.body.contains("2026年 民間 1件"), shows, "{version}: {}", page.body);
    }
}
