//! How long the printed crates take to check, each alone, with everything that it depends on checked before.

use std::{ffi::OsString, fs, path::Path, process::Command, time::SystemTime};

use super::{probe, sample, sample::Sample};
use crate::{apis::APIS, failure::Failure, repository};

const CRATES: &[&str] = &["types", "client", "server"];
/// Apart from the usual one, which stays warm.
const TARGET: &str = "target/bench";

/// Checks every printed crate cold and after a touch, and prints a table.
pub(super) fn run() -> Result<(), Failure> {
    let mut samples = Vec::new();
    for api in APIS {
        for name in CRATES {
            let folder = api.output().join(name);
            match package_name(&folder) {
                Some(package) => samples.extend(measure(&folder, &package)?),
                None => println!("{}: is not printed", folder.display()),
            }
        }
    }
    print!("{}", sample::table(&samples.iter().collect::<Vec<_>>()));
    Ok(())
}

fn measure(folder: &Path, package: &str) -> Result<[Sample; 2], Failure> {
    let check = cargo("check", folder, package);
    run_quietly(&check)?;
    run_quietly(&cargo("clean", folder, package))?;
    let cold = probe::measure(&check)?;
    let again = with_touched(&folder.join("src/lib.rs"), || probe::measure(&check))?;
    Ok([
        Sample::new(format!("cargo check {package}"), vec![cold]),
        Sample::new(format!("cargo check {package}, after a touch"), vec![again]),
    ])
}

/// Lets a file look as if it were just saved while `work` is done. The old time comes back, as nothing has changed.
fn with_touched<T>(path: &Path, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let file = fs::File::options().write(true).open(path)?;
    let old = file.metadata()?.modified()?;
    file.set_modified(SystemTime::now())?;
    let result = work();
    file.set_modified(old)?;
    result
}

/// A cargo command about one package, in the target folder of the benches.
pub(super) fn cargo(command: &str, folder: &Path, package: &str) -> Vec<OsString> {
    let manifest = folder.join("Cargo.toml");
    let mut arguments: Vec<OsString> = vec![repository::cargo().get_program().to_owned(), command.into()];
    arguments.extend(["--quiet".into(), "--manifest-path".into(), manifest.into_os_string()]);
    arguments.extend(["--package".into(), package.into(), "--target-dir".into(), TARGET.into()]);
    arguments
}

/// Runs a command that must succeed.
pub(super) fn run_quietly(command: &[OsString]) -> Result<(), Failure> {
    let status = Command::new(&command[0]).args(&command[1..]).status()?;
    match status.success() {
        true => Ok(()),
        false => {
            let command: Vec<_> = command.iter().map(|it| it.to_string_lossy()).collect();
            Err(Failure::new(format!("`{}`: {status}", command.join(" "))))
        }
    }
}

/// What the manifest in a folder calls its package.
pub(super) fn package_name(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let manifest: toml::Table = text.parse().ok()?;
    Some(manifest.get("package")?.get("name")?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    //! Touching, and reading a manifest.

    use std::{fs, time::SystemTime};

    use tempfile::TempDir;

    use super::{package_name, with_touched};
    use crate::failure::Failure;

    #[test]
    fn a_touch_is_taken_back_even_after_a_failure() {
        let folder = TempDir::new().expect("temporary folder");
        let path = folder.path().join("lib.rs");
        fs::write(&path, "").expect("write");
        let file = fs::File::options().write(true).open(&path).expect("open");
        file.set_modified(SystemTime::UNIX_EPOCH).expect("age");
        let modified = || fs::metadata(&path).expect("metadata").modified().expect("time");
        let result: Result<(), _> = with_touched(&path, || {
            assert_ne!(modified(), SystemTime::UNIX_EPOCH);
            Err(Failure::new("no"))
        });
        assert_eq!(result, Err(Failure::new("no")));
        assert_eq!(modified(), SystemTime::UNIX_EPOCH);
    }

    #[test]
    fn the_package_is_named_by_its_manifest() {
        let folder = TempDir::new().expect("temporary folder");
        assert_eq!(package_name(folder.path()), None);
        fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"x-types\"\n").expect("write");
        assert_eq!(package_name(folder.path()).as_deref(), Some("x-types"));
    }
}
