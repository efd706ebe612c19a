//! Planned files and their manifest -> one checked plan, sorted by path. Reads nothing.
//!
//! A path names a file inside the folder on every system: forward slashes, no `.` or `..`, nothing absolute, no drive
//! or stream (`:`), and no two paths that differ only in case or of which one would be a folder of the other.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    io::{self, ErrorKind},
    ops::Bound,
};

use super::{MANIFEST, refuse};
use crate::PlannedFile;

const MANIFEST_HEAD: &str = "# What specwright wrote here. A file that is not listed is never changed or removed.\n";

/// Path -> text of every file of the folder, the manifest included.
pub(super) struct Plan<'a> {
    files: BTreeMap<&'a str, Cow<'a, str>>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(planned: &'a [PlannedFile]) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        for file in planned {
            check_path(&file.path)?;
            if files.insert(file.path.as_str(), Cow::Borrowed(file.text.as_str())).is_some() {
                return Err(refuse(ErrorKind::InvalidInput, &file.path, "is planned twice"));
            }
        }
        check_clashes(files.keys().copied())?;
        let manifest = print_manifest(files.keys().copied());
        files.insert(MANIFEST, Cow::Owned(manifest));
        Ok(Self { files })
    }

    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (*path, text.as_ref()))
    }

    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(Cow::as_ref)
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether a planned file stands somewhere below this folder.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        let prefix = format!("{folder}/");
        let below = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        self.files.range::<str, _>(below).next().is_some_and(|(path, _)| path.starts_with(&prefix))
    }
}

/// The folders above a path, from the outermost one.
pub(super) fn ancestors(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// The paths that a manifest lists. What does not name a file inside the folder was not written by us and is skipped.
pub(super) fn parse_manifest(text: &str) -> BTreeSet<String> {
    text.lines().filter(|line| !line.starts_with('#') && check_path(line).is_ok()).map(str::to_owned).collect()
}

fn print_manifest<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    let mut manifest = MANIFEST_HEAD.to_owned();
    for path in paths {
        manifest.push_str(path);
        manifest.push('\n');
    }
    manifest
}

fn check_path(path: &str) -> io::Result<()> {
    let refuse = |reason| Err(refuse(ErrorKind::InvalidInput, path, reason));
    if path.starts_with('/') {
        return refuse("is an absolute path; planned paths are relative to the output folder");
    }
    if path.contains(|it: char| matches!(it, '\\' | ':') || it.is_control()) || path.starts_with('#') {
        return refuse("is not a portable path");
    }
    if path.split('/').any(|segment| segment == "..") {
        return refuse("leaves the output folder");
    }
    if path.split('/').any(|segment| segment.is_empty() || segment == ".") {
        return refuse("has an empty segment");
    }
    if path.eq_ignore_ascii_case(MANIFEST) {
        return refuse("is the manifest, which is written by itself");
    }
    Ok(())
}

fn check_clashes<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> io::Result<()> {
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths.clone() {
        if let Some(other) = folded.insert(path.to_lowercase(), path) {
            let reason = format!("and `{other}` differ only in case, which some file systems ignore");
            return Err(refuse(ErrorKind::InvalidInput, path, &reason));
        }
    }
    for path in paths {
        if let Some(folder) = ancestors(path).find(|folder| folded.contains_key(&folder.to_lowercase())) {
            let reason = format!("needs `{folder}` to be a folder, but a file of that name is planned");
            return Err(refuse(ErrorKind::InvalidInput, path, &reason));
        }
    }
    Ok(())
}
