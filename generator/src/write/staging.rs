//! The folder in which new texts wait until all of them are on the disk.
//!
//! It stands inside the output folder, because only there a rename is certain to stay on one file system (the output
//! folder may be a mount of its own). It vanishes when the value is dropped. A run that was killed leaves it behind;
//! the next run finds that nobody holds its lock and removes it.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use super::at;

const PREFIX: &str = ".specwright-staging-";
const LOCK: &str = "lock";

/// A folder of numbered files.
pub(super) struct Staging {
    folder: PathBuf,
    n_files: usize,
    /// Held as long as the folder is in use.
    lock: Option<File>,
}

impl Staging {
    pub(super) fn open(parent: &Path) -> io::Result<Self> {
        sweep(parent);
        let folder = parent.join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir(&folder).map_err(|error| at(&folder, &error))?;
        let mut staging = Self { folder, n_files: 0, lock: None };
        let path = staging.folder.join(LOCK);
        let lock = File::create(&path).map_err(|error| at(&path, &error))?;
        // A file system without locks only loses the sweeping.
        let _ = lock.try_lock();
        staging.lock = Some(lock);
        Ok(staging)
    }

    /// A path in this folder that is still free.
    pub(super) fn place(&mut self) -> PathBuf {
        self.n_files += 1;
        self.folder.join(self.n_files.to_string())
    }

    /// Writes a text and says where.
    pub(super) fn add(&mut self, text: &str) -> io::Result<PathBuf> {
        let place = self.place();
        fs::write(&place, text).map_err(|error| at(&place, &error))?;
        Ok(place)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Windows does not remove a folder that holds an open file.
        self.lock = None;
        // What cannot be removed now is swept by the next run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Whether a path relative to the output folder is a staging folder.
pub(super) fn is_staging(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// Removes what killed runs left behind. A folder without a lock file has only just been made by another run.
fn sweep(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten().filter(|entry| is_staging(&entry.file_name().to_string_lossy())) {
        let Ok(lock) = File::options().write(true).open(entry.path().join(LOCK)) else {
            continue;
        };
        if lock.try_lock().is_ok() {
            drop(lock);
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
