//! `bench`: how long the generator takes and how much memory; what it prints beside code written by hand; and how long
//! what it prints takes to check.
//!
//! Measured as one would by hand: a warm-up, several runs of the release binary, median and spread. The budgets are
//! printed and never fail the run: a busy machine is no defect. Only a command that fails does.

mod calls;
mod crates;
pub(crate) mod probe;
mod report;
mod sample;
mod synthetic;
mod whole;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use clap::{Args, ValueEnum};
use tempfile::TempDir;

use crate::{failure::Failure, repository};
use sample::{Measurement, Sample};

/// As many operations as the larger of the two APIs has.
const N_OPERATIONS: usize = 280;
/// Four times the size may take four times as long, with a tenth for chance.
const GROWTH: usize = 4;
const MAX_RATIO: f64 = 4.4;
const MAX_SECONDS: f64 = 0.5;
const MAX_MEGABYTES: f64 = 120.0;

/// What `bench` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Measured runs of the generator per size.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Rounds in which printed and hand-written code take turns.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Measure this part alone.
    #[arg(long)]
    only: Option<Part>,
}

/// What can be measured alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Time and memory of the generator.
    Generator,
    /// Calls through the printed client, beside the same calls written by hand.
    Calls,
    /// The check times of the printed crates.
    Crates,
}

/// Measures everything and prints the tables.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let is_wanted = |part| options.only.is_none_or(|it| it == part);
    if is_wanted(Part::Generator) {
        generator(options)?;
    }
    if is_wanted(Part::Calls) {
        calls::run(options.rounds)?;
    }
    if is_wanted(Part::Crates) {
        crates::run()?;
        whole::run()?;
    }
    Ok(())
}

fn generator(options: &Options) -> Result<(), Failure> {
    let binary = build()?;
    let folder = TempDir::new()?;
    let bench = Generate { binary, folder: folder.path().to_owned(), runs: options.runs };
    let small = bench.measure(N_OPERATIONS)?;
    let large = bench.measure(N_OPERATIONS * GROWTH)?;
    let second = bench.second_run(N_OPERATIONS)?;
    print!("{}", sample::table(&[&small, &large, &second.sample]));
    print!("{}", budgets(&small, &large, second.touched.len()));
    for path in second.touched.iter().take(10) {
        println!("  touched: {path}");
    }
    Ok(())
}

/// The binary that users install.
fn build() -> Result<PathBuf, Failure> {
    let status = repository::cargo().args(["build", "--release", "-p", "specwright"]).status()?;
    match status.success() {
        true => Ok(released("specwright")),
        false => Err(Failure::new("the generator does not build").repaired_by("cargo build --release -p specwright")),
    }
}

/// Where a release build leaves a binary.
fn released(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    Path::new(&target).join(format!("release/{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Runs of `specwright generate`.
struct Generate {
    binary: PathBuf,
    folder: PathBuf,
    runs: u32,
}

/// A run over output that is up to date.
struct SecondRun {
    sample: Sample,
    /// Files whose time stamp or presence changed; there should be none.
    touched: Vec<String>,
}

impl Generate {
    /// Runs into a folder that does not exist yet, each time.
    fn measure(&self, n_operations: usize) -> Result<Sample, Failure> {
        let description = synthetic::describe(n_operations);
        let input = self.write(&description)?;
        let output = self.folder.join("output");
        let mut measurements = Vec::new();
        for idx in 0..=self.runs {
            let measurement = probe::measure(&self.command(&input, &output))?;
            fs::remove_dir_all(&output)?;
            // The first run warms the caches up.
            if idx > 0 {
                measurements.push(measurement);
            }
        }
        Ok(Sample::new(format!("{n_operations} operations, {} types", description.n_types), measurements))
    }

    /// Runs again over what is there.
    fn second_run(&self, n_operations: usize) -> Result<SecondRun, Failure> {
        let input = self.write(&synthetic::describe(n_operations))?;
        let output = self.folder.join("second");
        let command = self.command(&input, &output);
        probe::measure(&command)?;
        let before = time_stamps(&output)?;
        let measurements: Vec<Measurement> =
            (0..self.runs).map(|_| probe::measure(&command)).collect::<Result<_, _>>()?;
        let after = time_stamps(&output)?;
        let touched = before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path));
        let mut touched: Vec<String> = touched.cloned().collect();
        touched.sort();
        touched.dedup();
        let sample = Sample::new(format!("{n_operations} operations, nothing changed"), measurements);
        Ok(SecondRun { sample, touched })
    }

    fn write(&self, description: &synthetic::Description) -> Result<PathBuf, Failure> {
        let folder = self.folder.join(format!("input-{}", description.n_types));
        for (path, text) in &description.files {
            let place = folder.join(path);
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(place, text)?;
        }
        Ok(folder.join(synthetic::ROOT))
    }

    fn command(&self, input: &Path, output: &Path) -> Vec<OsString> {
        let mut command: Vec<OsString> = vec![self.binary.clone().into(), "generate".into(), input.into()];
        command.extend(["--output".into(), output.into(), "--package".into(), "synthetic".into()]);
        command
    }
}

/// When each file below a folder was last written.
fn time_stamps(folder: &Path) -> io::Result<BTreeMap<String, SystemTime>> {
    let mut stamps = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            match entry.file_type()?.is_dir() {
                true => pending.push(entry.path()),
                false => {
                    stamps.insert(entry.path().display().to_string(), entry.metadata()?.modified()?);
                }
            }
        }
    }
    Ok(stamps)
}

/// One line per budget.
fn budgets(small: &Sample, large: &Sample, n_touched: usize) -> String {
    let mut out = String::new();
    let mut line = |title, value, limit, unit| out.push_str(&report::budget(title, value, limit, unit));
    let ratio = |large: f64, small: f64| large / small.max(f64::MIN_POSITIVE);
    let megabytes = |sample: &Sample| sample.peak().map(|bytes| bytes as f64 / 1e6);
    line("time", Some(small.median().as_secs_f64()), MAX_SECONDS, " s");
    line("memory", megabytes(small), MAX_MEGABYTES, " MB");
    // Whatever else the machine does stretches wall time, and not evenly.
    let work = |sample: &Sample| sample.processor().unwrap_or_else(|| sample.median()).as_secs_f64();
    let time_ratio = ratio(work(large), work(small));
    line("work at four times the size", Some(time_ratio), MAX_RATIO, "x");
    let memory_ratio = megabytes(large).zip(megabytes(small)).map(|(large, small)| ratio(large, small));
    line("memory at four times the size", memory_ratio, MAX_RATIO, "x");
    line("files touched by a run that changes nothing", Some(n_touched as f64), 0.0, "");
    out
}

#[cfg(test)]
mod tests {
    //! The marks of the budgets, and that a touched file shows.

    use std::{
        fs,
        time::{Duration, SystemTime},
    };

    use tempfile::TempDir;

    use super::{Measurement, Sample, budgets, time_stamps};

    fn sample(milliseconds: u64, peak: Option<u64>) -> Sample {
        Sample::new(String::new(), vec![Measurement { wall: Duration::from_millis(milliseconds), cpu: None, peak }])
    }

    #[test]
    fn budgets_are_marked() {
        let text = budgets(&sample(500, Some(120_000_000)), &sample(2201, Some(480_000_000)), 0);
        let expected = "pass  time: 0.50 s (budget 0.5 s)\n\
                        pass  memory: 120.00 MB (budget 120 MB)\n\
                        OVER  work at four times the size: 4.40x (budget 4.4x)\n\
                        pass  memory at four times the size: 4.00x (budget 4.4x)\n\
                        pass  files touched by a run that changes nothing: 0.00 (budget 0)\n";
        assert_eq!(text, expected);
        let text = budgets(&sample(501, None), &sample(501, None), 1);
        let marks: Vec<&str> = text.lines().map(|line| &line[..4]).collect();
        assert_eq!(marks, ["OVER", "----", "pass", "----", "OVER"]);
    }

    #[test]
    fn a_touched_file_shows() {
        let folder = TempDir::new().expect("temporary folder");
        fs::create_dir(folder.path().join("sub")).expect("folder");
        fs::write(folder.path().join("sub/a"), "a").expect("file");
        let before = time_stamps(folder.path()).expect("read");
        let file = fs::File::options().write(true).open(folder.path().join("sub/a")).expect("open");
        file.set_modified(SystemTime::UNIX_EPOCH).expect("touch");
        let after = time_stamps(folder.path()).expect("read");
        assert_eq!(before.len(), 1);
        assert_ne!(before, after);
    }
}
