//! What `codegen` tells its reader.

use std::{fmt::Write as _, time::Duration};

use specwright::write::{Changes, Difference, DifferenceKind};

use crate::{apis::Api, inventory::Moves};

/// More names than this on one list say nothing more.
const MAX_NAMES: usize = 20;
/// A stale tree is repaired by a command, not by reading: the head of each diff shows what kind of change it is.
const MAX_DIFF_LINES: usize = 40;
const MAX_REPORT_LINES: usize = 400;

/// What a run changed: files, operations and types, and where the time went.
pub(super) fn changes(api: &Api, changes: &Changes, moves: &Moves, stages: &[(&'static str, Duration)]) -> String {
    let mut out = String::new();
    let Changes { written, removed, unchanged, foreign } = changes;
    let _ = writeln!(
        out,
        "{}: {} written, {} removed, {unchanged} unchanged",
        api.output().display(),
        written.len(),
        removed.len()
    );
    let lists = [
        ("written", written),
        ("removed", removed),
        ("operations added", &moves.operations_added),
        ("operations gone", &moves.operations_gone),
        ("types added", &moves.types_added),
        ("types gone", &moves.types_gone),
        ("not ours, left alone", foreign),
    ];
    for (title, names) in lists {
        list(&mut out, title, names);
    }
    let stages: Vec<_> = stages.iter().map(|(name, time)| format!("{name} {}", milliseconds(*time))).collect();
    let _ = writeln!(out, "  time: {}", stages.join(", "));
    out
}

/// What is stale, with the head of each difference.
pub(super) fn differences(api: &Api, differences: &[Difference]) -> String {
    let folder = api.output();
    let mut out = String::new();
    if differences.is_empty() {
        let _ = writeln!(out, "{}: up to date", folder.display());
    }
    for (idx, difference) in differences.iter().enumerate() {
        if out.lines().count() >= MAX_REPORT_LINES {
            let _ = writeln!(out, "... and {} more files", differences.len() - idx);
            break;
        }
        let path = folder.join(&difference.path);
        match &difference.kind {
            DifferenceKind::Missing => {
                let _ = writeln!(out, "{}: missing", path.display());
            }
            DifferenceKind::Stray => {
                let _ = writeln!(out, "{}: no longer printed", path.display());
            }
            DifferenceKind::Changed { unified } => {
                let _ = writeln!(out, "{}: differs", path.display());
                head(&mut out, unified);
            }
        }
    }
    out
}

fn head(out: &mut String, unified: &str) {
    let n_lines = unified.lines().count();
    for line in unified.lines().take(MAX_DIFF_LINES) {
        let _ = writeln!(out, "{line}");
    }
    if n_lines > MAX_DIFF_LINES {
        let _ = writeln!(out, "... and {} more lines", n_lines - MAX_DIFF_LINES);
    }
}

fn list(out: &mut String, title: &str, names: &[String]) {
    if names.is_empty() {
        return;
    }
    let _ = write!(out, "  {title}: {}", names[..names.len().min(MAX_NAMES)].join(", "));
    if names.len() > MAX_NAMES {
        let _ = write!(out, " and {} more", names.len() - MAX_NAMES);
    }
    out.push('\n');
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    //! The reports, word for word.

    use std::time::Duration;

    use specwright::write::{Changes, Difference, DifferenceKind};

    use super::{MAX_DIFF_LINES, MAX_REPORT_LINES, changes, differences};
    use crate::{apis::APIS, inventory::Moves};

    fn names(n_names: usize) -> Vec<String> {
        (0..n_names).map(|idx| format!("n{idx}")).collect()
    }

    fn changed(path: &str, n_lines: usize) -> Difference {
        let unified = (0..n_lines).map(|idx| format!("+line {idx}\n")).collect();
        Difference { path: path.to_owned(), kind: DifferenceKind::Changed { unified } }
    }

    #[test]
    fn changes_name_files_operations_types_and_times() {
        let done =
            Changes { written: names(1), removed: Vec::new(), unchanged: 7, foreign: vec!["target/".to_owned()] };
        let moves = Moves { operations_added: names(22), ..Moves::default() };
        let report =
            changes(&APIS[1], &done, &moves, &[("load", Duration::from_micros(1500)), ("write", Duration::ZERO)]);
        let all: Vec<_> = names(20);
        let expected = format!(
            "generated/alibaba-eds: 1 written, 0 removed, 7 unchanged\n  written: n0\n  operations added: {} and 2 \
             more\n  not ours, left alone: target/\n  time: load 1.5 ms, write 0.0 ms\n",
            all.join(", ")
        );
        assert_eq!(report, expected);
    }

    #[test]
    fn an_up_to_date_folder_is_one_line() {
        assert_eq!(differences(&APIS[0], &[]), "generated/huawei-workspace: up to date\n");
    }

    #[test]
    fn long_diffs_are_cut() {
        let report = differences(&APIS[0], &[changed("a.rs", MAX_DIFF_LINES + 3)]);
        assert_eq!(report.lines().count(), MAX_DIFF_LINES + 2);
        assert!(report.starts_with("generated/huawei-workspace/a.rs: differs\n+line 0\n"));
        assert!(report.ends_with("... and 3 more lines\n"));
    }

    #[test]
    fn long_reports_are_cut() {
        let many: Vec<_> = (0..500).map(|idx| changed(&format!("{idx}.rs"), 9)).collect();
        let report = differences(&APIS[0], &many);
        assert_eq!(report.lines().count(), MAX_REPORT_LINES + 1);
        assert!(report.ends_with("... and 460 more files\n"), "{report}");
    }

    #[test]
    fn missing_and_stray_files_are_told_apart() {
        let found = [
            Difference { path: "a".to_owned(), kind: DifferenceKind::Missing },
            Difference { path: "b".to_owned(), kind: DifferenceKind::Stray },
        ];
        let report = differences(&APIS[1], &found);
        assert_eq!(report, "generated/alibaba-eds/a: missing\ngenerated/alibaba-eds/b: no longer printed\n");
    }
}
