//! The operator finds letters, has them sent again, and has tried again what was put aside.

use nakodo::correspondence::LetterKind;
use nakodo::desk::{self, LetterFilter, Submitter};
use nakodo::settings::RawSettings;

use crate::console::operator;
use crate::credits::press;
use crate::harness::mail_server::{MailServer, Temper};
use crate::harness::people::help_request;
use crate::harness::signing_in::{ask, signed_in, type_code};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    letters_are_found_by_state_kind_and_day_and_a_page_at_a_time,
    letters_to_an_address_are_found_without_the_address_in_a_place_or_a_log,
    a_letter_is_sent_again_by_whoever_says_that_it_is_meant,
    what_was_put_aside_is_tried_again_one_by_one_or_by_its_reason,
];

fn posted(server: &MailServer) -> impl FnOnce(&mut RawSettings) + use<> {
    let url = server.url();
    move |raw| {
        raw.sessions.second_factor = false;
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = url;
        raw.bus.max_attempts = 1;
    }
}

async fn letters_are_found_by_state_kind_and_day_and_a_page_at_a_time(mode: Mode) {
    let world = crate::console::world(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    world.enrol(|_| {}).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    let offers = operator.get("/console/letters?kind=offer&state=sent&day=").await.body;
    assert!(offers.matches("<li><a href=\"/console/letters/").count() == 1 && offers.contains("送信済み · 専門家あて"), "{offers}");
    let today = world.app.desk.clock.today();
    let of_day = operator.get(&format!("/console/letters?kind=offer&day={today}")).await.body;
    assert_eq!(of_day.matches("<li><a href=\"/console/letters/").count(), 1);
    let before = operator.get(&format!("/console/letters?day={}", today.pred_opt().expect("a day"))).await.body;
    assert!(before.contains("当てはまるメールはありません"), "{before}");
    for number in 0..31 {
        let mut form = help_request();
        form.company.contact.address = format!("c{number}@example.jp");
        world.submit(form, Submitter::Company).await;
    }
    let first = operator.get("/console/letters?kind=confirm_help_request").await;
    assert!(first.body.matches("<li><a href=\"/console/letters/").count() == 30 && first.body.len() < 20_000, "{} bytes", first.body.len());
    let next = first.body.split("second\" href=\"/console/letters?").nth(1).and_then(|rest| rest.split('"').next()).expect("the next page");
    let second = operator.get(&format!("/console/letters?{}", next.replace("&#38;", "&").replace("&amp;", "&"))).await.body;
    assert_eq!(second.matches("<li><a href=\"/console/letters/").count(), 1, "{second}");
}

async fn letters_to_an_address_are_found_without_the_address_in_a_place_or_a_log(mode: Mode) {
    let world = crate::console::world(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    world.enrol(|_| {}).await;
    world.enrol(|_| {}).await;
    let mut form = help_request();
    form.company.contact.address = "keiri@seki-kinzoku.example.jp".into();
    world.submit(form, Submitter::Company).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    for (address, kind, count) in
        [("S1@example.jp", "打診", 1), ("keiri@seki-kinzoku.example.jp", "依頼の確認", 1), ("nobody@example.jp", "", 0)]
    {
        let found = press(&operator, "/console/letters", "/console/letters?lang=ja", &[("address", address)]).await;
        let listed = found.body.matches("<li><a href=\"/console/letters/").count();
        assert!(found.status == 200 && listed == count && found.body.contains(kind), "{address}: {}", found.body);
        assert!(found.body.contains(&format!("value=\"{address}\"")), "what was typed stays");
    }
    let wrong = press(&operator, "/console/letters", "/console/letters?lang=ja", &[("address", "nowhere")]).await;
    assert!(
        wrong.status == 422 && wrong.body.contains("id=\"address-mistake\"") && wrong.body.contains("value=\"nowhere\""),
        "{}",
        wrong.body
    );
    assert_eq!(operator.post_form("/console/letters", &[("address", "s1@example.jp")]).await.status, 403, "no press on a page of ours");
    let filter = desk::AuditFilter { what: Some("letters_looked_up".to_owned()), ..desk::AuditFilter::default() };
    let log = desk::show_audit_log(&world.app.desk, filter, 10).await.expect("the log");
    assert!(log.len() == 3 && log.iter().all(|(entry, _)| !format!("{entry:?}").contains("s1@")), "{log:?}");
}

async fn a_letter_is_sent_again_by_whoever_says_that_it_is_meant(mode: Mode) {
    let world = crate::console::world(mode).await;
    let served = Served::open(&world);
    let one = operator(&world, &served).await;
    world.enrol(|_| {}).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    let filter = LetterFilter { kind: Some(LetterKind::Offer), ..LetterFilter::default() };
    let letter = desk::list_letters(&world.app.desk, filter, 1).await.expect("letters").remove(0);
    let page = format!("/console/letters/{}", letter.id);
    let shown = one.get(&page).await;
    assert!(shown.status == 200 && shown.body.contains("メールサーバーが受け取りました") && !shown.body.contains("s1@"), "{}", shown.body);
    let unsaid = press(&one, &page, &format!("{page}/again"), &[]).await;
    assert!(unsaid.status == 422 && unsaid.body.contains("チェックを入れてから"), "{}", unsaid.body);
    assert_eq!(world.letters_to("s1@example.jp").len(), 1);
    let again = press(&one, &page, &format!("{page}/again"), &[("sure", "yes")]).await;
    assert_eq!((again.status, again.header("location")), (303, format!("{page}?lang=ja&done=again").as_str()), "{}", again.body);
    let shown = one.get(again.header("location")).await.body;
    assert!(shown.contains("送信待ちに入れました") && !shown.contains(&format!("{page}/again")), "{shown}");
    world.settle().await;
    assert!(one.get(&page).await.body.contains("運営が送り直しました"));
    // What has nothing to say any more does not leave, and the page says why.
    let sign_in = LetterFilter { kind: Some(LetterKind::Invitation), ..LetterFilter::default() };
    world.invite("kansa@nakodo.example.jp", desk::RoleRequest::Auditor).await;
    world.settle().await;
    let invitation = desk::list_letters(&world.app.desk, sign_in, 1).await.expect("letters").remove(0);
    let auditor = signed_in(&world, &served.client, "kansa@nakodo.example.jp").await;
    let page = format!("/console/letters/{}", invitation.id);
    assert!(!auditor.get(&page).await.body.contains("/again"), "an auditor looks");
    assert_eq!(auditor.post_form(&format!("{page}/again"), &[("sure", "yes")]).await.status, 403);
    assert_eq!(one.get("/console/letters/nothing").await.status, 404);
}

async fn what_was_put_aside_is_tried_again_one_by_one_or_by_its_reason(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = World::with(mode, posted(&server)).await;
    world.invite("one@nakodo.example.jp", desk::RoleRequest::Operator).await;
    world.settle().await;
    let served = Served::open(&world);
    let operator = served.client.in_browser(&[]);
    assert_eq!(ask(&operator, "one@nakodo.example.jp").await.status, 200);
    world.settle().await;
    let letter = server.rest().into_iter().find(|mail| mail.kind == "sign_in").expect("the letter with the code");
    assert_eq!(type_code(&operator, &letter.code()).await.status, 303);
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    server.set_temper(Temper::Busy);
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    let page = operator.get("/console/dead-letters").await.body;
    let count = desk::list_dead_letters(&world.app.desk).await.expect("they are listed").len();
    assert!(count >= 2 && page.contains(&format!("メールの送信 · {count} 件")) && page.contains("451"), "{count}: {page}");
    let unsaid = press(&operator, "/console/dead-letters", "/console/dead-letters/replay-all", &[]).await;
    assert!(unsaid.status == 422 && unsaid.body.contains("チェックを入れてから"), "{}", unsaid.body);
    server.set_temper(Temper::Kind);
    let one = press(&operator, "/console/dead-letters", "/console/dead-letters/replay?", &[("sure", "yes")]).await;
    assert_eq!(one.status, 303, "{}", one.body);
    assert_eq!(desk::list_dead_letters(&world.app.desk).await.expect("they are listed").len(), count - 1);
    let rest = press(&operator, "/console/dead-letters", "/console/dead-letters/replay-all", &[("sure", "yes")]).await;
    assert_eq!(rest.status, 303, "{}", rest.body);
    assert!(operator.get(rest.header("location")).await.body.contains("もう一度試します"));
    world.settle().await;
    assert!(operator.get("/console/dead-letters").await.body.contains("処理できなかったものはありません"));
    assert!(server.rest().iter().filter(|mail| mail.kind == "offer").count() >= 1);
    let filter = desk::AuditFilter { what: Some("delivery_replayed".to_owned()), ..desk::AuditFilter::default() };
    assert_eq!(desk::show_audit_log(&world.app.desk, filter, 100).await.expect("the log").len(), count);
}
