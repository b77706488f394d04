//! A world with somebody in every role and something going on for each, so that every page has something to show.

use std::collections::BTreeMap;

use nakodo::active_list::ConsentForm;
use nakodo::brokering::{EndorsementForm, MemberForm, ReferralForm, SupportOrgForm};
use nakodo::complaints::ComplaintForm;
use nakodo::desk::{self, EntryLinkForm, HandOverForm, PoolAnswer, PoolStep, RoleRequest, Submitter};
use nakodo::diagnosis::Answer;
use nakodo::engagement::{DisputeForm, ReportForm, SeatForm, SessionForm, SessionWord};
use nakodo::identity::{Rank, Role};
use nakodo::ids::{PoolId, SpecialistId, SupportOrgId, Token};
use nakodo::pools::{PatternForm, PoolForm, Turn};
use nakodo::seals::Action;
use serde_json::json;

use super::people::help_request;
use super::planted::{MATCHED_ADDRESS, PERSON_ADDRESS};
use super::{Mode, World, register};

pub const CLERK: &str = "tanto@chamber.example.jp";
/// Behind a mailbox that several read.
pub const SHARED: &str = "madoguchi@chamber.example.jp";
pub const OPERATOR: &str = "unei@nakodo.example.jp";

/// A page to which only an act leads, and the address of whoever it is for; none: anybody.
pub type BehindAnAct = (Option<&'static str>, String);

fn org(name: &str) -> SupportOrgForm {
    SupportOrgForm { name: name.into(), address: "shien@chamber.example.jp".into(), language: None }
}

/// Somebody in every role, with something going on for each, and the pages to which their acts led.
pub async fn inhabited() -> (World, Vec<BehindAnAct>) {
    // Pages are made of the same acts in both modes, which have their own facts; a machine needs minutes to look at all of them.
    let world = World::with(Mode::Embedded, |raw| raw.sessions.second_factor = false).await;
    let planted = world.plant_story().await;
    let listed = world
        .enrol(|profile| profile.consents.push(ConsentForm { scope: "public-listing".into(), version: "2026-11".into(), given: true }))
        .await;
    world.read_register(&register::file(1, &[]), "2026-11-20").await;
    world.read_register(&register::file(2, &[]), "2026-11-21").await;
    world.ask_for_help().await;
    world.submit(help_request(), Submitter::Company).await;
    let invited = world.invite(CLERK, RoleRequest::Broker(org("岐阜県産業振興機構"), Rank::Owner)).await;
    world.invite(OPERATOR, RoleRequest::Operator).await;
    let mut behind = of_nobody(&world).await;
    behind.extend(of_a_clerk(&world, invited.role, [planted.person, listed]).await);
    world.invite(SHARED, RoleRequest::Broker(org("岐阜県産業振興機構"), Rank::Member)).await;
    desk::share_account(&world.app.desk, SHARED.into(), true).await.expect("it is there");
    world.settle().await;
    behind.extend(of_letters(&world, listed).await);
    behind.push(of_a_pool(&world, invited.role, planted.person).await);
    behind.push(of_a_dispute(&world, invited.role).await);
    (world, behind)
}

async fn of_nobody(world: &World) -> Vec<BehindAnAct> {
    let desk = &world.app.desk;
    let draft = desk::keep_draft(desk, None, BTreeMap::from([("/need/narrative".to_owned(), vec!["何から".to_owned()])])).await;
    let (begun, ended) = (desk::begin_check(desk).await.expect("it begins"), desk::begin_check(desk).await.expect("it begins"));
    for question in desk.catalogue.questionnaire().questions() {
        desk::answer_check(desk, &ended, question.code.clone(), Answer::No).await.expect("it is answered");
    }
    vec![
        (None, format!("/help-requests/drafts/{}", draft.expect("it is kept").reveal())),
        (None, format!("/check/{}", begun.reveal())),
        (None, format!("/check/{}/summary", ended.reveal())),
        (None, format!("/check/{}", ended.reveal())),
    ]
}

async fn of_a_clerk(world: &World, role: Role, [somebody, listed]: [SpecialistId; 2]) -> Vec<BehindAnAct> {
    let desk = &world.app.desk;
    let own = id_of(role);
    let queued = world.submit(help_request(), Submitter::SupportOrg(own)).await.id;
    let company = help_request().company;
    let member = desk::add_member(desk, role, MemberForm { number: "B-0001".into(), company }, None).await.expect("it is right");
    desk::ask_member(desk, role, member).await.expect("it can be asked");
    let link = desk::make_entry_link(desk, role, EntryLinkForm { label: "窓口".into() }).await.expect("it is made").code;
    let colleague = world.invite("dori@chamber.example.jp", RoleRequest::Broker(org("岐阜県産業振興機構"), Rank::Member)).await.account;
    let form = HandOverForm { help_request: Some(queued.to_string()), from: None, to: colleague.to_string() };
    let hand_over = desk::hand_over(desk, role, form).await.expect("it is handed over");
    let form = serde_json::from_value(json!({ "url": "https://hooks.example.jp/", "label": "受付" })).expect("a form");
    let webhook = desk::add_webhook(desk, role, form, true).await.expect("it is made").webhook.id;
    let other = world.invite("tonari@chamber.example.jp", RoleRequest::Broker(org("隣の商工会議所"), Rank::Owner)).await.role;
    desk::take_referrals_of(desk, "隣の商工会議所".into(), true).await.expect("it is there");
    let form = ReferralForm { to: id_of(other).to_string(), reason: "近くの機関です。".into() };
    desk::refer_help_request(desk, role, queued, form).await.expect("it is proposed");
    let until = (desk.clock.today() + chrono::Days::new(60)).to_string();
    let said = EndorsementForm { kind: "chamber".into(), reason: "is-our-adviser".into(), until };
    desk::ask_to_endorse(desk, role, listed, said).await.expect("somebody can be recommended");
    let own = [
        format!("/specialists/{somebody}/endorse"),
        format!("/queue/{queued}/candidates/{somebody}"),
        format!("/queue/{queued}/wider"),
        format!("/queue/{queued}/complaint"),
        format!("/entry-links/{link}"),
        format!("/entry-links/{link}/poster"),
        format!("/hand-overs/{hand_over}"),
        format!("/webhooks/{webhook}"),
        format!("/webhooks/{webhook}/remove"),
    ];
    own.into_iter().map(|page| (Some(CLERK), page)).chain([(None, format!("/for/{link}"))]).collect()
}

/// A specialist who is shared by a company, with the days of a year.
async fn of_a_pool(world: &World, role: Role, somebody: SpecialistId) -> BehindAnAct {
    let desk = &world.app.desk;
    let usual = PoolForm::usual(desk.clock.today());
    let pattern = PatternForm { fee_yen: Some(20_000), ..usual.pattern.clone() };
    let form = PoolForm { name: "相談の日".into(), visits: Some(24), yen: Some(480_000), pattern, ..usual };
    let id = desk::open_pool(desk, role, form).await.expect("it is right");
    let member = world.member(id_of(role), &help_request()).await;
    let pool = desk::view_pool(desk, role, id).await.expect("it is there").pool;
    let from = pool.plan.roster().first;
    let steps = [PoolStep::Join { member, wants: 12, from }, PoolStep::Invite { specialist: somebody, pattern: pool.pattern }];
    for step in steps {
        take(world, role, id, step).await;
    }
    world.settle().await;
    let token = world.letter(PERSON_ADDRESS, "pool_invited").token("/pool/");
    desk::answer_pool(desk, desk.press(Action::Share, token), PoolAnswer::Agree { pledge: Some("2026-11".into()) })
        .await
        .expect("it can be answered");
    take(world, role, id, PoolStep::Turn(Turn::Plan)).await;
    (Some(CLERK), format!("/pools/{id}"))
}

/// Hours about which the organisation is to decide.
async fn of_a_dispute(world: &World, role: Role) -> BehindAnAct {
    let (desk, company) = (&world.app.desk, "kasumi@planted.example.jp");
    let mut form = help_request();
    form.company.contact.address = company.into();
    desk.clock.advance(chrono::Duration::seconds(1));
    world.submit(form, Submitter::SupportOrg(id_of(role))).await;
    world.settle().await;
    assert!(matches!(world.accept("s3@example.jp").await, desk::Acceptance::Won(_)), "somebody wins");
    world.settle().await;
    let own = world.letter("s3@example.jp", "match_for_specialist").token("/engagements/");
    let company = world.letter(company, "match_for_company").token("/help-requests/status/");
    let mut sheet = desk::look_at_course(desk, own.clone()).await.expect("the link works").sheet;
    sheet.pledged = true;
    desk::propose_sheet(desk, desk.press(Action::Propose, own.clone()), sheet).await.expect("the terms are right");
    desk::agree_to_terms(desk, desk.press(Action::Agree, company.clone()), 1, Some(desk.catalogue.engagement().pledge.code.clone()))
        .await
        .expect("they are agreed on");
    hold_an_hour(world, &own).await;
    let shorter = DisputeForm { hours: "0".into(), minutes: "30".into(), words: "短く終わりました。".into() };
    desk::dispute_hours(desk, desk.press(Action::Work, company), shorter).await.expect("it is shorter");
    desk::put_before_org(desk, desk.press(Action::Work, own)).await.expect("there is an organisation");
    world.settle().await;
    (Some(CLERK), world.letter("shien@chamber.example.jp", "dispute_put_before").link("/disputes/"))
}

async fn take(world: &World, role: Role, id: PoolId, step: PoolStep) {
    let seen = desk::view_pool(&world.app.desk, role, id).await.expect("it is there").version;
    desk::change_pool(&world.app.desk, role, id, seen, step).await.expect("it can be done");
}

/// An hour of work that is held and reported.
async fn hold_an_hour(world: &World, own: &Token) {
    let desk = &world.app.desk;
    let today = desk.clock.today().to_string();
    let session = SessionForm { day: today, time: "00:30".into(), hours: "1".into(), minutes: String::new() };
    desk::plan_session(desk, desk.press(Action::Work, own.clone()), session).await.expect("it has begun");
    let held = SessionWord::Held { minutes: 60 };
    desk::change_session(desk, desk.press(Action::Work, own.clone()), 1, held).await.expect("it was held");
    let report = ReportForm { words: "点検しました。".into() };
    desk::report_work(desk, desk.press(Action::Work, own.clone()), report).await.expect("there are hours");
}

fn id_of(role: Role) -> SupportOrgId {
    let Role::Broker(id, _) = role else { panic!("a broker, not {role:?}") };
    id
}

/// Behind the links of letters, some steps further on.
async fn of_letters(world: &World, listed: SpecialistId) -> Vec<BehindAnAct> {
    let desk = &world.app.desk;
    let (own, company) = (world.letter(PERSON_ADDRESS, "match_for_specialist"), world.letter(MATCHED_ADDRESS, "match_for_company"));
    let place = own.link("/engagements/");
    let (own, company) = (own.token("/engagements/"), company.token("/help-requests/status/"));
    let page = |token: &Token| desk::look_at_course(desk, token.clone());
    let mut sheet = page(&own).await.expect("the link works").sheet;
    sheet.pledged = true;
    desk::propose_sheet(desk, desk.press(Action::Propose, own.clone()), sheet).await.expect("the terms are right");
    let rude = ComplaintForm { category: "rude".into(), words: "失礼な言い方をされました。".into(), wish: String::new() };
    desk::file_complaint(desk, desk.press(Action::Complain, company.clone()), rude).await.expect("it is right");
    let complaint = desk::list_complaints(desk, true, 1).await.expect("the list").remove(0).id;
    desk::take_up_complaint(desk, complaint).await.expect("it can be taken up");
    world.settle().await;
    desk::agree_to_terms(desk, desk.press(Action::Agree, company), 1, Some(desk.catalogue.engagement().pledge.code.clone()))
        .await
        .expect("they are agreed on");
    let form =
        SeatForm { role: "junior".into(), hours_percent: "50".into(), fee_percent: "0".into(), why: "学んでもらうため。".into() };
    desk::invite_to_team(desk, desk.press(Action::Work, own.clone()), listed, form).await.expect("somebody is asked");
    world.settle().await;
    let member = world.letter("s3@example.jp", "team_asked").link("/team/");
    let recommended = world.letter("s3@example.jp", "endorsement_asked").link("/endorsement/");
    let wishes = world.letter("s3@example.jp", "offer").link("/letters/");
    let status = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").link("/help-requests/status/");
    vec![
        (None, format!("{place}/statement")),
        (None, format!("{place}/team/new/{listed}")),
        (None, member),
        (None, recommended),
        (None, format!("{wishes}/unsubscribe")),
        (None, format!("{status}/wider")),
        (Some(PERSON_ADDRESS), "/me/menus/basic-check/drop".to_owned()),
        (Some(PERSON_ADDRESS), "/me/experiences/0/drop".to_owned()),
        (Some(SHARED), "/account/name".to_owned()),
    ]
}
