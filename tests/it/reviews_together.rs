//! What companies said of a specialist, all answers together: from five companies on, and only where the person shows it.

use chrono::{Datelike as _, Days, Duration, NaiveDate, Weekday};
use nakodo::desk::{self, Acceptance, RoleRequest, Submitter};
use nakodo::ids::HelpRequestId;

use crate::course::TERMS;
use crate::harness::Mode;
use crate::harness::people::help_request_from;
use crate::harness::signing_in::signed_in;
use crate::reviews::{BY_COMPANY, SPECIALIST, Said};

in_both_modes![five_companies_are_told_together_where_the_person_shows_them];

/// Where the contact of each company reads mail.
fn address(company: usize) -> String {
    format!("soumu{company}@kaisha.example.jp")
}

/// The first weekday so many days later.
fn weekday(today: NaiveDate, later: u64) -> String {
    let day = today + Days::new(later);
    let rest = match day.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    (day + Days::new(rest)).to_string()
}

/// One more match of the person: a company of this number, and what it answers to the first question.
async fn said_by(said: &Said, company: usize, understood: &str) {
    let world = &said.work.world;
    // Nobody begins more than two engagements within 30 days.
    world.wait(Duration::days(16)).await;
    let today = world.app.desk.clock.today();
    let mut form = help_request_from(today);
    form.company.name = format!("関の会社{company}");
    form.company.corporate_number = None;
    form.company.contact.address = address(company);
    let org = world.support_org().await;
    let help_request: HelpRequestId = world.submit(form, Submitter::SupportOrg(org)).await.id;
    world.settle().await;
    assert_eq!(world.accept(SPECIALIST).await, Acceptance::Won(help_request));
    world.settle().await;
    let own = world.letter(SPECIALIST, "match_for_specialist").link("/engagements/");
    let status = world.letter(&address(company), "match_for_company").link("/help-requests/status/");
    let page = status.replace("/help-requests/status/", "/engagements/");
    let day = |at: &str, typed: &str| match at {
        "/starts_on" => weekday(today, 1),
        "/ends_on" => weekday(today, 30),
        "/pay_on" => weekday(today, 60),
        _ => typed.to_owned(),
    };
    let terms = TERMS.map(|(at, typed)| (at, day(at, typed)));
    let terms: Vec<(&str, &str)> = terms.iter().map(|(at, typed)| (*at, typed.as_str())).collect();
    said.work.ok(&own, "terms", &terms).await;
    said.work.ok(&page, "agree", &[("pledged", "yes")]).await;
    let today = today.to_string();
    said.work.ok(&own, "session", &[("/day", &today), ("/time", "00:30"), ("/hours", "2"), ("/minutes", "")]).await;
    said.work.ok(&own, "held-1", &[("/hours", "1"), ("/minutes", "0")]).await;
    said.work.ok(&own, "report", &[("/words", "終わりました。")]).await;
    said.work.ok(&page, "confirm", &[]).await;
    let answers = BY_COMPANY.map(|(at, typed)| (at, if at == "/answers/understood" { understood } else { typed }));
    said.say(&format!("{page}/review"), &answers).await;
}

/// The person as the public sees it.
async fn public_page(said: &Said) -> String {
    let page = said.work.served.client.get(&format!("/specialists/{}", said.work.specialist)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.body
}

async fn five_companies_are_told_together_where_the_person_shows_them(mode: Mode) {
    let said = Said::closed(mode).await;
    said.say(&said.company, &BY_COMPANY).await;
    let key = said.work.world.key(desk::KeyRequest::Operator).await.token.reveal();
    let profile = serde_json::json!({ "consents": [{ "scope": "public-listing", "version": "2026-11", "given": true }] });
    let changed = said.work.served.client.with_key(&key).patch(&format!("/api/v1/specialists/{}", said.work.specialist), &profile).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    for (company, understood) in [(2, "fully"), (3, "hardly"), (4, "fully"), (2, "hardly")] {
        said_by(&said, company, understood).await;
    }
    said.work.world.wait(Duration::days(14)).await;
    said.work.world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let person = signed_in(&said.work.world, &said.work.served.client, SPECIALIST).await;
    assert_eq!(person.press("/me/reviews", "show", &[]).await.status, 303);
    let own = person.get("/me/reviews").await.body;
    assert!(
        own.matches("関の会社2").count() == 2 && own.contains("5社の評価を読めるようになると"),
        "five reviews of four companies: {own}"
    );
    assert!(!public_page(&said).await.contains("よくわかった"));

    said_by(&said, 5, "mostly").await;
    assert!(!public_page(&said).await.contains("よくわかった"), "what the person cannot read yet is not told to others");
    said.work.world.wait(Duration::days(14)).await;
    let page = public_page(&said).await;
    for told in ["よくわかった 2", "だいたいわかった 1", "わかりにくかった 2"] {
        assert!(page.contains(told), "a company that came back counts with its last word; {told}: {page}");
    }
    assert!(!page.contains("末摘花") && !page.contains("関の会社"), "nobody's words and no name: {page}");
    let person = signed_in(&said.work.world, &said.work.served.client, SPECIALIST).await;
    assert!(person.get("/me/reviews").await.body.contains("よくわかった 2"));
    assert_eq!(person.press("/me/reviews", "hide", &[]).await.status, 303);
    assert!(!public_page(&said).await.contains("よくわかった"));
}
