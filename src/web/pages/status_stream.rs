//! How a help request is going, as it happens (server-sent events): for programs that keep a page of their own. Our page works without. What is sent are
//! states and figures, no names, and always the whole, so that nothing depends on having seen every event.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use futures::stream;
use serde_json::json;
use tokio::sync::watch;

use crate::desk::{WaitingView, look_at_status};
use crate::ids::Token;
use crate::web::State;
use crate::web::reader::{find_token, refused};

/// A stream looks so often by itself, since what other processes do is not announced here.
const LOOK: Duration = Duration::from_secs(5);
/// And at most so often, however much is announced.
const APART: Duration = Duration::from_millis(500);
/// After so many looks without news a word is sent, so that nobody on the way takes the line for dead.
const QUIET: u32 = 3;
/// A stream ends after so many looks. Clients come back by themselves, and the link is asked anew whether it still holds.
const LONGEST: u32 = 120;

/// Somebody who follows.
struct Follower {
    state: State,
    token: Token,
    news: watch::Receiver<u64>,
    /// What was told last.
    told: Option<String>,
    number: u32,
    looks: u32,
    quiet: u32,
}

pub async fn follow_status(request: HttpRequest, state: web::Data<State>, token: web::Path<String>) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    look_at_status(&state.desk, token.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let mut answer = HttpResponse::Ok();
    // Compressed, events would wait for more of them; so they would in a proxy that gathers answers.
    answer.insert_header((header::CONTENT_TYPE, "text/event-stream")).insert_header((header::CACHE_CONTROL, "no-store"));
    answer.insert_header(ContentEncoding::Identity).insert_header(("X-Accel-Buffering", "no"));
    if request.method() == Method::HEAD {
        return Ok(answer.finish());
    }
    let news = state.desk.store.news();
    let follower = Follower { state: State::clone(&state), token, news, told: None, number: 0, looks: 0, quiet: 0 };
    Ok(answer.streaming(stream::unfold(follower, |mut follower| async {
        let text = follower.next().await?;
        Some((Ok::<_, Error>(web::Bytes::from(text)), follower))
    })))
}

impl Follower {
    /// What is to be sent next; none at the end of the stream.
    async fn next(&mut self) -> Option<String> {
        loop {
            if self.told.is_some() {
                self.wait().await;
            }
            if self.state.closing.is_cancelled() || self.looks >= LONGEST {
                return None;
            }
            self.looks += 1;
            // Before the look: what is recorded after it is news again.
            self.news.borrow_and_update();
            let now = told(&look_at_status(&self.state.desk, self.token.clone()).await.ok()?);
            if self.told.as_ref() != Some(&now) {
                self.number += 1;
                self.quiet = 0;
                let text = format!("id: {}\nevent: status\nretry: 3000\ndata: {now}\n\n", self.number);
                self.told = Some(now);
                return Some(text);
            }
            self.quiet += 1;
            if self.quiet >= QUIET {
                self.quiet = 0;
                return Some(": nothing new\n\n".to_owned());
            }
        }
    }

    /// Waits for news, or as long as nobody would announce them; not at all once the server stops.
    async fn wait(&mut self) {
        let closing = self.state.closing.clone();
        let patiently = async {
            let _ = tokio::time::timeout(APART, closing.cancelled()).await;
            let _ = tokio::time::timeout(LOOK, self.news.changed()).await;
        };
        tokio::select! {
            () = self.state.closing.cancelled() => {}
            () = patiently => {}
        }
    }
}

fn told(view: &WaitingView) -> String {
    json!({
        "state": view.state,
        "asked": view.asked,
        "declined": view.declined,
        "lapsed": view.lapsed,
        "willing": view.willing.len(),
        "answer_by": view.answer_by,
        "choose_by": view.choose_by,
        "waits_until": view.waits_until,
    })
    .to_string()
}
