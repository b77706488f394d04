//! Calls other programs: one POST, and whether it was taken. The only room that makes requests to where somebody else says, so the only one that
//! judges where that leads. It must not know what is sent or to whom it belongs. It also
//! carries traces to the operator's own collector, wherever that is.

mod addresses;
mod authorities;
mod collector;
mod resolver;

use std::error::Error;
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::redirect::Policy;
use url::{Host, Url};

use crate::settings::WebhookSettings;
pub use collector::Collector;
use resolver::{Guarded, NotAllowed};

/// A call that is to be made.
#[derive(Clone, Debug)]
pub struct Call {
    pub url: String,
    /// Names and values of headers besides those of every call.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: String,
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The address is not of the open internet, or not of a kind that may be called.
    NotAllowed,
    TooSlow,
    /// Nobody is there, or the conversation broke off.
    Unreachable,
}

impl NoAnswer {
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAllowed => "address-not-allowed",
            Self::TooSlow => "too-slow",
            Self::Unreachable => "unreachable",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Courier {
    client: reqwest::Client,
    allowed: Arc<Vec<IpNet>>,
    https_only: bool,
}

impl Courier {
    pub fn new(settings: &WebhookSettings) -> Result<Self, String> {
        let allowed = Arc::new(settings.allowed.clone());
        let mut client = reqwest::Client::builder()
            .user_agent(concat!("nakodo/", env!("CARGO_PKG_VERSION")))
            // A proxy of the environment would resolve names where nobody judges them.
            .no_proxy()
            // Where an answer leads to was judged by nobody either.
            .redirect(Policy::none())
            .dns_resolver(Arc::new(Guarded::new(allowed.clone())))
            .https_only(settings.https_only)
            .timeout(settings.timeout)
            // The body of an answer is not read, so no connection is of use to the next call.
            .pool_max_idle_per_host(0);
        for certificate in settings.authority_file.as_deref().map(authorities::read).transpose()?.into_iter().flatten() {
            client = client.add_root_certificate(certificate);
        }
        let client = client.build().map_err(|error| error.to_string())?;
        Ok(Self { client, allowed, https_only: settings.https_only })
    }

    /// Makes a call; gives the status of the answer. No more than its head is read, however long it is.
    pub async fn call(&self, call: Call) -> Result<u16, NoAnswer> {
        let url = Url::parse(&call.url).map_err(|_| NoAnswer::NotAllowed)?;
        self.judge(&url)?;
        let mut request = self.client.post(url).header("Content-Type", "application/json").body(call.body);
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        let answer = request.send().await.map_err(|error| why(&error))?;
        Ok(answer.status().as_u16())
    }

    /// An address that is written as one is asked of no resolver, so it is judged here.
    fn judge(&self, url: &Url) -> Result<(), NoAnswer> {
        let is_allowed = match url.host() {
            Some(Host::Ipv4(address)) => addresses::may_call(address.into(), &self.allowed),
            Some(Host::Ipv6(address)) => addresses::may_call(address.into(), &self.allowed),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        let is_right = url.scheme() == "https" || (url.scheme() == "http" && !self.https_only);
        if is_allowed && is_right { Ok(()) } else { Err(NoAnswer::NotAllowed) }
    }
}

fn why(error: &reqwest::Error) -> NoAnswer {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<NotAllowed>() {
            return NoAnswer::NotAllowed;
        }
        cause = error.source();
    }
    if error.is_timeout() { NoAnswer::TooSlow } else { NoAnswer::Unreachable }
}
