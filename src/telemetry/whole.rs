//! What is true of the whole instance, whoever looks: read from the database now and then by processes with workers.

use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::clock::Moment;
use crate::telemetry::added;
use crate::telemetry::labels::{Group, State};

/// Deliveries of a group of workers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupFigures {
    pub waiting: i64,
    pub dead: i64,
    /// Since when the one that has waited longest has been due; none if none is due.
    pub oldest_due: Option<Moment>,
}

/// The state of the instance as of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WholeState {
    pub groups: Vec<(&'static str, GroupFigures)>,
    /// How many help requests are in each state, and when the oldest of them came.
    pub help_requests: Vec<(&'static str, i64, Option<Moment>)>,
    /// Since when the open help request has waited that has waited longest for somebody to have room.
    pub longest_wait: Option<Moment>,
    pub register: RegisterFigures,
    pub hooks: HookState,
}

/// Webhooks that were switched off by what came of their calls, and messages that did not arrive, each by its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HookState {
    pub off: [(&'static str, i64); 2],
    pub messages: [(&'static str, i64); 2],
}

/// The official register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegisterFigures {
    /// Midnight in Japan of the day of which the last snapshot tells; none where none was read.
    pub as_of: Option<Moment>,
    /// People to whom offers are stopped.
    pub suspended: i64,
    /// Cases that wait for two operators.
    pub cases: i64,
}

/// A family of one, which is not there in a process that never looks.
type Alone = [(&'static str, &'static str); 0];

#[derive(Clone)]
pub(super) struct Whole {
    waiting: Family<Group, Gauge>,
    dead: Family<Group, Gauge>,
    oldest_due: Family<Group, Gauge>,
    help_requests: Family<State, Gauge>,
    oldest: Family<State, Gauge>,
    longest_wait: Family<Alone, Gauge>,
    register_age: Family<Alone, Gauge>,
    register_suspended: Family<Alone, Gauge>,
    register_cases: Family<Alone, Gauge>,
    webhooks_off: Family<State, Gauge>,
    webhook_messages: Family<State, Gauge>,
    read_at: Family<Alone, Gauge>,
}

impl Whole {
    pub fn register(registry: &mut Registry) -> Self {
        Self {
            waiting: added(registry, "deliveries_waiting", "Events that are not handled yet, by group"),
            dead: added(registry, "deliveries_dead", "Events put aside for the operator, by group"),
            oldest_due: added(
                registry,
                "deliveries_oldest_due_seconds",
                "For how long the oldest event that is due has been due, by group",
            ),
            help_requests: added(registry, "help_requests", "Help requests by state"),
            oldest: added(registry, "help_requests_oldest_seconds", "Age of the oldest help request that has not ended, by state"),
            longest_wait: added(
                registry,
                "help_requests_longest_wait_seconds",
                "For how long somebody has waited for a specialist to have room",
            ),
            register_age: added(registry, "register_age_seconds", "Age of the last snapshot of the official register"),
            register_suspended: added(registry, "register_suspended", "Specialists to whom offers are stopped by the register"),
            register_cases: added(registry, "register_cases", "Registrations that wait for a decision of two operators"),
            webhooks_off: added(registry, "webhooks_off", "Webhooks that were switched off because nothing arrived, by state"),
            webhook_messages: added(registry, "webhook_messages", "Messages to webhooks that wait or were given up, by state"),
            read_at: added(
                registry,
                "whole_read_timestamp_seconds",
                "When the figures of the whole instance were read, in seconds since 1970",
            ),
        }
    }

    pub fn set(&self, state: &WholeState, now: Moment) {
        let age = |since: Option<Moment>| since.map_or(0, |since| (now - since).num_seconds().max(0));
        for (group, figures) in &state.groups {
            let group = Group { group };
            self.waiting.get_or_create(&group).set(figures.waiting);
            self.dead.get_or_create(&group).set(figures.dead);
            self.oldest_due.get_or_create(&group).set(age(figures.oldest_due));
        }
        for (state, count, oldest) in &state.help_requests {
            self.help_requests.get_or_create(&State { state }).set(*count);
            if matches!(*state, "awaiting_confirmation" | "open") {
                self.oldest.get_or_create(&State { state }).set(age(*oldest));
            }
        }
        self.longest_wait.get_or_create(&[]).set(age(state.longest_wait));
        if state.register.as_of.is_some() {
            self.register_age.get_or_create(&[]).set(age(state.register.as_of));
        }
        self.register_suspended.get_or_create(&[]).set(state.register.suspended);
        self.register_cases.get_or_create(&[]).set(state.register.cases);
        for (state, count) in state.hooks.off {
            self.webhooks_off.get_or_create(&State { state }).set(count);
        }
        for (state, count) in state.hooks.messages {
            self.webhook_messages.get_or_create(&State { state }).set(count);
        }
        self.read_at.get_or_create(&[]).set(now.timestamp());
    }
}
