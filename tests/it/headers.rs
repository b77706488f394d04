//! What every answer tells browsers (OWASP ASVS 5.0, V3.4): pages, the API, the style sheet, and whatever is refused.

use crate::harness::routes::routes;
use crate::harness::web::{Answer, Served};
use crate::harness::{Mode, World};

in_both_modes![every_answer_says_what_a_browser_may_do_with_it, by_https_browsers_are_told_never_to_try_without];

fn assert_safe(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"] {
        assert!(policy.contains(part), "{what}: {part} is not in {policy:?}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{what}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("access-control-allow-origin", ""),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    assert!(answer.header("permissions-policy").contains("geolocation=()"), "{what}");
    let kind = answer.header("content-type");
    assert!(answer.body.is_empty() || kind.contains("json") || kind.contains("charset=utf-8"), "{what}: {kind:?}");
    assert!(!answer.body.contains("<script") && !answer.body.contains(" style=\""), "{what}: nothing stands inline");
}

async fn every_answer_says_what_a_browser_may_do_with_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let mut seen = std::collections::BTreeSet::new();
    for route in routes() {
        // Whatever a page does not answer to is refused, and that is an answer, too.
        for method in ["GET", "POST", "DELETE", "TRACE"] {
            let answer = served.client.stranger().method(method, &route.filled).await;
            assert!(answer.status < 500, "{method} {}: {}", route.path, answer.body);
            let is_known = ["GET", "POST"].contains(&method) || route.methods.contains(&method);
            assert!(is_known || answer.status == 405, "{method} {}: {}", route.path, answer.status);
            assert_safe(&answer, &format!("{method} {}", route.path));
            seen.insert(answer.status);
        }
    }
    for (method, path) in [("GET", "/nothing/here"), ("GET", "/assets/nakodo.css"), ("GET", "/api/openapi.json"), ("GET", "/api/v1/me")] {
        let answer = served.client.stranger().method(method, path).await;
        assert_safe(&answer, path);
        assert_eq!(answer.header("strict-transport-security"), "", "{path}: this instance is reached without https");
        seen.insert(answer.status);
    }
    assert!([200, 303, 401, 404, 405].iter().all(|status| seen.contains(status)), "answers of every kind were seen: {seen:?}");
}

async fn by_https_browsers_are_told_never_to_try_without(mode: Mode) {
    let world = World::with(mode, |raw| raw.web.public_url = "https://nakodo.test".to_owned()).await;
    let served = Served::open(&world);
    for path in ["/", "/nothing/here", "/api/v1/me", "/assets/nakodo.css"] {
        let answer = served.client.stranger().get(path).await;
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000; includeSubDomains", "{path}");
    }
}
