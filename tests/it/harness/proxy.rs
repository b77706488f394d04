//! A TCP proxy between an instance and what it depends on, which a test can cut.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Carries bytes to `upstream` until it is cut; while it is cut, connections are refused and open ones are closed.
pub struct Proxy {
    pub address: SocketAddr,
    open: watch::Sender<bool>,
    frozen: watch::Sender<bool>,
    upstream: watch::Sender<String>,
}

impl Proxy {
    pub async fn to(upstream: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (open, is_open) = watch::channel(true);
        let (upstream, leads_to) = watch::channel(upstream);
        let (frozen, is_frozen) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                // Dropping the connection is what a dead server does.
                if *is_open.borrow() {
                    let upstream = leads_to.borrow().clone();
                    tokio::spawn(carry(client, upstream, is_open.clone(), is_frozen.clone()));
                }
            }
        });
        Self { address, open, frozen, upstream }
    }

    /// New connections lead somewhere else from now on; open ones stay, as behind an address that moves.
    pub fn lead_to(&self, upstream: String) {
        self.upstream.send_replace(upstream);
    }

    /// Connections stay open from now on, and nothing comes through any more.
    pub fn freeze(&self) {
        self.frozen.send_replace(true);
    }

    pub fn cut(&self) {
        self.open.send_replace(false);
    }

    pub fn restore(&self) {
        self.open.send_replace(true);
    }
}

async fn carry(mut client: TcpStream, upstream: String, mut is_open: watch::Receiver<bool>, mut is_frozen: watch::Receiver<bool>) {
    let Ok(mut server) = TcpStream::connect(upstream).await else { return };
    let carrying = async {
        let freezes = tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut client, &mut server) => false,
            frozen = is_frozen.wait_for(|frozen| *frozen) => frozen.is_ok(),
        };
        if freezes {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = carrying => {}
        _ = is_open.wait_for(|open| !open) => {}
    }
}
