//! Signing in as a person does: ask, read the mail, type the code.

use super::World;
use super::web::{Answer, Client};

/// Asks for the letter in a browser.
pub async fn ask(client: &Client, address: &str) -> Answer {
    client.post_form("/sign-in", &[("address", address)]).await
}

/// The latest letter with a code to an address. Letters are in the order of their milliseconds, so the clock moves on.
pub async fn ask_and_read(world: &World, client: &Client, address: &str) -> super::mail::Mail {
    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    assert_eq!(ask(client, address).await.status, 200);
    world.settle().await;
    world.letter(address, "sign_in")
}

pub async fn type_code(client: &Client, code: &str) -> Answer {
    client.post_form("/sign-in/code", &[("code", code)]).await
}

/// Somebody's browser, signed in.
pub async fn signed_in(world: &World, client: &Client, address: &str) -> Client {
    let browser = client.in_browser(&[]);
    let letter = ask_and_read(world, &browser, address).await;
    let answer = type_code(&browser, &letter.code()).await;
    let own = ["/account?lang=ja", "/me?lang=ja"].contains(&answer.header("location"));
    assert!(answer.status == 303 && own, "{} {}", answer.header("location"), answer.body);
    browser
}
