//! Why a value does not fit its type, and where inside the value.

use std::fmt;

use crate::shown;

/// A value that does not fit: what is wrong, and the place as a JSON pointer.
///
/// The message names the kind of what was found and never the value, which may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ValueError(
    /// In a box, so that results which are almost always well stay small.
    Box<Misfit>,
);

#[derive(Clone, PartialEq, Eq)]
struct Misfit {
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
        Self::of(Kind::Misfit, message.into())
    }

    /// Something else than what was asked for.
    #[cold]
    pub(crate) fn misfit(expected: &str, found: &str) -> Self {
        Self::new(format!("expected {expected}, found {found}"))
    }

    /// The whole value is not there.
    pub(crate) fn absent() -> Self {
        Self::of(Kind::Absent, "the value is missing".to_owned())
    }

    /// Required fields are not there.
    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self::of(Kind::Missing, message.into())
    }

    fn of(kind: Kind, message: String) -> Self {
        Self(Box::new(Misfit { message, path: Vec::new(), kind }))
    }

    /// The same error, one step further out.
    pub(crate) fn inside(mut self, step: impl Into<String>) -> Self {
        self.0.path.push(step.into());
        self
    }

    /// Whether the whole value was not there.
    pub(crate) fn is_absent(&self) -> bool {
        self.0.kind == Kind::Absent && self.0.path.is_empty()
    }

    /// The rule that is broken, as faults name it.
    pub(crate) fn rule(&self) -> &'static str {
        match self.0.kind {
            Kind::Absent | Kind::Missing => "required",
            Kind::Misfit => "type",
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where it is wrong: a JSON pointer, empty for the value itself.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in self.0.path.iter().rev() {
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
        if self.0.path.is_empty() {
            return shown::line(f, format_args!("{}", self.0.message));
        }
        shown::line(f, format_args!("{}: {}", shown::text(&self.pointer()), self.0.message))
    }
}

impl fmt::Debug for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueError")
            .field("message", &self.0.message)
            .field("pointer", &shown::text(&self.pointer()))
            .finish()
    }
}

impl std::error::Error for ValueError {}
