//! Who may import whom, and what the field rooms and the owners of a library are bound to (invariants 1 and 6).

use crate::paths::{Named, list_paths};
use crate::source::{Finding, Source, list_files, nothing_in};

const GROUND: [&str; 12] =
    ["clock", "failpoints", "folding", "ids", "language", "report", "seals", "traces", "values", "vault", "wording", "lib"];
const FIELD: [&str; 19] = [
    "active_list",
    "brokering",
    "catalogue",
    "complaints",
    "correspondence",
    "credits",
    "diagnosis",
    "engagement",
    "events",
    "hooks",
    "identity",
    "inbox",
    "insights",
    "intake",
    "listings",
    "matching",
    "offers",
    "pools",
    "registry",
];
/// These join the parts, so they may import everything.
const JOINERS: [&str; 6] = ["app", "cli", "demo", "doctor", "main", "shutdown"];

/// What each room may import besides itself and the ground. A room that is missing here has to be given its place first.
const MAY_IMPORT: [(&str, &[&[&str]]); 13] = [
    ("store", &[&FIELD]),
    ("bus", &[&FIELD]),
    ("settings", &[&["store"]]),
    ("telemetry", &[]),
    ("calendar", &[&FIELD]),
    ("workbook", &[]),
    ("post", &[&FIELD, &["calendar", "settings"]]),
    ("courier", &[&["settings"]]),
    ("full_text", &[&FIELD]),
    ("desk", &[&FIELD, &["full_text", "store"]]),
    ("web", &[&FIELD, &["calendar", "full_text", "store", "desk", "settings", "telemetry", "workbook"]]),
    ("workers", &[&FIELD, &["store", "desk", "bus", "post", "courier", "settings", "telemetry"]]),
    // The ground stands on it (names of prefectures, of menus), so it stands on nothing of ours.
    ("catalogue", &[&["folding"]]),
];

/// Of these rooms only some types may be named.
const ONLY_TYPES: [(&str, &str, &[&str]); 3] = [
    ("web", "store", &["ApiKey", "StoreError"]),
    ("web", "full_text", &["Dimension", "Emptied", "Filter", "Part"]),
    ("settings", "store", &["Location"]),
];

/// What would be I/O, time or a framework in a field room.
const NOT_IN_FIELD: [&str; 10] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::io",
    "std::time::SystemTime",
    "std::time::Instant",
    "tokio",
    "futures",
];

/// Libraries with the one room that may name them.
const OWNERS: [(&str, &str); 20] = [
    ("diesel", "store"),
    ("diesel_migrations", "store"),
    ("libsqlite3_sys", "store"),
    ("pq_sys", "store"),
    ("redis", "bus"),
    ("lettre", "post"),
    ("reqwest", "courier"),
    ("opentelemetry_otlp", "courier"),
    ("tracing_opentelemetry", "telemetry"),
    ("icalendar", "calendar"),
    ("rust_xlsxwriter", "workbook"),
    ("calamine", "workbook"),
    ("zip", "workbook"),
    ("tantivy", "full_text"),
    ("aho_corasick", "catalogue"),
    ("fluent_templates", "wording"),
    ("actix_web", "web"),
    ("actix", "web"),
    ("hickory_resolver", "doctor"),
    ("chacha20poly1305", "vault"),
];

fn may_import(room: &str, other: &str) -> Option<bool> {
    if JOINERS.contains(&room) || room == other {
        return Some(true);
    }
    let on_ground = GROUND.contains(&other);
    if let Some((_, allowed)) = MAY_IMPORT.iter().find(|(one, _)| *one == room) {
        return Some((on_ground && room != "catalogue") || allowed.iter().any(|rooms| rooms.contains(&other)));
    }
    if GROUND.contains(&room) {
        return Some(on_ground || other == "catalogue");
    }
    FIELD.contains(&room).then(|| on_ground || FIELD.contains(&other))
}

/// The room that a path leads to: after `crate::`, or after enough `super::` to come out at the root.
fn target(source: &Source, named: &Named) -> Option<Vec<String>> {
    let below: Vec<&str> =
        source.path.trim_start_matches("src/").trim_end_matches(".rs").split('/').filter(|part| *part != "mod").collect();
    let supers = named.parts.iter().take_while(|part| *part == "super").count();
    let rest = match named.parts.first().map(String::as_str) {
        Some("crate" | "nakodo") => &named.parts[1..],
        Some("super") if supers >= below.len() => &named.parts[supers..],
        _ => return None,
    };
    let first = rest.first()?;
    // A name that begins with a capital is an item of the root (there is none), a macro's `$crate` has no room.
    first.starts_with(|c: char| c.is_lowercase()).then(|| rest.to_vec())
}

fn wrong_imports(source: &Source) -> Vec<Finding> {
    let source = source.shipped();
    let room = source.room().to_owned();
    let mut findings = Vec::new();
    for named in list_paths(&source.code) {
        let Some(path) = target(&source, &named) else { continue };
        let other = path[0].as_str();
        match may_import(&room, other) {
            None => findings
                .push(source.finding(named.at, format!("room `{room}` has no place yet: give it one in tests/house_rules/rooms.rs"))),
            Some(false) => findings.push(source.finding(
                named.at,
                format!(
                    "`{room}` must not import `{}`: `{other}` does not lie below it; move what is needed down, or the caller up",
                    named.text()
                ),
            )),
            Some(true) => {
                let types = ONLY_TYPES.iter().find(|(one, from, _)| *one == room && *from == other);
                let name = path.get(1).map_or("", String::as_str);
                if let Some((_, _, types)) = types.filter(|(.., types)| !types.contains(&name)) {
                    let what = format!("`{room}` may name only {types:?} of `{other}`, not `{}`: ask the desk instead", named.text());
                    findings.push(source.finding(named.at, what));
                }
            }
        }
    }
    findings
}

fn impure(source: &Source) -> Vec<Finding> {
    let source = source.shipped();
    if !FIELD.contains(&source.room()) {
        return Vec::new();
    }
    let told = |named: &Named| {
        let name = named.text();
        let is_async = matches!(name.as_str(), "async" | "await");
        let forbidden = is_async
            || NOT_IN_FIELD.iter().any(|path| named.starts_with(path))
            || name.ends_with("Utc::now")
            || name.ends_with("Local::now");
        forbidden.then(|| {
            source.finding(
                named.at,
                format!("`{name}` in the field room `{}`: rules are values; take what it reads as an argument", source.room()),
            )
        })
    };
    list_paths(&source.code).iter().filter_map(told).collect()
}

fn taken_from_owner(source: &Source) -> Vec<Finding> {
    let room = source.room().to_owned();
    let told = |named: &Named| {
        let first = named.parts.first()?;
        let (library, owner) = OWNERS.iter().find(|(library, _)| first == library)?;
        // `redis` by itself may be the name of a setting; as the head of a path or in an attribute it is the library.
        let before = source.code[..named.at].trim_end();
        let is_meant = named.parts.len() > 1 || before.ends_with("#[") || before.ends_with("use") || before.ends_with("extern crate");
        (is_meant && room != *owner).then(|| {
            source.finding(
                named.at,
                format!("`{library}` belongs to room `{owner}` and is named nowhere else: ask that room for what is needed"),
            )
        })
    };
    list_paths(&source.code).iter().filter_map(told).collect()
}

#[test]
fn rooms_import_only_what_lies_below_them() {
    let sources = list_files("src", "rs");
    let rooms: std::collections::BTreeSet<&str> = sources.iter().map(Source::room).collect();
    assert!(FIELD.iter().all(|room| rooms.contains(room)), "src: a field room of tests/house_rules/rooms.rs is gone: {rooms:?}");
    nothing_in(sources.iter().flat_map(wrong_imports).collect());
}

#[test]
fn field_rooms_do_no_io() {
    nothing_in(list_files("src", "rs").iter().flat_map(impure).collect());
}

#[test]
fn a_library_is_named_only_by_its_owner() {
    nothing_in(list_files("src", "rs").iter().flat_map(taken_from_owner).collect());
}

#[test]
fn a_planted_import_is_caught() {
    let caught = |path: &str, text: &str| wrong_imports(&Source::new(path, text)).len();
    assert_eq!(caught("src/intake/form.rs", "use crate::report::Mistake;\nuse crate::matching::Rule;"), 0);
    assert_eq!(caught("src/intake/form.rs", "use crate::{report::Mistake, store::Tx};"), 1);
    assert_eq!(caught("src/intake/form.rs", "use super::super::web::State;"), 1);
    assert_eq!(caught("src/intake/form.rs", "use super::Need;\n// crate::web\nconst A: &str = \"crate::web\";"), 0);
    assert_eq!(caught("src/values/week.rs", "use crate::catalogue::Named;\nfn a() { crate::intake::b() }"), 1);
    assert_eq!(caught("src/catalogue/mod.rs", "use crate::values::Line;"), 1);
    assert_eq!(caught("src/web/mod.rs", "use crate::bus::EventBus;\nuse crate::store::{ApiKey, Store};"), 2);
    assert_eq!(caught("src/desk/mod.rs", "use crate::post::Post;"), 1);
    assert_eq!(caught("src/workers/mod.rs", "use crate::web::State;"), 1);
    assert_eq!(caught("src/settings/raw.rs", "use crate::store::Location;"), 0);
    assert_eq!(caught("src/new_room/mod.rs", "use crate::ids::Ids;"), 1);
    assert_eq!(caught("src/app.rs", "use crate::web::State;"), 0);
    assert_eq!(caught("src/intake/form.rs", "#[cfg(test)]\nmod tests {\n    use crate::store::Tx;\n}"), 0);
}

#[test]
fn a_planted_read_of_the_world_is_caught() {
    let caught = |text: &str| impure(&Source::new("src/intake/form.rs", text)).len();
    for text in [
        "async fn a() {}",
        "b().await;",
        "use std::{env, collections::HashMap};",
        "std::fs::read(a)",
        "tokio::spawn(a)",
        "chrono::Utc::now()",
    ] {
        assert_eq!(caught(text), 1, "{text}");
    }
    assert_eq!(caught("use std::collections::HashMap; // async, tokio\nlet a = \"std::fs\";"), 0);
    assert!(impure(&Source::new("src/web/mod.rs", "async fn a() {}")).is_empty());
}

#[test]
fn a_planted_foreign_library_is_caught() {
    let caught = |path: &str, text: &str| taken_from_owner(&Source::new(path, text)).len();
    assert_eq!(caught("src/desk/mod.rs", "use diesel::prelude::*;"), 1);
    assert_eq!(caught("src/desk/mod.rs", "#[diesel(table_name = a)]\nstruct A;"), 1);
    assert_eq!(caught("src/app.rs", "let bus = EventBus::redis(url); let redis = 1; // lettre\nlet a = \"lettre::A\";"), 0);
    assert_eq!(caught("src/workers/mod.rs", "redis::cmd(a); lettre::Message::builder();"), 2);
    assert_eq!(caught("src/cli.rs", "use actix_web::App;"), 1);
    assert_eq!(caught("src/web/mod.rs", "use actix_web::App;"), 0);
}
