//! The window of a paged list: where it stands, how it moves, and when the list is at its end.
//!
//! Works on the JSON forms of inputs and answers, so that it is compiled once and not once per operation.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::glance::glance;
use super::{PageStyle, Paging};
use crate::Value;

/// So many empty pages in a row may have a next marker; filters of services leave some.
const MOST_EMPTY: u32 = 100;

/// Why the pages of a list do not end well.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PagingError {
    /// The operation that was called.
    pub operation: &'static str,
    /// What the service did.
    pub kind: PagingErrorKind,
}

/// The kinds of paging errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingErrorKind {
    /// The service gave a page that it had given before, item by item: it does not move the window.
    PageRepeated,
    /// The service gave a marker that it had given before.
    MarkerRepeated,
    /// The service gave page after page without an item.
    OnlyEmptyPages,
}

impl fmt::Display for PagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            PagingErrorKind::PageRepeated => "gave the same page twice",
            PagingErrorKind::MarkerRepeated => "gave the same marker twice",
            PagingErrorKind::OnlyEmptyPages => "gave too many empty pages in a row",
        };
        write!(f, "the list of `{}` has no end: the service {what}", self.operation)
    }
}

impl std::error::Error for PagingError {}

/// The input of the next request, and what is known of the pages so far.
#[derive(Debug)]
pub(in crate::client) struct Window {
    operation: &'static str,
    paging: &'static Paging,
    input: Value,
    position: i64,
    limit: Option<u64>,
    /// Items before the first page that was asked for, and on all pages since.
    n_passed: u64,
    n_empty: u32,
    /// Hashes of the pages, or of the markers.
    seen: HashSet<u64>,
}

impl Window {
    /// The window of a first request with this input.
    pub(in crate::client) fn new(operation: &'static str, paging: &'static Paging, input: Value) -> Self {
        let whole = |path: &[&str]| member(&input, path).and_then(whole_number);
        let position = whole(paging.position).unwrap_or(paging.first);
        let limit = paging.limit.and_then(whole).and_then(|it| u64::try_from(it).ok());
        let before = u64::try_from(position.saturating_sub(paging.first)).unwrap_or(0);
        let n_passed = match paging.style {
            PageStyle::Offset => before,
            PageStyle::PageNumber => before.saturating_mul(limit.unwrap_or(0)),
            PageStyle::Marker => 0,
        };
        let mut seen = HashSet::new();
        if let (PageStyle::Marker, Some(Value::String(marker))) = (paging.style, member(&input, paging.position)) {
            seen.insert(hash(marker));
        }
        Self { operation, paging, input, position, limit, n_passed, n_empty: 0, seen }
    }

    /// The input as the window stands.
    pub(in crate::client) fn input(&self) -> Value {
        self.input.clone()
    }

    /// Moves behind a page, the body of an answer; says whether there is more.
    pub(in crate::client) fn turn(&mut self, body: &[u8]) -> Result<bool, PagingError> {
        let page = glance(body, self.paging);
        if self.paging.style == PageStyle::Marker {
            return self.follow(page.next, page.n_items == 0);
        }
        if page.n_items == 0 {
            return Ok(false);
        }
        if !self.seen.insert(page.fingerprint) {
            return Err(self.fault(PagingErrorKind::PageRepeated));
        }
        self.n_passed = self.n_passed.saturating_add(page.n_items);
        let step = match self.paging.style {
            PageStyle::Offset => i64::try_from(page.n_items).unwrap_or(i64::MAX),
            PageStyle::PageNumber | PageStyle::Marker => 1,
        };
        self.position = self.position.saturating_add(step);
        self.place(self.position.to_string());
        // A total of less than this page is none: some services say 0 or -1 where they do not count.
        let total = page.total.and_then(|it| u64::try_from(it).ok()).filter(|it| *it >= page.n_items);
        Ok(match (total, self.limit) {
            (Some(total), _) => self.n_passed < total,
            (None, Some(limit)) => page.n_items >= limit,
            (None, None) => true,
        })
    }

    fn follow(&mut self, next: Option<String>, is_empty: bool) -> Result<bool, PagingError> {
        let Some(next) = next.filter(|it| !it.is_empty()) else { return Ok(false) };
        let is_new = self.seen.insert(hash(&next));
        match (is_new, is_empty) {
            // Behind the end, some services repeat the marker that they were sent.
            (false, true) => return Ok(false),
            (false, false) => return Err(self.fault(PagingErrorKind::MarkerRepeated)),
            (true, false) => self.n_empty = 0,
            (true, true) => self.n_empty += 1,
        }
        if self.n_empty > MOST_EMPTY {
            return Err(self.fault(PagingErrorKind::OnlyEmptyPages));
        }
        self.place(next);
        Ok(true)
    }

    /// Writes the position into the input.
    fn place(&mut self, position: String) {
        let number = position.parse::<i64>().ok().filter(|_| !self.paging.text);
        let value = number.map_or(Value::String(position), Value::from);
        let mut here = &mut self.input;
        for name in self.paging.position {
            if !here.is_object() {
                *here = Value::Object(serde_json::Map::new());
            }
            here = &mut here[*name];
        }
        *here = value;
    }

    const fn fault(&self, kind: PagingErrorKind) -> PagingError {
        PagingError { operation: self.operation, kind }
    }
}

fn member<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |here, name| here.get(name))
}

fn whole_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
