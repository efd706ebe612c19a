//! A plan and what stands in the folder -> the differences, each with a unified diff.

use similar::TextDiff;

use super::{Difference, DifferenceKind, inspect::State, plan::Plan};

const N_CONTEXT_LINES: usize = 3;

/// Every difference, sorted by path.
pub(super) fn differences(plan: &Plan<'_>, state: &State) -> Vec<Difference> {
    let outdated = state.outdated.iter().map(|file| {
        let kind = match &file.old {
            None => DifferenceKind::Missing,
            Some(old) => {
                let new = plan.text(&file.path).expect("only planned files are outdated");
                DifferenceKind::Changed { unified: unified(&file.path, &String::from_utf8_lossy(old), new) }
            }
        };
        Difference { path: file.path.clone(), kind }
    });
    let strays = state.strays.iter().map(|path| Difference { path: path.clone(), kind: DifferenceKind::Stray });
    let mut differences: Vec<_> = outdated.chain(strays).collect();
    differences.sort_by(|left, right| left.path.cmp(&right.path));
    differences
}

fn unified(path: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(N_CONTEXT_LINES)
        .header(&format!("{path} (on disk)"), &format!("{path} (planned)"))
        .to_string()
}
