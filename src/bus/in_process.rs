//! A queue for each group, in this process.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::bus::{Batch, Entry};
use crate::events::{Delivery, Envelope, Group};

#[derive(Clone, Default)]
pub struct InProcess {
    matcher: Arc<Queue>,
    postman: Arc<Queue>,
    herald: Arc<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<VecDeque<Envelope>>,
    /// Wakes one reader for each publication; a reader registers before it looks, so no wake-up is lost.
    news: Notify,
}

impl InProcess {
    fn queue(&self, group: Group) -> &Queue {
        match group {
            Group::Matcher => &self.matcher,
            Group::Postman => &self.postman,
            Group::Herald => &self.herald,
        }
    }

    pub(super) fn publish(&self, deliveries: &[Delivery]) {
        for delivery in deliveries {
            let queue = self.queue(delivery.group);
            queue.waiting().push_back(delivery.envelope.clone());
            queue.news.notify_one();
        }
    }

    pub(super) async fn receive(&self, group: Group, limit: usize, wait: Duration) -> Batch {
        let queue = self.queue(group);
        let woken = queue.news.notified();
        let entries = queue.take(group, limit);
        if !entries.is_empty() || wait.is_zero() {
            return Batch { entries, ..Batch::default() };
        }
        // A time-out and a wake-up lead to the same look.
        let _ = tokio::time::timeout(wait, woken).await;
        Batch { entries: queue.take(group, limit), ..Batch::default() }
    }

    pub(super) fn count_waiting(&self, group: Group) -> usize {
        self.queue(group).waiting().len()
    }
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Envelope>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, group: Group, limit: usize) -> Vec<Entry> {
        let mut waiting = self.waiting();
        let count = waiting.len().min(limit);
        waiting.drain(..count).map(|envelope| Entry::new(String::new(), group, envelope)).collect()
    }
}
