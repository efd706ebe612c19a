//! `ci`: everything that must hold before a change is merged, cheapest first; it stops at the first failure.

use std::time::{Duration, Instant};

use crate::{
    check,
    codegen::{self, Mode},
    failure::Failure,
    repository, tidy,
};

/// One thing that must hold.
struct Step {
    title: &'static str,
    work: Work,
    /// The command that repairs it, or that shows it alone.
    repair: &'static str,
}

enum Work {
    /// Cargo with these arguments.
    Cargo(&'static [&'static str]),
    Tidy,
    Check,
    CodegenCheck,
}

const STEPS: &[Step] = &[
    // Printed crates are left out: the generator formats them with prettyplease, and that `--check` below proves byte
    // for byte that nobody else touched them.
    Step {
        title: "cargo fmt --check (what is written by hand)",
        work: Work::Cargo(&[
            "fmt",
            "--check",
            "-p",
            "specwright",
            "-p",
            "specwright-runtime",
            "-p",
            "xtask",
            "-p",
            "calls",
        ]),
        repair: "cargo fmt -p specwright -p specwright-runtime -p xtask -p calls",
    },
    Step { title: "cargo xtask tidy", work: Work::Tidy, repair: "cargo xtask tidy" },
    Step { title: "cargo xtask check", work: Work::Check, repair: "cargo xtask check" },
    Step {
        title: "cargo clippy",
        work: Work::Cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]),
        repair: "cargo clippy --workspace --all-targets --all-features --fix",
    },
    // Whoever calls one chapter compiles one chapter; and no feature lacks a type that it needs.
    Step {
        title: "one tag alone",
        work: Work::Cargo(&[
            "check",
            "--package",
            "huawei-workspace-client",
            "--no-default-features",
            "--features",
            "task",
        ]),
        repair: "cargo check -p huawei-workspace-client --no-default-features --features task",
    },
    // Conformance of the printed crates stands behind their features. The docs of every operation and the README of
    // each client are doc tests (one binary per crate), and examples that need no account run as tests.
    Step {
        title: "cargo test",
        work: Work::Cargo(&["test", "--workspace", "--all-features"]),
        repair: "cargo test --workspace --all-features",
    },
    Step { title: "cargo xtask codegen --check", work: Work::CodegenCheck, repair: codegen::REPAIR },
];

/// Runs all steps.
pub(crate) fn run() -> Result<(), Failure> {
    let start = Instant::now();
    in_order(STEPS, &mut |step| perform(&step.work))?;
    println!("== all {} steps passed in {}", STEPS.len(), seconds(start.elapsed()));
    Ok(())
}

fn in_order(steps: &[Step], perform: &mut dyn FnMut(&Step) -> Result<(), String>) -> Result<(), Failure> {
    for step in steps {
        println!("== {}", step.title);
        let start = Instant::now();
        let result = perform(step);
        let time = seconds(start.elapsed());
        match result {
            Ok(()) => println!("== {} passed in {time}", step.title),
            Err(reason) => {
                let text = format!("{} failed after {time}: {reason}", step.title);
                return Err(Failure::new(text).repaired_by(step.repair));
            }
        }
    }
    Ok(())
}

fn perform(work: &Work) -> Result<(), String> {
    match work {
        Work::Tidy => tidy::run(&repository::root()).map_err(|failure| failure.to_string()),
        Work::Check => check::run(None, None).map_err(|failure| failure.to_string()),
        Work::CodegenCheck => codegen::run(Mode::Check, None).map_err(|failure| failure.to_string()),
        Work::Cargo(arguments) => match repository::cargo().args(*arguments).status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(status.to_string()),
            Err(error) => Err(format!("cargo does not start: {error}")),
        },
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    //! The order of the steps, and that the first failure is the last step.

    use super::{STEPS, in_order};

    #[test]
    fn the_first_failure_ends_the_run_and_names_its_repair() {
        let mut performed = Vec::new();
        let result = in_order(STEPS, &mut |step| {
            performed.push(step.title);
            match step.title {
                "cargo clippy" => Err("exit status: 101".to_owned()),
                _ => Ok(()),
            }
        });
        let expected =
            ["cargo fmt --check (what is written by hand)", "cargo xtask tidy", "cargo xtask check", "cargo clippy"];
        assert_eq!(performed, expected);
        let text = result.expect_err("clippy failed").to_string();
        assert!(text.starts_with("error: cargo clippy failed after "), "{text}");
        assert!(text.ends_with("repair: cargo clippy --workspace --all-targets --all-features --fix"), "{text}");
    }

    #[test]
    fn all_steps_run_if_none_fails() {
        let mut n_steps = 0;
        in_order(STEPS, &mut |_| {
            n_steps += 1;
            Ok(())
        })
        .expect("none fails");
        assert_eq!(n_steps, STEPS.len());
    }
}
