//! Diagnostics: what is wrong, where, and what helps.
//!
//! Every stage puts its findings into a [`Sink`] and carries on; [`render`] prints them at the end.
//! This room knows the sources only to print a line of them.

mod render;
pub mod rules;
mod suggest;

use crate::source::FileId;

pub use render::{Format, count, render};
pub use suggest::closest;

/// A position in a file; line and column count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Place {
    /// A position in a file.
    pub fn new(file: FileId, line: u32, column: u32) -> Self {
        Place { file, line, column }
    }

    /// The first character of a file.
    pub fn start_of(file: FileId) -> Self {
        Place::new(file, 1, 1)
    }
}

/// How bad a finding is; only an error stops the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// No correct code can come of this.
    Error,
    /// It misleads readers, or is ignored.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word that messages use.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A second place that belongs to a finding, such as the first of two definitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The id of the rule, one of [`rules::RULES`].
    pub rule: &'static str,
    /// Where it is; `None` only if it concerns no file.
    pub place: Option<Place>,
    /// What is, then what was expected; lower case, no full stop.
    pub text: String,
    /// What to do, one line each.
    pub help: Vec<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// Adds a line of help.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help.push(text.into());
        self
    }

    /// Adds `did you mean` if there is a candidate close to what was written.
    pub fn did_you_mean<'a>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> &mut Self {
        // Nobody will read it, and comparing words takes time.
        if self.rule == TOO_MANY {
            return self;
        }
        if let Some(candidate) = closest(word, candidates) {
            self.help(format!("did you mean {}?", quote(candidate)));
        }
        self
    }

    /// Adds another place that belongs to it.
    pub fn also(&mut self, place: Place, text: impl Into<String>) -> &mut Self {
        self.related.push(Related { place, text: text.into() });
        self
    }
}

/// Collects the findings of all stages.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    n_errors: usize,
    overflow: Option<Diagnostic>,
}

/// A broken input can have a fault per node; nobody reads more than this many, and memory is not endless.
const MAX_DIAGNOSTICS: usize = 1_000;

/// The rule of what comes after them.
const TOO_MANY: &str = "too-many-findings";

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an error; the run ends after this stage.
    pub fn error(
        &mut self,
        rule: &'static str,
        place: impl Into<Option<Place>>,
        text: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(Severity::Error, rule, place.into(), text.into())
    }

    /// Adds a warning.
    pub fn warning(
        &mut self,
        rule: &'static str,
        place: impl Into<Option<Place>>,
        text: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(Severity::Warning, rule, place.into(), text.into())
    }

    /// Adds a note.
    pub fn note(
        &mut self,
        rule: &'static str,
        place: impl Into<Option<Place>>,
        text: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(Severity::Note, rule, place.into(), text.into())
    }

    /// Adds a finding of a severity that is decided at run time.
    pub fn add(
        &mut self,
        severity: Severity,
        rule: &'static str,
        place: Option<Place>,
        text: String,
    ) -> &mut Diagnostic {
        self.adopt(Diagnostic { severity, rule, place, text, help: Vec::new(), related: Vec::new() })
    }

    /// Adds a finding that was made before its severity was known.
    pub fn adopt(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let severity = diagnostic.severity;
        if severity == Severity::Error {
            self.n_errors += 1;
        }
        if self.diagnostics.len() >= MAX_DIAGNOSTICS {
            self.make_room(severity);
        }
        if self.diagnostics.len() >= MAX_DIAGNOSTICS {
            return self.overflow.insert(Diagnostic { rule: TOO_MANY, ..diagnostic });
        }
        self.diagnostics.push(diagnostic);
        self.diagnostics.last_mut().expect("one was pushed on the line above")
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.n_errors > 0
    }

    /// How many errors there are, with those that were too many to keep.
    pub fn n_errors(&self) -> usize {
        self.n_errors
    }

    /// Whether further findings are only counted.
    pub fn is_full(&self) -> bool {
        self.diagnostics.len() >= MAX_DIAGNOSTICS
    }

    /// The findings so far, in the order of their discovery.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Hands over all findings and leaves the sink empty.
    pub fn take(&mut self) -> Vec<Diagnostic> {
        let full = self.overflow.take().is_some();
        self.n_errors = 0;
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        if full {
            diagnostics.push(Diagnostic {
                severity: Severity::Note,
                rule: TOO_MANY,
                place: None,
                text: format!("only the first {MAX_DIAGNOSTICS} findings are shown"),
                help: Vec::new(),
                related: Vec::new(),
            });
        }
        diagnostics
    }

    /// Lets an error take the place of something less: a flood of warnings must not hide it.
    fn make_room(&mut self, severity: Severity) {
        if severity != Severity::Error {
            return;
        }
        if let Some(idx) = self.diagnostics.iter().rposition(|it| it.severity != Severity::Error) {
            self.overflow = Some(self.diagnostics.swap_remove(idx));
        }
    }
}

/// A word of the input in backticks, cut and cleaned so that it can stand in a line of text.
pub fn quote(word: &str) -> String {
    const LONGEST: usize = 100;
    let mut quoted = String::from("`");
    for (idx, letter) in word.chars().enumerate() {
        if idx == LONGEST {
            quoted.push('…');
            break;
        }
        match letter {
            '\n' => quoted.push_str("\\n"),
            _ if letter.is_control() => quoted.push('\u{fffd}'),
            _ => quoted.push(letter),
        }
    }
    quoted.push('`');
    quoted
}

/// `one`, `one and two`, `one, two and three`, each in backticks.
pub fn quote_list<'a>(words: impl IntoIterator<Item = &'a str>, conjunction: &str) -> String {
    let words: Vec<String> = words.into_iter().map(quote).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {conjunction} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_warnings_does_not_hide_an_error() {
        let mut sink = Sink::new();
        for _ in 0..2 * MAX_DIAGNOSTICS {
            sink.warning("unknown-key", None, "again");
        }
        sink.error("unknown-key", None, "the one that matters");
        assert!(sink.has_errors());
        let diagnostics = sink.take();
        assert_eq!(diagnostics.len(), MAX_DIAGNOSTICS + 1);
        assert!(diagnostics.iter().any(|it| it.severity == Severity::Error));
        assert_eq!(diagnostics.last().map(|it| it.rule), Some("too-many-findings"));
    }

    #[test]
    fn words_of_the_input_cannot_break_the_line() {
        assert_eq!(quote("a\nb\u{1b}[0m"), "`a\\nb\u{fffd}[0m`");
        assert_eq!(quote(&"x".repeat(500)).chars().count(), 103);
        assert_eq!(quote_list(["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
