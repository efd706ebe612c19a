//! A plan and a folder -> what stands in the folder and what has to change. Reads the disk, never writes.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use super::{
    MANIFEST, at,
    plan::{Plan, ancestors, parse_manifest},
    refuse, staging,
};

/// What has to change in a folder.
pub(super) struct State {
    /// Planned files that are missing or have another text, sorted by path.
    pub(super) outdated: Vec<Outdated>,
    /// Files of the old manifest that still exist and are not planned any more, sorted.
    pub(super) strays: Vec<String>,
    /// Folders that held a file of the old manifest and hold no planned one, sorted.
    pub(super) deserted: BTreeSet<String>,
}

/// A planned file that the folder does not hold in this form.
pub(super) struct Outdated {
    pub(super) path: String,
    /// What stands there now; `None` if nothing does.
    pub(super) old: Option<Vec<u8>>,
    /// Why it must not be replaced.
    pub(super) obstacle: Option<Obstacle>,
}

/// Why a file must not be replaced.
pub(super) enum Obstacle {
    /// The generator did not write it.
    Foreign,
    /// A rename would replace it all the same on Unix; whoever took the right to write away meant it.
    ReadOnly,
}

/// What stands at a path, without following a symbolic link.
enum Entry {
    Nothing,
    File(fs::Metadata),
    Folder,
    Link,
}

impl State {
    pub(super) fn read(plan: &Plan<'_>, folder: &Path) -> io::Result<Self> {
        check_folder(folder)?;
        let manifest = read_manifest(folder)?;
        let strays = find_strays(plan, folder, &manifest)?;
        let mut outdated = Vec::new();
        for (path, text) in plan.iter() {
            check_ancestors(folder, path, &strays)?;
            outdated.extend(inspect_file(folder, path, text, &manifest, &strays)?);
        }
        let deserted = manifest
            .iter()
            .flat_map(|path| ancestors(path))
            .filter(|it| !plan.has_folder(it))
            .map(str::to_owned)
            .collect();
        Ok(Self { outdated, strays, deserted })
    }
}

const LINK: &str = "is a symbolic link; nothing is written through a link";

/// What stands in the folder and was put there by somebody else. A folder without planned files is named as a whole.
pub(super) fn foreign(plan: &Plan<'_>, folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut pending = vec![String::new()];
    while let Some(parent) = pending.pop() {
        let place = folder.join(&parent);
        for entry in fs::read_dir(&place).map_err(|error| at(&place, &error))? {
            let entry = entry.map_err(|error| at(&place, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if parent.is_empty() { name } else { format!("{parent}/{name}") };
            let is_folder = entry.file_type().map_err(|error| at(&entry.path(), &error))?.is_dir();
            if is_folder && plan.has_folder(&path) {
                pending.push(path);
            } else if is_folder && !staging::is_staging(&path) {
                found.push(format!("{path}/"));
            } else if !is_folder && !plan.contains(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The output folder itself may be a link (the user named it), a file it may not be.
fn check_folder(folder: &Path) -> io::Result<()> {
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(io::Error::new(ErrorKind::NotADirectory, format!("{}: is not a folder", folder.display()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(at(folder, &error)),
    }
}

fn read_manifest(folder: &Path) -> io::Result<BTreeSet<String>> {
    let place = folder.join(MANIFEST);
    match entry(&place)? {
        Entry::File(_) => {
            let bytes = fs::read(&place).map_err(|error| at(&place, &error))?;
            Ok(parse_manifest(&String::from_utf8_lossy(&bytes)))
        }
        Entry::Nothing => Ok(BTreeSet::new()),
        Entry::Link => Err(refuse(ErrorKind::InvalidInput, MANIFEST, LINK)),
        Entry::Folder => Err(refuse(ErrorKind::IsADirectory, MANIFEST, "is a folder")),
    }
}

/// Only regular files that stand in real folders are strays: whatever replaced one of ours is not ours.
fn find_strays(plan: &Plan<'_>, folder: &Path, manifest: &BTreeSet<String>) -> io::Result<Vec<String>> {
    let mut strays = Vec::new();
    for path in manifest.iter().filter(|path| !plan.contains(path)) {
        let mut is_ours = true;
        for ancestor in ancestors(path) {
            is_ours &= matches!(entry(&folder.join(ancestor))?, Entry::Folder);
        }
        if is_ours && matches!(entry(&folder.join(path))?, Entry::File(_)) {
            strays.push(path.clone());
        }
    }
    Ok(strays)
}

fn check_ancestors(folder: &Path, path: &str, strays: &[String]) -> io::Result<()> {
    for ancestor in ancestors(path) {
        match entry(&folder.join(ancestor))? {
            Entry::Nothing => return Ok(()),
            Entry::Folder => {}
            // It is removed before the folder is made.
            Entry::File(_) if strays.iter().any(|stray| stray == ancestor) => return Ok(()),
            Entry::File(_) => {
                return Err(refuse(ErrorKind::NotADirectory, ancestor, "is a file, but has to become a folder"));
            }
            Entry::Link => return Err(refuse(ErrorKind::InvalidInput, ancestor, LINK)),
        }
    }
    Ok(())
}

/// What has to change at one planned path; `None` if the text stands there already.
fn inspect_file(
    folder: &Path,
    path: &str,
    text: &str,
    manifest: &BTreeSet<String>,
    strays: &[String],
) -> io::Result<Option<Outdated>> {
    let place = folder.join(path);
    let outdated = |old, obstacle| Ok(Some(Outdated { path: path.to_owned(), old, obstacle }));
    match entry(&place)? {
        Entry::Nothing => outdated(None, None),
        Entry::Link => Err(refuse(ErrorKind::InvalidInput, path, LINK)),
        // It vanishes with the strays that it holds, or the commit fails and is undone.
        Entry::Folder if strays.iter().any(|stray| stray.starts_with(&format!("{path}/"))) => outdated(None, None),
        Entry::Folder => Err(refuse(ErrorKind::IsADirectory, path, "is a folder, but has to become a file")),
        Entry::File(metadata) => {
            let old = fs::read(&place).map_err(|error| at(&place, &error))?;
            if old == text.as_bytes() {
                return Ok(None);
            }
            let is_ours = path == MANIFEST || manifest.contains(path);
            let obstacle = match metadata.permissions().readonly() {
                _ if !is_ours => Some(Obstacle::Foreign),
                true => Some(Obstacle::ReadOnly),
                false => None,
            };
            outdated(Some(old), obstacle)
        }
    }
}

fn entry(path: &Path) -> io::Result<Entry> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Entry::Nothing);
        }
        Err(error) => return Err(at(path, &error)),
    };
    if metadata.is_symlink() {
        Ok(Entry::Link)
    } else if metadata.is_dir() {
        Ok(Entry::Folder)
    } else {
        Ok(Entry::File(metadata))
    }
}
