//! Pairs names that are printed with names that are described.

use crate::audit::objects::distance;

/// Which name belongs to which, by their numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    /// Equal names.
    pub(super) same: Vec<(usize, usize)>,
    /// Names that are spelled almost alike and have no equal on the other side.
    pub(super) similar: Vec<(usize, usize)>,
    /// Printed only.
    pub(super) missing: Vec<usize>,
    /// Described only.
    pub(super) extra: Vec<usize>,
}

/// Pairs names; of several that are similar the most similar ones belong together.
pub(super) fn pair(printed: &[&str], described: &[&str]) -> Pairs {
    let mut pairs = Pairs::default();
    for (idx, name) in printed.iter().enumerate() {
        match described.iter().position(|it| it == name) {
            Some(other) => pairs.same.push((idx, other)),
            None => pairs.missing.push(idx),
        }
    }
    pairs.extra = (0..described.len()).filter(|idx| !printed.contains(&described[*idx])).collect();
    let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
    for left in &pairs.missing {
        for right in &pairs.extra {
            candidates.extend(similarity(printed[*left], described[*right]).map(|it| (it, *left, *right)));
        }
    }
    candidates.sort_unstable();
    for (_, left, right) in candidates {
        if pairs.missing.contains(&left) && pairs.extra.contains(&right) {
            pairs.missing.retain(|it| *it != left);
            pairs.extra.retain(|it| *it != right);
            pairs.similar.push((left, right));
        }
    }
    pairs.similar.sort_unstable();
    pairs
}

/// By how many letters two names differ, unless that is half of the shorter one or more.
fn similarity(left: &str, right: &str) -> Option<usize> {
    let distance = distance(left, right);
    (distance * 2 < left.chars().count().min(right.chars().count())).then_some(distance)
}

#[cfg(test)]
mod tests {
    //! Renamed, new and lost names.

    use super::{Pairs, pair};

    #[test]
    fn similar_names_are_one_name_spelled_twice() {
        let pairs = pair(&["id", "lower_limit", "upper_limit_old"], &["upper_limit", "lower_limits", "id"]);
        let expected = Pairs { same: vec![(0, 2)], similar: vec![(1, 1), (2, 0)], missing: vec![], extra: vec![] };
        assert_eq!(pairs, expected);
    }

    #[test]
    fn other_names_are_lost_and_new() {
        let pairs = pair(&["dim", "name"], &["dim.0", "size"]);
        let expected = Pairs { same: vec![], similar: vec![], missing: vec![0, 1], extra: vec![0, 1] };
        assert_eq!(pairs, expected);
    }
}
