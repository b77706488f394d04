//! Finds the addresses of a name, and leaves out those that may not be called. The connection goes to one of those that are given here and is not
//! resolved again, so a name that says something else a moment later gains nothing.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::courier::addresses::may_call;

#[derive(Clone, Debug)]
pub(super) struct Guarded {
    allowed: Arc<Vec<IpNet>>,
}

/// The name leads to no address that may be called.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotAllowed;

impl fmt::Display for NotAllowed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("none of its addresses may be called")
    }
}

impl std::error::Error for NotAllowed {}

impl Guarded {
    pub(super) fn new(allowed: Arc<Vec<IpNet>>) -> Self {
        Self { allowed }
    }
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.allowed.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let right: Vec<SocketAddr> = found.filter(|address| may_call(address.ip(), &allowed)).collect();
            if right.is_empty() {
                return Err(NotAllowed.into());
            }
            Ok(Box::new(right.into_iter()) as Addrs)
        })
    }
}
