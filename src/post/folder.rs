//! Letters as files, for one machine without a mail server and for tests.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::ids::LetterId;
use crate::post::SendError;

/// A folder with one `<letter id>.eml` for each letter. lettre has a file transport too, but it gives each file a new name, so a letter that
/// is sent again after a crash would be there twice; here it replaces itself.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub fn new(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self(path.to_owned()))
    }

    pub async fn hand_over(&self, id: LetterId, mail: Vec<u8>) -> Result<(), SendError> {
        let folder = self.0.clone();
        let written = tokio::task::spawn_blocking(move || write(&folder, id, &mail)).await;
        let why = match written {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error.kind().to_string(),
            Err(_) => "the writer stopped".to_owned(),
        };
        Err(SendError::Temporary(format!("the letter could not be written: {why}")))
    }
}

/// Writes beside the final name, then renames: whoever reads the folder finds a letter whole or not at all, also after a power cut.
fn write(folder: &Path, id: LetterId, mail: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(format!("{id}.unfinished"));
    let mut file = File::create(&unfinished)?;
    file.write_all(mail)?;
    file.sync_all()?;
    fs::rename(&unfinished, folder.join(format!("{id}.eml")))?;
    // The new name is safe only when the folder is, too. Where a folder cannot be opened as a file there is nothing to do.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all()?;
    }
    Ok(())
}
