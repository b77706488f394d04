//! The database: whether it answers, is whole, and has the schema of this build.

use crate::doctor::{Check, Finding};
use crate::settings::Settings;
use crate::store::{Location, SchemaState, Store, StoreError, StoreOptions};

/// What there is to say, and the store where it answers.
pub(super) async fn look(settings: &Settings) -> (Vec<Finding>, Option<Store>) {
    if let Location::Sqlite(path) = &settings.store
        && !path.exists()
    {
        // Opening it would make it.
        return (vec![Finding::warn(Check::Database, "doctor-database-none-yet", &[])], None);
    }
    let options = StoreOptions { location: settings.store.clone(), pool_size: 1, wait: settings.store_wait };
    let away = |error: StoreError| Finding::wrong(Check::Database, "doctor-database-away", &[("why", &error.to_string())]);
    let opened = tokio::task::spawn_blocking(move || Store::open(&options)).await;
    let store = match opened.unwrap_or_else(|error| Err(StoreError::Unavailable(error.to_string()))) {
        Ok(store) => store,
        Err(error) => return (vec![away(error)], None),
    };
    match store.read(|tx| tx.damages()).await {
        Err(error) => return (vec![away(error)], None),
        Ok(damages) if !damages.is_empty() => {
            let what = damages.join("; ");
            return (vec![Finding::wrong(Check::Database, "doctor-database-damaged", &[("what", &what)])], None);
        }
        Ok(_) => {}
    }
    let kind = if store.is_embedded() { "SQLite" } else { "PostgreSQL" };
    let mut findings = vec![Finding::well(Check::Database, "doctor-database-well", &[("kind", kind)])];
    match store.schema_state().await {
        Err(error) => findings.push(away(error)),
        Ok(state) => findings.extend(schema(&state)),
    }
    (findings, Some(store))
}

fn schema(SchemaState { missing, unknown }: &SchemaState) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !missing.is_empty() {
        let facts = [("count", missing.len().to_string()), ("versions", missing.join(", "))];
        findings.push(Finding::wrong(Check::Schema, "doctor-schema-behind", &facts.each_ref().map(|(name, fact)| (*name, fact.as_str()))));
    }
    if !unknown.is_empty() {
        let facts = [("count", unknown.len().to_string()), ("versions", unknown.join(", "))];
        findings.push(Finding::warn(Check::Schema, "doctor-schema-ahead", &facts.each_ref().map(|(name, fact)| (*name, fact.as_str()))));
    }
    if findings.is_empty() {
        findings.push(Finding::well(Check::Schema, "doctor-schema-well", &[]));
    }
    findings
}
