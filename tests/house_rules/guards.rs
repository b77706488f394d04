//! Who may call is in a handler's signature: every route has a guard, or the token of a letter's link, or is listed here as everybody's, with the reason.

use crate::source::{Finding, Source, list_files, load_file, nothing_in};

/// Handlers that everybody may call, and why.
const EVERYBODY: [(&str, &str); 34] = [
    ("home", "the first page"),
    ("show_check_start", "a company looks where it stands without an account"),
    ("post_check_start", "a company looks where it stands without an account"),
    ("show_worries", "a company asks without an account"),
    ("new_help_request", "a company asks without an account"),
    ("pages::post_help_request", "a company asks without an account"),
    ("show_entry", "a company asks without an account"),
    ("show_sign_in", "whoever signs in is nobody yet"),
    ("show_join", "whoever registers is nobody yet"),
    ("post_join", "whoever registers is nobody yet"),
    ("post_sign_in", "whoever signs in is nobody yet"),
    ("post_sign_in_code", "whoever signs in is nobody yet"),
    ("list_letters", "in the development profile only, on this machine only"),
    ("show_letter", "in the development profile only, on this machine only"),
    ("show_styleguide", "in the development profile only; says nothing of anybody"),
    ("healthz", "says nothing of anybody"),
    ("readyz", "says nothing of anybody"),
    ("metrics", "figures only; a proxy hides it"),
    ("show_open_api", "a description"),
    ("show_reference", "the same for people"),
    ("show_operation", "the same for people"),
    ("show_schema", "the same for people"),
    ("get_active_list", "people who have agreed to be found by anybody"),
    ("get_statistics", "figures with at least five companies behind each"),
    ("show_listings", "lists that others publish"),
    ("show_active_list", "people who have agreed to be found by anybody"),
    ("show_listed", "somebody who has agreed to be found by anybody"),
    ("show_feed", "people who have agreed to be found by anybody"),
    ("get_external_listings", "lists that others publish"),
    ("show_statistics", "figures with at least five companies behind each"),
    ("get_me", "says only what the caller brought"),
    ("show_ledger_key", "a public key"),
    ("style_sheet", "a style sheet"),
    ("no_such_place", "there is nothing"),
];

/// What in a signature says who may call.
const GUARDS: [&str; 9] =
    ["May<", "MayOrNobody<", "Person(", "SignedIn(", "AsHookKeeper(", "AsClerk(", "AsSpecialist(", "AsOperator(", "AsReporter("];

/// Path and handlers of each route, as `room::name`.
fn routes(source: &Source) -> Vec<(usize, String, Vec<String>)> {
    let text = &source.text;
    let starts: Vec<usize> = text.match_indices(".service(page(\"").map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let route = |(start, end): (usize, usize)| {
        let part = &text[start..end];
        let path = part.split('"').nth(1).unwrap_or_default().to_owned();
        let calls = [".get(", ".post(", ".patch(", ".put(", ".delete("]
            .iter()
            .flat_map(|call| part.match_indices(call).map(|(at, call)| at + call.len()));
        let names = calls.filter_map(|at| part[at..].split(')').next()).filter(|name| name.contains("::")).map(str::to_owned);
        (start, path, names.collect())
    };
    starts.iter().copied().zip(ends).map(route).collect()
}

/// The arguments of a handler.
fn signature<'a>(sources: &'a [Source], handler: &str) -> Option<&'a str> {
    let (room, name) = handler.rsplit_once("::")?;
    let head = format!("pub async fn {name}(");
    let mut own = sources.iter().filter(|source| source.path.starts_with(&format!("src/web/{room}")));
    own.find_map(|source| source.text.split_once(&head).map(|(_, rest)| rest.split(") ->").next().unwrap_or_default()))
}

fn unguarded(routes_in: &Source, sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, path, handlers) in routes(routes_in) {
        for handler in handlers {
            let is_everybodys = EVERYBODY.iter().any(|(name, _)| handler == *name || handler.rsplit("::").next() == Some(*name));
            let guarded = signature(sources, &handler).is_some_and(|signature| GUARDS.iter().any(|guard| signature.contains(guard)));
            if !(is_everybodys || guarded || path.contains("{token}")) {
                findings.push(
                    routes_in
                        .finding(at, format!("{handler} ({path}) says nowhere who may call it: give it a guard, or list it with a reason")),
                );
            }
        }
    }
    findings
}

#[test]
fn every_route_says_who_may_call_it() {
    let (routes_in, sources) = (load_file("src/web/routes.rs"), list_files("src/web", "rs"));
    assert!(routes(&routes_in).iter().map(|(.., handlers)| handlers.len()).sum::<usize>() > 60, "the routes were found");
    nothing_in(unguarded(&routes_in, &sources));
}

#[test]
fn a_route_without_a_guard_is_noticed() {
    let routes_in = Source::plain(
        "src/web/mod.rs",
        ".service(page(\"/a\").get(pages::a))\n.service(page(\"/b/{token}\").get(pages::b))\n.service(page(\"/c\").post(api::c))",
    );
    let pages = Source::plain("src/web/pages/a.rs", "pub async fn a(x: X) -> Y {}\npub async fn b(x: X) -> Y {}");
    let api = Source::plain("src/web/api/c.rs", "pub async fn c(may: May<KeysRead>) -> Y {}");
    assert_eq!(unguarded(&routes_in, &[pages, api]).len(), 1);
}
