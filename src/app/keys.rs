//! Where the keys of what is kept come from: the settings, or a file in the data folder that is made at the first start.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::app::StartError;
use crate::clock::Clock;
use crate::ids::Ids;
use crate::settings::{KeySource, Settings};
use crate::store::{Store, StoreError};
use crate::vault::{DataKeys, Vault};

/// Nobody else on the machine may read it.
const FOR_US_ALONE: u32 = 0o600;

/// The store with its vault open. Without the key that sealed it, it does not open, and nothing is changed.
pub(super) async fn unlock(store: &Store, settings: &Settings, clock: &Clock, ids: &Ids) -> Result<Store, StartError> {
    let wanted = store.read(|tx| tx.sealing_key()).await?;
    let keys = find(settings, wanted.as_deref(), ids)?;
    if let Some(wanted) = wanted.filter(|wanted| keys.ids().all(|id| id != wanted)) {
        return Err(StartError::Keys(format!("the data are sealed with the key {wanted}, which is not in {}", place(settings))));
    }
    let vault = Vault::new(&keys, settings.seals);
    let (fresh, now) = (ids.secret(), clock.now());
    let secret = store.write(move |tx| Ok::<_, StoreError>((tx.index_secret(&vault, &fresh, now)?, vault))).await;
    let (secret, vault) = secret.map_err(|error| StartError::Keys(error.to_string()))?;
    Ok(store.with_vault(vault.with_index(&secret)))
}

/// The keys as they are; a file in the data folder is made where there is none and nothing is sealed yet.
pub(crate) fn find(settings: &Settings, sealed_with: Option<&str>, ids: &Ids) -> Result<DataKeys, StartError> {
    let told = |why: String| StartError::Keys(format!("{}: {why}", place(settings)));
    let text = match &settings.keys {
        KeySource::Text(text) => text.clone(),
        KeySource::File(file) => std::fs::read_to_string(file).map_err(|error| told(error.to_string()))?,
        KeySource::Folder(file) if file.exists() => std::fs::read_to_string(file).map_err(|error| told(error.to_string()))?,
        KeySource::Folder(file) => match sealed_with {
            Some(id) => return Err(told(format!("is not there, and the data are sealed with its key {id}"))),
            None => make(file, ids).map_err(|error| told(error.to_string()))?,
        },
    };
    DataKeys::parse(&text).map_err(|error| told(error.to_string()))
}

/// Where the keys are expected, for a sentence.
pub(crate) fn place(settings: &Settings) -> String {
    match &settings.keys {
        KeySource::Text(_) => "store.keys".to_owned(),
        KeySource::File(file) | KeySource::Folder(file) => file.display().to_string(),
    }
}

/// Makes the file, whole or not at all: of two processes that start at once, both go on with the file of one.
fn make(file: &Path, ids: &Ids) -> std::io::Result<String> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let part = folder.join(format!("data.keys.{}", std::process::id()));
    let text = format!(
        "# The keys of what nakodo keeps. Without them the data, and every backup, are of no use: keep a copy elsewhere.\n{}\n",
        DataKeys::line(&ids.secret())
    );
    let mut made = OpenOptions::new().write(true).create(true).truncate(true).mode(FOR_US_ALONE).open(&part)?;
    made.write_all(text.as_bytes())?;
    made.sync_all()?;
    let placed = std::fs::hard_link(&part, file);
    std::fs::remove_file(&part)?;
    match placed {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
        _ => File::open(folder)?.sync_all()?,
    }
    std::fs::read_to_string(file)
}
