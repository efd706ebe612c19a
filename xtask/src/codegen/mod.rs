//! `codegen`: prints every API from its description, proves that what is printed is up to date, or follows the editor.

mod report;
mod watch;

use std::{fs, io, path::Path, time::Instant};

use specwright::write;

use crate::{
    apis::{self, APIS, Api, OUTPUT},
    failure::Failure,
    inventory::Inventory,
    press::{self, Faults, Print},
};

/// The command that brings everything up to date.
pub(crate) const REPAIR: &str = "cargo xtask codegen";

/// What to do with what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Bring it to disk.
    Write,
    /// Compare it with the disk.
    Check,
    /// Bring it to disk after every change of the description.
    Watch,
}

/// Does it for the named API, or for all.
pub(crate) fn run(mode: Mode, name: Option<&str>) -> Result<(), Failure> {
    let apis = apis::choose(name)?;
    match mode {
        Mode::Write => write_all(&apis),
        Mode::Check => check_all(&apis),
        Mode::Watch => watch::run(&apis),
    }
}

/// Goes through all APIs even if one fails: the reader wants every fault at once.
fn write_all(apis: &[&Api]) -> Result<(), Failure> {
    let mut failed = Vec::new();
    for api in apis {
        match press::print(api) {
            Ok(print) => match write_one(api, print) {
                Ok(report) => print!("{report}"),
                Err(error) => failed.push(format!("{}: {error}", api.output().display())),
            },
            Err(faults) => failed.push(reject(api, &faults)),
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => Err(Failure::new(failed.join("; "))),
    }
}

/// Brings one API to disk and tells what changed.
fn write_one(api: &Api, mut print: Print) -> io::Result<String> {
    let folder = api.output();
    let old = Inventory::read(&folder)?;
    let start = Instant::now();
    let changes = write::apply(&print.files, &folder)?;
    print.stages.push(("write", start.elapsed()));
    eprint!("{}", print.remarks);
    Ok(report::changes(api, &changes, &print.inventory.moves_since(&old), &print.stages))
}

fn check_all(apis: &[&Api]) -> Result<(), Failure> {
    let mut stale = Vec::new();
    let mut rejected = Vec::new();
    for api in apis {
        match press::print(api) {
            Ok(print) => {
                let differences = write::compare(&print.files, &api.output())?;
                print!("{}", report::differences(api, &differences));
                if !differences.is_empty() {
                    stale.push(format!("{} has stale files ({})", api.output().display(), differences.len()));
                }
            }
            Err(faults) => rejected.push(reject(api, &faults)),
        }
    }
    if apis.len() == APIS.len() {
        stale.extend(unclaimed(Path::new(OUTPUT))?);
    }
    match (rejected.is_empty(), stale.is_empty()) {
        (true, true) => Ok(()),
        (true, false) => Err(Failure::new(stale.join("; ")).repaired_by(REPAIR)),
        // Nothing but the reader repairs a description.
        (false, _) => Err(Failure::new([rejected, stale].concat().join("; "))),
    }
}

/// Folders that no API is printed into; only a person can tell whether they may go.
fn unclaimed(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // Nothing has been printed yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_dir() && !APIS.iter().any(|api| name == api.name) {
            found.push(format!("{} belongs to no API; delete it", entry.path().display()));
        }
    }
    found.sort();
    Ok(found)
}

/// Prints the faults and sums them up.
fn reject(api: &Api, faults: &Faults) -> String {
    eprint!("{}", faults.text);
    format!("{} has {}", api.spec, faults.count)
}

#[cfg(test)]
mod tests {
    //! What must not stand beside the APIs.

    use std::fs;

    use super::unclaimed;

    #[test]
    fn a_folder_of_no_api_is_found() {
        let folder = tempfile::TempDir::new().expect("temporary folder");
        for name in ["huawei-workspace", "old-api"] {
            fs::create_dir(folder.path().join(name)).expect("folder");
        }
        let found = unclaimed(folder.path()).expect("read");
        assert_eq!(found.len(), 1);
        assert!(found[0].ends_with("old-api belongs to no API; delete it"), "{}", found[0]);
    }
}
