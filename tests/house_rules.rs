//! Rules that the house keeps by itself: this test reads the sources, settings, sentences and the compose file as text and says, with file and
//! line, what has got out of order. Each rule has a test with planted text beside it, so that no rule can fall asleep.
//!
//! | file | rules |
//! |---|---|
//! | `rooms.rs` | import direction, field rooms without I/O, one owner for each library |
//! | `tidy.rs` | length of files, what must not be left over |
//! | `events.rs` | every event is handled |
//! | `sentences.rs` | both languages say the same things |
//! | `keys.rs`, `families.rs` | the code asks for sentences that exist, and none is written for nobody |
//! | `settings.rs`, `compose.rs` | settings are commented and documented, the compose file starts what scale-out needs |
//! | `reading.rs` | GET changes nothing |
//! | `guards.rs` | every route says who may call it |
//! | `security.rs` | the table of docs/security.md is complete and its proofs exist; templates escape |
//! | `styles.rs` | pages are made of the components of the style guide |
//! | `source.rs`, `paths.rs` | the tools of the above |

#[path = "house_rules/compose.rs"]
mod compose;
#[path = "house_rules/events.rs"]
mod events;
#[path = "house_rules/families.rs"]
mod families;
#[path = "house_rules/guards.rs"]
mod guards;
#[path = "house_rules/keys.rs"]
mod keys;
#[path = "house_rules/paths.rs"]
mod paths;
#[path = "house_rules/reading.rs"]
mod reading;
#[path = "house_rules/rooms.rs"]
mod rooms;
#[path = "house_rules/security.rs"]
mod security;
#[path = "house_rules/sentences.rs"]
mod sentences;
#[path = "house_rules/settings.rs"]
mod settings;
#[path = "house_rules/source.rs"]
mod source;
#[path = "house_rules/styles.rs"]
mod styles;
#[path = "house_rules/tidy.rs"]
mod tidy;
