//! Letters that can be answered by a mail, and letters about such answers.

use mail_parser::MessageParser;

use crate::correspondence::{ByReply, Content, Letter, LetterKind, ReplyOutcome};
use crate::language::Language;
use crate::post::compose::Composer;
use crate::post::tests::fixtures::{address, catalogue, letter};
use crate::post::tests::office::{public_url, settings};
use crate::post::tests::snapshots::{as_read, settings as of_snapshots};
use crate::settings::{PostSettings, RepliesSettings, TransportChoice};
use crate::values::ReplyAddress;

fn answerable(kind: LetterKind, language: Language, by_reply: ByReply) -> Letter {
    Letter { by_reply, ..letter(kind, language) }
}

#[test]
fn offers_and_reminders_say_how_a_mail_answers_them() {
    for language in Language::ALL {
        for kind in [LetterKind::Offer, LetterKind::OfferReminder] {
            for (by_reply, name) in [(ByReply::Both, "reply"), (ByReply::Declining, "reply-declining")] {
                let told = as_read(&answerable(kind, language, by_reply));
                let without = as_read(&letter(kind, language));
                assert!(told.len() > without.len());
                of_snapshots().bind(|| insta::assert_snapshot!(format!("{}.{name}.{}.text", kind.code(), language.tag()), told));
            }
        }
    }
}

#[test]
fn whoever_answered_by_mail_is_told_what_came_of_it() {
    for language in Language::ALL {
        for of in ReplyOutcome::ALL {
            let mut result = answerable(LetterKind::ReplyResult, language, ByReply::Both);
            let Content::ReplyResult { outcome, offer, .. } = &mut result.content else { panic!("a result") };
            *outcome = of;
            *offer = offer.take().filter(|_| of.is_open());
            let told = as_read(&result);
            assert_eq!(told.contains("/offers/"), of.is_open(), "{told}");
            of_snapshots().bind(|| insta::assert_snapshot!(format!("reply_result.{}.{}.text", of.code(), language.tag()), told));
        }
    }
}

#[test]
fn only_letters_that_can_be_answered_have_an_address_for_answers() {
    let mailbox = ReplyAddress::find(address("offers@nakodo.example")).unwrap();
    let replies = Some(RepliesSettings { address: mailbox.clone(), trusted_server: None });
    let open = PostSettings { replies, ..settings(TransportChoice::Folder("unused".into())) };
    let closed = settings(TransportChoice::Folder("unused".into()));
    let reply_to = |settings: &PostSettings, letter: &Letter| {
        let mail = Composer::new(settings, &public_url()).unwrap().compose(&catalogue(), letter).unwrap().formatted();
        let mail = MessageParser::default().parse(&mail).unwrap();
        mail.reply_to().map(|to| to.first().unwrap().address().unwrap().to_owned())
    };
    let (plain, offer) = (letter(LetterKind::Offer, Language::Ja), answerable(LetterKind::Offer, Language::Ja, ByReply::Declining));
    assert_eq!(reply_to(&open, &offer), Some(mailbox.of_letter(offer.id)));
    assert_eq!((reply_to(&open, &plain), reply_to(&closed, &offer)), (None, None));
}

#[test]
fn a_letter_about_an_answer_says_that_a_machine_replied() {
    let composer = Composer::new(&settings(TransportChoice::Folder("unused".into())), &public_url()).unwrap();
    let said = |kind| {
        let mail = composer.compose(&catalogue(), &letter(kind, Language::Ja)).unwrap();
        mail.headers().get_raw("Auto-Submitted").unwrap().to_owned()
    };
    assert_eq!((said(LetterKind::ReplyResult).as_str(), said(LetterKind::Offer).as_str()), ("auto-replied", "auto-generated"));
}
