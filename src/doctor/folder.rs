//! The data folder of the embedded mode: whether it can be used, by whom it is used, and how much room its disk has.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::doctor::{Check, Finding};
use crate::settings::Settings;
use crate::store::Location;

/// Below this the disk is full soon; below the other any moment.
const LITTLE_ROOM: u64 = 1 << 30;
const NO_ROOM: u64 = 100 << 20;

pub(super) fn look(settings: &Settings) -> Vec<Finding> {
    if !matches!(settings.store, Location::Sqlite(_)) {
        return Vec::new();
    }
    let folder = &settings.data_dir;
    let shown = folder.display().to_string();
    if !folder.exists() {
        return vec![Finding::warn(Check::Folder, "doctor-folder-missing", &[("folder", &shown)])];
    }
    let mut findings = vec![usable(folder, &shown).unwrap_or_else(|| user_of(folder, &shown))];
    findings.push(room(folder));
    findings
}

/// What keeps it from being used at all.
fn usable(folder: &Path, shown: &str) -> Option<Finding> {
    let unusable = |why: String| Finding::wrong(Check::Folder, "doctor-folder-unusable", &[("folder", shown), ("why", &why)]);
    if !folder.is_dir() {
        return Some(unusable(std::io::Error::from(std::io::ErrorKind::NotADirectory).to_string()));
    }
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).err().map(|error| unusable(error.to_string()))
}

/// Whether an instance is serving it now. The lock is held for a moment only, and never made.
fn user_of(folder: &Path, shown: &str) -> Finding {
    let free = Finding::well(Check::Folder, "doctor-folder-free", &[("folder", shown)]);
    let Ok(file) = File::open(folder.join("nakodo.lock")) else { return free };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Finding::well(Check::Folder, "doctor-folder-served", &[("folder", shown)]),
        _ => free,
    }
}

fn room(folder: &Path) -> Finding {
    match rustix::fs::statvfs(folder) {
        Err(error) => Finding::warn(Check::Disk, "doctor-disk-unknown", &[("why", &error.to_string())]),
        Ok(disk) => {
            let room = disk.f_bavail.saturating_mul(disk.f_frsize);
            let megabytes = (room >> 20).to_string();
            let facts = [("megabytes", megabytes.as_str())];
            if room < NO_ROOM {
                Finding::wrong(Check::Disk, "doctor-disk-full", &facts)
            } else if room < LITTLE_ROOM {
                Finding::warn(Check::Disk, "doctor-disk-little", &facts)
            } else {
                Finding::well(Check::Disk, "doctor-disk-well", &facts)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn a_file_system_without_room_is_told() {
        // Linux keeps no room there for anybody.
        let found = room(Path::new("/proc"));
        assert_eq!((found.verdict, found.code), (Verdict::Wrong, "doctor-disk-full"));
        let found = room(Path::new("/no/such/place"));
        assert_eq!((found.verdict, found.code), (Verdict::Warn, "doctor-disk-unknown"));
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_cannot_be_used() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let found = usable(file.path(), "x").unwrap();
        assert_eq!((found.verdict, found.code), (Verdict::Wrong, "doctor-folder-unusable"));
    }
}
