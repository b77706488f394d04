//! The compose file starts what scale-out needs. No container engine is asked: the file is read.

use serde_yaml_ng::Value;

use crate::settings::list_known;
use crate::source::{Finding, load_file, nothing_in};

fn compose() -> Value {
    let mut file: Value = serde_yaml_ng::from_str(&load_file("docker-compose.yml").text).expect("docker-compose.yml is YAML");
    file.apply_merge().expect("its anchors can be merged");
    file
}

fn words(value: &Value) -> String {
    match value {
        Value::Sequence(parts) => parts.iter().map(words).collect::<Vec<_>>().join(" "),
        Value::String(text) => text.clone(),
        other => serde_yaml_ng::to_string(other).unwrap_or_default().trim().to_owned(),
    }
}

fn without_health_check(file: &Value) -> Vec<Finding> {
    let services = file["services"].as_mapping().cloned().unwrap_or_default();
    let lasting = services.into_iter().filter(|(_, service)| words(&service["restart"]) != "no");
    let sick = lasting.filter(|(_, service)| service["healthcheck"]["test"].is_null());
    sick.map(|(name, _)| Finding(format!("docker-compose.yml: {} has no health check", words(&name)))).collect()
}

fn unknown_settings(file: &Value) -> Vec<Finding> {
    let known = list_known();
    let mut findings = Vec::new();
    for (name, service) in file["services"].as_mapping().cloned().unwrap_or_default() {
        for (variable, _) in service["environment"].as_mapping().cloned().unwrap_or_default() {
            let variable = words(&variable);
            if let Some(key) = variable.strip_prefix("NAKODO__").map(|key| key.to_lowercase().replace("__", "."))
                && !known.contains(&key)
            {
                findings.push(Finding(format!("docker-compose.yml: {} sets {variable}, which is no setting", words(&name))));
            }
        }
    }
    findings
}

#[test]
fn the_compose_file_starts_the_web_two_workers_and_what_they_need() {
    let file = compose();
    let services = &file["services"];
    assert_eq!(words(&services["web"]["command"]), "serve");
    assert!(words(&services["worker"]["command"]).starts_with("work --listen 0.0.0.0:8081"), "its health check and Prometheus ask there");
    assert_eq!(words(&services["worker"]["healthcheck"]["test"]), "CMD nakodo healthcheck --worker");
    assert_eq!(services["worker"]["deploy"]["replicas"].as_u64(), Some(2));
    assert!(words(&services["redis"]["command"]).contains("--appendonly yes"));
    assert!(words(&services["postgres"]["image"]).starts_with("postgres:"));
    assert!(words(&services["mail"]["image"]).contains("mailpit"));
    assert_eq!(words(&services["migrate"]["command"]), "migrate");
}

#[test]
fn every_lasting_service_has_a_health_check() {
    nothing_in(without_health_check(&compose()));
}

#[test]
fn the_compose_file_sets_only_settings_that_exist() {
    nothing_in(unknown_settings(&compose()));
}

#[test]
fn a_service_without_health_check_or_with_a_strange_setting_is_noticed() {
    let file: Value = serde_yaml_ng::from_str("services:\n  web:\n    environment:\n      NAKODO__NO__SUCH: x\n").unwrap();
    assert_eq!((without_health_check(&file).len(), unknown_settings(&file).len()), (1, 1));
}
