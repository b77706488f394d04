//! A help request that is not sent yet: kept as typed, found again by its link, forgotten after a month.

use chrono::Duration;

use crate::harness::search::readable;
use crate::harness::web::{Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    what_was_typed_is_kept_as_typed_and_found_by_its_link_alone,
    a_draft_that_is_sent_is_gone_and_one_that_lies_is_forgotten_after_a_month,
    a_link_that_somebody_made_up_does_not_become_a_draft,
];

const TYPED: [(&str, &str); 7] = [
    ("/need/menus", "basic-check"),
    ("/need/slots", "tue-pm"),
    ("/need/hours", "四時間くらい"),
    ("budget_band", "50000"),
    ("/need/narrative", "夕顔の台帳のこと"),
    ("/company/name", "関金属工業"),
    ("card", "data-leak"),
];

/// Keeps what was typed; gives the path of the link.
async fn keep(client: &Client, typed: &[(&str, &str)]) -> String {
    let fields: Vec<(&str, &str)> = typed.iter().copied().chain([("later", "yes")]).collect();
    let kept = client.post_form("/help-requests?lang=ja", &fields).await;
    assert!(kept.status == 200 && kept.body.contains("ここまでを保存しました"), "{}", kept.body);
    let link = kept.body.split("/help-requests/drafts/").nth(1).and_then(|rest| rest.split('?').next()).expect("a link");
    format!("/help-requests/drafts/{link}")
}

async fn what_was_typed_is_kept_as_typed_and_found_by_its_link_alone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let link = keep(&served.client, &TYPED).await;
    let page = served.client.stranger().get(&format!("{link}?lang=ja")).await.body;
    for text in [
        "value=\"basic-check\" checked",
        "value=\"tue-pm\" checked",
        "value=\"50000\" checked",
        "四時間くらい",
        "夕顔の台帳のこと",
        "関金属工業",
        "もれる原因の多くは",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let secret = link.trim_start_matches("/help-requests/drafts/").to_owned();
    assert_eq!(
        readable(&world, &["夕顔の台帳のこと", "関金属工業", secret.as_str()]),
        [""; 0],
        "sealed, and the link's secret is kept nowhere"
    );
    // Kept once more: the same link, the newer words.
    let fields = hidden_fields(&page, "/help-requests");
    let again: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let again: Vec<(&str, &str)> = again.into_iter().chain([("/need/narrative", "朝顔のこと")]).collect();
    assert_eq!(keep(&served.client, &again).await, link);
    let page = served.client.get(&link).await.body;
    assert!(page.contains("朝顔のこと") && !page.contains("夕顔"), "{page}");
    world.settle().await;
    assert!(world.letters().is_empty(), "nothing is sent");
}

async fn a_draft_that_is_sent_is_gone_and_one_that_lies_is_forgotten_after_a_month(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (sent, lies) = (keep(&served.client, &TYPED).await, keep(&served.client, &TYPED).await);
    assert_ne!(sent, lies);
    let whole = [
        ("draft", sent.trim_start_matches("/help-requests/drafts/")),
        ("/need/menus", "basic-check"),
        ("/need/mode", "onsite"),
        ("/need/start_on", "2026-12-01"),
        ("/need/hours", "4"),
        ("budget_band", "50000"),
        ("/company/name", "関金属工業"),
        ("/company/prefecture", "21"),
        ("/company/municipality", "関市"),
        ("/company/industry", "E"),
        ("/company/employees", "10"),
        ("/company/contact/name", "田中 花子"),
        ("/company/contact/address", "soumu@seki-kinzoku.example.jp"),
    ];
    assert_eq!(served.client.post_form("/help-requests?lang=ja", &whole).await.status, 201);
    assert_eq!(served.client.get(&sent).await.status, 404);
    world.wait(Duration::days(25)).await;
    assert_eq!(served.client.get(&lies).await.status, 200);
    world.wait(Duration::days(10)).await;
    assert_eq!(served.client.get(&lies).await.status, 404);
}

async fn a_link_that_somebody_made_up_does_not_become_a_draft(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let made_up = "C".repeat(43);
    let link = keep(&served.client, &[("draft", made_up.as_str()), ("/need/narrative", "夕顔")]).await;
    assert!(!link.contains(&made_up), "{link}");
    assert_eq!(served.client.get(&format!("/help-requests/drafts/{made_up}")).await.status, 404);
}
