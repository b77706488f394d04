//! Offers are answered by a mail of one's own: by whom, what counts, and what is never answered.

use chrono::Duration;
use futures::future::join_all;
use nakodo::desk::{self, Acceptance, TakenIn};
use nakodo::ids::HelpRequestId;
use nakodo::inbox::{RawMail, ReadBy, read_mail};
use nakodo::intake::HelpRequestState;

use crate::harness::mail::Mail;
use crate::harness::{Mode, World};

in_both_modes![
    an_answer_in_iso_2022_jp_accepts_and_the_same_again_changes_nothing,
    ten_copies_of_an_acceptance_at_once_are_one,
    a_mail_from_a_strangers_mailbox_changes_nothing_and_is_not_answered,
    a_yes_that_anybody_could_have_written_gets_the_link,
    the_word_of_another_server_or_below_that_of_ours_is_not_taken,
    where_the_policy_asks_for_no_code_a_mailbox_on_file_is_enough,
    a_plain_no_declines_and_is_noted_by_a_short_letter,
    what_is_not_understood_gets_the_link_once,
    the_letter_about_an_answer_can_be_answered_too,
    machines_are_not_heard_and_never_answered,
    after_the_deadline_a_yes_is_told_so,
    who_was_too_late_or_has_no_room_is_told_so,
    a_no_after_a_yes_and_a_yes_after_a_no_are_told,
    where_the_company_chooses_a_yes_is_passed_on,
    a_shared_mailbox_needs_the_name_of_whoever_accepts,
];

pub const SERVER: &str = "mx.nakodo.test";
pub const PASS: &str = "Authentication-Results: mx.nakodo.test; dmarc=pass (p=none) header.from=example.jp\n";

/// A world whose mail server vouches for writers.
pub async fn vouching(mode: Mode) -> World {
    World::with(mode, |raw| {
        raw.post.replies.address = "offers@nakodo.test".into();
        raw.post.replies.trusted_server = SERVER.into();
    })
    .await
}

pub async fn with_one_offer(world: &World) -> (HelpRequestId, Mail) {
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    (id, world.letter("s1@example.jp", "offer"))
}

/// Where answers to a letter go.
pub fn reply_to(letter: &Mail) -> String {
    let line = letter.raw.lines().find_map(|line| line.strip_prefix("Reply-To: "));
    line.unwrap_or_else(|| panic!("no Reply-To in {}", letter.raw)).trim_matches(['<', '>']).to_owned()
}

/// An answer as it arrives: with what servers wrote above it.
pub fn answer(letter: &Mail, from: &str, above: &str, words: &str) -> Vec<u8> {
    let to = reply_to(letter);
    let mail = format!(
        "{above}From: =?utf-8?q?Sat=C5=8D?= <{from}>\nTo: nakodo <{to}>\nSubject: Re: x\nMessage-ID: <1@mail.example.jp>\n\
         Content-Type: text/plain; charset=utf-8\n\n{words}\n\n2026/11/24 10:30、nakodo <nakodo@nakodo.test>のメール:\n> 辞退\n"
    );
    mail.replace('\n', "\r\n").into_bytes()
}

pub async fn take_in(world: &World, mail: &[u8]) -> Vec<TakenIn> {
    let replies = world.app.settings.post.replies.as_ref();
    let by = ReadBy {
        words: world.app.desk.catalogue.reply_words(),
        replies: replies.map(|replies| &replies.address),
        trusted_server: replies.and_then(|replies| replies.trusted_server.as_deref()),
    };
    let mut raw = RawMail::default();
    raw.push(mail);
    let taken = desk::take_in_mail(&world.app.desk, read_mail(&raw, by)).await.expect("the store answers");
    world.settle().await;
    taken
}

pub async fn state_of_offer(world: &World, id: HelpRequestId) -> &'static str {
    world.offers_of(id).await[0].state.code()
}

/// The words of a letter, however its lines are broken.
pub fn words(letter: &Mail) -> String {
    letter.text.split(['\r', '\n']).collect()
}

fn results(world: &World) -> Vec<Mail> {
    world.letters().into_iter().filter(|letter| letter.kind == "reply_result").collect()
}

async fn an_answer_in_iso_2022_jp_accepts_and_the_same_again_changes_nothing(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    let head = format!(
        "{PASS}From: S1@Example.jp\nTo: {}\nContent-Type: text/plain; charset=iso-2022-jp\nContent-Transfer-Encoding: 7bit\n\n",
        reply_to(&offer)
    );
    let (words, ..) = encoding_rs::ISO_2022_JP.encode("お世話になっております。\r\n承諾します。\r\n\r\n佐藤\r\n");
    let mail = [head.replace('\n', "\r\n").as_bytes(), &words].concat();
    assert_eq!(take_in(&world, &mail).await, [TakenIn::Accepted]);
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    assert_eq!(world.letter("s1@example.jp", "match_for_specialist").to, ["s1@example.jp"]);
    assert!(world.letter("soumu@seki-kinzoku.example.jp", "match_for_company").text.contains("佐藤 1"));
    let letters = world.letters().len();
    assert_eq!(take_in(&world, &mail).await, [TakenIn::Ignored]);
    assert_eq!(world.letters().len(), letters, "and nobody is written to again");
}

async fn ten_copies_of_an_acceptance_at_once_are_one(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    let mail = answer(&offer, "s1@example.jp", PASS, "承諾");
    let taken = join_all((0..10).map(|_| async {
        let by = ReadBy {
            words: world.app.desk.catalogue.reply_words(),
            replies: world.app.settings.post.replies.as_ref().map(|replies| &replies.address),
            trusted_server: Some(SERVER),
        };
        let mut raw = RawMail::default();
        raw.push(&mail);
        desk::take_in_mail(&world.app.desk, read_mail(&raw, by)).await.expect("the store answers")
    }));
    let mut taken = taken.await.concat();
    taken.sort_by_key(|one| one.code());
    assert_eq!(taken[0], TakenIn::Accepted);
    assert!(taken[1..].iter().all(|one| *one == TakenIn::Ignored), "{taken:?}");
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    assert_eq!((world.letters_to("s1@example.jp").len(), results(&world).len()), (2, 0));
}

async fn a_mail_from_a_strangers_mailbox_changes_nothing_and_is_not_answered(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    let letters = world.letters().len();
    let other = PASS.replace("example.jp", "evil.example");
    for words in ["承諾", "辞退", "はじめまして"] {
        assert_eq!(take_in(&world, &answer(&offer, "s2@example.jp", PASS, words)).await, [TakenIn::Ignored]);
        assert_eq!(take_in(&world, &answer(&offer, "s1@evil.example", &other, words)).await, [TakenIn::Ignored]);
    }
    let unknown = String::from_utf8(answer(&offer, "s1@example.jp", PASS, "承諾")).unwrap();
    let unknown = unknown.replace(&reply_to(&offer), "offers+019aa1b2000070008000000000000001@nakodo.test");
    assert_eq!(take_in(&world, unknown.as_bytes()).await, [TakenIn::Ignored], "a letter that there is not");
    assert_eq!((state_of_offer(&world, id).await, world.letters().len()), ("sent", letters));
}

async fn a_yes_that_anybody_could_have_written_gets_the_link(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    let mail = answer(&offer, "s1@example.jp", "", "承諾");
    assert_eq!(take_in(&world, &mail).await, [TakenIn::Told]);
    assert_eq!(state_of_offer(&world, id).await, "sent");
    let told = world.letter("s1@example.jp", "reply_result");
    assert!(words(&told).contains("ご本人がお書きになったメールかどうかを確かめられませんでした"), "{}", told.text);
    assert!(told.raw.contains("Auto-Submitted: auto-replied"));
    assert_eq!(take_in(&world, &mail).await, [TakenIn::Told]);
    assert_eq!(results(&world).len(), 1, "once, however many mails come");
    let accepted = crate::harness::press::accept_offer(&world.app.desk, told.token("/offers/")).await.unwrap();
    assert_eq!(accepted, Acceptance::Won(id), "the link leads on");
}

async fn the_word_of_another_server_or_below_that_of_ours_is_not_taken(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    let field = |of: &str, result: &str, domain: &str| format!("Authentication-Results: {of}; dmarc={result} header.from={domain}\n");
    for above in [
        field("mx.evil.example", "pass", "example.jp"),
        field(SERVER, "fail", "example.jp") + &field(SERVER, "pass", "example.jp"),
        field(SERVER, "pass", "evil.example"),
        format!("Authentication-Results: {SERVER}; spf=fail (dmarc=pass header.from=example.jp)\n"),
        format!("X-Authentication-Results: {SERVER}; dmarc=pass header.from=example.jp\n"),
    ] {
        assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", &above, "承諾")).await, [TakenIn::Told], "{above}");
        assert_eq!(state_of_offer(&world, id).await, "sent", "{above}");
    }
    let above =
        field("mx.evil.example", "fail", "example.jp") + &field(SERVER, "pass", "example.jp") + &field(SERVER, "fail", "example.jp");
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", &above, "承諾")).await, [TakenIn::Accepted]);
}

async fn where_the_policy_asks_for_no_code_a_mailbox_on_file_is_enough(mode: Mode) {
    let world = World::with(mode, |raw| raw.post.replies.address = "offers@nakodo.test".into()).await;
    let (id, offer) = with_one_offer(&world).await;
    // Nobody vouches for writers here, so a vouched mail is none.
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", PASS, "承諾")).await, [TakenIn::Told]);
    let mut policy = world.app.desk.catalogue.wave_policy("normal").expect("a policy").clone();
    policy.code_for_forwarded = false;
    let set = world.app.desk.store.write(move |tx| tx.set_policy(id, &policy)).await;
    set.map_err(|error: nakodo::store::StoreError| error.to_string()).unwrap();
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", "", "承諾")).await, [TakenIn::Accepted]);
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
}

async fn a_plain_no_declines_and_is_noted_by_a_short_letter(mode: Mode) {
    let world = vouching(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    world.enrol(|_| {}).await;
    let offer = world.letter("s1@example.jp", "offer");
    let mail = answer(&offer, "s1@example.jp", "", "申し訳ございませんが、今回は辞退いたします。");
    assert_eq!(take_in(&world, &mail).await, [TakenIn::Declined]);
    let offers = world.offers_of(id).await;
    let declined: Vec<_> = offers.iter().map(|offer| (offer.state.code(), offer.decline_reason.as_deref())).collect();
    assert_eq!(declined, [("declined", Some("not-said")), ("sent", None)], "and the next person is asked");
    let told = world.letter("s1@example.jp", "reply_result");
    assert!(told.subject.contains("見送りのお返事を受け取りました") && !told.text.contains("/offers/"), "{}", told.text);
    assert_eq!(take_in(&world, &mail).await, [TakenIn::Ignored]);
    assert_eq!(results(&world).len(), 1);
    assert!(world.app.desk.catalogue.decline_reason("not-said").is_some(), "the reason is one of the catalogue");
}

async fn what_is_not_understood_gets_the_link_once(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    for words in ["金額は相談できますか。", "承諾できるか検討します。"] {
        assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", PASS, words)).await, [TakenIn::Told]);
    }
    assert_eq!(state_of_offer(&world, id).await, "sent");
    let told = results(&world);
    assert_eq!(told.len(), 1);
    assert!(words(&told[0]).contains("まだ何も決まっていません") && told[0].text.contains("/offers/"), "{}", told[0].text);
    assert!(!words(&told[0]).contains("検討"), "nothing of the mail comes back");
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", PASS, "ありがとうございました。楽しみです。")).await, [TakenIn::Ignored]);
}

async fn the_letter_about_an_answer_can_be_answered_too(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    take_in(&world, &answer(&offer, "s1@example.jp", PASS, "よく分かりません")).await;
    let told = world.letter("s1@example.jp", "reply_result");
    assert_eq!(take_in(&world, &answer(&told, "s1@example.jp", PASS, "承諾")).await, [TakenIn::Accepted]);
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
}

async fn machines_are_not_heard_and_never_answered(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    let letters = world.letters().len();
    for field in ["Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes", "List-Id: <l.example.jp>", "Return-Path: <>"] {
        for words in ["承諾", "辞退", "ただいま休暇中です。"] {
            let mail = answer(&offer, "s1@example.jp", &format!("{PASS}{field}\n"), words);
            assert_eq!(take_in(&world, &mail).await, [TakenIn::Ignored], "{field}");
        }
    }
    assert_eq!((state_of_offer(&world, id).await, world.letters().len()), ("sent", letters));
}

async fn after_the_deadline_a_yes_is_told_so(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    // Before the timekeeper has looked, and after.
    world.app.desk.clock.advance(Duration::hours(72));
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", PASS, "承諾")).await, [TakenIn::Told]);
    world.wait(Duration::seconds(1)).await;
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", PASS, "承諾")).await, [TakenIn::Told]);
    assert_eq!(state_of_offer(&world, id).await, "lapsed");
    let told = results(&world);
    assert!(told.len() == 1 && told[0].subject.contains("お返事の期限が過ぎました"), "{told:?}");
}

async fn who_was_too_late_or_has_no_room_is_told_so(mode: Mode) {
    let world = vouching(mode).await;
    world.enrol(|profile| profile.max_engagements = Some(1)).await;
    world.enrol(|_| {}).await;
    let (first, second) = (world.ask_for_help().await, world.ask_for_help().await);
    let offers: Vec<Mail> = world.letters_to("s1@example.jp").into_iter().filter(|letter| letter.kind == "offer").collect();
    assert_eq!(offers.len(), 2);
    assert_eq!(take_in(&world, &answer(&offers[0], "s1@example.jp", PASS, "承諾")).await, [TakenIn::Accepted]);
    assert_eq!(take_in(&world, &answer(&offers[1], "s1@example.jp", PASS, "承諾")).await, [TakenIn::Told]);
    let no_room = world.letter("s1@example.jp", "reply_result");
    assert!(no_room.subject.contains("いまの上限に達しています") && no_room.text.contains("/offers/"), "{}", no_room.text);
    let states = [world.state_of(first).await, world.state_of(second).await];
    assert!(
        states.contains(&HelpRequestState::Open) && states.contains(&HelpRequestState::Matched),
        "what was undone is undone: {states:?}"
    );
    // The other was asked about the same, and somebody was faster.
    let others: Vec<Mail> = world.letters_to("s2@example.jp").into_iter().filter(|letter| letter.kind == "offer").collect();
    let mut taken = Vec::new();
    for offer in &others {
        taken.extend(take_in(&world, &answer(offer, "s2@example.jp", PASS, "承諾")).await);
    }
    taken.sort_by_key(|one| one.code());
    assert_eq!(taken, [TakenIn::Accepted, TakenIn::Told]);
    assert!(world.letter("s2@example.jp", "reply_result").subject.contains("ほかの方に決まりました"));
}

async fn a_no_after_a_yes_and_a_yes_after_a_no_are_told(mode: Mode) {
    let world = vouching(mode).await;
    let (first, offer) = with_one_offer(&world).await;
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(first));
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", PASS, "辞退")).await, [TakenIn::Told]);
    assert_eq!(world.state_of(first).await, HelpRequestState::Matched);
    assert!(world.letter("s1@example.jp", "reply_result").subject.contains("すでに引き受けていただいています"));
    world.app.desk.clock.advance(Duration::seconds(1));
    let second = world.ask_for_help().await;
    let offer = world.letter("s1@example.jp", "offer");
    world.decline("s1@example.jp", "no-time").await;
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", PASS, "承諾")).await, [TakenIn::Told]);
    assert_eq!(state_of_offer(&world, second).await, "declined");
    assert!(results(&world).iter().any(|letter| letter.subject.contains("見送りのお返事をいただいています")));
}

async fn where_the_company_chooses_a_yes_is_passed_on(mode: Mode) {
    let world = vouching(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    let mut policy = world.app.desk.catalogue.wave_policy("normal").expect("a policy").clone();
    policy.mode = nakodo::catalogue::AcceptMode::Choose;
    let set = world.app.desk.store.write(move |tx| tx.set_policy(id, &policy)).await;
    set.map_err(|error: nakodo::store::StoreError| error.to_string()).unwrap();
    let mail = answer(&offer, "s1@example.jp", PASS, "承諾");
    assert_eq!(take_in(&world, &mail).await, [TakenIn::Accepted]);
    assert_eq!((world.state_of(id).await, state_of_offer(&world, id).await), (HelpRequestState::Open, "willing"));
    assert_eq!(world.letter("s1@example.jp", "willing_noted").to, ["s1@example.jp"]);
    assert_eq!(take_in(&world, &mail).await, [TakenIn::Ignored]);
    assert!(results(&world).is_empty(), "the other letter says it all");
}

async fn a_shared_mailbox_needs_the_name_of_whoever_accepts(mode: Mode) {
    let world = vouching(mode).await;
    world.enrol(|profile| profile.contacts[0].shared = true).await;
    let id = world.ask_for_help().await;
    let offer = world.letter("s1@example.jp", "offer");
    assert!(words(&offer).contains("「辞退」とだけ") && !words(&offer).contains("「承諾」"), "{}", offer.text);
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", PASS, "承諾")).await, [TakenIn::Told]);
    assert_eq!(state_of_offer(&world, id).await, "sent");
    assert!(words(&world.letter("s1@example.jp", "reply_result")).contains("引き受ける方のお名前"));
    assert_eq!(take_in(&world, &answer(&offer, "s1@example.jp", PASS, "辞退")).await, [TakenIn::Declined]);
}
