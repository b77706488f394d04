//! nakodo (仲人, "go-between") brings together Japan's registered information security specialists and the small companies that need
//! them. `ARCHITECTURE.md` is the map; this page only lists the rooms, in the order in which they may import one another.
#![forbid(unsafe_code)]

// Ground: values that every room may use.
pub mod clock;
pub mod failpoints;
pub mod folding;
pub mod ids;
pub mod language;
pub mod report;
pub mod seals;
pub mod traces;
pub mod values;
pub mod vault;

pub mod wording;
pub mod workbook;

// Field rooms: pure values and rules. No I/O, no async, no framework.
pub mod active_list;
pub mod brokering;
pub mod catalogue;
pub mod complaints;
pub mod correspondence;
pub mod credits;
pub mod engagement;
pub mod events;
pub mod hooks;
pub mod identity;
pub mod inbox;
pub mod insights;
pub mod intake;
pub mod listings;
pub mod matching;
pub mod offers;
pub mod pools;
pub mod registry;

// Tools.
pub mod bus;
pub mod calendar;
pub mod courier;
pub mod full_text;
pub mod post;
pub mod settings;
pub mod store;
pub mod telemetry;

// Acts.
pub mod desk;

// Rims.
pub mod web;
pub mod workers;

// Joined here, and only here.
pub mod app;
pub mod cli;
pub mod demo;
pub mod diagnosis;
pub mod doctor;
pub mod shutdown;
