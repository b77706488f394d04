//! Both transports, the second against a mail server that misbehaves on request.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::correspondence::{Letter, LetterKind};
use crate::language::Language;
use crate::post::tests::fixtures::{address, letter};
use crate::post::tests::office::{post, post_into};
use crate::post::{Post, SendError};
use crate::settings::TransportChoice;
use crate::values::Line;

#[tokio::test]
async fn sending_a_letter_twice_leaves_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let post = post_into(&folder.path().join("mail"));
    let letter = letter(LetterKind::Offer, Language::Ja);
    for _ in 0..2 {
        post.send(&letter).await.unwrap();
    }
    let names: Vec<String> =
        std::fs::read_dir(folder.path().join("mail")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, [format!("{}.eml", letter.id)]);
}

#[tokio::test]
async fn a_folder_that_is_gone_is_a_passing_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let post = post_into(folder.path());
    drop(folder);
    let sent = post.send(&letter(LetterKind::Offer, Language::Ja)).await;
    assert!(matches!(&sent, Err(SendError::Temporary(why)) if !why.contains('/')), "{sent:?}");
}

#[tokio::test]
async fn a_letter_that_makes_the_mail_library_panic_is_unsendable_and_the_next_one_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let post = post_into(folder.path());
    // Not through the parser, as if it had been stored by an earlier edition.
    let broken: Line = serde_json::from_str("\"佐藤\\r\\nBcc: all@example.jp\"").unwrap();
    let bad = Letter { to_name: broken, ..letter(LetterKind::Offer, Language::Ja) };
    assert!(matches!(post.send(&bad).await, Err(SendError::Unsendable(_))));
    post.send(&letter(LetterKind::Offer, Language::Ja)).await.unwrap();
}

pub const GREETING: &[u8] = b"220 relay.example\r\n";

/// What the mail server does.
#[derive(Clone, Copy, PartialEq)]
pub enum Manner {
    Kind,
    /// 550 for each mailbox whose address begins with `gone`.
    RefusesTheGone,
    /// 451 for each mailbox whose address begins with `gone`.
    PostponesTheGone,
    /// 554 after the letter.
    RefusesTheLetter,
    /// 535 for every password.
    KnowsNobody,
    /// Says nothing after the first letter, until two seconds later.
    FallsSilentOnce,
}

#[derive(Clone, Default)]
pub struct Seen {
    taken: Arc<Mutex<Vec<Vec<String>>>>,
    connections: Arc<Mutex<usize>>,
}

impl Seen {
    /// Recipients of each letter that was taken.
    pub fn taken(&self) -> Vec<Vec<String>> {
        self.taken.lock().unwrap().clone()
    }
}

async fn server(manner: Manner) -> (String, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let seen = Seen::default();
    let noting = seen.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let first = {
                let mut connections = noting.connections.lock().unwrap();
                *connections += 1;
                *connections == 1
            };
            let seen = noting.clone();
            tokio::spawn(async move {
                stream.write_all(GREETING).await?;
                serve(stream, manner, seen, first).await
            });
        }
    });
    (format!("127.0.0.1:{}", at.port()), seen)
}

/// A conversation after its greeting.
pub async fn serve(stream: impl AsyncRead + AsyncWrite, manner: Manner, seen: Seen, first: bool) -> std::io::Result<()> {
    let (reading, mut writing) = tokio::io::split(stream);
    let mut lines = BufReader::new(reading).lines();
    let mut to = Vec::new();
    while let Some(line) = lines.next_line().await? {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let gone = line.contains("<gone");
        let answer = match (word.as_str(), manner) {
            ("EHLO", _) => "250-relay.example\r\n250 AUTH PLAIN",
            ("AUTH", Manner::KnowsNobody) => "535 5.7.8 who is soumu@b-sha.example.jp?",
            ("RCPT", Manner::RefusesTheGone) if gone => "550 5.1.1 <gone@example.jp> is gone",
            ("RCPT", Manner::PostponesTheGone) if gone => "451 4.7.1 <gone@example.jp> later",
            ("RCPT", _) => {
                to.push(line[8..].trim_matches(['<', '>']).to_owned());
                "250 2.1.5 ok"
            }
            ("DATA", _) => {
                writing.write_all(b"354 go on\r\n").await?;
                while lines.next_line().await?.is_some_and(|line| line != ".") {}
                if manner == Manner::FallsSilentOnce && first {
                    // Silent until the other side gives up or, were the connection used again, begins its next letter.
                    drop(lines.next_line().await?);
                }
                if manner == Manner::RefusesTheLetter {
                    "554 5.6.0 no"
                } else {
                    seen.taken.lock().unwrap().push(std::mem::take(&mut to));
                    "250 2.0.0 taken"
                }
            }
            ("QUIT", _) => "221 bye",
            _ => "250 ok",
        };
        writing.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

async fn post_to(manner: Manner) -> (Post, Seen) {
    let (at, seen) = server(manner).await;
    (post(TransportChoice::Smtp { url: format!("smtp://{at}"), authority_file: None }).unwrap(), seen)
}

/// An offer to two mailboxes.
fn to(addresses: [&str; 2]) -> Letter {
    Letter { to: addresses.map(address).to_vec(), ..letter(LetterKind::Offer, Language::Ja) }
}

#[tokio::test]
async fn letters_go_to_all_mailboxes_over_one_connection() {
    let (post, seen) = post_to(Manner::Kind).await;
    for _ in 0..3 {
        post.send(&to(["a@example.jp", "b@example.jp"])).await.unwrap();
    }
    assert_eq!(seen.taken(), vec![vec!["a@example.jp".to_owned(), "b@example.jp".to_owned()]; 3]);
    assert_eq!(*seen.connections.lock().unwrap(), 1);
}

#[tokio::test]
async fn a_mailbox_that_is_gone_does_not_keep_the_letter_from_the_others() {
    for manner in [Manner::RefusesTheGone, Manner::PostponesTheGone] {
        let (post, seen) = post_to(manner).await;
        let refused = post.send(&to(["gone@example.jp", "b@example.jp"])).await.unwrap();
        let told: Vec<_> = refused.iter().map(|mailbox| (mailbox.address.as_str(), mailbox.is_gone)).collect();
        assert_eq!(told, [("gone@example.jp", manner == Manner::RefusesTheGone)]);
        assert_eq!(seen.taken(), [["b@example.jp"]]);
    }
}

#[tokio::test]
async fn a_letter_that_no_mailbox_takes_is_refused_for_good_only_if_none_might_take_it_later() {
    let (refusing, _) = post_to(Manner::RefusesTheGone).await;
    let both_gone = to(["gone@example.jp", "gone.too@example.jp"]);
    let why = "the mail server answered 550 5.1.1".to_owned();
    let Err(SendError::NoMailbox { why: told, refused }) = refusing.send(&both_gone).await else { panic!("no mailbox takes it") };
    assert_eq!((told, refused.len(), &refused[1].answer), (why.clone(), 2, &why));
    let (postponing, _) = post_to(Manner::PostponesTheGone).await;
    let why = "the mail server answered 451 4.7.1".to_owned();
    assert_eq!(postponing.send(&both_gone).await, Err(SendError::Temporary(why)));
    let (refusing, _) = post_to(Manner::RefusesTheLetter).await;
    assert!(matches!(refusing.send(&both_gone).await, Err(SendError::Permanent(_))));
}

#[tokio::test]
async fn a_wrong_password_costs_no_letter() {
    let (at, _) = server(Manner::KnowsNobody).await;
    let post = post(TransportChoice::Smtp { url: format!("smtp://soumu:wrong@{at}"), authority_file: None }).unwrap();
    let why = "the mail server answered 535 5.7.8".to_owned();
    assert_eq!(post.send(&letter(LetterKind::Offer, Language::Ja)).await, Err(SendError::Temporary(why)));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_passing_trouble() {
    let post = post(TransportChoice::Smtp { url: "smtp://127.0.0.1:1".to_owned(), authority_file: None }).unwrap();
    assert!(matches!(post.send(&letter(LetterKind::Offer, Language::Ja)).await, Err(SendError::Temporary(_))));
}

#[tokio::test]
async fn a_letter_that_is_to_be_encrypted_never_goes_in_the_clear() {
    let (at, seen) = server(Manner::Kind).await;
    for url in [format!("smtp://{at}?tls=required"), format!("smtps://{at}")] {
        let post = post(TransportChoice::Smtp { url: url.clone(), authority_file: None }).unwrap();
        let sent = post.send(&letter(LetterKind::Offer, Language::Ja)).await;
        assert!(matches!(sent, Err(SendError::Temporary(_))), "{url}: {sent:?}");
    }
    assert!(seen.taken().is_empty());
    let opportunistic = post(TransportChoice::Smtp { url: format!("smtp://{at}?tls=opportunistic"), authority_file: None }).unwrap();
    opportunistic.send(&letter(LetterKind::Offer, Language::Ja)).await.unwrap();
    assert_eq!(seen.taken().len(), 1, "where the server knows no encryption and none is asked for");
}

#[tokio::test]
async fn an_answer_that_came_too_late_is_never_taken_for_the_answer_to_the_next_letter() {
    let (mut post, seen) = post_to(Manner::FallsSilentOnce).await;
    post.send_timeout = Duration::from_millis(300);
    let late = post.send(&to(["a@example.jp", "b@example.jp"])).await;
    assert!(matches!(late, Err(SendError::Temporary(_))), "{late:?}");
    post.send(&to(["c@example.jp", "d@example.jp"])).await.unwrap();
    assert_eq!(*seen.connections.lock().unwrap(), 2);
    assert!(seen.taken().contains(&vec!["c@example.jp".to_owned(), "d@example.jp".to_owned()]));
}
