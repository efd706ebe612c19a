//! Carries a plan out: stage every new text, take the steps, and undo them in reverse if one fails.

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::{
    at,
    inspect::{Obstacle, State},
    plan::Plan,
    refuse,
    staging::Staging,
};

/// How one step is undone.
enum Undo {
    /// A file was made: remove it.
    RemoveFile(PathBuf),
    /// A file was replaced or removed: bring the old one back, with its old time stamp.
    Restore { backup: PathBuf, to: PathBuf },
    /// A folder was made: remove it.
    RemoveFolder(PathBuf),
    /// A folder was removed: make it.
    MakeFolder(PathBuf),
}

/// The steps that were taken. Unless it is kept, dropping it undoes them.
struct Journal {
    steps: Vec<Undo>,
}

/// Makes the folder what the plan says.
pub(super) fn commit(plan: &Plan<'_>, state: &State, folder: &Path) -> io::Result<()> {
    if state.outdated.is_empty() && state.strays.is_empty() && state.deserted.is_empty() {
        return Ok(());
    }
    check_obstacles(state)?;
    // Dropped in reverse: first the steps are undone, then the staging folder goes, then the folders made for it.
    let mut outer = Journal { steps: Vec::new() };
    outer.make_folders(folder)?;
    let mut staging = Staging::open(folder)?;
    let mut journal = Journal { steps: Vec::new() };

    let mut staged = Vec::with_capacity(state.outdated.len());
    for file in &state.outdated {
        let text = plan.text(&file.path).expect("only planned files are outdated");
        staged.push((staging.add(text)?, folder.join(&file.path)));
    }
    // Strays go first: a folder may have to become a file, or a file a folder.
    for path in &state.strays {
        journal.remove_file(&folder.join(path), staging.place())?;
    }
    for path in state.deserted.iter().rev() {
        journal.remove_folder_if_empty(&folder.join(path))?;
    }
    for (text, to) in staged {
        if let Some(parent) = to.parent() {
            journal.make_folders(parent)?;
        }
        journal.place_file(&text, &to, staging.place())?;
    }
    journal.keep();
    outer.keep();
    Ok(())
}

fn check_obstacles(state: &State) -> io::Result<()> {
    for file in &state.outdated {
        match file.obstacle {
            None => {}
            Some(Obstacle::ReadOnly) => {
                return Err(refuse(ErrorKind::PermissionDenied, &file.path, "is read-only"));
            }
            Some(Obstacle::Foreign) => {
                let reason = "stands in the output folder, but the generator did not write it; move it away";
                return Err(refuse(ErrorKind::AlreadyExists, &file.path, reason));
            }
        }
    }
    Ok(())
}

impl Journal {
    fn keep(mut self) {
        self.steps.clear();
    }

    fn remove_file(&mut self, path: &Path, backup: PathBuf) -> io::Result<()> {
        check_writable(path)?;
        fs::rename(path, &backup).map_err(|error| at(path, &error))?;
        self.steps.push(Undo::Restore { backup, to: path.to_owned() });
        Ok(())
    }

    fn remove_folder_if_empty(&mut self, path: &Path) -> io::Result<()> {
        let is_empty = match fs::read_dir(path) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => false,
            Err(error) => return Err(at(path, &error)),
        };
        // `read_dir` follows a link; `remove_dir` would fail on one.
        if !is_empty || path.is_symlink() {
            return Ok(());
        }
        fs::remove_dir(path).map_err(|error| at(path, &error))?;
        self.steps.push(Undo::MakeFolder(path.to_owned()));
        Ok(())
    }

    fn make_folders(&mut self, path: &Path) -> io::Result<()> {
        if path.as_os_str().is_empty() || path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.make_folders(parent)?;
        }
        check_writable(path)?;
        fs::create_dir(path).map_err(|error| at(path, &error))?;
        self.steps.push(Undo::RemoveFolder(path.to_owned()));
        Ok(())
    }

    /// Moves a staged text into place. A reader sees the old file or the new one, never none and never half of one.
    fn place_file(&mut self, staged: &Path, to: &Path, backup: PathBuf) -> io::Result<()> {
        check_writable(to)?;
        let existed = match fs::symlink_metadata(to) {
            Ok(metadata) if metadata.is_dir() => {
                let text = format!("{}: is a folder, but has to become a file", to.display());
                return Err(io::Error::new(ErrorKind::IsADirectory, text));
            }
            Ok(_) => true,
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(at(to, &error)),
        };
        // Some file systems know no hard links.
        if existed && fs::hard_link(to, &backup).is_err() {
            fs::copy(to, &backup).map_err(|error| at(to, &error))?;
        }
        fs::rename(staged, to).map_err(|error| at(to, &error))?;
        self.steps.push(match existed {
            true => Undo::Restore { backup, to: to.to_owned() },
            false => Undo::RemoveFile(to.to_owned()),
        });
        Ok(())
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        while let Some(step) = self.steps.pop() {
            // The first failure is the one to report; whatever else can be put back is put back.
            let _ = match step {
                Undo::RemoveFile(path) => fs::remove_file(path),
                Undo::Restore { backup, to } => fs::rename(backup, to),
                Undo::RemoveFolder(path) => fs::remove_dir(path),
                Undo::MakeFolder(path) => fs::create_dir(path),
            };
        }
    }
}

/// Refuses a folder that nobody may write to, also where the system would let an administrator do it.
fn check_writable(path: &Path) -> io::Result<()> {
    let Some(parent) = path.parent().filter(|it| !it.as_os_str().is_empty()) else {
        return Ok(());
    };
    let metadata = fs::metadata(parent).map_err(|error| at(parent, &error))?;
    // On Windows the flag says nothing about folders.
    if cfg!(unix) && metadata.permissions().readonly() {
        let text = format!("{}: the folder `{}` is read-only", path.display(), parent.display());
        return Err(io::Error::new(ErrorKind::PermissionDenied, text));
    }
    Ok(())
}
