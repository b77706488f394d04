//! The dashboard and the alert rules in `ops/`, held beside a running instance: each expression can be read, and each metric and label that it
//! names is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use nakodo::desk::{KeyRequest, Submitter};
use promql_parser::parser::{self, Expr};
use promql_parser::util::{ExprVisitor, walk_expr};

use crate::harness::metrics::Metrics;
use crate::harness::people::help_request;
use crate::harness::register;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![every_metric_and_label_of_dashboard_and_rules_exists];

/// What Prometheus adds to every sample.
const OF_PROMETHEUS: [&str; 2] = ["job", "instance"];

/// Where it stands, and what it says.
fn expressions() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ops");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let dashboard: serde_json::Value = serde_json::from_str(&read("grafana/nakodo.json")).unwrap();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for panel in dashboard["panels"].as_array().unwrap() {
        for target in panel["targets"].as_array().into_iter().flatten() {
            found.push((word(&panel["title"]), word(&target["expr"])));
        }
    }
    let rules: serde_json::Value = serde_yaml_ng::from_str(&read("prometheus/rules.yml")).unwrap();
    for group in rules["groups"].as_array().unwrap() {
        for rule in group["rules"].as_array().unwrap() {
            let alert = word(&rule["alert"]);
            assert!(["page", "ticket"].contains(&rule["labels"]["severity"].as_str().unwrap_or_default()), "{alert}");
            assert!(!word(&rule["annotations"]["summary"]).is_empty() && !word(&rule["annotations"]["description"]).is_empty(), "{alert}");
            found.push((alert, word(&rule["expr"])));
        }
    }
    // Grafana fills this in.
    found.into_iter().map(|(at, expression)| (at, expression.replace("$__rate_interval", "5m"))).collect()
}

/// Metrics with the labels that an expression wants of them.
#[derive(Default)]
struct Named(BTreeMap<String, BTreeSet<String>>);

impl ExprVisitor for Named {
    type Error = String;

    fn pre_visit(&mut self, expression: &Expr) -> Result<bool, String> {
        let selector = match expression {
            Expr::VectorSelector(selector) => selector,
            Expr::MatrixSelector(matrix) => &matrix.vs,
            Expr::Aggregate(aggregate) => {
                // Labels by which it is summed are asked of everything inside.
                let mut inside = Self::default();
                walk_expr(&mut inside, &aggregate.expr)?;
                let by = match &aggregate.modifier {
                    Some(parser::LabelModifier::Include(labels)) => labels.labels.clone(),
                    _ => Vec::new(),
                };
                for (name, labels) in inside.0 {
                    self.0.entry(name).or_default().extend(labels.into_iter().chain(by.iter().cloned()));
                }
                return Ok(true);
            }
            _ => return Ok(true),
        };
        let name = selector.name.clone().ok_or("a selector without a name")?;
        self.0.entry(name).or_default().extend(selector.matchers.matchers.iter().map(|matcher| matcher.name.clone()));
        Ok(true)
    }
}

fn named(expression: &str) -> Result<Named, String> {
    let mut named = Named::default();
    walk_expr(&mut named, &parser::parse(expression)?)?;
    Ok(named)
}

/// What an expression names that no sample has.
fn missing(expression: &str, metrics: &Metrics) -> Vec<String> {
    let named = match named(expression) {
        Ok(named) => named.0,
        Err(why) => return vec![format!("it cannot be read: {why}")],
    };
    let mut missing = Vec::new();
    for (name, labels) in named.into_iter().filter(|(name, _)| name != "up") {
        let samples: Vec<_> = metrics.samples.iter().filter(|sample| sample.name == name).collect();
        if samples.is_empty() {
            missing.push(format!("no metric {name}"));
        }
        let has =
            |label: &String| OF_PROMETHEUS.contains(&label.as_str()) || samples.iter().any(|sample| sample.labels.contains_key(label));
        missing.extend(labels.into_iter().filter(|label| !has(label)).map(|label| format!("{name} has no label {label}")));
    }
    missing
}

/// Everything that is counted has happened once.
async fn after_a_busy_day(mode: Mode) -> Metrics {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    // Far away, so that a rule keeps somebody out.
    world
        .enrol(|profile| (profile.base.prefecture, profile.served_prefectures, profile.remote) = ("47".into(), vec!["47".into()], false))
        .await;
    world.ask_for_help().await;
    world.accept("s1@example.jp").await;
    world.settle().await;
    world.submit(help_request(), Submitter::Company).await;
    served.client.get("/api/v1/active-list?q=%E3%81%AA%E3%81%84%E3%81%AA%E3%81%84").await;
    let operator = world.key(KeyRequest::Operator).await.token.reveal();
    let mail = "From: a@b.example\r\nSubject: hello\r\n\r\nhello\r\n";
    let operator = served.client.with_key(&operator);
    assert_eq!(operator.post_raw("/api/v1/mail", "message/rfc822", mail).await.status, 200);
    world.read_register(&register::file(2, &[]), "2026-11-01").await;
    // Nobody is called: the address is of this machine.
    let webhook = serde_json::json!({ "url": "https://127.0.0.1/", "label": "内側" });
    let webhook = operator.post("/api/v1/webhooks", &webhook).await.header("location").to_owned();
    assert_eq!(operator.post(&format!("{webhook}/test"), &()).await.status, 202);
    world.app.crew.messenger_round().await.unwrap();
    world.app.crew.observer_round().await.unwrap();
    Metrics::read(&served.client.get("/metrics").await.body)
}

async fn every_metric_and_label_of_dashboard_and_rules_exists(mode: Mode) {
    let metrics = after_a_busy_day(mode).await;
    let expressions = expressions();
    assert!(expressions.len() > 30, "they were found: {}", expressions.len());
    let wrong =
        expressions.iter().flat_map(|(at, expression)| missing(expression, &metrics).into_iter().map(move |what| format!("{at}: {what}")));
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new());
    // And the other way: a metric that nobody looks at is one too many.
    let looked_at: String = expressions.iter().map(|(_, expression)| expression.as_str()).collect();
    let unseen = metrics.families.keys().filter(|name| !looked_at.contains(name.as_str())).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(unseen, ["nakodo_started_timestamp_seconds"], "it is for people who restart processes");
    for (expression, told) in [
        ("sum(nakodo_no_such_total)", 1),
        ("nakodo_bus_up{colour=\"red\"}", 1),
        ("sum by (colour) (rate(nakodo_letters_total[5m]))", 1),
        ("sum(nakodo_bus_up", 1),
        ("max by (group) (nakodo_deliveries_dead) > 0", 0),
    ] {
        assert_eq!(missing(expression, &metrics).len(), told, "{expression}: {:?}", missing(expression, &metrics));
    }
}
