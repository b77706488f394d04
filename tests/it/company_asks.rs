//! A company alone: from a worry to a help request, with an honest word on who would come into question.

use nakodo::active_list::OfferedMenuForm;
use nakodo::store::StoreError;

use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    worries_lead_to_a_form_that_is_filled_in_already,
    whoever_chose_worries_sees_why_and_keeps_it_through_a_refusal_and_in_the_other_language,
    the_worry_that_something_has_happened_shows_the_telephone_numbers_first,
    who_comes_into_question_is_said_before_anything_is_sent,
    nobody_for_the_budget_is_said_with_what_would_help,
    a_look_ahead_tells_nothing_of_who_has_to_do_with_whom,
    a_band_is_a_budget_and_a_figure_of_ones_own_goes_before_it,
    pages_of_the_company_are_small_and_run_no_script,
];

/// What a company types, besides menus and budget.
const COMPANY: [(&str, &str); 10] = [
    ("/need/mode", "onsite"),
    ("/need/slots", "tue-pm"),
    ("/need/start_on", "2026-12-01"),
    ("/need/hours", "4"),
    ("/company/prefecture", "21"),
    ("/company/industry", "E"),
    ("/company/employees", "10"),
    ("/need/menus", "basic-check"),
    ("card", "data-leak"),
    ("/company/contact/language", "ja"),
];

/// The last event of the journal.
async fn last(world: &World) -> String {
    let last = world.app.desk.store.read(|tx| tx.last_event()).await.map_err(|error: StoreError| error.to_string());
    format!("{last:?}")
}

async fn look(client: &Client, more: &[(&str, &str)]) -> String {
    let fields: Vec<(&str, &str)> = COMPANY.iter().chain(more).copied().chain([("look", "yes")]).collect();
    let answer = client.post_form("/help-requests?lang=ja", &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

async fn worries_lead_to_a_form_that_is_filled_in_already(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let home = served.client.get("/").await.body;
    assert!(home.contains("href=\"/worries?lang=ja\""), "the first page's button leads to the worries");
    let cards = served.client.get("/worries").await.body;
    for card in world.app.desk.catalogue.worries() {
        assert!(cards.contains(&card.ja) && (card.incident || cards.contains(&card.today_ja)), "{}", card.code);
    }
    let form = served.client.get("/help-requests/new?card=ransomware&card=untrained-staff&card=no-such-card").await.body;
    for menu in ["backup-plan", "basic-check", "staff-training"] {
        assert!(form.contains(&format!("name=\"/need/menus\" value=\"{menu}\" checked")), "{menu}");
    }
    assert_eq!(form.matches(" checked").count(), 3, "nothing else is chosen");
    assert!(form.contains("ランサムウェア") && form.contains("従業員への教育が足りているか心配です。"), "{form}");
    assert!(form.contains("なくなると困るデータの置き場所") && form.contains("目安 1回 20,000円 〜 80,000円"), "{form}");
}

async fn whoever_chose_worries_sees_why_and_keeps_it_through_a_refusal_and_in_the_other_language(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let why = "もれる原因の多くは";
    let form = served.client.get("/help-requests/new?card=data-leak&lang=ja").await.body;
    assert!(form.contains(why) && form.contains("href=\"?card=data-leak&#38;lang=en\""), "{form}");
    let refused = served.client.post_form("/help-requests?lang=ja", &[("card", "data-leak"), ("/need/narrative", "台帳のこと")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(why) && refused.body.contains("台帳のこと"), "{}", refused.body);
    let english = served.client.get("/help-requests/new?card=data-leak&lang=en").await.body;
    assert!(english.contains("Most leaks begin") && english.contains("We worry that data of our customers might leak."), "{english}");
}

async fn the_worry_that_something_has_happened_shows_the_telephone_numbers_first(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let form = served.client.get("/help-requests/new?card=data-leak&card=happening-now&urgency=normal").await.body;
    let (numbers, inputs) = (form.find("#9110"), form.find("<form"));
    assert!(numbers.is_some() && numbers < inputs, "{form}");
    assert!(form.contains("value=\"incident\" checked") && form.contains("value=\"incident-first-aid\" checked"), "{form}");
}

async fn who_comes_into_question_is_said_before_anything_is_sent(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    let before = last(&world).await;
    let page = look(&served.client, &[("budget_band", "50000")]).await;
    assert!(page.contains("いまの内容に合う専門家は 3 人です"), "{page}");
    assert!(page.contains("value=\"50000\" checked") && page.contains("value=\"basic-check\" checked"), "what was typed is kept");
    world.settle().await;
    assert!(world.letters().is_empty(), "nothing was sent");
    assert_eq!(last(&world).await, before, "nothing was kept");
    let refused = served.client.post_form("/help-requests?lang=ja", &[("look", "yes"), ("/need/hours", "four")]).await;
    assert_eq!(refused.status, 422);
    assert!(!refused.body.contains("label-") && !refused.body.contains("#/company/contact/name"), "who asks is not needed yet");
}

async fn nobody_for_the_budget_is_said_with_what_would_help(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let dear = OfferedMenuForm { menu: "basic-check".into(), minimum_fee_yen: Some(60_000), unit: "visit".into() };
    world.enrol(|profile| profile.menus = vec![dear]).await;
    let page = look(&served.client, &[("budget_band", "30000")]).await;
    assert!(page.contains("いまの内容では、声をかけられる専門家がいません"), "{page}");
    assert!(page.contains("予算を ") && page.contains(" → 1 人"), "{page}");
    let hopeless = look(&served.client, &[("budget_band", "30000"), ("/need/menus", "penetration-test")]).await;
    assert!(hopeless.contains("商工会・商工会議所"), "{hopeless}");
}

async fn a_look_ahead_tells_nothing_of_who_has_to_do_with_whom(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|profile| profile.conditions.conflicts.customers = vec!["7000012050002".into()]).await;
    let page = look(&served.client, &[("budget_band", "50000"), ("/company/corporate_number", "7000012050002")]).await;
    assert!(page.contains("いまの内容に合う専門家は 1 人です"), "{page}");
}

async fn a_band_is_a_budget_and_a_figure_of_ones_own_goes_before_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for (typed, expected, address) in [("", "50,000円", "a@example.jp"), ("72,000円", "72,000円", "b@example.jp")] {
        let own = [
            ("budget_band", "50000"),
            ("/need/budget_yen", typed),
            ("/company/name", "関金属工業"),
            ("/company/municipality", "関市"),
            ("/company/contact/name", "田中 花子"),
            ("/company/contact/address", address),
        ];
        let fields: Vec<(&str, &str)> = COMPANY.iter().copied().chain(own).collect();
        let sent = served.client.post_form("/help-requests?lang=ja", &fields).await;
        assert!(sent.status == 201 && sent.body.contains("声をかけられる専門家がいません"), "said after sending, too: {}", sent.body);
        world.settle().await;
        let confirm = world.letter(address, "confirm_help_request").link("/help-requests/confirm/");
        let page = served.client.get(&confirm).await.body;
        assert!(page.contains(expected), "{page}");
    }
}

async fn pages_of_the_company_are_small_and_run_no_script(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for (path, most) in [("/", 20_000), ("/worries", 20_000), ("/help-requests/new?card=ransomware", 50_000)] {
        for language in ["en", "ja"] {
            let page = served.client.get(&format!("{path}{}lang={language}", if path.contains('?') { '&' } else { '?' })).await;
            assert!(page.status == 200 && page.body.len() < most, "{path}: {} {} bytes", page.status, page.body.len());
            assert!(!page.body.contains("<script") && !page.body.contains(" style="), "{path}");
        }
    }
}
