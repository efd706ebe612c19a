//! What a call through a printed client costs beside the same call written by hand.
//!
//! The crate `calls` measures, this judges: of each round the ratio of both sides, of all rounds the middle one. Other
//! work on the machine stretches both sides of a round alike, so ratios are steadier than times.

use std::process::Command;

use super::{released, report};
use crate::{failure::Failure, repository};

const REPAIR: &str = "cargo build --release -p calls";
/// A call may cost a twentieth more than what a careful programmer writes; coding alone may cost nothing more.
const BUDGETS: &[(&str, &str, f64)] = &[
    ("call", "wall", 1.05),
    ("call", "cpu", 1.05),
    ("decode", "cpu", 1.0),
    ("reply", "cpu", 1.0),
    ("encode", "cpu", 1.0),
];

/// Builds and runs the crate `calls`, and prints a table and the budgets.
pub(super) fn run(n_rounds: u32) -> Result<(), Failure> {
    if !repository::cargo().args(["build", "--release", "-p", "calls"]).status()?.success() {
        return Err(Failure::new("the calls do not build").repaired_by(REPAIR));
    }
    let times = output(Command::new(released("calls")).arg(n_rounds.to_string()))?;
    let counts = output(&mut Command::new(released("allocations")))?;
    let pairs = parse(&format!("{times}{counts}"))?;
    print!("{}", table(&pairs));
    print!("{}", budgets(&pairs));
    Ok(())
}

fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => {
            let errors = String::from_utf8_lossy(&output.stderr);
            let program = command.get_program().to_string_lossy();
            Err(Failure::new(format!("`{program}` failed:\n{}", errors.trim_end())))
        }
    }
}

/// One quantity of one work, done by both sides.
#[derive(Debug, PartialEq)]
struct Pair {
    work: String,
    quantity: String,
    /// One number per round.
    hand: Vec<f64>,
    printed: Vec<f64>,
}

/// Reads lines of `<work> <side> <quantity> <number>...`.
fn parse(output: &str) -> Result<Vec<Pair>, Failure> {
    let mut pairs: Vec<Pair> = Vec::new();
    for line in output.lines() {
        let strange = || Failure::new(format!("`{line}` is no series"));
        let mut words = line.split_whitespace();
        let [Some(work), Some(side), Some(quantity)] = [words.next(), words.next(), words.next()] else {
            return Err(strange());
        };
        let numbers: Vec<f64> = words.map(str::parse).collect::<Result<_, _>>().map_err(|_| strange())?;
        let place = pairs.iter().position(|it| it.work == work && it.quantity == quantity).unwrap_or_else(|| {
            let (work, quantity) = (work.to_owned(), quantity.to_owned());
            pairs.push(Pair { work, quantity, hand: Vec::new(), printed: Vec::new() });
            pairs.len() - 1
        });
        match side {
            "hand" => pairs[place].hand = numbers,
            "printed" => pairs[place].printed = numbers,
            _ => return Err(strange()),
        }
    }
    // A system that tells no processor time gives empty series.
    pairs.retain(|it| !it.hand.is_empty() && !it.printed.is_empty());
    Ok(pairs)
}

impl Pair {
    /// Printed to hand-written per round, sorted.
    fn ratios(&self) -> Vec<f64> {
        let ratios = self.printed.iter().zip(&self.hand).map(|(printed, hand)| printed / hand.max(f64::MIN_POSITIVE));
        sorted(ratios.collect())
    }

    fn row(&self) -> [String; 5] {
        let ratios = self.ratios();
        let shown = |numbers: &[f64]| shown(&self.quantity, quantile(&sorted(numbers.to_vec()), 0.5));
        [
            format!("{}, {}", title(&self.work), title(&self.quantity)),
            shown(&self.hand),
            shown(&self.printed),
            format!("{:.3}x", quantile(&ratios, 0.5)),
            format!("{:.3} .. {:.3}", quantile(&ratios, 0.25), quantile(&ratios, 0.75)),
        ]
    }
}

fn table(pairs: &[Pair]) -> String {
    let head = ["", "by hand", "printed", "ratio", "middle half"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(head).chain(pairs.iter().map(Pair::row)).collect();
    report::aligned(&rows)
}

fn budgets(pairs: &[Pair]) -> String {
    let mut out = String::new();
    for (work, quantity, limit) in BUDGETS {
        let pair = pairs.iter().find(|it| it.work == *work && it.quantity == *quantity);
        let ratio = pair.map(|it| quantile(&it.ratios(), 0.5));
        out.push_str(&report::budget(&format!("{}, {}", title(work), title(quantity)), ratio, *limit, "x"));
    }
    out
}

/// The words of the crate `calls` in the words of a report.
fn title(word: &str) -> &str {
    match word {
        "call" => "a call, 100 desktops",
        "empty-call" => "a call, no desktops",
        "decode" => "decoding the models",
        "reply" => "decoding the reply",
        "encode" => "encoding the models",
        "wall" => "time",
        "cpu" => "processor",
        other => other,
    }
}

fn shown(quantity: &str, number: f64) -> String {
    match quantity {
        "wall" | "cpu" => format!("{:.1} us", number / 1e3),
        _ => format!("{number:.0}"),
    }
}

fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

/// The number below which a part of the sorted numbers lies.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = part * last as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

#[cfg(test)]
mod tests {
    //! Ratios are taken round by round, and what is not measured is not judged.

    use super::{budgets, parse, table};

    const OUTPUT: &str = "call hand wall 1000 9000 2000\n\
                          call printed wall 1100 9000 2100\n\
                          call hand cpu\n\
                          call printed cpu\n\
                          decode printed cpu 99 99 99\n\
                          decode hand cpu 100 100 100\n\
                          encode hand cpu 100\n\
                          encode printed cpu 101\n";

    #[test]
    fn a_stretched_round_changes_no_ratio() {
        let pairs = parse(OUTPUT).expect("series");
        let text = table(&pairs);
        let row = text.lines().nth(1).expect("a row").split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(row, "a call, 100 desktops, time 2.0 us 2.1 us 1.050x 1.025 .. 1.075");
    }

    #[test]
    fn budgets_are_marked() {
        let text = budgets(&parse(OUTPUT).expect("series"));
        let marks: Vec<&str> = text.lines().map(|line| &line[..4]).collect();
        assert_eq!(marks, ["pass", "----", "pass", "----", "OVER"]);
        assert!(text.contains("decoding the models, processor: 0.99x (budget 1x)"), "{text}");
    }

    #[test]
    fn other_lines_are_refused() {
        for line in ["call hand", "call nobody wall 1", "call hand wall x"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
