//! A mail server that only notes to whom a letter goes and when it was taken: SMTP by the `mailin` crate over TCP.

use std::net::SocketAddr;
use std::time::Instant;

use mailin::{Action, Handler, Response, SessionBuilder, response};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

type Taken = (String, Instant);

pub struct Letterbox {
    pub address: SocketAddr,
    taken: mpsc::UnboundedReceiver<Taken>,
}

struct Slot {
    to: String,
    taken: mpsc::UnboundedSender<Taken>,
}

impl Handler for Slot {
    fn rcpt(&mut self, to: &str) -> Response {
        self.to = to.to_owned();
        response::OK
    }

    fn data_end(&mut self) -> Response {
        // The run may be over.
        let _ = self.taken.send((std::mem::take(&mut self.to), Instant::now()));
        response::OK
    }
}

impl Letterbox {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (sender, taken) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Slot { to: String::new(), taken: sender.clone() }));
            }
        });
        Self { address, taken }
    }

    /// The next letter: to whom, and when it was taken.
    pub async fn next(&mut self) -> Taken {
        let next = tokio::time::timeout(std::time::Duration::from_secs(120), self.taken.recv()).await;
        next.expect("a letter comes within two minutes").expect("the server runs")
    }
}

async fn talk(stream: TcpStream, slot: Slot) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let peer = stream.peer_addr()?.ip();
    let mut session = SessionBuilder::new("bench.example").build(peer, slot);
    let mut stream = BufReader::new(stream);
    stream.write_all(&session.greeting().buffer()?).await?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let answer = session.process(&line);
        stream.write_all(&answer.buffer()?).await?;
        if answer.action == Action::Close {
            return Ok(());
        }
    }
}
