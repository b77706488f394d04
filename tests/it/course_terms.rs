//! Terms: what a statement of them says, and which promise goes with them.

use std::sync::Arc;

use nakodo::desk;
use nakodo::identity::Role;

use crate::course::{TERMS, Work};
use crate::harness::Mode;
use crate::harness::dated::{catalogue_of, texts};
use crate::harness::web::{Served, hidden_fields};

in_both_modes![the_statement_says_where_the_work_is_done_and_lists_what_is_not_said, who_gave_an_older_pledge_keeps_its_words,];

async fn who_gave_an_older_pledge_keeps_its_words(mode: Mode) {
    let (old, new) = ("支援を通じて知った相手方の情報は", "互いについて知ったことは");
    let mut work = Work::agreed(mode).await;
    let form = work.page(&format!("{}/steps/terms", work.own)).await;
    let fields = hidden_fields(&form, &format!("{}/steps/terms", work.own));
    // A second edition, in force from now on.
    let mut editions: Vec<(String, String)> = texts();
    let first = editions.iter().find(|(name, _)| name.starts_with("engagement/")).expect("the first edition").1.clone();
    let second = first.replace("edition = \"2026-11\"", "edition = \"2026-12\"");
    let second =
        second.replace("valid_from = \"2026-10-01\"", "valid_from = \"2026-11-20\"").replace("code = \"2026-11\"", "code = \"2026-12\"");
    editions.push(("engagement/2026-12.toml".to_owned(), second.replace(old, new)));
    let changed = Arc::new(catalogue_of(&editions));
    work.world.app.desk.catalogue = changed.clone();
    work.world.app.crew.desk.catalogue = changed;
    work.served = Served::open(&work.world);
    for page in [&work.own, &work.company] {
        let shown = work.page(page).await;
        assert!(shown.contains(old) && !shown.contains(new), "both gave the older one: {shown}");
    }
    // A form that was opened before shows the older pledge: the newer one is read first.
    let mut typed: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    typed.extend(TERMS);
    let stale = work.served.client.post_form(&format!("{}/steps/terms", work.own), &typed).await;
    assert!(stale.status == 422 && stale.body.contains("約束の文が新しくなりました") && stale.body.contains(new), "{}", stale.body);
    assert!(stale.body.contains("台帳を作り、手順を決める。") && !stale.body.contains(" checked> <span>次の約束"), "{}", stale.body);
    work.ok(&work.own, "terms", &TERMS).await;
    let asked = work.page(&work.company).await;
    assert!(asked.contains(old) && asked.contains(new), "what holds, and what is proposed: {asked}");
    let mut seen = hidden_fields(&asked, &format!("{}/steps/agree", work.company));
    seen.iter_mut().filter(|(name, _)| name == "pledge").for_each(|(_, code)| *code = "2026-11".to_owned());
    let mut seen: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    seen.push(("pledged", "yes"));
    let other = work.served.client.post_form(&format!("{}/steps/agree", work.company), &seen).await;
    assert!(other.status == 409 && other.body.contains("状況が変わりました"), "a page that showed another pledge: {}", other.body);
    work.ok(&work.company, "agree", &[("pledged", "yes")]).await;
    let shown = work.page(&work.own).await;
    assert!(shown.contains(new) && !shown.contains(old), "{shown}");
}

async fn the_statement_says_where_the_work_is_done_and_lists_what_is_not_said(mode: Mode) {
    let work = Work::matched(mode).await;
    let form = work.page(&format!("{}/steps/terms", work.own)).await;
    assert!(form.contains("value=\"関金属工業の事業所(岐阜県関市)\""), "the help request says it already: {form}");
    let work = work.agree().await;
    let statement = work.page(&format!("{}/statement", work.company)).await;
    let all = ["まだ示していない事項", "<li>支援を行う場所", "<li>検査をする場合は", "<li>交通費などを", "<li>現金や銀行振込のほか"];
    for unsaid in all {
        assert!(statement.contains(unsaid), "{unsaid}: {statement}");
    }
    assert!(!statement.contains("60日を過ぎています"), "four weeks");
    let early = [&TERMS[..], &[("/inspect_on", "2026-11-30")]].concat();
    let refused = work.step(&work.own, "terms", &early).await;
    assert!(refused.status == 422 && refused.body.contains("value=\"2026-11-30\""), "{}", refused.body);
    let mut later: Vec<(&str, &str)> = TERMS.into_iter().filter(|(name, _)| *name != "/pay_on").collect();
    later.extend([
        ("/place", "関市の工場"),
        ("/inspect_on", "2027-02-05"),
        ("/expenses", "会社が実費を負担する。"),
        ("/pay_on", "2027-04-01"),
    ]);
    work.ok(&work.own, "terms", &later).await;
    let asked = work.page(&work.company).await;
    assert!(asked.contains("関市の工場") && asked.contains("60日を過ぎています"), "a hint before anybody agrees: {asked}");
    work.ok(&work.company, "agree", &[("pledged", "yes")]).await;
    let statement = work.page(&format!("{}/statement", work.company)).await;
    for said in ["関市の工場", "2027年2月5日", "60日を過ぎています", all[4]] {
        assert!(statement.contains(said), "{said}: {statement}");
    }
    for unsaid in &all[1..4] {
        assert!(!statement.contains(unsaid), "{unsaid}: {statement}");
    }
    let role = Role::Specialist(work.specialist);
    let export = desk::export_specialist(&work.world.app.desk, work.specialist, role).await.expect("it can be taken out");
    let export = serde_json::to_string(&export).expect("it is a document");
    assert!(export.contains("関市の工場") && export.contains("\"inspect_on\":\"2027-02-05\""), "{export}");
    // A contract with an employer is no work of a freelancer.
    let employer: Vec<(&str, &str)> =
        later.iter().map(|(name, value)| (*name, if *name == "/frame" { "employer" } else { *value })).collect();
    work.ok(&work.own, "terms", &employer).await;
    work.ok(&work.company, "agree", &[("pledged", "yes")]).await;
    let statement = work.page(&format!("{}/statement", work.company)).await;
    assert!(!statement.contains(all[0]) && !statement.contains("60日を過ぎています"), "{statement}");
}
