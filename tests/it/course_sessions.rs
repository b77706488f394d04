//! Sessions: the same entry in every calendar, however often one is changed.

use crate::course::Work;
use crate::harness::Mode;

in_both_modes![a_session_that_is_moved_or_cancelled_is_one_entry_in_every_calendar,];

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
