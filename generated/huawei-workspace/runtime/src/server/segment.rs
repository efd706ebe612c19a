//! One segment of a path template: text and parameters in a row, such as `{id}`, `{id}:start` or `{a}.{b}`.

use std::cmp::Reverse;

/// A segment with at least one parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Parameter,
}

impl Segment {
    /// Reads a segment of a template; none if it is text only.
    pub(super) fn parse(template: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = template;
        while let Some((text, after)) = rest.split_once('{') {
            let (_, after) = after.split_once('}')?;
            if !text.is_empty() {
                pieces.push(Piece::Text(text.to_owned()));
            }
            pieces.push(Piece::Parameter);
            rest = after;
        }
        if pieces.is_empty() {
            return None;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Some(Self(pieces))
    }

    /// Where the segment stands among others of the same place: the more text it demands, the earlier it is tried.
    pub(super) fn rank(&self) -> (Reverse<usize>, usize) {
        let text = self.0.iter().map(|it| match it {
            Piece::Text(text) => text.len(),
            Piece::Parameter => 0,
        });
        (Reverse(text.sum()), self.0.iter().filter(|it| **it == Piece::Parameter).count())
    }

    /// Whether `segment` fits: every parameter takes at least one byte.
    ///
    /// Taking the leftmost place for each text between parameters finds a fit if there is one, so this is linear.
    pub(super) fn matches(&self, segment: &str) -> bool {
        let mut rest = segment.as_bytes();
        // Bytes that parameters before the next text have to take.
        let mut owed = 0;
        for (idx, piece) in self.0.iter().enumerate() {
            let Piece::Text(text) = piece else {
                owed += 1;
                continue;
            };
            let text = text.as_bytes();
            let is_last = idx + 1 == self.0.len();
            let place = match (owed, is_last) {
                (0, _) => rest.starts_with(text).then_some(0),
                (_, true) => rest.ends_with(text).then(|| rest.len() - text.len()).filter(|at| *at >= owed),
                (_, false) => find(rest, text, owed),
            };
            let Some(place) = place else { return false };
            rest = &rest[place + text.len()..];
            owed = 0;
        }
        match owed {
            0 => rest.is_empty(),
            _ => rest.len() >= owed,
        }
    }
}

/// The first place of `text` in `haystack` at or after `from`.
fn find(haystack: &[u8], text: &[u8], from: usize) -> Option<usize> {
    haystack.get(from..)?.windows(text.len()).position(|it| it == text).map(|it| it + from)
}
