//! A typed client of nakodo's API. All of [`generated`] is made from the description (`build.rs`); by hand there is only [`Pages`], because the
//! generator shows nobody the headers of an answer, in which a list says where it goes on.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use nakodo_client::{Pages, generated::HttpClient};
//!
//! let pages = Pages::default();
//! let client = HttpClient::new().with_sender(pages.sender(nakodo_client::reqwest::Client::new())).with_base_url("https://nakodo.example.jp").with_api_key("…");
//! let mut cursor = None;
//! loop {
//!     for line in client.get_help_requests(None, cursor.as_ref(), Some(100)).await? {
//!         println!("{} {}", line.id, line.state);
//!     }
//!     cursor = pages.next();
//!     if cursor.is_none() {
//!         return Ok(());
//!     }
//! }
//! # }
//! ```

/// What the generator makes of `openapi.json`: types, and a method for each operation.
#[allow(clippy::all, unused_imports, unreachable_patterns)]
pub mod generated {
    pub mod types {
        include!(concat!(env!("OUT_DIR"), "/types.rs"));
    }
    pub mod client {
        include!(concat!(env!("OUT_DIR"), "/client.rs"));
    }
    pub use client::*;
    pub use types::*;
}

use std::sync::{Arc, Mutex, PoisonError};

use http::Extensions;
use reqwest::header::LINK;
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use url::Url;

/// The library under it, in the version whose clients [`Pages::sender`] takes.
pub use reqwest;

/// Where the list goes on that was read last (RFC 8288). Whoever reads several lists at a time takes one for each.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    cursor: Arc<Mutex<Option<String>>>,
}

impl Pages {
    /// A sender for [`generated::HttpClient::with_sender`].
    pub fn sender(&self, client: reqwest::Client) -> ClientWithMiddleware {
        ClientBuilder::new(client).with(self.clone()).build()
    }

    /// The `cursor` of the page that follows the last answer; none after the last page.
    pub fn next(&self) -> Option<String> {
        self.cursor.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait::async_trait]
impl Middleware for Pages {
    async fn handle(&self, request: Request, extensions: &mut Extensions, next: Next<'_>) -> reqwest_middleware::Result<Response> {
        let answer = next.run(request, extensions).await?;
        *self.cursor.lock().unwrap_or_else(PoisonError::into_inner) = cursor(&answer);
        Ok(answer)
    }
}

fn cursor(answer: &Response) -> Option<String> {
    let link = answer.headers().get(LINK)?.to_str().ok()?.strip_suffix("; rel=\"next\"")?;
    let place: Url = answer.url().join(link.strip_prefix('<')?.strip_suffix('>')?).ok()?;
    place.query_pairs().find(|(name, _)| name == "cursor").map(|(_, cursor)| cursor.into_owned())
}
