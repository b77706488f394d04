//! Mails as they arrive.

mod answers;
mod reports;
mod wishes;

use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::catalogue::{Catalogue, ReplyWords};
use crate::inbox::{Arrived, RawMail, ReadBy, read_mail};
use crate::values::{MailAddress, ReplyAddress};

const LETTER: &str = "019aa1b2-0000-7000-8000-000000000001";

/// Read once: a property asks for it many times.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()).unwrap());

fn words() -> &'static ReplyWords {
    CATALOGUE.reply_words()
}

fn read_in_pieces(pieces: &[&[u8]]) -> Arrived {
    let mut mail = RawMail::default();
    pieces.iter().for_each(|piece| mail.push(piece));
    let replies = ReplyAddress::find(MailAddress::parse("offers@nakodo.example").unwrap()).unwrap();
    let by = ReadBy { words: words(), replies: Some(&replies), trusted_server: Some("mx.nakodo.example") };
    read_mail(&mail, by)
}

fn read(mail: &[u8]) -> Arrived {
    read_in_pieces(&[mail])
}
