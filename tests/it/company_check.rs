//! The Yes/No path: without an account, resumable by its link, to a help request and to a page for whoever decides on money.

use chrono::{Duration, Months};
use nakodo::desk::{self, AuditFilter};

use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World, the_beginning};

in_both_modes![
    a_company_answers_without_an_account_and_sees_what_to_do,
    whoever_comes_back_goes_on_where_they_were_and_the_last_answer_can_be_taken_back,
    a_page_that_lay_open_answers_its_own_question_and_no_other,
    something_that_has_happened_leads_to_the_telephone_numbers_at_once,
    the_result_fills_in_a_help_request_and_says_so,
    answers_are_forgotten_half_a_year_after_the_last,
    the_page_for_whoever_decides_says_costs_risks_and_own_duties,
    the_status_page_leads_to_a_page_for_whoever_decides_with_the_budget,
    pages_of_the_path_are_small_and_run_no_script,
];

/// Begins, and gives the path of the link.
async fn begin(client: &Client) -> String {
    let begun = client.post_form("/check?lang=ja", &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    begun.header("location").split('?').next().unwrap_or_default().to_owned()
}

/// The question that a page asks; none on the result.
fn asked(page: &str) -> Option<String> {
    let value = page.split("name=\"question\" value=\"").nth(1)?;
    value.split('"').next().map(str::to_owned)
}

async fn answer(client: &Client, link: &str, question: &str, answer: &str) -> String {
    let pressed = client.post_form(&format!("{link}?lang=ja"), &[("question", question), ("answer", answer)]).await;
    assert_eq!((pressed.status, pressed.header("location")), (303, format!("{link}?lang=ja").as_str()));
    client.get(&format!("{link}?lang=ja")).await.body
}

/// Answers to the end; gives the result page, and how many questions there were.
async fn walk(client: &Client, link: &str, say: impl Fn(&str) -> &'static str) -> (String, usize) {
    let mut page = client.get(link).await.body;
    let mut count = 0;
    while let Some(question) = asked(&page) {
        count += 1;
        page = answer(client, link, &question, say(&question)).await;
    }
    (page, count)
}

async fn a_company_answers_without_an_account_and_sees_what_to_do(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let start = served.client.get("/check").await.body;
    assert!(start.contains("多くて15問") && served.client.get("/worries").await.body.contains("href=\"/check?lang=ja\""), "{start}");
    let link = begin(&served.client).await;
    let page = served.client.get(&link).await.body;
    assert!(page.contains("あと最大15問") && page.contains("ヒント:") && page.contains("「はい」の例"), "{page}");
    let (result, count) = walk(&served.client, &link, |question| if question == "passwords" { "unsure" } else { "no" }).await;
    assert_eq!(count, 9, "{result}");
    for text in ["STEP 1 できるところから始める", "パスワードの管理", "商工会・商工会議所", "認定ではありません", "お助け隊サービス"]
    {
        assert!(result.contains(text), "{text}: {result}");
    }
    let english = served.client.get(&format!("{link}?lang=en")).await.body;
    assert!(english.contains("STEP 1: begin with what you can") && english.contains("not a certification"), "{english}");
}

async fn whoever_comes_back_goes_on_where_they_were_and_the_last_answer_can_be_taken_back(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let link = begin(&served.client).await;
    answer(&served.client, &link, "happened", "no").await;
    answer(&served.client, &link, "updates", "yes").await;
    let elsewhere = served.client.stranger().get(&link).await.body;
    assert_eq!(asked(&elsewhere).as_deref(), Some("protection"), "another browser, the same link");
    let undone = served.client.post_form(&format!("{link}/undo?lang=ja"), &[]).await;
    assert_eq!(undone.status, 303);
    assert_eq!(asked(&served.client.get(&link).await.body).as_deref(), Some("updates"));
    let before = served.client.get(&link).await.body;
    for method in ["GET", "HEAD", "OPTIONS"] {
        served.client.method(method, &link).await;
    }
    assert_eq!(served.client.get(&link).await.body, before, "looking changes nothing");
    let nowhere = format!("/check/{}", "C".repeat(43));
    assert_eq!(served.client.get(&nowhere).await.status, 404);
    assert_eq!(served.client.post_form(&nowhere, &[("question", "happened"), ("answer", "no")]).await.status, 404);
    assert_eq!(served.client.post_form(&format!("{nowhere}/undo"), &[]).await.status, 404);
}

async fn a_page_that_lay_open_answers_its_own_question_and_no_other(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let link = begin(&served.client).await;
    answer(&served.client, &link, "happened", "no").await;
    // A double press, a question that is not asked yet, nonsense, and a press without an answer.
    assert_eq!(asked(&answer(&served.client, &link, "happened", "no").await).as_deref(), Some("updates"));
    for (question, given) in [("plan", "yes"), ("no-such", "yes"), ("updates", "perhaps"), ("", "")] {
        assert_eq!(asked(&answer(&served.client, &link, question, given).await).as_deref(), Some("updates"), "{question} {given}");
    }
    answer(&served.client, &link, "updates", "yes").await;
    answer(&served.client, &link, "protection", "yes").await;
    assert_eq!(asked(&answer(&served.client, &link, "updates", "no").await).as_deref(), Some("protection"), "the browser's way back works");
}

async fn something_that_has_happened_leads_to_the_telephone_numbers_at_once(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let link = begin(&served.client).await;
    let result = answer(&served.client, &link, "happened", "yes").await;
    assert!(result.contains("#9110") && result.contains("被害が出たときの初動") && !result.contains("STEP"), "{result}");
    let form = served.client.get(&format!("/help-requests/new?check={}", link.trim_start_matches("/check/"))).await.body;
    assert!(form.contains("#9110") && form.contains("value=\"incident\" checked"), "{form}");
}

async fn the_result_fills_in_a_help_request_and_says_so(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let link = begin(&served.client).await;
    let (result, _) =
        walk(&served.client, &link, |question| if question == "copies" || question == "happened" { "no" } else { "yes" }).await;
    let place = result.split("href=\"/help-requests/new").nth(1).and_then(|rest| rest.split('"').next()).expect("the button");
    let form = served.client.get(&format!("/help-requests/new{}", place.replace("&amp;", "&"))).await.body;
    for text in [
        "value=\"backup-plan\" checked",
        "value=\"customer-requirements\" checked",
        "確かめた結果をもとに",
        "できていませんでした: データの控え",
    ] {
        assert!(form.contains(text), "{text}: {form}");
    }
    let refused = served.client.post_form("/help-requests?lang=ja", &[("check", link.trim_start_matches("/check/"))]).await;
    assert!(refused.status == 422 && refused.body.contains("確かめた結果をもとに"), "{}", refused.body);
    let plain = served.client.get(&format!("/help-requests/new?check={}", "C".repeat(43))).await;
    assert!(plain.status == 200 && !plain.body.contains("確かめた結果をもとに"), "a link that leads nowhere gives the plain form");
}

async fn answers_are_forgotten_half_a_year_after_the_last(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let link = begin(&served.client).await;
    let until = async |months: u32, hours: i64| {
        let due = the_beginning() + Months::new(months) + Duration::hours(hours);
        world.wait(due - world.app.desk.clock.now()).await;
    };
    until(5, 0).await;
    answer(&served.client, &link, "happened", "no").await;
    until(10, 0).await;
    assert_eq!(served.client.get(&link).await.status, 200, "counted from the last answer");
    until(12, 0).await;
    assert_eq!(served.client.get(&link).await.status, 404);
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 10).await.expect("the store answers");
    let acts: Vec<&str> = rows.iter().map(|(row, _)| row.act.as_str()).collect();
    assert!(acts.contains(&"check_begun") && acts.contains(&"unfinished_forgotten"), "{acts:?}");
}

async fn the_page_for_whoever_decides_says_costs_risks_and_own_duties(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let link = begin(&served.client).await;
    walk(&served.client, &link, |question| {
        if question == "copies" {
            "unsure"
        } else if question == "happened" || question == "customer" {
            "no"
        } else {
            "yes"
        }
    })
    .await;
    for (language, facts) in [
        ("ja", ["データの控えと復旧の準備", "受注や出荷が数日止まり", "30,000円 〜 120,000円", "年に一度は戻せるか試すこと"]),
        ("en", ["Backup and recovery plan", "stop orders and shipping", "¥30,000 to ¥120,000", "trying once a year to restore them"]),
    ] {
        let page = served.client.get(&format!("{link}/summary?lang={language}")).await;
        let file = served.client.get(&format!("{link}/summary.md?lang={language}")).await;
        assert!(
            file.header("content-type").starts_with("text/markdown") && file.header("content-disposition").contains("nakodo-summary.md")
        );
        for fact in facts {
            assert!(page.body.contains(fact) && file.body.contains(fact), "{fact}: {} {}", page.body, file.body);
        }
        insta::assert_snapshot!(format!("summary_of_answers_{language}"), file.body);
    }
    assert_eq!(served.client.get(&format!("/check/{}/summary.md", "C".repeat(43))).await.status, 404);
}

async fn the_status_page_leads_to_a_page_for_whoever_decides_with_the_budget(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let status = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").link("/help-requests/status/");
    assert!(served.client.get(&status).await.body.contains(&format!("{status}/summary?lang=ja")));
    let page = served.client.get(&format!("{status}/summary")).await.body;
    assert!(page.contains("予算は 60,000円 で、目安の上限まで収まります。") && page.contains("20,000円 〜 60,000円"), "{page}");
    let file = served.client.get(&format!("{status}/summary.md")).await.body;
    for text in [page, file] {
        for secret in crate::harness::people::COMPANY_SECRETS {
            assert!(!text.contains(secret), "what is handed round names nobody: {secret}");
        }
    }
}

async fn pages_of_the_path_are_small_and_run_no_script(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let link = begin(&served.client).await;
    let small = async |path: &str| {
        let page = served.client.get(path).await;
        assert!(page.status == 200 && page.body.len() < 20_000, "{path}: {} {} bytes", page.status, page.body.len());
        assert!(!page.body.contains("<script") && !page.body.contains(" style="), "{path}");
        assert_eq!((page.header("cache-control"), page.header("referrer-policy")), ("no-store", "no-referrer"), "{path}");
    };
    small("/check").await;
    small(&link).await;
    walk(&served.client, &link, |_| "no").await;
    small(&link).await;
    small(&format!("{link}/summary")).await;
}
