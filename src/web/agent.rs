//! What a browser calls itself, in few words, so that its owner knows it again.

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::desk::Onlooker;
use crate::identity::Role;
use crate::web::caller::{Caller, caller};

/// In the order in which they are looked for: many call themselves by the names of others too.
const BROWSERS: [(&str, &str); 6] =
    [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
const SYSTEMS: [(&str, &str); 6] =
    [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

/// Browser and system, e.g. `Firefox / Windows`; empty if it says nothing that we know.
pub fn agent(request: &HttpRequest) -> String {
    let text = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    short(text)
}

/// What programs that look at everything call themselves, in small letters.
const ROBOTS: [&str; 4] = ["bot", "crawl", "spider", "preview"];

/// Who looks at people, as far as it is counted.
pub fn onlooker(request: &HttpRequest) -> Onlooker {
    let text = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let role = match caller(request) {
        Ok(Caller::Person(signed)) => signed.acts_as(),
        Ok(Caller::Key(key)) => Some(key.role),
        Ok(Caller::Nobody) | Err(_) => None,
    };
    match role {
        Some(Role::Specialist(id)) => Onlooker::Specialist(id),
        _ if is_robot(text) => Onlooker::Robot,
        _ => Onlooker::Somebody,
    }
}

fn is_robot(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ROBOTS.iter().any(|mark| text.contains(mark))
}

fn short(text: &str) -> String {
    let find = |names: [(&str, &'static str); 6]| names.into_iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| name);
    [find(BROWSERS), find(SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::{is_robot, short};

    #[test]
    fn a_robot_is_one_that_says_so() {
        assert!(is_robot("Mozilla/5.0 (compatible; ExampleBot/1.0; +https://example.com)") && is_robot("LinkPreview/2"));
        assert!(!is_robot("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36") && !is_robot(""));
    }

    #[test]
    fn a_browser_is_named_by_itself_and_its_system_and_nothing_else_of_it_is_kept() {
        let chrome = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36";
        assert_eq!(short(chrome), "Chrome / Android");
        assert_eq!(
            short("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"),
            "Safari / iPhone"
        );
        assert_eq!(short("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0"), "Edge / Windows");
        assert_eq!(short("<script>alert(1)</script>"), "");
    }
}
