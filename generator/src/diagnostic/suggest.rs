//! "Did you mean": the candidate closest to a misspelt word.

/// The candidate that is close enough to `word` to be what was meant; of equally close ones the first.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Long words are no spelling mistakes, and comparing them takes time that grows with the square of the length.
    const LONGEST: usize = 80;
    /// A component map can have any number of names; the message may not take longer than the check.
    const MOST: usize = 1_000;
    let folded = fold(word);
    if folded.len() > LONGEST {
        return None;
    }
    let allowed = (folded.len() / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().take(MOST) {
        let other = fold(candidate);
        if other.len().abs_diff(folded.len()) > allowed {
            continue;
        }
        let distance = distance(&folded, &other);
        if distance <= allowed && best.is_none_or(|(shortest, _)| distance < shortest) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Case and word separators are what people get wrong most; they cost nothing.
fn fold(word: &str) -> Vec<char> {
    word.chars().filter(|it| !matches!(it, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Edits that turn one word into the other; swapping two neighbours is one edit.
fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    for (row, &from) in left.iter().enumerate() {
        let mut current = vec![row + 1; width];
        for (column, &to) in right.iter().enumerate() {
            let replaced = above[column] + usize::from(from != to);
            let mut least = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            let swapped = row > 0 && column > 0 && from == right[column - 1] && left[row - 1] == to;
            if swapped {
                least = least.min(before[column - 1] + 1);
            }
            current[column + 1] = least;
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(closest(word, candidates.iter().copied()), expected);
    }

    #[test]
    fn finds_what_was_meant() {
        check("operationid", &["operationId", "parameters"], Some("operationId"));
        check("operation_id", &["operationId", "parameters"], Some("operationId"));
        check("strin", &["string", "integer"], Some("string"));
        check("responces", &["responses", "requestBody"], Some("responses"));
        check("tpye", &["type", "title"], Some("type"));
        check("in", &["if", "get"], Some("if"));
    }

    #[test]
    fn says_nothing_when_nothing_is_close() {
        check("colour", &["type", "title"], None);
        check("", &["type"], None);
        check(&"x".repeat(10_000), &["type"], None);
    }
}
