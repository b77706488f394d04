//! The web: pages for people, an API for programs. The only room that names actix. Handlers read what was sent, call one act of the desk, and
//! turn its outcome into an answer; they decide nothing.

mod agent;
mod api;
mod body;
mod browser;
mod caller;
mod cookies;
mod cross_origin;
mod guards;
mod headers;
mod limits;
mod multipart;
mod objects;
mod operating;
mod pages;
mod problem;
mod query;
mod reader;
mod routes;
mod searching;
mod telling;
mod watched;

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};
use tokio_util::sync::CancellationToken;

use crate::desk::Desk;
use crate::settings::{Settings, TransportChoice};
use crate::telemetry::Telemetry;

pub use api::open_api;
pub use limits::Limits;
pub use problem::CODES as PROBLEM_CODES;

/// What handlers need. Clones share everything.
#[derive(Clone)]
pub struct State {
    pub desk: Desk,
    pub settings: Arc<Settings>,
    pub telemetry: Telemetry,
    /// How much each caller has asked lately.
    pub limits: Arc<Limits>,
    /// Cancelled once the server stops: what goes on and on ends then.
    pub closing: CancellationToken,
    /// Whether this instance was filled by the demo, which the first page then says.
    pub is_demo: bool,
}

impl State {
    /// The mail folder, where it may be read in the browser.
    fn readable_mail(&self) -> Option<PathBuf> {
        match &self.settings.post.transport {
            TransportChoice::Folder(path) if self.settings.web.shows_mail => Some(path.clone()),
            _ => None,
        }
    }
}

/// Connections that may wait to be taken. The standard library's 128 are too few for a crowd at one moment: Linux forgets those beyond them half
/// open, and a browser that thinks itself connected is cut off.
const BACKLOG: i32 = 4096;
/// How long an idle connection stays open: longer than the 60 s of common proxies, or one of them would now and then send a request down a
/// connection that is just being closed. A server that stops closes idle ones at once.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// Serves on `listener` until the server is stopped, finishing what is in hand.
pub fn serve(state: State, listener: TcpListener) -> std::io::Result<Server> {
    let settings = state.settings.web.clone();
    socket2::SockRef::from(&listener).listen(BACKLOG)?;
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(state.clone()))
            .wrap(from_fn(limits::limited))
            .wrap(from_fn(caller::identify))
            .wrap(from_fn(body::deadline))
            .wrap(from_fn(reader::remember))
            .wrap(from_fn(cross_origin::answer_other_origins))
            .wrap(from_fn(watched::watched))
            .wrap(headers::of_every_answer(&state.settings.web.public_url))
            .wrap(Compress::default())
            .configure(routes::routes)
            .default_service(web::to(problem::no_such_place))
    });
    let server = server
        .workers(settings.workers)
        .max_connections(settings.max_connections)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(settings.header_deadline)
        .shutdown_timeout(30)
        // Signals are the business of `shutdown`, which also stops the workers.
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}
