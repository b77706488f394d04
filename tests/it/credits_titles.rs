//! Titles that spare somebody courses: said beside the cycle, kept, counted, taken out again, exported and forgotten.

use nakodo::desk::{self, EraseForm};
use nakodo::identity::Role;

use crate::browser::Browser;
use crate::credits::{Own, press};
use crate::harness::{Mode, World};

in_both_modes![
    a_title_spares_its_holder_courses_until_it_is_taken_out,
    what_is_said_of_a_title_is_exported_and_forgotten,
    a_title_is_said_and_taken_out_on_a_phone,
];

const SPECIALIST: &str = "s1@example.jp";
const SECOND: &str = "/me/credits/titles/career-second-grade";

async fn a_title_spares_its_holder_courses_until_it_is_taken_out(mode: Mode) {
    let own = Own::new(mode).await;
    press(&own.browser, "/me/credits", "/me/credits/cycles/career", &[("begun", "2024-04-01")]).await;
    let before = own.page("/me/credits").await;
    assert!(before.contains("あと8時間が必要です") && before.contains("あと30時間が必要です"), "{before}");
    let done = press(&own.browser, "/me/credits", SECOND, &[("since", "2025-06-01")]).await;
    assert_eq!((done.status, done.header("location")), (303, "/me/credits?lang=ja&done=title"), "{}", done.body);
    let spared = own.page("/me/credits?done=title").await;
    assert!(spared.contains("検定の日付を保存しました") && spared.contains("value=\"2025-06-01\""), "{spared}");
    assert!(!spared.contains("あと8時間") && spared.contains("「キャリアコンサルティング技能検定2級」に合格しているため"), "{spared}");
    // The cycle ends in March 2029: what was passed in 2023 is older than five years by then.
    press(&own.browser, "/me/credits", SECOND, &[("since", "2023-06-01")]).await;
    assert!(own.page("/me/credits").await.contains("あと8時間が必要です"));
    press(&own.browser, "/me/credits", "/me/credits/titles/career-first-grade", &[("since", "2010-06-01")]).await;
    let first = own.page("/me/credits").await;
    assert!(first.contains("あと8時間が必要です") && !first.contains("あと30時間"), "the first grade spares skill alone: {first}");
    for title in [SECOND, "/me/credits/titles/career-first-grade"] {
        let out = press(&own.browser, "/me/credits", title, &[("since", "2023-06-01"), ("out", "yes")]).await;
        assert_eq!((out.status, out.header("location")), (303, "/me/credits?lang=ja&done=title-out"), "{}", out.body);
    }
    let after = own.page("/me/credits").await;
    assert!(after.contains("あと30時間が必要です") && !after.contains("を外す"), "{after}");
    let ahead = press(&own.browser, "/me/credits", SECOND, &[("since", "2031-01-01")]).await;
    assert!(ahead.status == 422 && ahead.body.contains("2031-01-01") && ahead.body.contains("先の日付"), "{}", ahead.body);
    let desk = &own.world.app.desk;
    let unknown = desk::set_title(desk, own.id, "career-ninth-grade".into(), "2025-06-01".into()).await;
    assert!(matches!(unknown, Err(desk::Refusal::NotFound)), "{unknown:?}");
    press(&own.browser, "/me/credits", SECOND, &[("since", "2025-06-01")]).await;
    let english = own.page("/me/credits?lang=en").await;
    assert!(english.contains("Not required, since you have passed “Second grade"), "{english}");
}

async fn what_is_said_of_a_title_is_exported_and_forgotten(mode: Mode) {
    let own = Own::new(mode).await;
    let (desk, id) = (&own.world.app.desk, own.id);
    own.approved("course").await;
    press(&own.browser, "/me/credits", SECOND, &[("since", "2025-06-01")]).await;
    let export = desk::export_specialist(desk, id, Role::Specialist(id)).await.expect("it can be taken out");
    let title = export.credits.titles.first().expect("the title");
    assert_eq!((title.title.as_str(), title.since.to_string().as_str()), ("career-second-grade", "2025-06-01"));
    assert_eq!(export.credits.rows[0].approved_as.as_deref(), Some("supervisor"));
    let form = EraseForm { confirm: id.to_string() };
    desk::erase_specialist(desk, id, Role::Operator, form).await.expect("it is done");
    let left = desk.store.read(move |tx| tx.credit_titles(id)).await.expect("the store answers");
    assert!(left.is_empty(), "{left:?}");
}

async fn a_title_is_said_and_taken_out_on_a_phone(mode: Mode) {
    let own = Own::of(World::new(mode).await).await;
    press(&own.browser, "/me/credits", "/me/credits/cycles/career", &[("begun", "2024-04-01")]).await;
    let browser = Browser::open(&own.served.client.address, 360).await;
    browser.sign_in(&own.world, SPECIALIST).await;
    browser.go("/me/credits?lang=ja").await;
    browser.says("講習が免除される検定").await;
    let set = "document.getElementById('begun-career-second-grade').value = '2025-06-01'";
    browser.page.execute(set, Vec::new()).await.expect("the date is set");
    browser.press(&format!("form[action^='{SECOND}'] button:not([name])")).await;
    browser.says("検定の日付を保存しました").await;
    browser.says("合格しているため").await;
    browser.look_at("section:has(#begun-career) h3", "credits-title-spared").await;
    browser.look_at("#begun-career-second-grade", "credits-title").await;
    browser.press(&format!("form[action^='{SECOND}'] button[name='out']")).await;
    browser.says("検定を外しました").await;
    browser.look("credits-title-out").await;
    browser.page.clone().close().await.expect("the browser closes");
}
