//! What words mean, and what nobody guesses.

use proptest::prelude::*;

use crate::inbox::tests::{read, words};
use crate::inbox::wish::wish;
use crate::inbox::{Arrived, Wish};

fn says(text: &str) -> Wish {
    wish(text, words())
}

#[test]
fn a_plain_yes_is_an_acceptance() {
    for text in [
        "承諾",
        "「承諾」",
        "＊承諾＊",
        "承諾します。",
        "　承諾致します！\n\n佐藤",
        "お世話になっております。\n\n承諾します。よろしくお願いいたします。",
        "nakodo 仲人 御中\nいつもお世話になっております。\nお引き受けします。",
        "はい、お受けします",
        "承諾します よろしくお願いします",
        "喜んで、お引き受けいたします。",
        "ACCEPT",
        "ａｃｃｅｐｔ．",
        "Yes, I’ll take it.",
        "Hello,\n\nI accept the offer. Thank you!\n\nBest regards\nKen",
    ] {
        assert_eq!(says(text), Wish::Accept, "{text}");
    }
}

#[test]
fn a_plain_no_is_a_refusal() {
    for text in [
        "辞退",
        "辞退します。",
        "申し訳ございませんが、今回は辞退させていただきます。",
        "お世話になっております。\nせっかくですが、お受けできません。",
        "お断りします\nまた機会がありましたらお願いします",
        "Decline",
        "No, thank you.",
        "Sorry, I can't.",
        "Unfortunately, I have to decline.",
    ] {
        assert_eq!(says(text), Wish::Decline, "{text}");
    }
}

#[test]
fn anything_else_is_not_guessed() {
    for text in [
        "",
        "承諾しますか？",
        "承諾?",
        "承諾 ×",
        "承諾 👎",
        "承諾・辞退",
        "「承諾」または「辞退」",
        "承諾できるか検討します",
        "承諾します。ただし、金額は相談させてください。",
        "承諾します。\nと言いたいところですが、無理です。",
        "承諾します。\n\nやはり辞退します。",
        "お受けできませんとは言いません",
        "佐藤です。\n承諾します。",
        "承知しました",
        "了解です",
        "はい",
        "I accept, but not this week.",
        "accept\n\nOn second thought, no.",
        "yes no",
        "no problem",
        "ありがとうございます。\nよろしくお願いします。",
        "いつ頃ですか\n承諾",
    ] {
        assert_eq!(says(text), Wish::Unclear, "{text}");
    }
    assert_eq!(says(&format!("承諾\n{}", "あ\n".repeat(10_000))), Wish::Unclear, "too long for a plain answer");
}

#[test]
fn every_word_of_the_data_means_what_it_is_listed_for() {
    let text = include_str!("../../../config/reply_words/2026-11.toml");
    let data: toml::Table = toml::from_str(text).unwrap();
    for (list, meaning) in [("accept", Wish::Accept), ("decline", Wish::Decline), ("polite", Wish::Unclear)] {
        for word in data[list].as_array().unwrap() {
            assert_eq!(says(word.as_str().unwrap()), meaning, "{word}");
        }
    }
    for doubt in data["doubt"].as_array().unwrap() {
        let doubt = doubt.as_str().unwrap();
        for text in [format!("承諾\n{doubt}"), format!("承諾 {doubt}"), format!("{doubt}、承諾"), format!("accept\n\n  well {doubt} x")]
        {
            assert_ne!(says(&text), Wish::Accept, "{text}");
        }
    }
}

/// Pieces of which answers are made.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "承諾",
        "承諾します",
        "お受けします",
        "accept",
        "yes",
        "はい",
        "よろしくお願いします",
        "佐藤",
        "しま",
        "す",
        "で",
        "き",
        "お",
        "x",
    ];
    let between = ["。", "、", " ", "\n", "\r\n\r\n", "!", "「", "」", "\u{3000}", ""];
    prop_oneof![
        proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        proptest::sample::select(between.to_vec()).prop_map(str::to_owned),
        "[ぁ-ん一-龥]{1,3}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..8).prop_map(|pieces| pieces.concat())
}

const NEGATIONS: [&str; 14] =
    ["ません", "ない", "できナイ", "ｱﾘﾏｾﾝ", "無理", "辞退", "お断り", "ただし", "？", "not", "NO", "can't", "unable", "but"];

proptest! {
    #[test]
    fn no_text_with_a_negation_is_ever_an_acceptance(before in text(), at in 0..NEGATIONS.len(), after in text(), joint in 0..3_usize) {
        // Latin words stand by themselves, as people write them; the others anywhere.
        let negation = NEGATIONS[at];
        let joint = if negation.is_ascii() { [" ", "\n", ", "][joint] } else { ["", " ", "\n"][joint] };
        let said = format!("{before}{joint}{negation}{joint}{after}");
        prop_assert_ne!(says(&said), Wish::Accept, "{}", said);
    }

    #[test]
    fn a_yes_with_anything_attached_to_it_is_none(kana in "[ぁ-ん一-龥ァ-ヶ]{1,4}", in_front in any::<bool>()) {
        let said = if in_front { format!("{kana}承諾") } else { format!("承諾{kana}") };
        let listed = words().meaning(&said).is_some();
        prop_assert!(listed || says(&said) != Wish::Accept, "{}", said);
    }

    #[test]
    fn any_mail_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_mail_that_looks_like_an_answer_is_read(
        fields in "((From|To|Content-Type|Content-Transfer-Encoding|Authentication-Results|References): [ -~]{0,40}\r\n){0,6}",
        body in "([ -~]|\r\n|承諾|<[a-z/]{0,9}>|=[0-9A-F]{2}|\\PC){0,60}",
        charset in "(utf-8|iso-2022-jp|shift_jis|utf-7|[a-z0-9-]{0,9})",
        page in any::<bool>(),
    ) {
        let kind = if page { "html" } else { "plain" };
        let to = "offers+019aa1b2000070008000000000000001@nakodo.example";
        let mail = format!("From: a@example.jp\r\nTo: {to}\r\nContent-Type: text/{kind}; charset={charset}\r\n{fields}\r\n{body}");
        prop_assert!(!matches!(read(mail.as_bytes()), Arrived::Report(_)));
    }
}
