//! A mail server for tests: real SMTP over TCP, the conversation led by the `mailin` crate. It hands every letter to the test and can be told to
//! refuse.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mailin::{Action, Handler, Response, SessionBuilder, response};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::mail::Mail;

/// An answer that is never sent.
const SILENT: u16 = 499;

/// What the server says to a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    Kind,
    /// 451: come back later.
    Busy,
    /// 550: this mailbox does not exist.
    NoSuchMailbox(&'static str),
    /// 550 for this mailbox, but because of the letter.
    TakesItForSpam(&'static str),
    /// Takes the letter and drops the line before saying so.
    DropsAfterData,
    /// Never answers where a letter is for this mailbox.
    SilentTo(&'static str),
}

pub struct MailServer {
    pub address: SocketAddr,
    letters: mpsc::UnboundedReceiver<Mail>,
    refusals: mpsc::UnboundedReceiver<Temper>,
    temper: Arc<Mutex<Temper>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, letters) = mpsc::unbounded_channel();
        let (refused, refusals) = mpsc::unbounded_channel();
        let temper = Arc::new(Mutex::new(Temper::Kind));
        let of_server = temper.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let desk = Desk { sender: sender.clone(), refused: refused.clone(), temper: of_server.clone(), bytes: Vec::new() };
                tokio::spawn(talk(stream, desk));
            }
        });
        Self { address, letters, refusals, temper }
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn set_temper(&self, temper: Temper) {
        *self.temper.lock().unwrap() = temper;
    }

    /// The next letter that was taken; fails the test if none comes within a minute.
    pub async fn next(&mut self) -> Mail {
        let letter = tokio::time::timeout(Duration::from_secs(60), self.letters.recv()).await;
        letter.expect("a letter comes within a minute").expect("the mail server runs")
    }

    /// Waits until a recipient has been refused in this temper; fails the test if none is within a minute.
    pub async fn refusal(&mut self, temper: Temper) {
        let refused = async { while self.refusals.recv().await.expect("the mail server runs") != temper {} };
        tokio::time::timeout(Duration::from_secs(60), refused).await.expect("a recipient is refused within a minute");
    }

    /// Letters until (and with) the first for which `is_last` holds.
    pub async fn until(&mut self, is_last: impl Fn(&[Mail]) -> bool) -> Vec<Mail> {
        let mut letters = Vec::new();
        while !is_last(&letters) {
            letters.push(self.next().await);
        }
        letters
    }

    /// Letters that have arrived and were not asked for yet.
    pub fn rest(&mut self) -> Vec<Mail> {
        std::iter::from_fn(|| self.letters.try_recv().ok()).collect()
    }
}

struct Desk {
    sender: mpsc::UnboundedSender<Mail>,
    refused: mpsc::UnboundedSender<Temper>,
    temper: Arc<Mutex<Temper>>,
    bytes: Vec<u8>,
}

impl Handler for Desk {
    fn rcpt(&mut self, to: &str) -> Response {
        let temper = *self.temper.lock().unwrap();
        if matches!(temper, Temper::Busy) || matches!(temper, Temper::NoSuchMailbox(mailbox) if mailbox == to) {
            // The test may be over.
            let _ = self.refused.send(temper);
        }
        match temper {
            Temper::SilentTo(mailbox) if mailbox == to => Response::custom(SILENT, "said to nobody".to_owned()),
            Temper::NoSuchMailbox(mailbox) if mailbox == to => Response::custom(550, "5.1.1 no such mailbox".to_owned()),
            Temper::TakesItForSpam(mailbox) if mailbox == to => Response::custom(550, "5.7.1 spam".to_owned()),
            Temper::Kind | Temper::DropsAfterData | Temper::SilentTo(_) | Temper::NoSuchMailbox(_) | Temper::TakesItForSpam(_) => {
                response::OK
            }
            Temper::Busy => Response::custom(451, "4.3.0 come back later".to_owned()),
        }
    }

    fn data_start(&mut self, _domain: &str, _from: &str, _is8bit: bool, _to: &[String]) -> Response {
        self.bytes.clear();
        response::OK
    }

    fn data(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        // The test may be over.
        let _ = self.sender.send(Mail::parse(&self.bytes));
        match *self.temper.lock().unwrap() {
            Temper::DropsAfterData => Response::custom(421, "dropping the line".to_owned()),
            _ => response::OK,
        }
    }
}

async fn talk(stream: TcpStream, desk: Desk) -> std::io::Result<()> {
    let temper = desk.temper.clone();
    let peer = stream.peer_addr()?.ip();
    let mut session = SessionBuilder::new("mail.test").build(peer, desk);
    let mut stream = BufReader::new(stream);
    let greeting = session.greeting();
    stream.write_all(&greeting.buffer()?).await?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let answer = session.process(&line);
        if answer.code == SILENT {
            // Until the other side gives up.
            while stream.read_until(b'\n', &mut line).await? != 0 {}
            return Ok(());
        }
        if answer.code == 421 && *temper.lock().unwrap() == Temper::DropsAfterData {
            return Ok(());
        }
        stream.write_all(&answer.buffer()?).await?;
        if answer.action == Action::Close {
            return Ok(());
        }
    }
}
