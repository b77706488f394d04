//! Whole stories without a mouse: everything is reached with Tab, seen to be reached, and done with Enter, Space and arrows.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::json;

use crate::browser::Browser;
use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![a_company_asks_and_a_specialist_accepts_without_a_mouse];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const PERSON: &str = "s1@example.jp";

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const SPACE: char = '\u{e00d}';
const DOWN: char = '\u{e015}';
/// More steps than a page has places to stop at, or a list has entries.
const MOST: usize = 150;

/// Whether the focus is there, and drawn around it.
const REACHED: &str = "const at = document.activeElement, style = getComputedStyle(at);
    return { there: at.matches(arguments[0]), seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };";
const CHOSEN: &str = "const at = document.activeElement;
    return { is: at.value === arguments[0] && (at.type !== 'radio' || at.checked), waits: at.type === 'radio' && !at.checked };";

struct Keyboard(Browser);

impl Keyboard {
    async fn key(&self, value: char) {
        let keys = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.0.page.perform_actions(keys).await.expect("a key is pressed");
    }

    async fn write(&self, text: &str) {
        for letter in text.chars() {
            self.key(letter).await;
        }
    }

    /// Goes on from stop to stop until the focus is at `selector`.
    async fn to(&self, selector: &str) {
        for _ in 0..MOST {
            self.key(TAB).await;
            let reached = self.0.page.execute(REACHED, vec![json!(selector)]).await.expect("a script runs");
            if reached["there"] == json!(true) {
                assert_eq!(reached["seen"], json!(true), "nobody sees that {selector} has the focus");
                return;
            }
        }
        panic!("Tab does not lead to {selector}");
    }

    /// Chooses from a list or a group.
    async fn choose(&self, name: &str, value: &str) {
        self.to(&format!("[name='{name}']")).await;
        for _ in 0..MOST {
            let chosen = self.0.page.execute(CHOSEN, vec![json!(value)]).await.expect("a script runs");
            if chosen["is"] == json!(true) {
                return;
            }
            self.key(if chosen["waits"] == json!(true) { SPACE } else { DOWN }).await;
        }
        panic!("{name} has no {value}");
    }

    async fn fill_in(&self, name: &str, text: &str) {
        self.to(&format!("[name='{name}']")).await;
        self.write(text).await;
    }

    async fn press(&self, selector: &str) {
        self.to(selector).await;
        self.key(ENTER).await;
    }
}

async fn a_company_asks_and_a_specialist_accepts_without_a_mouse(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let form = help_request();
    let company = Keyboard(Browser::open(&served.client.address, 1280).await);
    company.0.go("/help-requests/new").await;
    company.to("input[value='basic-check']").await;
    company.key(SPACE).await;
    company.choose("/need/mode", "onsite").await;
    company.to("input[value='tue-pm']").await;
    company.key(SPACE).await;
    // A date field takes its parts in the order of the browser's language; the value itself is the same everywhere.
    let set_date = "document.getElementsByName('/need/start_on')[0].value = arguments[0]";
    company.0.page.execute(set_date, vec![json!(form.need.start_on)]).await.expect("the date is set");
    company.fill_in("/need/hours", "4").await;
    company.fill_in("/need/budget_yen", "60000").await;
    company.fill_in("/company/name", &form.company.name).await;
    company.choose("/company/prefecture", "21").await;
    company.fill_in("/company/municipality", &form.company.municipality).await;
    company.choose("/company/industry", "E").await;
    company.fill_in("/company/employees", "10").await;
    company.fill_in("/company/contact/name", &form.company.contact.name).await;
    company.fill_in("/company/contact/address", COMPANY).await;
    company.0.look("keyboard-form").await;
    company.press("button[type=submit]:not([name])").await;
    company.0.says("確認のメールをお送りしました").await;
    world.settle().await;
    company.0.go(&world.letter(COMPANY, "confirm_help_request").link("/help-requests/confirm/")).await;
    company.press("form button").await;
    company.0.says("確認できました").await;
    world.settle().await;

    let person = Keyboard(Browser::open(&served.client.address, 1280).await);
    person.0.go(&world.letter(PERSON, "offer").link("/offers/")).await;
    person.press("form[action*='/accept'] button").await;
    person.0.says("確認の番号を入れてください").await;
    world.settle().await;
    person.fill_in("code", &world.letter(PERSON, "acceptance_code").code()).await;
    person.0.look("keyboard-code").await;
    person.key(ENTER).await;
    person.0.says("引き受けていただき、ありがとうございます").await;
    for keyboard in [company, person] {
        keyboard.0.page.clone().close().await.expect("the browser closes");
    }
}
