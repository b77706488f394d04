//! The mail server of a run: it takes every letter, notes when, and hands it to whoever counts. Own code instead of `mailin` (which the tests
//! use), since that looks at each line of a letter and would be the busiest program of the bench.

use std::net::SocketAddr;
use std::time::Instant;

use memchr::memmem;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::UnboundedSender;

/// A letter, and when its last byte was here.
pub struct Taken {
    pub at: Instant,
    pub letter: Vec<u8>,
}

/// Takes letters for as long as somebody counts them.
pub async fn open<E: From<Taken> + Send + 'static>(count: UnboundedSender<E>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, count.clone()));
        }
    });
    address
}

async fn talk<E: From<Taken>>(mut stream: TcpStream, count: UnboundedSender<E>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    stream.write_all(b"220 bench.example\r\n").await?;
    let mut session = Session::default();
    let mut read = vec![0; 1 << 16];
    while !session.over {
        let length = stream.read(&mut read).await?;
        if length == 0 {
            break;
        }
        let (answers, letters) = session.hear(&read[..length]);
        let at = Instant::now();
        for letter in letters {
            // The run may be over.
            let _ = count.send(Taken { at, letter }.into());
        }
        stream.write_all(&answers).await?;
    }
    Ok(())
}

/// A conversation, whatever the pieces in which it arrives; commands may come together (RFC 2920).
#[derive(Default)]
struct Session {
    unread: Vec<u8>,
    in_letter: bool,
    over: bool,
}

impl Session {
    fn hear(&mut self, bytes: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
        let (mut answers, mut letters) = (Vec::new(), Vec::new());
        let from = self.unread.len();
        self.unread.extend_from_slice(bytes);
        let (mut done, mut from) = (0, from.saturating_sub(4));
        loop {
            let rest = &self.unread[done.max(from)..];
            if self.in_letter {
                let Some(end) = memmem::find(rest, b"\r\n.\r\n") else { break };
                let end = done.max(from) + end;
                letters.push(self.unread[done..end + 2].to_vec());
                (done, self.in_letter) = (end + 5, false);
                answers.extend_from_slice(b"250 2.0.0 taken\r\n");
            } else {
                let Some(end) = memmem::find(rest, b"\r\n") else { break };
                let end = done.max(from) + end;
                let verb = self.unread[done..end].iter().take(4).map(u8::to_ascii_uppercase).collect::<Vec<u8>>();
                answers.extend_from_slice(match verb.as_slice() {
                    b"EHLO" => b"250-bench.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
                    b"DATA" => b"354 go on\r\n",
                    b"QUIT" => b"221 2.0.0 bye\r\n",
                    _ => b"250 2.0.0 ok\r\n",
                });
                self.in_letter = verb == b"DATA";
                self.over = verb == b"QUIT";
                done = end + 2;
            }
            from = done;
        }
        self.unread.drain(..done);
        (answers, letters)
    }
}
