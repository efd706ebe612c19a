//! The window of a paged list: where it stands, how it moves, and when the list is at its end.
//!
//! Works on the JSON forms of inputs and answers, so that it is compiled once and not once per operation.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::glance::{Glance, glance};
use super::{PageStyle, Paging};
use crate::Value;
use crate::client::{Error, InputError};

/// So many empty pages in a row may have a next marker; filters of services leave some.
const MOST_EMPTY: u32 = 100;

/// So many pages in a row that came before are too many behind ever new markers; fewer may be chance.
const MOST_ALIKE: u32 = 5;

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
    /// The service gave a page that it had given before, item by item: it does not move the window. By markers, that
    /// it did so several times in a row.
    PageRepeated,
    /// The service gave a marker that it had given before.
    MarkerRepeated,
    /// The service gave page after page without an item.
    OnlyEmptyPages,
    /// The next page lies beyond the highest offset or page number that the operation takes, or its last item has not
    /// the field that is the next marker: what was read is the beginning of the list.
    OutOfReach {
        /// How many items were read.
        n_read: u64,
        /// How many the list has, where the service told it.
        total: Option<u64>,
    },
}

impl fmt::Display for PagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            PagingErrorKind::PageRepeated => "gave the same page again",
            PagingErrorKind::MarkerRepeated => "gave the same marker twice",
            PagingErrorKind::OnlyEmptyPages => "gave too many empty pages in a row",
            PagingErrorKind::OutOfReach { n_read, total } => {
                write!(f, "the list of `{}` cannot be read to its end: after {n_read} ", self.operation)?;
                if let Some(total) = total {
                    write!(f, "of {total} ")?;
                }
                return f.write_str("items the next page is out of reach");
            }
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
    n_read: u64,
    total: Option<u64>,
    /// The total of the first page; 0 if it told none.
    first_total: Option<u64>,
    n_empty: u32,
    /// Pages in a row that came before.
    n_alike: u32,
    /// Hashes of the pages.
    pages: HashSet<u64>,
    /// Hashes of the markers.
    markers: HashSet<u64>,
    begins_with_marker: bool,
    /// There is more, but nothing says where.
    is_stuck: bool,
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
            PageStyle::Marker | PageStyle::LastItem => 0,
        };
        let mut window = Self {
            operation,
            paging,
            input,
            position,
            limit,
            n_passed,
            n_read: 0,
            total: None,
            first_total: None,
            n_empty: 0,
            n_alike: 0,
            pages: HashSet::new(),
            markers: HashSet::new(),
            begins_with_marker: false,
            is_stuck: false,
        };
        if let Some(marker) = window.marker() {
            window.markers.insert(hash(&marker));
        }
        window
    }

    /// The input as the window stands.
    pub(in crate::client) fn input(&self) -> Result<Value, Error> {
        if self.is_stuck {
            return Err(Error::Paging(self.out_of_reach()));
        }
        Ok(self.input.clone())
    }

    /// Moves behind a page, the body of an answer; says whether there is more.
    pub(in crate::client) fn turn(&mut self, body: &[u8]) -> Result<bool, PagingError> {
        let page = glance(body, self.paging);
        // A total of less than this page is none: some services say 0 or -1 where they do not count.
        self.total = page.total.and_then(|it| u64::try_from(it).ok()).filter(|it| *it >= page.n_items);
        match self.paging.style {
            PageStyle::Marker => self.follow(&page),
            PageStyle::LastItem => self.follow_last(&page),
            PageStyle::Offset => self.step(&page, i64::try_from(page.n_items).unwrap_or(i64::MAX)),
            PageStyle::PageNumber => self.step(&page, 1),
        }
    }

    /// Whether the page that was turned last begins with the item that ended the page before.
    pub(in crate::client) const fn begins_with_marker(&self) -> bool {
        self.begins_with_marker
    }

    /// Why a request for the next page was refused before it was sent: with the input of the first page, only its
    /// position can be at fault.
    pub(in crate::client) fn explain(&self, error: Error) -> Error {
        let is_counted = matches!(self.paging.style, PageStyle::Offset | PageStyle::PageNumber);
        match error {
            Error::Input(InputError::Violations(_) | InputError::Malformed(_)) if is_counted && self.n_read > 0 => {
                Error::Paging(self.out_of_reach())
            }
            other => other,
        }
    }

    /// Moves by offset or number.
    fn step(&mut self, page: &Glance, step: i64) -> Result<bool, PagingError> {
        if page.n_items == 0 {
            return Ok(false);
        }
        // With a total the list ends by itself, and equal pages may well be different items that look alike. A total
        // that grows ends nothing.
        let first_total = *self.first_total.get_or_insert(self.total.unwrap_or(0));
        let ends_by_itself = self.total.is_some_and(|it| it <= first_total);
        if !self.pages.insert(page.fingerprint) && !ends_by_itself {
            return Err(self.fault(PagingErrorKind::PageRepeated));
        }
        self.pass(page.n_items);
        self.position = self.position.saturating_add(step);
        self.place(self.position.to_string());
        Ok(self.has_more(page.n_items))
    }

    fn pass(&mut self, n_items: u64) {
        self.n_passed = self.n_passed.saturating_add(n_items);
        self.n_read = self.n_read.saturating_add(n_items);
    }

    /// Whether something follows a page that has items.
    const fn has_more(&self, n_items: u64) -> bool {
        match (self.total, self.limit) {
            (Some(total), _) => self.n_passed < total,
            (None, Some(limit)) => n_items >= limit,
            (None, None) => true,
        }
    }

    /// Moves by the key of the last item.
    fn follow_last(&mut self, page: &Glance) -> Result<bool, PagingError> {
        self.begins_with_marker = page.first_key.is_some() && page.first_key == self.marker();
        let n_new = page.n_items - u64::from(self.begins_with_marker);
        self.pass(n_new);
        if n_new == 0 || !self.has_more(page.n_items) {
            return Ok(false);
        }
        let Some(key) = page.next.clone().filter(|it| !it.is_empty()) else {
            self.is_stuck = true;
            return Ok(true);
        };
        if !self.markers.insert(hash(&key)) {
            return Err(self.fault(PagingErrorKind::MarkerRepeated));
        }
        self.place(key);
        Ok(true)
    }

    /// Moves by marker.
    fn follow(&mut self, page: &Glance) -> Result<bool, PagingError> {
        let is_empty = page.n_items == 0;
        self.pass(page.n_items);
        let Some(next) = page.next.clone().filter(|it| !it.is_empty()) else { return Ok(false) };
        let is_new = self.markers.insert(hash(&next));
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
        if !is_empty {
            self.n_alike = if self.pages.insert(page.fingerprint) { 0 } else { self.n_alike + 1 };
        }
        if self.n_alike >= MOST_ALIKE {
            return Err(self.fault(PagingErrorKind::PageRepeated));
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

    /// The marker that was sent.
    fn marker(&self) -> Option<String> {
        if !matches!(self.paging.style, PageStyle::Marker | PageStyle::LastItem) {
            return None;
        }
        match member(&self.input, self.paging.position)? {
            Value::String(marker) => Some(marker.clone()),
            Value::Number(marker) => Some(marker.to_string()),
            _ => None,
        }
    }

    const fn out_of_reach(&self) -> PagingError {
        self.fault(PagingErrorKind::OutOfReach { n_read: self.n_read, total: self.total })
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
