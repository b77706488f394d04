//! A program that is told what happens: a real HTTP server, which keeps what it gets and answers as it is told.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

/// How it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Status(u16),
    /// To another place, which is this server's too.
    Redirect,
    /// It reads and never answers.
    Hangs,
    /// Its answer has no end.
    Talks,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Call {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Call {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn id(&self) -> &str {
        self.header("webhook-id")
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("the body is JSON")
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap_or_default().to_owned()
    }

    /// Whether one of its signatures is that of the specification's own library with this secret.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let library = standardwebhooks::Webhook::new(secret).expect("a secret of the specification");
        let seconds = self.header("webhook-timestamp").parse().expect("seconds");
        let right = library.sign(self.id(), seconds, self.body.as_bytes()).expect("a signature");
        self.header("webhook-signature").split(' ').any(|one| one == right)
    }
}

pub struct Receiver {
    pub address: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    calls: mpsc::UnboundedReceiver<Call>,
}

impl Receiver {
    pub async fn start() -> Self {
        Self::open(None).await
    }

    /// The same on an encrypted way, as `localhost`.
    pub async fn start_encrypted(acceptor: TlsAcceptor) -> Self {
        Self::open(Some(acceptor)).await
    }

    async fn open(acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (sender, calls) = mpsc::unbounded_channel();
        let manner = Arc::new(Mutex::new(Manner::Status(200)));
        let of_server = manner.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (sender, manner, acceptor) = (sender.clone(), of_server.clone(), acceptor.clone());
                tokio::spawn(async move {
                    match acceptor {
                        None => talk(stream, sender, manner).await,
                        // Whoever does not trust the certificate goes away here.
                        Some(acceptor) => {
                            if let Ok(stream) = acceptor.accept(stream).await {
                                talk(stream, sender, manner).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, manner, calls }
    }

    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// Where it is called on an encrypted way.
    pub fn encrypted_url(&self) -> String {
        format!("https://localhost:{}/hook", self.address.port())
    }

    pub fn answers(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    /// Waits for the next request.
    pub async fn next(&mut self) -> Call {
        self.calls.recv().await.expect("the server runs")
    }

    /// All requests that have come and were not looked at.
    pub fn rest(&mut self) -> Vec<Call> {
        std::iter::from_fn(|| self.calls.try_recv().ok()).collect()
    }
}

async fn talk(stream: impl AsyncRead + AsyncWrite + Unpin, calls: mpsc::UnboundedSender<Call>, manner: Arc<Mutex<Manner>>) {
    let mut stream = BufReader::new(stream);
    let Some(call) = read(&mut stream).await else { return };
    let _ = calls.send(call);
    let manner = *manner.lock().unwrap();
    let answer = match manner {
        Manner::Status(status) => format!("HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n\r\n"),
        Manner::Redirect => "HTTP/1.1 307 Elsewhere\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n".to_owned(),
        Manner::Talks => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned(),
        Manner::Hangs => {
            // Until the other side goes away.
            let _ = stream.read_u8().await;
            return;
        }
    };
    let _ = stream.write_all(answer.as_bytes()).await;
    while manner == Manner::Talks && stream.write_all(b"4\r\nblah\r\n").await.is_ok() {}
}

async fn read(stream: &mut BufReader<impl AsyncRead + Unpin>) -> Option<Call> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        stream.read_line(&mut line).await.ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length")?.parse().ok()?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Call { path, headers, body: String::from_utf8(body).ok()? })
}
