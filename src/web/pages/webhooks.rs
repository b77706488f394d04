//! Webhooks for people: which there are and how each stands, adding one, and looking after one.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{
    MessageView, Refusal, ReplayForm, WebhookView, add_webhook, change_webhook, list_messages, list_webhooks, remove_webhook,
    replay_messages, test_webhook, view_webhook,
};
use crate::hooks::{KINDS, MessageState, WebhookForm, WebhookState};
use crate::identity::Scope;
use crate::ids::WebhookId;
use crate::web::body::Bytes;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::visit::{AsHookKeeper, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::{Problem, field_sentence};
use crate::wording::{say, say_with};

/// Messages of one webhook on its page; the API has the others.
const SHOWN: i64 = 20;
/// Webhooks on the list.
const MOST: usize = 60;

#[derive(Template)]
#[template(path = "pages/webhooks.html")]
struct ListPage {
    t: Words,
    /// Each with what came of its last message.
    hooks: Vec<(WebhookView, Option<String>)>,
    writes: bool,
    value: String,
    typed: Typed,
    mistakes: Vec<(String, String)>,
    kinds: [&'static str; 16],
    done: Option<&'static str>,
}

/// What was typed into the form.
#[derive(Default)]
struct Typed {
    url: String,
    label: String,
    kinds: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/webhook_made.html")]
struct MadePage {
    t: Words,
    id: WebhookId,
    label: String,
    secret: String,
}

#[derive(Template)]
#[template(path = "pages/webhook.html")]
struct OnePage {
    t: Words,
    hook: WebhookView,
    /// Each with its answer in words.
    messages: Vec<(MessageView, Option<String>)>,
    writes: bool,
    value: String,
    done: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/webhook_remove.html")]
struct RemovePage {
    t: Words,
    hook: WebhookView,
    value: String,
}

impl ListPage {
    fn error(&self, pointer: &str) -> Option<&str> {
        self.mistakes.iter().find(|(at, _)| at == pointer).map(|(_, sentence)| sentence.as_str())
    }

    fn wants(&self, kind: &str) -> bool {
        self.typed.kinds.iter().any(|one| one == kind)
    }
}

/// The key of a kind's words.
fn key_of(kind: &str) -> String {
    kind.replace(['.', '_'], "-")
}

pub async fn show_webhooks(AsHookKeeper(visit): AsHookKeeper) -> Result<HttpResponse, Error> {
    listed(&visit, StatusCode::OK, Typed::default(), Vec::new()).await
}

pub async fn post_webhook(AsHookKeeper(visit): AsHookKeeper, body: Bytes) -> Result<HttpResponse, Error> {
    let pressed = own(&visit, &body)?;
    let kinds: Vec<String> = KINDS.iter().filter(|kind| pressed.text(kind) == "yes").map(|kind| (*kind).to_owned()).collect();
    let typed = Typed { url: pressed.text("url").to_owned(), label: pressed.text("label").to_owned(), kinds };
    let form = WebhookForm::typed(&typed.url, &typed.label, typed.kinds.clone(), true);
    match add_webhook(visit.desk(), visit.role, form, https_only(&visit)).await {
        Ok(made) => {
            let shown = MadePage { t: visit.words(), id: made.webhook.id, label: made.webhook.label, secret: made.secret };
            Ok(visit.shown(StatusCode::CREATED, &shown))
        }
        Err(Refusal::Fields(errors)) => {
            let mistakes = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, visit.language))).collect();
            listed(&visit, StatusCode::UNPROCESSABLE_ENTITY, typed, mistakes).await
        }
        Err(refusal @ Refusal::TooMany) => {
            let mistakes = vec![("/url".to_owned(), Problem::of(refusal, visit.language).detail())];
            listed(&visit, StatusCode::TOO_MANY_REQUESTS, typed, mistakes).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

pub async fn show_webhook(AsHookKeeper(visit): AsHookKeeper, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    let hook = view_webhook(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let messages = list_messages(visit.desk(), visit.role, id, None, SHOWN).await.map_err(|refusal| visit.refused(refusal))?;
    let shown = OnePage {
        t: visit.words(),
        hook,
        messages: messages.into_iter().map(|message| told(&visit, message)).collect(),
        writes: writes(&visit),
        value: visit.value(),
        done: visit.done(&["tested", "replayed", "on", "off"]),
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

pub async fn post_webhook_trial(AsHookKeeper(visit): AsHookKeeper, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: WebhookId = visit.id(&id)?;
    own(&visit, &body)?;
    test_webhook(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see(&format!("/webhooks/{id}"), "tested"))
}

pub async fn post_message_replay(AsHookKeeper(visit): AsHookKeeper, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: WebhookId = visit.id(&id)?;
    let form = ReplayForm::of_message(own(&visit, &body)?.text("message"));
    let replayed = replay_messages(visit.desk(), visit.role, id, form).await.map_err(|refusal| visit.refused(refusal))?;
    if replayed.messages == 0 { Err(visit.refused(Refusal::NotFound)) } else { Ok(visit.see(&format!("/webhooks/{id}"), "replayed")) }
}

pub async fn post_webhook_switch(AsHookKeeper(visit): AsHookKeeper, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: WebhookId = visit.id(&id)?;
    let on = own(&visit, &body)?.text("on") == "yes";
    let hook = view_webhook(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let form = WebhookForm::typed(&hook.url, &hook.label, hook.kinds, on);
    // What somebody has changed since the page was shown stays as they left it.
    let changed = change_webhook(visit.desk(), visit.role, id, Some(hook.version), form, https_only(&visit)).await;
    changed.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see(&format!("/webhooks/{id}"), if on { "on" } else { "off" }))
}

pub async fn show_webhook_removal(AsHookKeeper(visit): AsHookKeeper, id: web::Path<String>) -> Result<HttpResponse, Error> {
    visit.must_have(Scope::WebhooksWrite)?;
    let hook = view_webhook(visit.desk(), visit.role, visit.id(&id)?).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.shown(StatusCode::OK, &RemovePage { t: visit.words(), hook, value: visit.value() }))
}

pub async fn post_webhook_removal(AsHookKeeper(visit): AsHookKeeper, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    own(&visit, &body)?;
    remove_webhook(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/webhooks", "removed"))
}

/// A press on a page of this session, by somebody who may change something.
fn own(visit: &Visit, body: &Bytes) -> Result<Pressed, Error> {
    visit.must_have(Scope::WebhooksWrite)?;
    visit.pressed(body)
}

fn writes(visit: &Visit) -> bool {
    visit.role.may(Scope::WebhooksWrite)
}

fn https_only(visit: &Visit) -> bool {
    visit.state.settings.webhooks.https_only
}

async fn listed(visit: &Visit, status: StatusCode, typed: Typed, mistakes: Vec<(String, String)>) -> Result<HttpResponse, Error> {
    let refused = |refusal| visit.refused(refusal);
    let mut hooks = Vec::new();
    for hook in list_webhooks(visit.desk(), visit.role).await.map_err(refused)?.into_iter().take(MOST) {
        let last = list_messages(visit.desk(), visit.role, hook.id, None, 1).await.map_err(refused)?.pop();
        let last = last.and_then(|message| told(visit, message).1);
        hooks.push((hook, last));
    }
    let shown = ListPage {
        t: visit.words(),
        hooks,
        writes: writes(visit),
        value: visit.value(),
        typed,
        mistakes,
        kinds: KINDS,
        done: visit.done(&["removed"]),
    };
    Ok(visit.shown(status, &shown))
}

/// A message with its last answer in words; none where none came yet.
fn told(visit: &Visit, message: MessageView) -> (MessageView, Option<String>) {
    let answer = message.answer.as_ref().map(|answer| match answer.parse::<u16>() {
        Ok(_) => say_with(visit.language, "hook-answer-status", &[("status", answer)]),
        Err(_) => say(visit.language, &format!("hook-answer-{answer}")),
    });
    (message, answer)
}
