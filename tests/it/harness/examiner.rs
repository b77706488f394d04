//! What a page is like for those who see little, press keys or hold a small phone: axe-core (npm, MPL-2.0; scripts/test brings it) looks at it in both
//! colour modes, and nothing may be wider than the screen.

use std::sync::OnceLock;

use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};

/// Screens of a small phone (or of 1,280 px at 400 %, WCAG 2.2, 1.4.10), a tablet and a desktop, in CSS pixels.
const WIDTHS: [u32; 3] = [320, 768, 1440];
/// The rules of WCAG 2.2 at the levels A and AA, and what axe-core thinks wise besides.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const RUN: &str = "const done = arguments[1]; axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'] }).then(
    found => done(found.violations.flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.target.join(' ') + ' ' + node.any.concat(node.all, node.none).map(one => one.message).join('; ')))),
    error => done(['axe-core failed: ' + error]));";
const OVERHANG: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";

/// A command of Chrome's DevTools protocol, which chromedriver passes on.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (reqwest::Method, Option<String>) {
        (reqwest::Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}

async fn command(page: &Client, command: &'static str, parameters: Value) {
    page.issue_cmd(DevTools { command, parameters }).await.unwrap_or_else(|error| panic!("{command}: {error}"));
}

fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let path = std::env::var("NAKODO_TEST_AXE").expect("no axe-core to test with: run ./scripts/test");
        std::fs::read_to_string(path).expect("axe-core is readable")
    })
}

/// What is wrong with the page that lies open, in light and dark; nothing, it is hoped.
pub async fn examine(page: &Client) -> Vec<String> {
    page.execute(axe(), Vec::new()).await.expect("axe-core loads");
    let mut wrong = Vec::new();
    for (colours, rules) in [("light", &RULES[..]), ("dark", &["color-contrast"])] {
        colour(page, colours).await;
        let found = page.execute_async(RUN, vec![json!(rules)]).await.expect("axe-core runs");
        let found = found.as_array().cloned().unwrap_or_else(|| panic!("axe-core says {found}"));
        wrong.extend(found.iter().map(|one| format!("{colours}: {}", one.as_str().unwrap_or_default())));
    }
    colour(page, "light").await;
    wrong
}

/// At which widths something is wider than the screen.
pub async fn overhangs(page: &Client) -> Vec<String> {
    let mut wrong = Vec::new();
    for width in WIDTHS {
        let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        command(page, "Emulation.setDeviceMetricsOverride", size).await;
        let over = page.execute(OVERHANG, Vec::new()).await.expect("its width");
        if over != json!(0) {
            wrong.push(format!("{over} px too wide for {width} px"));
        }
    }
    wrong
}

/// As somebody sees it who likes it light or dark.
async fn colour(page: &Client, colours: &str) {
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": colours }] });
    command(page, "Emulation.setEmulatedMedia", features).await;
}
