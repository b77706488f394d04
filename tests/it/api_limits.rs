//! How much one caller may ask, and pages of which other sites may call the API.

use nakodo::desk::KeyRequest;
use serde_json::json;

use crate::harness::people::help_request;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_key_may_ask_so_much_within_a_minute_and_is_told_how_much_is_left,
    an_address_without_a_key_may_ask_less_and_send_and_search_still_less,
    clients_behind_our_proxy_are_told_apart,
    other_sites_call_the_api_only_where_they_are_named,
];

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

async fn a_key_may_ask_so_much_within_a_minute_and_is_told_how_much_is_left(mode: Mode) {
    let world = World::with(mode, |raw| raw.limits.key_per_minute = 3).await;
    let served = Served::open(&world);
    let one = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let other = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    for left in [2, 1, 0] {
        let answer = one.get("/api/v1/letters").await;
        assert_eq!((answer.status, answer.header("ratelimit-policy")), (200, "\"key\";q=3;w=60"));
        assert!(answer.header("ratelimit").starts_with(&format!("\"key\";r={left};")), "{}", answer.header("ratelimit"));
    }
    let over = one.get("/api/v1/letters").await;
    assert_eq!((over.status, code(&over).as_str(), over.header("content-type")), (429, "too-fast", "application/problem+json"));
    assert_eq!((over.header("retry-after"), over.header("ratelimit")), ("20", "\"key\";r=0;t=20"));
    assert!(over.body.contains("短い間に呼び出しが重なりました"), "{}", over.body);
    assert!(one.get("/api/v1/letters?lang=en").await.body.contains("Too many requests"), "in the reader's language");
    assert_eq!(other.get("/api/v1/letters").await.status, 200, "another key is another caller");
    assert_eq!(one.get("/healthz").await.status, 200, "whoever watches the instance is not counted");
    world.app.desk.clock.advance(chrono::Duration::seconds(19));
    assert_eq!(one.get("/api/v1/letters").await.status, 429);
    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    assert_eq!(one.get("/api/v1/letters").await.status, 200);
    assert_eq!(one.get("/api/v1/letters").await.status, 429, "one at a time comes back");
    let metrics = served.client.get("/metrics").await;
    assert!(metrics.body.contains("429"), "and it can be seen");
}

async fn an_address_without_a_key_may_ask_less_and_send_and_search_still_less(mode: Mode) {
    let world = World::with(mode, |raw| (raw.limits.address_per_minute, raw.limits.costly_per_minute) = (6, 2)).await;
    let served = Served::open(&world);
    let client = &served.client;
    assert_eq!(client.post("/api/v1/help-requests", &help_request()).await.status, 201);
    assert_eq!(client.get("/api/v1/active-list").await.status, 200);
    let search = client.get("/api/v1/active-list").await;
    assert_eq!((search.status, search.header("ratelimit-policy")), (429, "\"address-costly\";q=2;w=60"));
    // A form is answered with a page.
    let form = client.post_form("/help-requests", &[("name", "関金属工業")]).await;
    assert_eq!((form.status, form.header("retry-after")), (429, "30"));
    assert!(form.header("content-type").starts_with("text/html") && form.body.contains("短い間に呼び出しが重なりました"), "{}", form.body);
    // What was refused counts for the address; a made-up key does not make it another caller.
    assert_eq!(client.get("/").await.status, 200);
    let made_up = client.with_key(&"B".repeat(43));
    assert_eq!(made_up.get("/api/v1/letters").await.status, 401);
    assert_eq!(made_up.get("/api/v1/letters").await.status, 429);
    let operator = client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    assert_eq!(operator.get("/api/v1/letters").await.status, 200, "a key is counted by itself");
}

async fn clients_behind_our_proxy_are_told_apart(mode: Mode) {
    let world = World::with(mode, |raw| {
        raw.limits.address_per_minute = 2;
        raw.web.trusted_proxies = "127.0.0.1".to_owned();
    })
    .await;
    let served = Served::open(&world);
    let from = async |address: &str| {
        let request = served.client.http.get(format!("{}/", served.client.address)).header("X-Forwarded-For", address);
        served.client.send(request).await.status
    };
    let mut statuses = Vec::new();
    for address in
        ["203.0.113.1", "203.0.113.1", "203.0.113.1", "203.0.113.2", "2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"]
    {
        statuses.push(from(address).await);
    }
    // All addresses of one network of IPv6 are one customer's.
    assert_eq!(statuses, [200, 200, 429, 200, 200, 200, 429, 200]);
}

/// A call by a script of another site, as its browser sends it.
async fn from_site(client: &Client, method: &str, path: &str, origin: &str, asks: bool) -> Answer {
    let request = client.http.request(method.parse().unwrap(), format!("{}{path}", client.address)).header("Origin", origin);
    let request = if asks { request.header("Access-Control-Request-Method", "POST") } else { request };
    client.send(request).await
}

async fn other_sites_call_the_api_only_where_they_are_named(mode: Mode) {
    let site = "https://app.example.jp";
    let allowed = |answer: &Answer| answer.header("access-control-allow-origin").to_owned();
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let closed = from_site(&served.client, "GET", "/api/v1/active-list", site, false).await;
    assert_eq!((closed.status, allowed(&closed)), (200, String::new()), "nobody unless the settings say so");
    let world = World::with(mode, |raw| raw.web.allowed_origins = site.to_owned()).await;
    let served = Served::open(&world);
    let client = &served.client;
    let open = from_site(client, "GET", "/api/v1/active-list", site, false).await;
    assert_eq!((open.status, allowed(&open).as_str()), (200, site));
    assert!(open.header("access-control-expose-headers").contains("RateLimit"), "{:?}", open.headers);
    assert_eq!(open.header("access-control-allow-credentials"), "", "cookies are for our own pages");
    let asked = from_site(client, "OPTIONS", "/api/v1/help-requests", site, true).await;
    assert_eq!((asked.status, allowed(&asked).as_str()), (204, site));
    assert!(asked.header("access-control-allow-headers").contains("Idempotency-Key"), "{:?}", asked.headers);
    let refused = from_site(client, "GET", "/api/v1/letters", site, false).await;
    assert_eq!((refused.status, allowed(&refused).as_str()), (401, site), "a script can read why it was refused");
    for (path, origin) in [("/api/v1/active-list", "https://other.example.jp"), ("/", site), ("/api/v1/active-list", "null")] {
        assert_eq!(allowed(&from_site(client, "GET", path, origin, false).await), "", "{path} {origin}");
    }
    assert_eq!(
        from_site(client, "OPTIONS", "/api/v1/help-requests", "https://other.example.jp", true).await.header("allow"),
        "GET, HEAD, POST, OPTIONS"
    );
    assert_eq!(json!(open.json()["total"]), json!(0));
}
