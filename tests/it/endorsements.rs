//! Organisations recommend specialists they know: nothing is shown without the specialist's yes, either ends it at once, time ends it, and nobody is found
//! earlier for it.

use chrono::{Days, Duration, Months, NaiveDate};
use nakodo::active_list::{ConsentForm, SpecialistForm};
use nakodo::brokering::{EndorsementState, SupportOrgForm};
use nakodo::desk::{self, AuditFilter, EraseForm, RoleRequest, Submitter};
use nakodo::identity::{Rank, Role};
use nakodo::ids::{EndorsementId, HelpRequestId, SpecialistId, SupportOrgId};

use crate::console::world;
use crate::harness::people::help_request;
use crate::harness::register::squeezed;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};
use crate::search::{public, word};

in_both_modes![
    an_organisation_recommends_somebody_who_agrees_and_everybody_reads_it,
    nothing_is_shown_without_a_yes,
    either_ends_it_at_once_and_the_other_is_told,
    both_are_told_before_the_last_day_and_it_ends_by_itself,
    what_is_typed_wrong_of_a_recommendation_is_named_and_nothing_is_lost,
    whoever_an_organisation_does_not_see_it_cannot_recommend,
    a_recommendation_changes_neither_order_nor_score,
    looking_at_a_recommendation_changes_nothing_and_each_press_counts_once,
    a_recommendation_is_in_the_export_and_goes_with_the_person,
    an_organisation_hears_without_a_name_that_whom_it_recommended_has_left,
    one_organisation_says_one_thing_of_somebody_at_a_time,
    whoever_leaves_the_list_has_no_name_there_until_they_come_back,
    what_has_ended_of_a_recommendation_goes_after_a_year,
];

const SPECIALIST: &str = "s1@example.jp";
const CHAMBER: &str = "shien@chamber.example.jp";
const CLERK: &str = "tanto@chamber.example.jp";
const ORG: &str = "関商工会議所";
/// What stands on a page where somebody is recommended.
const SHOWN: &str = "まで推薦しています。理由: 会員企業の支援を頼んだことがある";

fn org(name: &str, address: &str) -> SupportOrgForm {
    SupportOrgForm { name: name.into(), address: address.into(), language: None }
}

struct Case {
    world: World,
    served: Served,
    clerk: Client,
    role: Role,
    specialist: SpecialistId,
}

impl Case {
    async fn new(mode: Mode) -> Self {
        let world = world(mode).await;
        let served = Served::open(&world);
        let specialist = world.enrol(public).await;
        let role = world.invite(CLERK, RoleRequest::Broker(org(ORG, CHAMBER), Rank::Owner)).await.role;
        let clerk = signed_in(&world, &served.client, CLERK).await;
        Self { world, served, clerk, role, specialist }
    }

    async fn asked(mode: Mode) -> Self {
        let case = Self::new(mode).await;
        let done = case.ask("/kind", "chamber", 100).await;
        assert_eq!(done.status, 303, "{}", done.body);
        case
    }

    async fn held(mode: Mode) -> Self {
        let case = Self::asked(mode).await;
        let done = case.answer("agree").await;
        assert!(done.status == 200 && done.body.contains("推薦を受けています"), "{}", done.body);
        case
    }

    fn until(&self, days: u64) -> NaiveDate {
        self.world.app.desk.clock.today() + Days::new(days)
    }

    /// Asks for a yes until so many days from now.
    async fn ask(&self, name: &str, value: &str, days: u64) -> Answer {
        let until = self.until(days).to_string();
        let typed = [("/reason", "worked-for-members"), ("/until", until.as_str()), (name, value)];
        let done = self.clerk.press(&format!("/specialists/{}/endorse", self.specialist), "", &typed).await;
        self.settle().await;
        done
    }

    /// Letters of one moment are in no order.
    async fn settle(&self) {
        self.world.app.desk.clock.advance(Duration::seconds(1));
        self.world.settle().await;
    }

    fn own(&self) -> String {
        self.world.letter(SPECIALIST, "endorsement_asked").link("/endorsement/")
    }

    /// What the specialist presses behind the letter's link.
    async fn answer(&self, act: &str) -> Answer {
        let done = self.served.client.press(&self.own(), act, &[]).await;
        self.settle().await;
        done
    }

    async fn public_page(&self) -> String {
        let page = self.served.client.get(&format!("/specialists/{}", self.specialist)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.body
    }

    async fn only(&self) -> (EndorsementId, EndorsementState) {
        let all = desk::list_given_endorsements(&self.world.app.desk, self.role, None, 9).await.expect("the store answers");
        assert_eq!(all.len(), 1);
        (all[0].id, all[0].state)
    }

    /// What the organisation presses in its list.
    async fn end(&self) -> Answer {
        let clerk = signed_in(&self.world, &self.served.client, CLERK).await;
        let done = clerk.press("/endorsements", &format!("{}/end", self.only().await.0), &[]).await;
        self.settle().await;
        done
    }

    async fn erase(&self) {
        let form = EraseForm { confirm: self.specialist.to_string() };
        let done = desk::erase_specialist(&self.world.app.desk, self.specialist, Role::Specialist(self.specialist), form).await;
        done.expect("it is done");
        self.settle().await;
    }

    /// What the organisation reads of whom it cannot see.
    async fn reads_of_nobody(&self) {
        let list = self.clerk.get("/endorsements").await.body;
        assert!(list.contains("名簿に載らなくなったため") && list.contains("名簿に載っていない方"), "{list}");
        assert!(!list.contains("S1") && !list.contains("/end?"), "{list}");
    }

    fn told(&self, address: &str) -> Vec<String> {
        let letters = self.world.letters_to(address).into_iter().filter(|letter| letter.kind == "endorsement_told");
        letters.map(|letter| squeezed(&letter.text)).collect()
    }
}

/// Whether the specialist agrees to being asked and to being read by everybody.
pub async fn consent(world: &World, specialist: SpecialistId, given: bool) {
    let changed = desk::change_specialist(&world.app.desk, specialist, None, move |before| {
        let mut form: SpecialistForm = serde_json::from_value(serde_json::to_value(before).unwrap()).unwrap();
        form.consents.extend([word("listing", given), word("public-listing", given)]);
        Ok(form)
    });
    changed.await.expect("it is kept");
    world.settle().await;
}

pub fn org_of(role: Role) -> SupportOrgId {
    let Role::Broker(org, _) = role else { panic!("a broker") };
    org
}

async fn an_organisation_recommends_somebody_who_agrees_and_everybody_reads_it(mode: Mode) {
    let case = Case::new(mode).await;
    let plain = case.public_page().await;
    assert!(!plain.contains("/endorse") && !plain.contains("推薦"), "others have nothing to press: {plain}");
    let page = case.clerk.get(&format!("/specialists/{}", case.specialist)).await.body;
    assert!(page.contains(&format!("/specialists/{}/endorse", case.specialist)), "{page}");
    let done = case.ask("/kind", "chamber", 100).await;
    assert_eq!((done.status, done.header("location").starts_with("/endorsements?")), (303, true), "{}", done.body);
    let letter = case.world.letter(SPECIALIST, "endorsement_asked");
    let text = squeezed(&letter.text);
    assert!(
        text.contains(ORG) && text.contains("商工会議所・商工会") && text.contains("点数や紹介の順番には使いません"),
        "{}",
        letter.text
    );
    assert!(!case.public_page().await.contains("推薦"), "nobody has agreed yet");
    let agreed = case.answer("agree").await;
    assert!(agreed.status == 200 && agreed.body.contains("推薦を受けています"), "{}", agreed.body);
    assert!(case.public_page().await.contains(SHOWN));
    assert!(case.told(CHAMBER).iter().any(|text| text.contains("推薦を受けました")), "{:?}", case.told(CHAMBER));
    let english = case.served.client.get(&format!("/specialists/{}?lang=en", case.specialist)).await.body;
    assert!(english.contains("recommends this person until"), "{english}");
    // Where a clerk chooses, too, and where the specialist looks at how they are found.
    let id = case.world.submit(help_request(), Submitter::SupportOrg(org_of(case.role))).await.id;
    let candidates = case.clerk.get(&format!("/queue/{id}/candidates")).await.body;
    assert!(candidates.contains(SHOWN), "{candidates}");
    let one = case.clerk.get(&format!("/queue/{id}/candidates/{}", case.specialist)).await.body;
    assert!(one.contains(&format!("/specialists/{}/endorse", case.specialist)) && one.contains(SHOWN), "{one}");
    case.world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let own = signed_in(&case.world, &case.served.client, SPECIALIST).await;
    assert!(own.get("/me/preview").await.body.contains(SHOWN));
    assert!(own.get("/me/endorsements").await.body.contains("推薦を受けています"));
    // Where it is seen who was asked, and by the company.
    case.settle().await;
    let queued = case.clerk.get(&format!("/queue/{id}")).await.body;
    assert!(queued.contains(SHOWN), "{queued}");
    case.world.accept(SPECIALIST).await;
    case.settle().await;
    let status = case.world.letter("soumu@seki-kinzoku.example.jp", "people_asked").link("/help-requests/status/");
    let status = case.served.client.get(&status).await.body;
    assert!(status.contains("S1") && status.contains(SHOWN), "{status}");
}

async fn nothing_is_shown_without_a_yes(mode: Mode) {
    let case = Case::asked(mode).await;
    let no = case.answer("decline").await;
    assert!(no.status == 200 && no.body.contains("推薦を受けないと返事をしました"), "{}", no.body);
    assert!(case.told(CHAMBER)[0].contains("推薦を受けないとのお返事"), "{:?}", case.told(CHAMBER));
    let late = case.answer("agree").await;
    assert!(late.status == 403 || late.status == 409, "{}", late.body);
    assert_eq!(case.only().await.1, EndorsementState::Declined);
    assert!(!case.public_page().await.contains("推薦"));

    let case = Case::asked(mode).await;
    case.world.wait(Duration::days(15)).await;
    assert_eq!(case.only().await.1, EndorsementState::Lapsed);
    assert!(case.told(CHAMBER)[0].contains("お返事がなかった"), "{:?}", case.told(CHAMBER));
    assert!(!case.public_page().await.contains("推薦"));

    let case = Case::asked(mode).await;
    assert_eq!(case.end().await.status, 303);
    assert_eq!(case.only().await.1, EndorsementState::TakenBack);
    let page = case.served.client.get(&case.own()).await;
    assert!(page.body.contains("団体が取り下げました") && !page.body.contains("/agree"), "{}", page.body);
    assert!(case.told(SPECIALIST).is_empty(), "who had not answered has nothing to read twice");
}

async fn either_ends_it_at_once_and_the_other_is_told(mode: Mode) {
    let case = Case::held(mode).await;
    let ended = case.answer("end").await;
    assert!(ended.status == 200 && ended.body.contains("あなたが推薦を終えました"), "{}", ended.body);
    assert!(!case.public_page().await.contains("推薦"));
    assert!(case.told(CHAMBER).iter().any(|text| text.contains("推薦を終えました")), "{:?}", case.told(CHAMBER));

    let case = Case::held(mode).await;
    assert_eq!(case.end().await.status, 303);
    assert!(!case.public_page().await.contains("推薦"));
    assert!(case.told(SPECIALIST)[0].contains("推薦を終えました"), "{:?}", case.told(SPECIALIST));
    assert_eq!(case.only().await.1, EndorsementState::EndedByOrganisation);

    let case = Case::held(mode).await;
    case.world.invite(SPECIALIST, RoleRequest::Specialist("000001".into())).await;
    let own = signed_in(&case.world, &case.served.client, SPECIALIST).await;
    let done = own.press("/me/endorsements", &format!("{}/end", case.only().await.0), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(!case.public_page().await.contains("推薦"));
}

async fn both_are_told_before_the_last_day_and_it_ends_by_itself(mode: Mode) {
    let case = Case::held(mode).await;
    case.world.wait(Duration::days(69)).await;
    assert!(!case.told(SPECIALIST).iter().any(|text| text.contains("表示されなくなります")), "not yet");
    case.world.wait(Duration::days(3)).await;
    // Quiet hours are over by then.
    case.world.wait(Duration::days(1)).await;
    assert_eq!(case.told(SPECIALIST).iter().filter(|text| text.contains("表示されなくなります")).count(), 1, "{:?}", case.told(SPECIALIST));
    assert_eq!(case.told(CHAMBER).iter().filter(|text| text.contains("もう一度推薦してください")).count(), 1, "{:?}", case.told(CHAMBER));
    assert!(case.public_page().await.contains(SHOWN), "it still holds");
    let letters = case.world.letters().len();
    case.world.wait(Duration::days(30)).await;
    assert_eq!(case.only().await.1, EndorsementState::RunOut);
    assert!(!case.public_page().await.contains("推薦"));
    let told = case.world.letters().into_iter().skip(letters).filter(|letter| letter.kind == "endorsement_told").count();
    assert_eq!(told, 0, "both knew");
}

async fn what_is_typed_wrong_of_a_recommendation_is_named_and_nothing_is_lost(mode: Mode) {
    let case = Case::new(mode).await;
    let page = case.ask("/kind", "", 400).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("入力してください") && page.body.contains("日より先の日付は選べません"), "{}", page.body);
    let until = format!("value=\"{}\"", case.until(400));
    assert!(page.body.contains(&until) && page.body.contains("value=\"worked-for-members\" checked"), "{}", page.body);
    assert!(case.world.letters_to(SPECIALIST).is_empty());
}

async fn whoever_an_organisation_does_not_see_it_cannot_recommend(mode: Mode) {
    let case = Case::asked(mode).await;
    let hidden = case
        .world
        .enrol(|profile| profile.consents = vec![ConsentForm { scope: "listing".into(), version: "2026-04".into(), given: false }])
        .await;
    assert_eq!(case.clerk.get(&format!("/specialists/{hidden}/endorse")).await.status, 404);
    case.world.invite("tonari@example.jp", RoleRequest::Broker(org("隣の商工会議所", "tonari@example.jp"), Rank::Owner)).await;
    let other = signed_in(&case.world, &case.served.client, "tonari@example.jp").await;
    let list = other.get("/endorsements").await.body;
    assert!(list.contains("まだ推薦はありません"), "{list}");
    let value =
        crate::harness::web::hidden_fields(&other.get(&format!("/specialists/{}/endorse", case.specialist)).await.body, "/specialists");
    let value: Vec<(&str, &str)> = value.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let foreign = other.post_form(&format!("/endorsements/{}/end", case.only().await.0), &value).await;
    assert_eq!(foreign.status, 404, "another's looks as if it were not there: {}", foreign.body);
    assert_eq!(case.only().await.1, EndorsementState::Asked);
}

async fn a_recommendation_changes_neither_order_nor_score(mode: Mode) {
    let case = Case::asked(mode).await;
    for _ in 0..3 {
        case.world.enrol(|_| {}).await;
    }
    let id: HelpRequestId = case.world.submit(help_request(), Submitter::SupportOrg(org_of(case.role))).await.id;
    let list = async || desk::list_candidates(&case.world.app.desk, id, case.role, 9).await.expect("the list").candidates;
    let before = list().await;
    // Nothing settles meanwhile: whoever is asked is no candidate any more.
    let agreed = case.served.client.press(&case.own(), "agree", &[]).await;
    assert_eq!(agreed.status, 200, "{}", agreed.body);
    let after = list().await;
    assert_eq!(after.iter().filter(|one| !one.endorsed_by.is_empty()).count(), 1);
    let plain = |all: Vec<desk::CandidateView>| all.into_iter().map(|one| (one.specialist, one.explanation)).collect::<Vec<_>>();
    assert_eq!(plain(after), plain(before));
}

async fn looking_at_a_recommendation_changes_nothing_and_each_press_counts_once(mode: Mode) {
    let case = Case::asked(mode).await;
    for _ in 0..3 {
        assert_eq!(case.served.client.get(&case.own()).await.status, 200);
    }
    assert_eq!(case.only().await.1, EndorsementState::Asked);
    let blind = case.served.client.post_form(&format!("{}/agree", case.own()), &[]).await;
    assert_eq!((blind.status, case.only().await.1), (403, EndorsementState::Asked), "{}", blind.body);
    case.answer("agree").await;
    let again = case.answer("agree").await;
    assert!(again.status == 403 || again.status == 409, "{}", again.body);
    assert_eq!(case.told(CHAMBER).len(), 1);
}

async fn a_recommendation_is_in_the_export_and_goes_with_the_person(mode: Mode) {
    let case = Case::held(mode).await;
    let role = Role::Specialist(case.specialist);
    let export = desk::export_specialist(&case.world.app.desk, case.specialist, role).await.expect("it can be taken out");
    assert_eq!(export.endorsements.iter().map(|one| one.by.organisation.as_str()).collect::<Vec<_>>(), [ORG]);
    case.erase().await;
    case.reads_of_nobody().await;
    assert_eq!(case.only().await.1, EndorsementState::Gone);
    assert_eq!(case.served.client.get(&case.own()).await.status, 404);
}

async fn an_organisation_hears_without_a_name_that_whom_it_recommended_has_left(mode: Mode) {
    for case in [Case::held(mode).await, Case::asked(mode).await] {
        let before = case.told(CHAMBER).len();
        consent(&case.world, case.specialist, false).await;
        assert_eq!(case.told(CHAMBER).len(), before, "a pause is nobody's business");
        case.erase().await;
        let told = case.told(CHAMBER);
        let gone: Vec<_> = told.iter().filter(|text| text.contains("登録をやめました")).collect();
        assert!(told.len() == before + 1 && gone.len() == 1 && !gone[0].contains("S1"), "{told:?}");
    }
    let case = Case::held(mode).await;
    case.answer("end").await;
    let before = case.told(CHAMBER).len();
    case.erase().await;
    assert_eq!(case.told(CHAMBER).len(), before, "what had ended before is no news");
}

async fn one_organisation_says_one_thing_of_somebody_at_a_time(mode: Mode) {
    let case = Case::asked(mode).await;
    let page = case.clerk.get(&format!("/specialists/{}/endorse", case.specialist)).await.body;
    assert!(page.contains("すでにあります") && !page.contains("name=\"/until\""), "{page}");
    let form = nakodo::brokering::EndorsementForm { kind: "bank".into(), reason: "is-member".into(), until: case.until(9).to_string() };
    let again = desk::ask_to_endorse(&case.world.app.desk, case.role, case.specialist, form.clone()).await;
    assert!(matches!(again, Err(desk::Refusal::ChangedMeanwhile)), "{again:?}");
    assert_eq!(case.end().await.status, 303);
    desk::ask_to_endorse(&case.world.app.desk, case.role, case.specialist, form).await.expect("it can be said anew");
    case.settle().await;
    assert_eq!(case.world.letters_to(SPECIALIST).iter().filter(|letter| letter.kind == "endorsement_asked").count(), 2);
}

async fn whoever_leaves_the_list_has_no_name_there_until_they_come_back(mode: Mode) {
    let case = Case::held(mode).await;
    consent(&case.world, case.specialist, false).await;
    case.reads_of_nobody().await;
    let own = case.served.client.get(&case.own()).await;
    assert!(own.status == 200 && own.body.contains("/end?"), "the specialist can still end it: {}", own.body);
    case.world.wait(Duration::days(75)).await;
    assert!(!case.told(CHAMBER).iter().any(|text| text.contains("もう一度推薦してください")), "{:?}", case.told(CHAMBER));
    consent(&case.world, case.specialist, true).await;
    assert!(case.public_page().await.contains(SHOWN), "both have agreed until a day");
    let clerk = signed_in(&case.world, &case.served.client, CLERK).await;
    let list = clerk.get("/endorsements").await.body;
    assert!(list.contains("S1") && list.contains("推薦しています"), "{list}");
}

async fn what_has_ended_of_a_recommendation_goes_after_a_year(mode: Mode) {
    let case = Case::held(mode).await;
    case.answer("end").await;
    let ended_at = case.world.app.desk.clock.now();
    let wait = async |months| case.world.wait(ended_at + Months::new(months) - case.world.app.desk.clock.now()).await;
    wait(11).await;
    assert_eq!(case.only().await.1, EndorsementState::EndedBySpecialist);
    wait(13).await;
    let left = desk::list_given_endorsements(&case.world.app.desk, case.role, None, 9).await.expect("the store answers");
    assert!(left.is_empty(), "{left:?}");
    let rows = desk::show_audit_log(&case.world.app.desk, AuditFilter::default(), 99).await.expect("the log is there");
    assert_eq!(rows.iter().filter(|(row, _)| row.act == "endorsement_forgotten" && row.who == "machine").count(), 1);
}
