//! Registering as a person does: an address, the code from the letter, one page.

use super::World;
use super::signing_in::type_code;
use super::web::{Answer, Client, hidden_fields};

/// What somebody types who registers with the number of `佐藤 <number>` of [`super::register::file`].
pub fn least(number: u32) -> Vec<(&'static str, String)> {
    vec![
        ("/consents", "listing".into()),
        ("/name", format!("佐藤 {number}")),
        ("/registration/number", format!("{number:06}")),
        ("/registration/valid_until", "2099-03-31".into()),
        ("/affiliation", "independent".into()),
        ("/base/prefecture", "21".into()),
        ("/base/municipality", "岐阜市".into()),
    ]
}

/// Asks with an address, and types the code from the letter: a browser that may go on.
pub async fn shown_mailbox(world: &World, client: &Client, address: &str) -> Client {
    let browser = client.in_browser(&[]);
    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    assert_eq!(browser.post_form("/join", &[("address", address)]).await.status, 200);
    world.settle().await;
    let answer = type_code(&browser, &world.letter(address, "sign_in").code()).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/join?lang=ja"), "{}", answer.body);
    browser
}

/// Sends a form of a page with what the page holds and what was typed.
pub async fn fill_in(browser: &Client, page: &str, action: &str, typed: &[(&str, String)]) -> Answer {
    let shown = browser.get(page).await;
    let mut fields = hidden_fields(&shown.body, action);
    assert!(!fields.is_empty(), "{page} has a form for {action}: {}", shown.body);
    fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post_form(action, &fields).await
}

/// A browser of somebody who has registered with `number`.
pub async fn joined(world: &World, client: &Client, address: &str, number: u32) -> Client {
    let browser = shown_mailbox(world, client, address).await;
    let answer = fill_in(&browser, "/join", "/join/profile", &least(number)).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/me?lang=ja"), "{}", answer.body);
    browser
}
