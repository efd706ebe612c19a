//! Brings planned files to disk, or tells how the disk differs from them. Does not know what Rust is.
//!
//! [`apply`] writes only what changed, all of it or nothing: every new text is staged first, then renamed into place,
//! and a failure undoes the steps that were taken. [`compare`] touches nothing.
//!
//! The folder's manifest [`MANIFEST`] lists what was written. A file that stands neither in the plan nor in the
//! manifest belongs to somebody else: it is never changed and never deleted, only named ([`Changes::foreign`]).
//! Symbolic links inside the folder are not followed, and no path of a plan can leave the folder.

mod commit;
mod compare;
mod inspect;
mod plan;
mod staging;

#[cfg(test)]
mod tests;

use std::{io, path::Path};

use crate::PlannedFile;

/// The file in the output folder that lists what the generator wrote there; this room writes it itself.
pub const MANIFEST: &str = ".specwright-files";

/// What [`apply`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or have a new text, sorted.
    pub written: Vec<String>,
    /// Files that the generator wrote before and that are no longer planned, sorted.
    pub removed: Vec<String>,
    /// How many planned files stood there already; they were not touched.
    pub unchanged: usize,
    /// Files and folders that somebody else put there, sorted; a folder ends with `/`.
    pub foreign: Vec<String>,
}

/// One path at which the folder is not what the plan says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Relative to the output folder, with forward slashes.
    pub path: String,
    /// What is wrong there.
    pub kind: DifferenceKind,
}

/// What is wrong at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Planned, but not there.
    Missing,
    /// There with another text.
    Changed {
        /// From the text on disk to the planned one.
        unified: String,
    },
    /// Written by an earlier run and no longer planned.
    Stray,
}

/// Makes `folder` hold exactly `files` (and what belongs to somebody else).
///
/// # Errors
///
/// Names the path at fault: one that leaves the folder, clashes with another, leads through a symbolic link, is
/// read-only or belongs to somebody else, and whatever the disk refuses. The folder is then as it was before.
pub fn apply(files: &[PlannedFile], folder: &Path) -> io::Result<Changes> {
    let plan = plan::Plan::new(files)?;
    let state = inspect::State::read(&plan, folder)?;
    commit::commit(&plan, &state, folder)?;
    Ok(Changes {
        unchanged: plan.len() - state.outdated.len(),
        written: state.outdated.into_iter().map(|it| it.path).collect(),
        removed: state.strays,
        foreign: inspect::foreign(&plan, folder)?,
    })
}

/// Tells every path at which `folder` is not what `files` say, sorted; nothing if it is up to date.
///
/// # Errors
///
/// Names the path at fault: one that leaves the folder, clashes with another, leads through a symbolic link or has a
/// folder where a file should be, and whatever the disk refuses.
pub fn compare(files: &[PlannedFile], folder: &Path) -> io::Result<Vec<Difference>> {
    let plan = plan::Plan::new(files)?;
    let state = inspect::State::read(&plan, folder)?;
    Ok(compare::differences(&plan, &state))
}

/// Says at which path an error happened.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// An error of our own at a path of the plan.
fn refuse(kind: io::ErrorKind, path: &str, reason: &str) -> io::Error {
    io::Error::new(kind, format!("`{path}` {reason}"))
}
