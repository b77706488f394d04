//! A mail server with bad days: real SMTP over TCP (the conversation led by `mailin`), which by seeded chance is busy, hangs, or drops the line
//! before or after it has taken a letter. Some mailboxes do not exist, always the same ones. Whatever was taken in full is noted, answered or not.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use mailin::{Action, Handler, Response, SessionBuilder, response};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::super::mail::Mail;
use super::chance_of;

/// What the server does with one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Kind,
    /// 451 to each recipient.
    Busy,
    /// 452 after the whole letter: not taken.
    Full,
    /// Closes the line when the letter begins.
    DropsBefore,
    /// Says nothing more from MAIL FROM on.
    HangsBefore,
    /// Takes the letter and says nothing.
    HangsAfter,
    /// Takes the letter and closes the line.
    DropsAfter,
}

/// How often of a thousand letters each bad mood comes.
const MOODS: [(Mood, u32); 6] =
    [(Mood::Busy, 50), (Mood::Full, 20), (Mood::DropsBefore, 20), (Mood::HangsBefore, 8), (Mood::HangsAfter, 8), (Mood::DropsAfter, 30)];

/// Mailboxes of a thousand that do not exist (550).
const MISSING: u64 = 30;

/// A letter that the server has taken in full.
#[derive(Clone, Debug)]
pub struct Taken {
    pub message_id: String,
    pub kind: String,
    pub to: String,
    /// Which help request it speaks of, where the letter shows the budget (see [`super::people::budget`]).
    pub number: Option<u32>,
    /// Whether the sender heard 250.
    pub answered: bool,
}

pub struct Letterbox {
    pub address: SocketAddr,
    inside: Arc<Inside>,
}

struct Inside {
    seed: u64,
    moody: AtomicBool,
    moods: Mutex<ChaCha8Rng>,
    taken: Mutex<Vec<Taken>>,
    refused: Mutex<BTreeSet<String>>,
    postponed: AtomicUsize,
    readers: mpsc::UnboundedSender<Mail>,
}

impl Letterbox {
    /// Opens on a free port; every letter taken is also sent to whoever reads the second value.
    pub async fn open(seed: u64) -> (Self, mpsc::UnboundedReceiver<Mail>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (readers, mails) = mpsc::unbounded_channel();
        let inside = Arc::new(Inside {
            seed,
            moody: AtomicBool::new(true),
            moods: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            taken: Mutex::default(),
            refused: Mutex::default(),
            postponed: AtomicUsize::new(0),
            readers,
        });
        let of_server = inside.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, of_server.clone()));
            }
        });
        (Self { address, inside }, mails)
    }

    /// From now on only missing mailboxes are refused.
    pub fn calm_down(&self) {
        self.inside.moody.store(false, Ordering::SeqCst);
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.inside.taken.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.inside.taken.lock().unwrap().len()
    }

    /// Letters that were put off or lost their line before they were taken.
    pub fn postponed(&self) -> usize {
        self.inside.postponed.load(Ordering::SeqCst)
    }

    /// Addresses to which the server has said 550.
    pub fn refused(&self) -> BTreeSet<String> {
        self.inside.refused.lock().unwrap().clone()
    }
}

impl Inside {
    fn draw(&self) -> Mood {
        if !self.moody.load(Ordering::SeqCst) {
            return Mood::Kind;
        }
        let mut drawn = self.moods.lock().unwrap().random_range(0..1000);
        for (mood, share) in MOODS {
            if drawn < share {
                return mood;
            }
            drawn -= share;
        }
        Mood::Kind
    }

    fn take(&self, to: &str, bytes: &[u8], answered: bool) {
        let mail = Mail::parse(bytes);
        let number = super::people::number_in(&mail.text);
        let (message_id, kind) = (mail.message_id.clone(), mail.kind.clone());
        self.taken.lock().unwrap().push(Taken { message_id, kind, to: to.to_owned(), number, answered });
        // The run may be over.
        let _ = self.readers.send(mail);
    }
}

/// What the line does after the server's answer was made.
type Fate = Arc<Mutex<Mood>>;

struct Slot {
    inside: Arc<Inside>,
    mood: Fate,
    to: String,
    bytes: Vec<u8>,
}

impl Slot {
    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap()
    }
}

impl Handler for Slot {
    fn mail(&mut self, _ip: std::net::IpAddr, _domain: &str, _from: &str) -> Response {
        *self.mood.lock().unwrap() = self.inside.draw();
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        if chance_of(self.inside.seed, to, "missing") < MISSING && !to.starts_with("operator") {
            self.inside.refused.lock().unwrap().insert(to.to_owned());
            return Response::custom(550, "5.1.1 no such mailbox".to_owned());
        }
        self.to = to.to_owned();
        match self.mood() {
            Mood::Busy => {
                self.inside.postponed.fetch_add(1, Ordering::SeqCst);
                Response::custom(451, "4.3.0 come back later".to_owned())
            }
            _ => response::OK,
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
        match self.mood() {
            Mood::Full => {
                self.inside.postponed.fetch_add(1, Ordering::SeqCst);
                Response::custom(452, "4.3.1 no room at the moment".to_owned())
            }
            mood => {
                self.inside.take(&self.to, &self.bytes, mood == Mood::Kind);
                response::OK
            }
        }
    }
}

async fn talk(stream: TcpStream, inside: Arc<Inside>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mood = Fate::new(Mutex::new(Mood::Kind));
    let slot = Slot { inside: inside.clone(), mood: mood.clone(), to: String::new(), bytes: Vec::new() };
    let mut session = SessionBuilder::new("mail.chaos").build(stream.peer_addr()?.ip(), slot);
    let mut stream = BufReader::new(stream);
    stream.write_all(&session.greeting().buffer()?).await?;
    let (mut line, mut inside_letter) = (Vec::new(), false);
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let answer = session.process(&line);
        let ends_letter = inside_letter && answer.action == Action::Reply;
        inside_letter = answer.code == 354 || (inside_letter && answer.action == Action::NoReply);
        let now = *mood.lock().unwrap();
        match now {
            Mood::HangsBefore if answer.action == Action::Reply => {
                inside.postponed.fetch_add(1, Ordering::SeqCst);
                return wait_for_the_other_side(&mut stream).await;
            }
            Mood::DropsBefore if inside_letter => {
                inside.postponed.fetch_add(1, Ordering::SeqCst);
                return Ok(());
            }
            Mood::HangsAfter if ends_letter => return wait_for_the_other_side(&mut stream).await,
            Mood::DropsAfter if ends_letter => return Ok(()),
            _ => {}
        }
        stream.write_all(&answer.buffer()?).await?;
        if answer.action == Action::Close {
            return Ok(());
        }
    }
}

/// Silence until the sender gives up.
async fn wait_for_the_other_side(stream: &mut BufReader<TcpStream>) -> std::io::Result<()> {
    let mut line = Vec::new();
    while stream.read_until(b'\n', &mut line).await? != 0 {
        line.clear();
    }
    Ok(())
}
