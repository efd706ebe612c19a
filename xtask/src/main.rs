//! The foreman: the chores of this repository, `cargo xtask <chore>`.
//!
//! It knows where the descriptions stand and what is printed from them; how printing works is the generator's affair.
//! It never depends on anything under `generated/`, so that broken output can always be printed again.

mod apis;
mod audit;
mod bench;
mod check;
mod ci;
mod codegen;
mod failure;
mod inventory;
mod press;
mod repository;
mod tidy;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{codegen::Mode, failure::Failure};

/// The chores of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Print everything under `generated/` from `spec/`.
    Codegen {
        /// One API instead of all, such as `huawei-workspace`.
        api: Option<String>,
        /// Write nothing; fail if what is printed differs from the description.
        #[arg(long, conflicts_with = "watch")]
        check: bool,
        /// Print again whenever a file of the description is saved, until ctrl-c.
        #[arg(long)]
        watch: bool,
    },
    /// Prove what can be proved of the descriptions without the reference at hand.
    Check {
        /// One API instead of all, such as `huawei-workspace`.
        api: Option<String>,
        /// A description that stands elsewhere, by its root file.
        #[arg(long, conflicts_with = "api", value_parser = audit::absolute)]
        spec: Option<PathBuf>,
    },
    /// Compare the text of the reference with its description.
    Audit(audit::Options),
    /// Everything that must hold before a change is merged, cheapest first.
    Ci,
    /// The house rules.
    Tidy,
    /// Time and memory of the generator, and the check time of what it prints.
    Bench(bench::Options),
    /// Run a command and print its wall time and peak memory (the tool behind `bench`).
    #[command(hide = true)]
    Probe {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        command: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Result<(), Failure> {
    if let Chore::Probe { command } = chore {
        return bench::probe::run(&command);
    }
    // Paths in reports and in printed files are relative to the repository, wherever the chore was started.
    let root = repository::root();
    std::env::set_current_dir(&root).map_err(|error| Failure::new(format!("{}: {error}", root.display())))?;
    match chore {
        Chore::Codegen { api, check, watch } => codegen::run(mode(check, watch), api.as_deref()),
        Chore::Check { api, spec } => check::run(api.as_deref(), spec.as_deref()),
        Chore::Audit(options) => audit::run(&options),
        Chore::Ci => ci::run(),
        Chore::Tidy => tidy::run(&root),
        Chore::Bench(options) => bench::run(&options),
        Chore::Probe { .. } => Ok(()),
    }
}

fn mode(check: bool, watch: bool) -> Mode {
    match (check, watch) {
        (true, _) => Mode::Check,
        (_, true) => Mode::Watch,
        _ => Mode::Write,
    }
}

#[cfg(test)]
mod tests {
    //! The command line itself.

    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
