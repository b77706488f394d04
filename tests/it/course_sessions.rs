//! Sessions: the same entry in every calendar, however often one is changed; and that both met, as the company says.

use crate::course::Work;
use crate::dispute::{CLERK, ORG, org};
use crate::harness::Mode;
use crate::harness::register::squeezed;
use crate::harness::signing_in::signed_in;

in_both_modes![
    the_company_says_that_both_met_and_whoever_decides_reads_it,
    a_session_that_is_moved_or_cancelled_is_one_entry_in_every_calendar,
    what_was_planned_still_at_the_report_leaves_both_calendars,
    what_was_planned_leaves_both_calendars_with_the_match,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const SPECIALIST: &str = "s1@example.jp";

/// UID and sequence of the one entry in a calendar file, and what is to be done with it.
pub fn known_entry(file: &str) -> (String, String, String) {
    let file = file.replace("\r\n ", "").replace("\n ", "");
    let said = |name: &str| file.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim_end().to_owned();
    (said("UID:"), said("SEQUENCE:"), format!("{} {}", said("METHOD:"), said("STATUS:")))
}

async fn a_session_that_is_moved_or_cancelled_is_one_entry_in_every_calendar(mode: Mode) {
    let work = Work::agreed(mode).await;
    let attached = |address: &str| known_entry(work.world.letter(address, "session_set").calendar.as_deref().unwrap_or_default());
    let on_page = async |page: &str| known_entry(&work.served.client.get(&format!("{page}/entries/1")).await.body);
    work.ok(&work.company, "session", &[("/day", "2026-12-08"), ("/time", "14:30"), ("/hours", "2"), ("/minutes", "")]).await;
    let (name, ..) = attached(SPECIALIST);
    assert!(name.starts_with("session-") && name.contains("-1@"), "{name}");
    let expected = |sequence: &str, what: &str| (name.clone(), sequence.to_owned(), what.to_owned());
    let planned = expected("0", "PUBLISH CONFIRMED");
    assert_eq!((attached(SPECIALIST), on_page(&work.company).await, on_page(&work.own).await), (planned.clone(), planned.clone(), planned));
    work.ok(&work.own, "move-1", &[("/day", "2026-12-09"), ("/time", "10:00"), ("/hours", "1"), ("/minutes", "30")]).await;
    let moved = expected("1", "PUBLISH CONFIRMED");
    assert_eq!((attached(COMPANY), on_page(&work.company).await, on_page(&work.own).await), (moved.clone(), moved.clone(), moved));
    assert!(!work.world.letter(COMPANY, "session_set").text.contains("消してください"), "nobody deletes anything by hand");
    work.ok(&work.company, "cancel-1", &[]).await;
    let off = expected("2", "CANCEL CANCELLED");
    assert_eq!((attached(SPECIALIST), on_page(&work.company).await, on_page(&work.own).await), (off.clone(), off.clone(), off));
    assert!(work.world.letter(SPECIALIST, "session_set").raw.contains("method=CANCEL"));
    for page in [&work.own, &work.company] {
        assert!(work.page(page).await.contains("/entries/1?lang=ja\">カレンダーの予定を取り消す"), "whoever set it has it too");
    }
}

async fn what_was_planned_still_at_the_report_leaves_both_calendars(mode: Mode) {
    let work = Work::agreed(mode).await;
    work.hold("2", "0").await;
    for day in ["2026-12-08", "2026-12-15"] {
        work.ok(&work.company, "session", &[("/day", day), ("/time", "14:30"), ("/hours", "2"), ("/minutes", "")]).await;
    }
    work.ok(&work.own, "move-3", &[("/day", "2026-12-16"), ("/time", "10:00"), ("/hours", "1"), ("/minutes", "30")]).await;
    let on_page = async |number: u16| known_entry(&work.served.client.get(&format!("{}/entries/{number}", work.own)).await.body);
    let names = [on_page(2).await.0, on_page(3).await.0];
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    let off: Vec<(String, String, String)> =
        names.iter().zip(["1", "2"]).map(|(name, sequence)| (name.clone(), sequence.to_owned(), "CANCEL CANCELLED".to_owned())).collect();
    let told = |address: &str, kind: &str| {
        let letter = work.world.letter(address, kind);
        let text = squeezed(&letter.text);
        assert!(text.contains("取りやめになった予定") && text.contains("12月16日"), "{text}");
        letter.calendars.iter().map(|file| known_entry(file)).collect::<Vec<_>>()
    };
    assert_eq!(told(COMPANY, "report_to_confirm"), off);
    work.ok(&work.company, "confirm", &[]).await;
    assert_eq!(told(SPECIALIST, "engagement_ended"), off);
    assert!(work.world.letter(COMPANY, "engagement_ended").calendars.is_empty(), "each is told once");
}

async fn what_was_planned_leaves_both_calendars_with_the_match(mode: Mode) {
    let work = Work::agreed(mode).await;
    work.ok(&work.company, "session", &[("/day", "2026-12-08"), ("/time", "14:30"), ("/hours", "2"), ("/minutes", "")]).await;
    let (name, ..) = known_entry(&work.served.client.get(&format!("{}/entries/1", work.own)).await.body);
    let status = work.company.replace("/engagements/", "/help-requests/status/");
    let done = work.served.client.press(&status, "withdraw", &[("reason", "予定が変わりました")]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    work.world.settle().await;
    for (address, kind) in [(COMPANY, "withdrawn_for_company"), (SPECIALIST, "withdrawn_for_specialist")] {
        let letter = work.world.letter(address, kind);
        let off = letter.calendars.iter().map(|file| known_entry(file)).collect::<Vec<_>>();
        assert_eq!(off, [(name.clone(), "1".to_owned(), "CANCEL CANCELLED".to_owned())], "{kind}");
        assert!(squeezed(&letter.text).contains("12月8日"), "{}", letter.text);
    }
}

async fn the_company_says_that_both_met_and_whoever_decides_reads_it(mode: Mode) {
    let work = Work::agreed(mode).await;
    work.hold("2", "0").await;
    assert!(!work.page(&work.own).await.contains("steps/met-1"), "that is the company's word");
    let done = work.ok(&work.company, "met-1", &[]).await;
    assert!(done.body.contains("お会いしたことを記録しました") && done.body.contains("会社の記録: お会いしました"), "{}", done.body);
    assert!(work.page(&work.own).await.contains("会社の記録: お会いしました"), "both see it");
    assert!(!work.ok(&work.company, "unmet-1", &[]).await.body.contains("会社の記録: お会いしました"), "a slip of the finger");
    work.ok(&work.company, "met-1", &[]).await;
    let value = work.served.client.read(&work.own).await["values"]["work"].as_str().expect("a value of the page").to_owned();
    let forced = work.served.client.post_form(&format!("{}/steps/unmet-1", work.own), &[("value", &value)]).await;
    assert_eq!(forced.status, 409, "nobody takes the company's word back for it: {}", forced.body);
    work.ok(&work.own, "report", &[("/words", "台帳を作りました。")]).await;
    let count = "実施済みの1回のうち1回です";
    let report = work.world.letter(COMPANY, "report_to_confirm");
    assert!(squeezed(&report.text).contains(count) && report.text.contains("2時間"), "it changes no hours: {}", report.text);
    for page in [&work.own, &work.company] {
        assert!(work.page(page).await.contains(count));
    }
    work.ok(&work.company, "dispute", &[("/hours", "1"), ("/minutes", ""), ("/words", "一時間で終わりました")]).await;
    work.ok(&work.own, "put-before", &[]).await;
    work.world.invite(CLERK, org("岐阜県産業振興機構")).await;
    let client = signed_in(&work.world, &work.served.client, CLERK).await;
    let page = client.get(&work.world.letter(ORG, "dispute_put_before").link("/disputes/")).await;
    assert!(page.body.contains("実施済みの回") && page.body.contains("会社の記録: お会いしました"), "{}", page.body);
}
