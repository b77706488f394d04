//! `nakodo backup` and `nakodo restore`, for the embedded mode: its one file, whole and proved.
//!
//! A backup is two files. `FILE` is a SQLite database that any tool reads. `FILE.json` says what it has to be: its hash, how many rows are in each
//! table, which build made it and when. It is written first, so a `FILE` under its own name is always whole. Everything that an instance has to
//! remember is in there, the secret of its pages and codes too; settings, the DKIM key and the keys of the data are files of the operator.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::lock_folder;
use crate::cli::CommandError;
use crate::clock::{Clock, Moment};
use crate::settings::Settings;
use crate::store::{Location, copy_sqlite, examine_sqlite};

const FORMAT: u32 = 1;
/// Nobody else on the machine may read names and addresses.
const FOR_US_ALONE: u32 = 0o600;
const PIECE: usize = 1 << 20;

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    /// Version of the build that made it.
    nakodo: String,
    made_at: Moment,
    sha256: String,
    rows: BTreeMap<String, i64>,
}

fn said(text: impl Into<String>) -> CommandError {
    CommandError::Said(text.into())
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn database(settings: &Settings) -> Result<&Path, CommandError> {
    match &settings.store {
        Location::Sqlite(path) => Ok(path),
        Location::Postgres(_) => Err(said("the data are in PostgreSQL: use pg_dump and pg_restore (docs/operating.md says how)")),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, CommandError> + Send + 'static) -> Result<T, CommandError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(said(error.to_string())))
}

pub(super) async fn backup(settings: Settings, file: PathBuf) -> Result<(), CommandError> {
    let from = database(&settings)?.to_owned();
    let now = Clock::system().now();
    let manifest = blocking(move || make(&from, &file, now).map(|manifest| (file, manifest)));
    let (file, manifest) = manifest.await?;
    println!("{}: {}, sha256 {}", file.display(), in_words(&manifest), manifest.sha256);
    println!(
        "it is of no use without the keys in {}, which are not in it: keep a copy of them elsewhere",
        crate::app::keys::place(&settings)
    );
    Ok(())
}

pub(super) async fn restore(settings: Settings, file: PathBuf) -> Result<(), CommandError> {
    let to = database(&settings)?.to_owned();
    let keys = crate::app::keys::place(&settings);
    let manifest = blocking(move || {
        std::fs::create_dir_all(&settings.data_dir)?;
        let lock = lock_folder(&settings)?;
        let manifest = put_back(&file, &to)?;
        drop(lock);
        Ok(manifest)
    });
    let manifest = manifest.await?;
    println!("restored: {}, as of {}", in_words(&manifest), manifest.made_at.to_rfc3339());
    println!("put the keys of that time into {keys} first, if they are not there");
    println!("start nakodo then; letters that left after that moment leave once more");
    Ok(())
}

fn in_words(manifest: &Manifest) -> String {
    let count = |table: &str| manifest.rows.get(table).copied().unwrap_or(0);
    format!("{} help requests, {} specialists, {} letters", count("help_requests"), count("specialists"), count("letters"))
}

/// Writes the copy beside its name, proves it, and only then gives it its name.
fn make(from: &Path, file: &Path, now: Moment) -> Result<Manifest, CommandError> {
    if !from.exists() {
        return Err(said(format!("there is no database at {}", from.display())));
    }
    if file.exists() {
        return Err(said(format!("{} is there already; nothing was written", file.display())));
    }
    let part = with_end(file, ".part");
    let made = write_copy(from, &part).and_then(|()| {
        let facts = examine_sqlite(&part).map_err(|error| said(format!("the copy is of no use: {error}")))?;
        let nakodo = env!("CARGO_PKG_VERSION").to_owned();
        let manifest = Manifest { format: FORMAT, nakodo, made_at: now, sha256: hash(&part)?, rows: facts.rows };
        let text = serde_json::to_string_pretty(&manifest).map_err(|error| said(error.to_string()))?;
        let mut beside = create(&with_end(file, ".json"), true)?;
        beside.write_all(text.as_bytes())?;
        beside.sync_all()?;
        rename(&part, file)?;
        Ok(manifest)
    });
    if made.is_err() {
        // What is half done helps nobody; if it cannot be removed either, the first error says more.
        let _ = std::fs::remove_file(&part);
    }
    made
}

fn write_copy(from: &Path, part: &Path) -> Result<(), CommandError> {
    // Made by us, so that it is never readable for others; SQLite fills an empty file.
    create(part, true)?;
    copy_sqlite(from, part).map_err(|error| said(format!("the copy cannot be written: {error}")))?;
    // SQLite does not wait for the disk here.
    File::open(part)?.sync_all()?;
    Ok(())
}

/// Checks the copy before and after it is in the folder; the database gets its name last.
fn put_back(file: &Path, to: &Path) -> Result<Manifest, CommandError> {
    for taken in [to.to_owned(), with_end(to, "-wal"), with_end(to, "-journal")] {
        if taken.exists() {
            return Err(said(format!("{} is there already: restore into an empty data folder (--data-dir)", taken.display())));
        }
    }
    let beside = with_end(file, ".json");
    let text = std::fs::read_to_string(&beside).map_err(|error| said(format!("{}: {error}", beside.display())))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| said(format!("{}: {error}", beside.display())))?;
    if manifest.format != FORMAT {
        return Err(said(format!("{} is of format {}, this build reads {FORMAT}", beside.display(), manifest.format)));
    }
    let part = with_end(to, ".part");
    let placed = place(file, &part, &manifest).and_then(|()| rename(&part, to));
    if placed.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    placed.map(|()| manifest)
}

fn place(file: &Path, part: &Path, manifest: &Manifest) -> Result<(), CommandError> {
    let mut source = File::open(file).map_err(|error| said(format!("{}: {error}", file.display())))?;
    let mut target = create(part, false)?;
    std::io::copy(&mut source, &mut target)?;
    target.sync_all()?;
    if hash(part)? != manifest.sha256 {
        return Err(said(format!("{} is not what was backed up: its sha256 differs from that in its .json", file.display())));
    }
    let facts = examine_sqlite(part).map_err(|error| said(format!("{} is of no use: {error}", file.display())))?;
    if facts.rows != manifest.rows {
        return Err(said(format!("{} does not hold as many rows as its .json says", file.display())));
    }
    if !facts.schema.unknown.is_empty() {
        return Err(said(format!(
            "nakodo {} made this backup, with a schema that this build does not know: use that version or a newer one",
            manifest.nakodo
        )));
    }
    Ok(())
}

/// An empty file for us alone. `anew` replaces one that an earlier try has left.
fn create(path: &Path, anew: bool) -> Result<File, CommandError> {
    if anew && path.exists() {
        std::fs::remove_file(path)?;
    }
    let made = OpenOptions::new().write(true).create(true).truncate(true).mode(FOR_US_ALONE).open(path);
    made.map_err(|error| said(format!("{}: {error}", path.display())))
}

/// Also on the disk: a name is part of its folder.
fn rename(from: &Path, to: &Path) -> Result<(), CommandError> {
    std::fs::rename(from, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()?;
    Ok(())
}

fn hash(path: &Path) -> Result<String, CommandError> {
    let (mut file, mut hash, mut piece) = (File::open(path)?, Sha256::new(), vec![0; PIECE]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(format!("{:x}", hash.finalize())),
            read => hash.update(piece.get(..read).unwrap_or_default()),
        }
    }
}
