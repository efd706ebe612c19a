//! What can go wrong between values and HTTP text.

use std::fmt;

use crate::value_error::push_step;
use crate::{ValueError, shown};

/// A value that cannot be written as HTTP text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    subject: String,
    message: String,
}

impl EncodeError {
    /// An error about `subject`, for instance `query.limit` or `body`.
    pub(crate) fn new(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { subject: subject.into(), message: message.into() }
    }

    /// The same error about something else.
    pub(crate) fn about(self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self }
    }

    /// What cannot be written: `query.limit`, `body`, ...
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Why not.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::line(f, format_args!("`{}` cannot be written: {}", self.subject, self.message))
    }
}

impl std::error::Error for EncodeError {}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: a JSON pointer whose first part is the field of the input (`/query.limit`, `/body/name`).
    pub pointer: String,
    /// Which rule is broken: `required`, `type`, `max-length`, ...
    pub rule: &'static str,
    /// A sentence.
    pub text: String,
}

impl Fault {
    /// A fault of the field `subject` of an input.
    pub(crate) fn new(subject: &str, rule: &'static str, text: impl Into<String>) -> Self {
        let mut pointer = String::new();
        push_step(&mut pointer, subject);
        Self { pointer, rule, text: text.into() }
    }

    /// A value that does not fit the field `subject` of an input.
    pub(crate) fn misfit(subject: &str, error: &ValueError) -> Self {
        let mut fault = Self::new(subject, error.rule(), error.message());
        fault.pointer.push_str(&error.pointer());
        fault
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::line(f, format_args!("{}: {} ({})", shown::text(&self.pointer), self.text, self.rule))
    }
}

/// A reply that is not what the description promises.
///
/// It tells places and kinds, never values: what a reply holds may be secret.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// No documented answer has this status.
    Undocumented {
        /// The status.
        status: u16,
    },
    /// The body does not fit its type.
    Body {
        /// Where in the body: a JSON pointer, empty for the whole.
        path: String,
        /// The place in the body: names and structure, with kinds (`<string>`) instead of values.
        snippet: String,
        /// What is wrong.
        message: String,
    },
    /// A header does not fit its type, or is missing.
    Header {
        /// The name of the header.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// The body has a media type that is not documented.
    MediaType {
        /// The media type of the reply.
        found: String,
        /// The documented ones.
        expected: &'static [&'static str],
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undocumented { status } => write!(f, "status {status} is not documented"),
            Self::Body { path, message, .. } if path.is_empty() => {
                shown::line(f, format_args!("the body does not fit: {message}"))
            }
            Self::Body { path, message, .. } => {
                shown::line(f, format_args!("the body does not fit at {}: {message}", shown::text(path)))
            }
            Self::Header { name, message } => {
                shown::line(f, format_args!("the header `{}` does not fit: {message}", shown::text(name)))
            }
            Self::MediaType { found, expected } => {
                let found = shown::text(found);
                shown::line(f, format_args!("the body is `{found}`, expected `{}`", expected.join("` or `")))
            }
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undocumented { status } => f.debug_struct("Undocumented").field("status", status).finish(),
            Self::Body { path, snippet, message } => f
                .debug_struct("Body")
                .field("path", &shown::text(path))
                .field("snippet", snippet)
                .field("message", &shown::text(message))
                .finish(),
            Self::Header { name, message } => f
                .debug_struct("Header")
                .field("name", &shown::text(name))
                .field("message", &shown::text(message))
                .finish(),
            Self::MediaType { found, expected } => {
                f.debug_struct("MediaType").field("found", &shown::text(found)).field("expected", expected).finish()
            }
        }
    }
}

impl std::error::Error for DecodeError {}
