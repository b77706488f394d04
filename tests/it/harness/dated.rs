//! Worlds under other dated data.

use std::sync::Arc;

use nakodo::catalogue::Catalogue;

use super::{Mode, World};

/// The catalogue with the texts of one data set changed.
pub fn catalogue_with(set: &str, change: impl Fn(String) -> String) -> Catalogue {
    let changed = |(name, text): (String, String)| {
        let text = if name.split('/').next() == Some(set) { change(text) } else { text };
        (name, text)
    };
    catalogue_of(&texts().into_iter().map(changed).collect::<Vec<_>>())
}

pub fn catalogue_of(texts: &[(String, String)]) -> Catalogue {
    let texts = texts.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Catalogue::from_texts(texts, "2026-11-24".parse().unwrap()).unwrap()
}

/// Names and texts of all editions of all data sets.
pub fn texts() -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut texts = Vec::new();
    for folder in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        for file in files.filter(|file| name != "demo" && file.extension().is_some_and(|ending| ending == "toml")) {
            let text = std::fs::read_to_string(&file).unwrap();
            texts.push((format!("{name}/{}", file.file_name().unwrap().to_str().unwrap()), text));
        }
    }
    texts
}

impl World {
    /// A world whose wave policies are changed.
    pub async fn with_waves(mode: Mode, change: impl Fn(String) -> String) -> Self {
        let mut world = Self::new(mode).await;
        let changed = Arc::new(catalogue_with("waves", change));
        world.app.desk.catalogue = changed.clone();
        world.app.crew.desk.catalogue = changed;
        world
    }

    /// A world in which the company chooses among those who accept.
    pub async fn choosing(mode: Mode) -> Self {
        Self::with_waves(mode, |text| text.replace("mode = \"first\"", "mode = \"choose\"")).await
    }
}
