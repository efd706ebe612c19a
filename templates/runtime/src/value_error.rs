//! Why a value does not fit its type, and where inside the value.

use std::fmt;

use serde::de::{Expected, Unexpected};

use crate::shown;

/// A value that does not fit: what is wrong, and the place as a JSON pointer.
///
/// The message names the kind of what was found and never the value, which may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ValueError {
    message: String,
    /// From the inside out: errors travel upwards.
    path: Vec<String>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Absent,
    Missing,
    Misfit,
}

impl ValueError {
    /// An error with a sentence.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), path: Vec::new(), kind: Kind::Misfit }
    }

    /// The whole value is not there.
    pub(crate) fn absent() -> Self {
        Self { kind: Kind::Absent, ..Self::new("the value is missing") }
    }

    /// Required fields are not there.
    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self { kind: Kind::Missing, ..Self::new(message) }
    }

    /// The same error, one step further out.
    pub(crate) fn inside(mut self, step: impl Into<String>) -> Self {
        self.path.push(step.into());
        self
    }

    /// Whether the whole value was not there.
    pub(crate) fn is_absent(&self) -> bool {
        self.kind == Kind::Absent && self.path.is_empty()
    }

    /// The rule that is broken, as faults name it.
    pub(crate) fn rule(&self) -> &'static str {
        match self.kind {
            Kind::Absent | Kind::Missing => "required",
            Kind::Misfit => "type",
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is wrong: a JSON pointer, empty for the value itself.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in self.path.iter().rev() {
            push_step(&mut pointer, step);
        }
        pointer
    }
}

/// Appends one step to a JSON pointer.
pub(crate) fn push_step(pointer: &mut String, step: &str) {
    pointer.push('/');
    for letter in step.chars() {
        match letter {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return shown::line(f, format_args!("{}", self.message));
        }
        shown::line(f, format_args!("{}: {}", shown::text(&self.pointer()), self.message))
    }
}

impl fmt::Debug for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueError")
            .field("message", &self.message)
            .field("pointer", &shown::text(&self.pointer()))
            .finish()
    }
}

impl std::error::Error for ValueError {}

impl serde::de::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let message = shown::cut(&message, shown::LINE);
        // Records name all missing fields in one message, and serde has no constructor for more than one.
        if message.starts_with(crate::record::MISSING) {
            return Self::missing(message);
        }
        Self::new(message)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("invalid type: {}, expected {expected}", kind(&found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("invalid value: {}, expected {expected}", kind(&found)))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("unknown variant, expected one of `{}`", expected.join("`, `")))
    }
}

/// What was found, without the value.
const fn kind(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "integer",
        Unexpected::Float(_) => "floating point number",
        Unexpected::Char(_) | Unexpected::Str(_) => "string",
        Unexpected::Bytes(_) => "octets",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "list",
        Unexpected::Map => "object",
        // These name integers of 128 bits with their value.
        _ => "another value",
    }
}

impl serde::ser::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}
