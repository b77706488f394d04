//! Talking to an instance over HTTP, and serving a world of this test.

use nakodo::app::App;
use reqwest::header::{HeaderMap, HeaderName};
use serde::Serialize;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::described::hold_beside_the_description;
use super::{World, press};

/// A client with or without a key.
#[derive(Clone)]
pub struct Client {
    pub http: reqwest::Client,
    pub address: String,
    pub key: Option<String>,
    pub idempotency: Option<String>,
    /// The secret that the browser keeps in its cookie.
    pub browser: Option<String>,
    /// Why somebody with a key looks at what is not theirs.
    pub reason: Option<&'static str>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Pointers and codes of the refused fields.
    pub fn mistakes(&self) -> Vec<(String, String)> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        errors.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
    }

    /// Where the next page of a list is.
    pub fn next(&self) -> Option<String> {
        let link = self.header("link").strip_suffix("; rel=\"next\"")?;
        Some(link.trim_matches(['<', '>']).to_owned())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Client {
    pub fn new(address: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self {
            http,
            address: address.to_owned(),
            key: None,
            idempotency: None,
            browser: None,
            reason: Some("the company asked by telephone"),
        }
    }

    pub fn with_key(&self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self.clone() }
    }

    /// The same in the browser in which everybody of the tests has accepted something before.
    pub fn known(&self) -> Self {
        Self { browser: Some(press::browser().reveal()), ..self.clone() }
    }

    /// The same in a browser that nobody knows.
    pub fn stranger(&self) -> Self {
        Self { browser: None, ..self.clone() }
    }

    /// The same in a browser of its own, which keeps the cookies that it gets and sends this with every request.
    pub fn in_browser(&self, headers: &[(&'static str, &str)]) -> Self {
        let headers = headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().expect("a header")));
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).cookie_store(true);
        let http = http.default_headers(headers.collect()).build().expect("a client");
        Self { http, browser: None, ..self.clone() }
    }

    pub fn with_idempotency_key(&self, key: &str) -> Self {
        Self { idempotency: Some(key.to_owned()), ..self.clone() }
    }

    fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.address));
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
            if let Some(reason) = self.reason {
                request = request.header("Nakodo-Reason", reason.as_bytes());
            }
        }
        if let Some(key) = &self.idempotency {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(browser) = &self.browser {
            request = request.header("Cookie", format!("nakodo={browser}"));
        }
        request
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = request.build().expect("a request");
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let answer = self.http.execute(request).await.expect("the instance answers");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let answer = Answer { status, headers, body: answer.text().await.expect("the answer is text") };
        hold_beside_the_description(method.as_str(), &path, &answer);
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(reqwest::Method::GET, path)).await
    }

    /// A press by a program, which is answered with a document.
    pub async fn post_as_program(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(reqwest::Method::POST, path).header("Accept", "application/json").json(body)).await
    }

    /// What a link's page tells a program.
    pub async fn read(&self, path: &str) -> Value {
        self.send(self.request(reqwest::Method::GET, path).header("Accept", "application/json")).await.json()
    }

    pub async fn method(&self, method: &str, path: &str) -> Answer {
        let method = method.parse().expect("a method");
        self.send(self.request(method, path)).await
    }

    /// Puts a document in the place of the version that was read.
    pub async fn put(&self, path: &str, read: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(reqwest::Method::PUT, path).header("If-Match", read).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(reqwest::Method::DELETE, path)).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(reqwest::Method::POST, path).json(body)).await
    }

    /// None if the instance died before it answered.
    pub async fn try_post(&self, path: &str, body: &impl Serialize) -> Option<Answer> {
        let answer = self.request(reqwest::Method::POST, path).json(body).send().await.ok()?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Some(Answer { status, headers, body: answer.text().await.ok()? })
    }

    pub async fn patch(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(reqwest::Method::PATCH, path).header("If-Match", "*").json(body)).await
    }

    /// A body as it is.
    pub async fn post_raw(&self, path: &str, content_type: &str, body: impl Into<reqwest::Body>) -> Answer {
        self.send(self.request(reqwest::Method::POST, path).header("Content-Type", content_type).body(body)).await
    }

    /// Opens the page behind a link and presses a button on it, as a person does; `action` is the end of the form's address, if it has one.
    pub async fn press(&self, link: &str, action: &str, typed: &[(&str, &str)]) -> Answer {
        let path = if action.is_empty() { link.to_owned() } else { format!("{link}/{action}") };
        let mut fields = hidden_fields(&self.get(link).await.body, &path);
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post_form(&path, &fields).await
    }

    /// A form as a browser sends it.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_raw(path, "application/x-www-form-urlencoded", body).await
    }
}

/// Names and values of the hidden fields in the form that posts to `path`.
pub fn hidden_fields(page: &str, path: &str) -> Vec<(String, String)> {
    let Some(form) = page.split("<form").find(|form| form.contains(&format!("action=\"{path}"))) else { return Vec::new() };
    let form = form.split("</form>").next().unwrap_or_default();
    let attribute =
        |tag: &str, name: &str| tag.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let hidden = form.split("<input").skip(1).filter_map(|rest| rest.split('>').next()).filter(|tag| tag.contains("type=\"hidden\""));
    hidden.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))).collect()
}

/// A world whose web is open; it closes with this.
pub struct Served {
    pub client: Client,
    stop: CancellationToken,
}

impl Served {
    /// Serves the pages of a world without its workers: the test moves those itself.
    pub fn open(world: &World) -> Self {
        Self::open_app(&world.app)
    }

    pub fn open_app(app: &App) -> Self {
        let listener = app.listen().expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let server = nakodo::web::serve(app.state(false), listener).expect("the web opens");
        let (handle, stop) = (server.handle(), CancellationToken::new());
        tokio::spawn(server);
        let stopped = stop.clone();
        tokio::spawn(async move {
            stopped.cancelled().await;
            handle.stop(false).await;
        });
        Self { client: Client::new(&address).known(), stop }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
