//! `nakodo healthcheck`, and the small address of a worker process that it asks.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::cli::CommandError;
use crate::web::State;

/// How long each step of the conversation may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks `/readyz` and says what it answered.
pub(super) async fn healthcheck(url: &str) -> Result<(), CommandError> {
    let url: url::Url = url.parse().map_err(|error| CommandError::Said(format!("{url:?} is no address: {error}")))?;
    let answer = tokio::task::spawn_blocking(move || ask(&url)).await.map_err(|error| CommandError::Said(error.to_string()))??;
    let status = answer.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.trim()).unwrap_or_default();
    println!("{body}");
    if status == "200" { Ok(()) } else { Err(CommandError::Said(format!("not ready (status {status})"))) }
}

/// One plain HTTP/1.0 request: a whole HTTP client for this would double the binary.
fn ask(url: &url::Url) -> Result<String, CommandError> {
    let (host, port) = (url.host_str().unwrap_or("127.0.0.1"), url.port_or_known_default().unwrap_or(80));
    let address = (host, port).to_socket_addrs()?.next().ok_or_else(|| CommandError::Said(format!("{host} has no address")))?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /readyz HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// Serves the same addresses as the web, for probes of a worker process; it lives as long as the process.
pub(super) fn serve(listen: &str, state: State, stop: CancellationToken) -> Result<(), CommandError> {
    let listener = TcpListener::bind(listen)?;
    println!("probes on http://{}", listener.local_addr()?);
    let server = crate::web::serve(state, listener)?;
    let handle = server.handle();
    tokio::spawn(server);
    tokio::spawn(async move {
        stop.cancelled().await;
        handle.stop(false).await;
    });
    Ok(())
}
