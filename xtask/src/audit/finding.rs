//! A difference between the reference and its description.

use std::fmt;

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rule {
    /// The title of the section.
    Title,
    /// The method of the operation.
    Method,
    /// The path of the operation.
    Path,
    /// Printed, not described.
    Missing,
    /// Described, not printed.
    Extra,
    /// Printed and described under names that differ.
    Name,
    /// Printed and described with types that differ.
    Type,
    /// Printed and described with flags that differ.
    Mandatory,
    /// Statuses that differ.
    Status,
    /// Rows or statuses that are described in another order.
    Order,
    /// A part of the page that says nothing certain.
    Unreadable,
    /// Numbers of tables that are not there, or there twice.
    Captions,
    /// A section of the inventory without a page.
    NoPage,
    /// A page of a section that the inventory lacks.
    NoSection,
    /// An exception that no finding needs.
    StaleException,
}

impl Rule {
    /// What an exception may accept; the rest can only be repaired.
    pub(crate) const ACCEPTABLE: &[Rule] = &[
        Rule::Title,
        Rule::Method,
        Rule::Path,
        Rule::Missing,
        Rule::Extra,
        Rule::Name,
        Rule::Type,
        Rule::Mandatory,
        Rule::Status,
        Rule::Order,
        Rule::Unreadable,
    ];

    /// The word for it in messages and in `exceptions.yaml`.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Rule::Title => "title",
            Rule::Method => "method",
            Rule::Path => "path",
            Rule::Missing => "missing",
            Rule::Extra => "extra",
            Rule::Name => "name",
            Rule::Type => "type",
            Rule::Mandatory => "mandatory",
            Rule::Status => "status",
            Rule::Order => "order",
            Rule::Unreadable => "unreadable",
            Rule::Captions => "captions",
            Rule::NoPage => "no-page",
            Rule::NoSection => "no-section",
            Rule::StaleException => "stale-exception",
        }
    }
}

/// What a finding is about; exceptions name it by these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) section: String,
    /// `section`, `path`, `query`, `header`, `request`, `response`, `response 409`, `object:<caption>`, `status-codes`.
    pub(crate) place: String,
    /// The name as printed, or as described if it is not printed.
    pub(crate) name: String,
}

/// A difference, with the places where either side stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) rule: Rule,
    pub(crate) subject: Subject,
    /// The number of the table, such as `4-1031`.
    pub(crate) table: Option<String>,
    pub(crate) text: String,
    /// What the description has, for findings of rule `name` and `type`.
    pub(crate) described: Option<String>,
    /// Where an editor should jump to: the description, or the page if the page alone is at fault.
    pub(crate) spot: (String, u32, u32),
    /// File and line of what is printed.
    pub(crate) printed: Option<(String, usize)>,
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, line, column) = &self.spot;
        write!(to, "{file}:{line}:{column}: finding[{}]:", self.rule.id())?;
        if !self.subject.section.is_empty() {
            write!(to, " {}", self.subject.section)?;
        }
        match &self.table {
            Some(number) => write!(to, " table {number}")?,
            None if self.subject.place.is_empty() => {}
            None => write!(to, " {}", self.subject.place)?,
        }
        if !self.subject.name.is_empty() {
            write!(to, " `{}`", self.subject.name)?;
        }
        write!(to, ": {}", self.text)?;
        match &self.printed {
            Some((file, line)) => write!(to, "\n  printed: {file}:{line}"),
            None => Ok(()),
        }
    }
}
