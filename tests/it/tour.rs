//! A walk through the whole house in a real browser, once in each language: every page that somebody reaches by links, letters and acts is looked at by
//! axe-core in both colour modes and at three widths, no link leads nowhere, and a picture of each is kept in target/screenshots/tour.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::Duration;
use nakodo::desk::{RoleRequest, Submitter};

use crate::browser::Browser;
use crate::browser_specialist::show_mailbox;
use crate::course::Work;
use crate::harness::examiner::{examine, overhangs};
use crate::harness::inhabited::{BehindAnAct, CLERK, OPERATOR, SHARED, inhabited};
use crate::harness::people::help_request;
use crate::harness::planted::{MATCHED_ADDRESS, PERSON_ADDRESS};
use crate::harness::routes::routes;
use crate::harness::web::Served;
use crate::harness::{Mode, World};
use crate::reviews::Said;

/// So many pages of one kind are looked at: the same page in different states.
const OF_ONE_KIND: usize = 3;

/// Where the walk begins, for whoever signs in with an address; none: nobody.
const BEGINNINGS: [(Option<&str>, &[&str]); 6] = [
    (
        None,
        &[
            "/",
            "/worries",
            "/check",
            "/help-requests/new",
            "/specialists",
            "/listings",
            "/statistics",
            "/join",
            "/sign-in",
            "/api/docs",
            "/styleguide",
        ],
    ),
    (Some(MATCHED_ADDRESS), &["/account"]),
    (Some(PERSON_ADDRESS), &["/me", "/me/offers", "/account"]),
    (Some(CLERK), &["/queue", "/report", "/members", "/entry-links", "/referrals", "/webhooks", "/colleagues", "/account"]),
    (Some(SHARED), &["/account"]),
    (Some(OPERATOR), &["/console", "/report", "/registry", "/webhooks", "/account"]),
];

/// What is no page.
const NO_PAGES: [&str; 16] = [
    "/me/credits/statement.json",
    "/ledger-key",
    "/pool/{token}/calendar",
    "/me/pools/calendar",
    "/engagements/{token}/entries/{number}",
    "/team/{token}/entries/{number}",
    "/help-requests/status/{token}/calendar",
    "/assets/nakodo.css",
    "/help-requests/status/{token}/events",
    "/help-requests/status/{token}/export",
    "/me/offers/{id}/calendar",
    "/specialists/feed.atom",
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/openapi.json",
];

struct Walk<'w> {
    browser: &'w Browser,
    language: &'static str,
    /// How often each kind was looked at.
    seen: &'w mut BTreeMap<String, usize>,
    /// What is wrong, by page.
    wrong: &'w mut Vec<String>,
    /// Where this browser was.
    known: BTreeSet<String>,
}

impl Walk<'_> {
    /// Looks at these pages and at whatever they lead to.
    async fn go(&mut self, beginnings: impl IntoIterator<Item = String>, may_have_ended: bool) {
        let mut waiting: VecDeque<(String, String)> = beginnings.into_iter().map(|path| (path, "a beginning".to_owned())).collect();
        while let Some((path, from)) = waiting.pop_front() {
            let address = path.split(['?', '#']).next().filter(|address| !address.is_empty()).unwrap_or("/").to_owned();
            let Some(kind) = kind(&address) else {
                self.wrong.push(format!("{path}, to which {from} leads, is no page of ours"));
                continue;
            };
            let times = self.seen.entry(kind.clone()).or_default();
            if is_file(&kind) || *times >= OF_ONE_KIND || !self.known.insert(address.clone()) {
                continue;
            }
            *times += 1;
            let name = format!("{}-{times}", kind.trim_start_matches('/').replace(['/', '{', '}'], "_"));
            self.browser.go(&with_language(&path, self.language)).await;
            let status = self.browser.page.execute("return performance.getEntriesByType('navigation')[0].responseStatus", Vec::new()).await;
            let is_fine = status.expect("a status") == 200;
            if !is_fine && !may_have_ended {
                self.wrong.push(format!("{address}, to which {from} leads, is not there"));
            }
            self.browser.keep_picture(&format!("tour/{}/{name}", self.language)).await;
            let found = examine(&self.browser.page).await.into_iter().chain(overhangs(&self.browser.page).await);
            self.wrong.extend(found.map(|what| format!("{address}: {what}")));
            let links = "return [...document.querySelectorAll('a[href^=\"/\"]')].map(link => link.getAttribute('href'))";
            let links = self.browser.page.execute(links, Vec::new()).await.expect("links");
            let links = links.as_array().cloned().unwrap_or_default();
            waiting.extend(links.iter().filter_map(|link| link.as_str()).map(|link| (link.to_owned(), address.clone())));
        }
    }
}

/// The route that serves a path; literal parts come before parameters.
fn kind(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |route: &&str| {
        let wanted: Vec<&str> = route.split('/').collect();
        wanted.len() == parts.len() && wanted.iter().zip(&parts).all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
    };
    routes().into_iter().map(|route| route.path).filter(fits).min_by_key(|route| route.matches('{').count()).map(str::to_owned)
}

fn is_file(kind: &str) -> bool {
    NO_PAGES.contains(&kind)
        || kind.ends_with(".md")
        || kind.ends_with(".xlsx")
        || kind.ends_with(".csv")
        || kind.starts_with("/api/v1/")
        || kind.starts_with("/dev/")
}

fn with_language(path: &str, language: &str) -> String {
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let others = query.split('&').filter(|one| !one.is_empty() && !one.starts_with("lang="));
    let query: Vec<String> = others.map(str::to_owned).chain([format!("lang={language}")]).collect();
    format!("{path}?{}#{fragment}", query.join("&"))
}

async fn every_page(language: &'static str, width: u32) {
    let (world, behind) = inhabited().await;
    let served = Served::open(&world);
    let (mut seen, mut wrong) = (BTreeMap::new(), Vec::new());
    for (address, pages) in BEGINNINGS {
        let browser = Browser::open(&served.client.address, width).await;
        if let Some(address) = address {
            browser.sign_in(&world, address).await;
        } else {
            // A link for signing in that nobody has used.
            browser.go("/sign-in?lang=ja").await;
            browser.type_into("address", OPERATOR).await;
            browser.press("main form button").await;
            world.settle().await;
        }
        let mut walk = Walk { browser: &browser, language, seen: &mut seen, wrong: &mut wrong, known: BTreeSet::new() };
        let own = behind.iter().filter(|(whose, _)| *whose == address).map(|(_, page)| page.clone());
        walk.go(own.chain(pages.iter().map(|page| (*page).to_owned())), false).await;
        if address.is_none() {
            let links: BTreeSet<String> = world.letters().iter().flat_map(|mail| mail.links()).collect();
            walk.go(links, true).await;
        }
        browser.page.clone().close().await.expect("the browser closes");
    }
    walk_as_somebody_new(&world, &served, (language, width), (&mut seen, &mut wrong)).await;
    walk_months_later((language, width), (&mut seen, &mut wrong)).await;
    let pages = routes().into_iter().filter(|route| route.methods.contains(&"GET") && !is_file(route.path));
    let missed = pages.filter(|route| !seen.contains_key(route.path));
    wrong.extend(missed.map(|route| format!("{}: nobody comes there by links, letters or acts", route.path)));
    assert!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

type Found<'w> = (&'w mut BTreeMap<String, usize>, &'w mut Vec<String>);

/// Somebody who has shown that a mailbox is theirs, and has no profile yet.
async fn walk_as_somebody_new(world: &World, served: &Served, (language, width): (&'static str, u32), (seen, wrong): Found<'_>) {
    let browser = Browser::open(&served.client.address, width).await;
    show_mailbox(world, &browser, language).await;
    let mut walk = Walk { browser: &browser, language, seen, wrong, known: BTreeSet::new() };
    walk.go(["/join/profile".to_owned()], false).await;
    browser.page.clone().close().await.expect("the browser closes");
}

/// A world in which months have passed, for the letters that take so long.
async fn months_later() -> (World, Vec<BehindAnAct>) {
    let said = Said::both(Mode::Embedded).await;
    let objection = said.object().await;
    let Said { work: Work { world, company, .. }, company: reviews, .. } = said;
    for (address, role) in [(OPERATOR, RoleRequest::Operator), ("s1@example.jp", RoleRequest::Specialist("000001".into()))] {
        world.invite(address, role).await;
    }
    let org = world.support_org().await;
    world.wait(Duration::zero()).await;
    world.submit(help_request(), Submitter::SupportOrg(org)).await;
    world.wait(Duration::days(6)).await;
    let week = world.letter("shien@chamber.example.jp", "support_org_week").link("/weeks/");
    world.wait(Duration::days(155)).await;
    let check = world.letter("s1@example.jp", "profile_check").link("/profile/");
    let of_letters = [format!("{company}/outcome"), format!("{week}/unsubscribe"), week, check, reviews];
    let signed_in = [(Some(OPERATOR), objection), (Some("s1@example.jp"), "/me/reviews".to_owned())];
    (world, of_letters.into_iter().map(|page| (None, page)).chain(signed_in).collect())
}

async fn walk_months_later((language, width): (&'static str, u32), (seen, wrong): Found<'_>) {
    let (world, behind) = months_later().await;
    let served = Served::open(&world);
    for who in [None, Some(OPERATOR), Some("s1@example.jp")] {
        let browser = Browser::open(&served.client.address, width).await;
        if let Some(address) = who {
            browser.sign_in(&world, address).await;
        }
        let mut walk = Walk { browser: &browser, language, seen, wrong, known: BTreeSet::new() };
        walk.go(behind.iter().filter(|(whose, _)| *whose == who).map(|(_, page)| page.clone()), false).await;
        browser.page.clone().close().await.expect("the browser closes");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_in_japanese_is_for_everybody() {
    every_page("ja", 360).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_in_english_is_for_everybody() {
    every_page("en", 1280).await;
}

/// A page on which everything is wrong that the walk looks for.
const BAD: &str = "data:text/html,<html lang='ja'><title>x</title><meta name='viewport' content='width=device-width'><style>@media (prefers-color-scheme: dark) { p { color: rgb(60,60,60); background: black } }</style>\
    <main><h1>x</h1><p>text</p><img src='data:,'><div style='width: 800px'>wide</div></main>";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_examiner_sees_what_is_wrong() {
    let browser = Browser::open("", 360).await;
    browser.page.goto(BAD).await.expect("the page loads");
    let wrong = examine(&browser.page).await;
    for what in ["light: image-alt", "dark: color-contrast"] {
        assert!(wrong.iter().any(|one| one.starts_with(what)), "{what} is not among {wrong:?}");
    }
    assert!(!wrong.iter().any(|one| one.starts_with("light: color-contrast")), "only dark is unreadable: {wrong:?}");
    let over = overhangs(&browser.page).await;
    assert_eq!(over.iter().map(|one| one.split(" for ").nth(1)).collect::<Vec<_>>(), [Some("320 px"), Some("768 px")], "{over:?}");
    browser.page.clone().close().await.expect("the browser closes");
}
