//! Wall time and peak memory of one command.
//!
//! The kernel tells the peak only of all finished children together, as a maximum. So each command gets a parent of its
//! own: the hidden chore `probe`, whose only child it is. (Reading `/proc/<pid>/status` from outside would miss the
//! last moments, and unsafe calls are forbidden here.) The peak is that of the largest single process; it covers
//! descendants, such as `rustc` below `cargo`, and is never less than the few megabytes of the probe itself.

use std::{
    ffi::OsString,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use super::sample::Measurement;
use crate::failure::Failure;

const UNKNOWN: &str = "-";

/// The chore: runs the command and prints `<nanoseconds> <bytes>`.
pub(crate) fn run(command: &[OsString]) -> Result<(), Failure> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(Failure::new("no command to measure"));
    };
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()
        .map_err(|error| Failure::new(format!("{}: {error}", program.to_string_lossy())))?;
    let wall = start.elapsed();
    if !status.success() {
        return Err(Failure::new(format!(
            "{}: {status}",
            program.to_string_lossy()
        )));
    }
    let peak = peak().map_or_else(|| UNKNOWN.to_owned(), |bytes| bytes.to_string());
    println!("{} {peak}", wall.as_nanos());
    Ok(())
}

/// Runs the command below a probe.
pub(super) fn measure(command: &[OsString]) -> Result<Measurement, Failure> {
    let output = Command::new(std::env::current_exe()?)
        .arg("probe")
        .arg("--")
        .args(command)
        .output()?;
    if !output.status.success() {
        let command: Vec<_> = command.iter().map(|it| it.to_string_lossy()).collect();
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!(
            "`{}` failed:\n{}",
            command.join(" "),
            errors.trim_end()
        )));
    }
    let answer = String::from_utf8_lossy(&output.stdout);
    parse(&answer).ok_or_else(|| Failure::new(format!("the probe said `{}`", answer.trim_end())))
}

fn parse(answer: &str) -> Option<Measurement> {
    let (wall, peak) = answer.trim_end().split_once(' ')?;
    let peak = match peak {
        UNKNOWN => None,
        bytes => Some(bytes.parse().ok()?),
    };
    Some(Measurement {
        wall: Duration::from_nanos(wall.parse().ok()?),
        peak,
    })
}

/// The peak of all finished children in bytes.
#[cfg(unix)]
fn peak() -> Option<u64> {
    use nix::sys::resource::{UsageWho, getrusage};

    // Linux and the BSDs count in kilobytes, macOS counts in bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    u64::try_from(usage.max_rss()).ok().map(|peak| peak * unit)
}

#[cfg(not(unix))]
fn peak() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    //! The answer of a probe.

    use std::time::Duration;

    use super::{Measurement, parse};

    #[test]
    fn answers_are_read_back() {
        let known = Measurement {
            wall: Duration::from_nanos(1_500),
            peak: Some(4096),
        };
        assert_eq!(parse("1500 4096\n"), Some(known));
        assert_eq!(
            parse("1500 -\n"),
            Some(Measurement {
                wall: Duration::from_nanos(1_500),
                peak: None
            })
        );
        assert_eq!(parse("error: no such file\n"), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_peak_is_that_of_a_child() {
        // Any child will do; it has some memory, and less than a terabyte if the unit is right.
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = std::process::Command::new(cargo)
            .arg("--version")
            .output()
            .expect("cargo starts");
        assert!(output.status.success());
        let peak = super::peak().expect("known on this system");
        assert!((100_000..1_000_000_000_000).contains(&peak), "{peak}");
    }
}
