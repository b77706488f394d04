//! Which request a transaction's changes come from.

use std::collections::HashMap;

use crate::ids::HelpRequestId;
use crate::store::Tx;
use crate::traces::{TraceId, current};

/// The request that is acted upon, and, where a worker acts on many help requests in one transaction, those that each of them comes from.
#[derive(Default)]
pub(super) struct Origins {
    of_task: Option<TraceId>,
    of_help_requests: HashMap<HelpRequestId, TraceId>,
}

impl Origins {
    /// What the calling task is doing. Asked before the transaction goes to another thread.
    pub fn of_task() -> Self {
        Self { of_task: current(), of_help_requests: HashMap::new() }
    }
}

impl Tx<'_> {
    /// From here on what is recorded about `help_request` comes from this request.
    pub fn comes_from(&mut self, help_request: HelpRequestId, trace: Option<TraceId>) {
        if let Some(trace) = trace {
            self.origins.of_help_requests.insert(help_request, trace);
        }
    }

    /// Where a change about a help request comes from, as it is written.
    pub(super) fn origin(&self, help_request: Option<HelpRequestId>) -> Option<String> {
        let own = help_request.and_then(|id| self.origins.of_help_requests.get(&id).copied());
        own.or(self.origins.of_task).map(String::from)
    }
}
