//! What a company wrote in its own words is read after a match, and after the specialist's pledge.

use crate::course::{TERMS, Work};
use crate::harness::Mode;

in_both_modes![
    what_the_company_wrote_is_read_after_the_pledge_and_not_before,
    whoever_has_given_the_pledge_with_terms_reads_it_at_once,
    a_company_that_wrote_nothing_asks_for_no_pledge,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const SPECIALIST: &str = "s1@example.jp";
/// What the company of the harness writes.
const STORY: &str = "受発注を電子化するので、ネットの安全が心配です。";

async fn what_the_company_wrote_is_read_after_the_pledge_and_not_before(mode: Mode) {
    let work = Work::matched(mode).await;
    let letter = work.world.letter(SPECIALIST, "match_for_specialist");
    assert!(!letter.raw.contains(STORY) && !letter.text.contains(STORY) && !letter.html.contains(STORY), "{}", letter.text);
    let sealed = work.page(&work.own).await;
    assert!(!sealed.contains(STORY) && sealed.contains("約束して読む"), "{sealed}");
    let unticked = work.served.client.press(&work.own, "steps/promise", &[]).await;
    assert!(unticked.status == 422 && !unticked.body.contains(STORY) && unticked.body.contains("約束して読む"), "{}", unticked.body);
    let read = work.ok(&work.own, "promise", &[("pledged", "yes")]).await;
    assert!(read.body.contains(STORY) && !read.body.contains("約束して読む"), "{}", read.body);
    assert!(work.page(&work.own).await.contains(STORY), "and whenever the page is opened again");
    let of_company = work.page(&work.company).await;
    assert!(!of_company.contains("約束して読む"), "the company knows what it wrote: {of_company}");
    let pressed = work.served.client.press(&work.company, "steps/promise", &[("pledged", "yes")]).await;
    assert!([403, 409].contains(&pressed.status), "nor is the pledge its own: {} {}", pressed.status, pressed.body);
    let status = work.company.replace("/engagements/", "/help-requests/status/");
    let kept = work.served.client.get(&format!("{status}/export")).await.json();
    let promise = &kept["matches"][0]["course"]["promise"];
    assert!(promise["pledge"] == "2026-11" && promise["at"].is_string(), "which words, and when: {kept}");
    assert!(work.world.letters_to(COMPANY).iter().all(|letter| letter.kind != "terms_proposed"), "it is no step of the work");
}

async fn whoever_has_given_the_pledge_with_terms_reads_it_at_once(mode: Mode) {
    let work = Work::matched(mode).await;
    let shown = work.ok(&work.own, "terms", &TERMS).await;
    assert!(shown.body.contains(STORY) && !shown.body.contains("約束して読む"), "{}", shown.body);
}

async fn a_company_that_wrote_nothing_asks_for_no_pledge(mode: Mode) {
    let world = crate::harness::World::new(mode).await;
    let served = crate::harness::web::Served::open(&world);
    world.enrol(|_| {}).await;
    let mut form = crate::harness::people::help_request();
    form.need.narrative = String::new();
    let org = world.support_org().await;
    world.submit(form, nakodo::desk::Submitter::SupportOrg(org)).await;
    world.settle().await;
    world.accept(SPECIALIST).await;
    world.settle().await;
    let letter = world.letter(SPECIALIST, "match_for_specialist");
    assert!(!letter.text.contains("秘密を守る約束"), "{}", letter.text);
    let page = served.client.get(&letter.link("/engagements/")).await;
    assert!(page.status == 200 && !page.body.contains("約束して読む"), "{}", page.body);
}
