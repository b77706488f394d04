//! The keys of what is kept: whether they open the data, who may read them, and whether anything is not sealed.

use std::os::unix::fs::MetadataExt;

use crate::app::keys::{find, place};
use crate::doctor::{Check, Finding};
use crate::ids::Ids;
use crate::settings::{KeySource, Settings};
use crate::store::{Store, StoreError};

pub(super) async fn look(settings: &Settings, store: Option<&Store>) -> Vec<Finding> {
    let Some(store) = store else { return Vec::new() };
    // A schema that is behind may lack what is asked for here; that is told by the line about the schema.
    let state = store.read(|tx| Ok::<_, StoreError>((tx.sealing_key()?, tx.count_plain_cells()?))).await;
    let Ok((sealed_with, plain)) = state else { return Vec::new() };
    let at = place(settings);
    if let (KeySource::Folder(file), None) = (&settings.keys, &sealed_with)
        && !file.exists()
    {
        // Looking must not make it.
        return vec![Finding::warn(Check::Keys, "doctor-keys-none-yet", &[("place", &at)])];
    }
    let keys = match find(settings, sealed_with.as_deref(), &Ids::Random) {
        Ok(keys) => keys,
        Err(error) => return vec![Finding::wrong(Check::Keys, "doctor-keys-unusable", &[("why", &error.to_string())])],
    };
    if let Some(wanted) = sealed_with.filter(|wanted| keys.ids().all(|id| id != wanted)) {
        return vec![Finding::wrong(Check::Keys, "doctor-keys-other", &[("place", &at), ("key", &wanted)])];
    }
    let mut findings = vec![match plain {
        0 => Finding::well(Check::Keys, "doctor-keys-well", &[("place", &at)]),
        count => Finding::warn(Check::Keys, "doctor-keys-plain", &[("count", &count.to_string())]),
    }];
    if let KeySource::File(file) | KeySource::Folder(file) = &settings.keys
        && std::fs::metadata(file).is_ok_and(|facts| facts.mode() & 0o077 != 0)
    {
        findings.push(Finding::warn(Check::Keys, "doctor-keys-open", &[("place", &at)]));
    }
    findings
}
