//! Wall time, processor time and peak memory of one command.
//!
//! The kernel tells them only of all finished children together, the peak as a maximum. So each command gets a parent of its
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

/// The chore: runs the command and prints `<wall nanoseconds> <processor nanoseconds> <bytes>`.
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
        return Err(Failure::new(format!("{}: {status}", program.to_string_lossy())));
    }
    let (cpu, peak) = usage().unzip();
    let word = |number: Option<u64>| number.map_or_else(|| UNKNOWN.to_owned(), |it| it.to_string());
    println!("{} {} {}", wall.as_nanos(), word(cpu), word(peak));
    Ok(())
}

/// Runs the command below a probe.
pub(super) fn measure(command: &[OsString]) -> Result<Measurement, Failure> {
    let output = Command::new(std::env::current_exe()?).arg("probe").arg("--").args(command).output()?;
    if !output.status.success() {
        let command: Vec<_> = command.iter().map(|it| it.to_string_lossy()).collect();
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("`{}` failed:\n{}", command.join(" "), errors.trim_end())));
    }
    let answer = String::from_utf8_lossy(&output.stdout);
    parse(&answer).ok_or_else(|| Failure::new(format!("the probe said `{}`", answer.trim_end())))
}

fn parse(answer: &str) -> Option<Measurement> {
    let mut words = answer.split_whitespace();
    let mut number = || match words.next()? {
        UNKNOWN => Some(None),
        word => word.parse::<u64>().ok().map(Some),
    };
    let wall = Duration::from_nanos(number()??);
    let cpu = number()?.map(Duration::from_nanos);
    let peak = number()?;
    Some(Measurement { wall, cpu, peak })
}

/// Processor time in nanoseconds and peak memory in bytes of all finished children.
#[cfg(unix)]
fn usage() -> Option<(u64, u64)> {
    use nix::sys::{
        resource::{UsageWho, getrusage},
        time::TimeValLike,
    };

    // Linux and the BSDs count in kilobytes, macOS counts in bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let cpu = usage.user_time() + usage.system_time();
    Some((u64::try_from(cpu.num_nanoseconds()).ok()?, u64::try_from(usage.max_rss()).ok()? * unit))
}

#[cfg(not(unix))]
fn usage() -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    //! The answer of a probe.

    use std::time::Duration;

    use super::{Measurement, parse};

    #[test]
    fn answers_are_read_back() {
        let (wall, cpu) = (Duration::from_nanos(1_500), Some(Duration::from_nanos(900)));
        assert_eq!(parse("1500 900 4096\n"), Some(Measurement { wall, cpu, peak: Some(4096) }));
        assert_eq!(parse("1500 - -\n"), Some(Measurement { wall, cpu: None, peak: None }));
        assert_eq!(parse("- - -\n"), None);
        assert_eq!(parse("1500 900\n"), None);
        assert_eq!(parse("error: no such file\n"), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_peak_is_that_of_a_child() {
        // Any child will do; it has some memory, and less than a terabyte if the unit is right.
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = std::process::Command::new(cargo).arg("--version").output().expect("cargo starts");
        assert!(output.status.success());
        let (_, peak) = super::usage().expect("known on this system");
        assert!((100_000..1_000_000_000_000).contains(&peak), "{peak}");
    }
}
