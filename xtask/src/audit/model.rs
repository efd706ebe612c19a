//! What a page of the reference says, as data: one operation with its tables, and what could not be read.

use std::fmt;

/// The page of one section.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The heading without its number.
    pub(super) title: Option<Heading>,
    /// The line under "URI".
    pub(super) route: Option<Route>,
    /// The captions in the order of the page, also those whose table could not be read.
    pub(super) captions: Vec<Caption>,
    /// The tables in the order of the page.
    pub(super) tables: Vec<Table>,
    /// The statuses that have a heading of their own.
    pub(super) statuses: Vec<Status>,
    /// The statuses of the table at the end of the page; `None` if there is no such table.
    pub(super) listed: Option<Vec<Status>>,
    /// What could not be read.
    pub(super) faults: Vec<Fault>,
}

impl Page {
    /// Whether nothing at all could be read. To list everything that such a page lacks would help nobody.
    pub(super) fn is_empty(&self) -> bool {
        self.title.is_none() && self.route.is_none() && self.tables.is_empty() && self.statuses.is_empty()
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) line: usize,
    pub(super) text: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) line: usize,
    pub(super) method: String,
    pub(super) path: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Caption {
    pub(super) line: usize,
    pub(super) number: Number,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) line: usize,
    pub(super) code: String,
}

/// A place of the page that says nothing certain.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) table: Option<Number>,
    pub(super) text: String,
}

/// The number of a table: `4-1031` is the 1031st of chapter 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number {
    pub(super) chapter: u32,
    pub(super) table: u32,
}

/// A table with all its pieces.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) line: usize,
    pub(super) number: Number,
    pub(super) kind: Kind,
    /// The status that it stands under; `None` above the first one.
    pub(super) status: Option<String>,
    pub(super) rows: Vec<Row>,
}

/// What a table describes, by its caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Path,
    Query,
    Header,
    RequestBody,
    ResponseBody,
    /// An object that type cells name.
    Object(String),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) name: String,
    /// `None` in tables without this column.
    pub(super) mandatory: Option<bool>,
    /// The type as printed, without markup.
    pub(super) cell: String,
    /// `None` if the cell has none of the known forms, which is a fault of the page.
    pub(super) kind: Option<Type>,
}

/// A type cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Scalar(Scalar),
    /// Any object.
    Object,
    Array(Box<Type>),
    Map(Box<Type>),
    /// The object of a table.
    Named(String),
}

/// A type without parts; what each is in the description, see `spec/README.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    String,
    Integer,
    Long,
    Number,
    Double,
    Float,
    Boolean,
    DateTime,
}

impl Type {
    /// The object table that it refers to.
    pub(super) fn object(&self) -> Option<&str> {
        match self {
            Type::Named(name) => Some(name),
            Type::Array(inner) | Type::Map(inner) => inner.object(),
            Type::Scalar(_) | Type::Object => None,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}-{}", self.chapter, self.table)
    }
}
