//! Prints diagnostics: as text that an editor can jump from, or as JSON for tools.

use std::fmt::Write as _;

use super::{Diagnostic, Place, Severity};
use crate::source::Sources;

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// `file:line:column: error[rule]: text`, the source line, and help.
    #[default]
    Text,
    /// One JSON object with all findings.
    Json,
}

/// Prints diagnostics sorted by file, line and column; equal places keep the order of discovery.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_cached_key(|it| sort_key(it, sources));
    match format {
        Format::Text => text(&sorted, sources),
        Format::Json => json(&sorted, sources),
    }
}

/// `3 errors, 1 warning`; empty if there is nothing to count.
pub fn count(diagnostics: &[Diagnostic]) -> String {
    let mut parts = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let n_findings = diagnostics.iter().filter(|it| it.severity == severity).count();
        let word = severity.word();
        match n_findings {
            0 => {}
            1 => parts.push(format!("1 {word}")),
            _ => parts.push(format!("{n_findings} {word}s")),
        }
    }
    parts.join(", ")
}

/// Findings without a place are about the run as a whole; they come last, where the reader's eye is.
fn sort_key(diagnostic: &Diagnostic, sources: &Sources) -> (bool, String, u32, u32) {
    match diagnostic.place {
        None => (true, String::new(), 0, 0),
        Some(place) => (false, sources.name(place.file).to_owned(), place.line, place.column),
    }
}

fn text(diagnostics: &[&Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let severity = diagnostic.severity.word();
        if let Some(place) = diagnostic.place {
            let _ = write!(out, "{}: ", position(place, sources));
        }
        let _ = writeln!(out, "{severity}[{}]: {}", diagnostic.rule, diagnostic.text);
        if let Some(place) = diagnostic.place {
            excerpt(&mut out, place, sources);
        }
        for help in &diagnostic.help {
            let _ = writeln!(out, "  help: {help}");
        }
        for related in &diagnostic.related {
            let _ = writeln!(out, "  also: {}: {}", position(related.place, sources), related.text);
        }
    }
    out
}

fn position(place: Place, sources: &Sources) -> String {
    format!("{}:{}:{}", sources.display(place.file), place.line, place.column)
}

/// The source line with the offending word underlined.
fn excerpt(out: &mut String, place: Place, sources: &Sources) {
    let Some(line) = sources.line(place.file, place.line) else { return };
    if line.trim().is_empty() {
        return;
    }
    let column = (place.column.max(1) as usize - 1).min(line.chars().count());
    let (shown, offset, width) = window(line, column);
    let number = place.line.to_string();
    let _ = writeln!(out, "   {number} | {shown}");
    let _ = writeln!(out, "   {:1$} | {2:offset$}{3}", "", number.len(), "", "^".repeat(width));
}

/// The part of a line that is shown, where the word starts in it, and how many characters the word has.
///
/// A description printed by a machine can be one line of megabytes.
fn window(line: &str, column: usize) -> (String, usize, usize) {
    const BEFORE: usize = 60;
    const SHOWN: usize = 120;
    let skipped = if column + 40 > SHOWN { column.saturating_sub(BEFORE) } else { 0 };
    let tail: Vec<char> = line.chars().skip(skipped).take(SHOWN + 1).collect();
    let mut shown: String = if skipped > 0 { "…".to_owned() } else { String::new() };
    let offset = column - skipped + shown.chars().count();
    shown.extend(tail.iter().take(SHOWN).map(|it| if it.is_control() { ' ' } else { *it }));
    if tail.len() > SHOWN {
        shown.push('…');
    }
    let word = tail.get(column - skipped..).map_or(1, |rest| word_width(&rest[..rest.len().min(SHOWN)]));
    (shown.trim_end().to_owned(), offset, word)
}

/// How many characters of a line belong to the word that it starts with.
fn word_width(rest: &[char]) -> usize {
    match rest {
        [] => 1,
        [quote @ ('\'' | '"'), inner @ ..] => inner.iter().position(|it| it == quote).map_or(rest.len(), |end| end + 2),
        ['{' | '[' | '|' | '>' | '&' | '*', ..] => 1,
        _ => {
            let is_end = |idx: usize| match rest[idx] {
                ':' => rest.get(idx + 1).is_none_or(|it| it.is_whitespace()),
                ',' | ' ' | '\t' | '#' | '}' | ']' => true,
                _ => false,
            };
            (0..rest.len()).find(|idx| is_end(*idx)).unwrap_or(rest.len()).max(1)
        }
    }
}

fn json(diagnostics: &[&Diagnostic], sources: &Sources) -> String {
    let findings: Vec<serde_json::Value> = diagnostics.iter().map(|it| finding(it, sources)).collect();
    let n_errors = diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
    let n_warnings = diagnostics.iter().filter(|it| it.severity == Severity::Warning).count();
    let report = serde_json::json!({ "errors": n_errors, "warnings": n_warnings, "diagnostics": findings });
    format!("{report:#}\n")
}

fn finding(diagnostic: &Diagnostic, sources: &Sources) -> serde_json::Value {
    let related: Vec<serde_json::Value> = diagnostic
        .related
        .iter()
        .map(|it| {
            serde_json::json!({
                "file": sources.display(it.place.file),
                "line": it.place.line,
                "column": it.place.column,
                "text": it.text,
            })
        })
        .collect();
    serde_json::json!({
        "severity": diagnostic.severity.word(),
        "rule": diagnostic.rule,
        "file": diagnostic.place.map(|it| sources.display(it.file)),
        "line": diagnostic.place.map(|it| it.line),
        "column": diagnostic.place.map(|it| it.column),
        "text": diagnostic.text,
        "help": diagnostic.help,
        "related": related,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::diagnostic::Sink;

    #[track_caller]
    fn check(line: &str, column: u32, expected: &str) {
        let mut sources = Sources::new(Path::new("spec"));
        let file = sources.add("api.yaml".to_owned(), format!("first\n{line}\n"));
        let mut sink = Sink::new();
        sink.error("unknown-key", Place::new(file, 2, column), "no such key");
        let text = render(sink.diagnostics(), &sources, Format::Text);
        let head = format!("spec/api.yaml:2:{column}: error[unknown-key]: no such key\n");
        assert_eq!(text.strip_prefix(&head), Some(expected));
    }

    #[test]
    fn the_word_is_underlined() {
        check("  colour: red", 3, "   2 |   colour: red\n     |   ^^^^^^\n");
        check("  a: 'two words' # why", 6, "   2 |   a: 'two words' # why\n     |      ^^^^^^^^^^^\n");
        check("\tx", 2, "   2 |  x\n     |  ^\n");
    }

    #[test]
    fn a_place_beyond_the_line_is_harmless() {
        check("short", 900, "   2 | short\n     |      ^\n");
        check("", 1, "");
    }

    #[test]
    fn a_line_of_megabytes_is_cut_around_the_word() {
        let line = format!("{}\"bad\"{}", "x".repeat(1_000_000), "y".repeat(1_000_000));
        let mut sources = Sources::new(Path::new(""));
        let file = sources.add("api.json".to_owned(), line);
        let mut sink = Sink::new();
        sink.error("unknown-key", Place::new(file, 1, 1_000_001), "no such key");
        let text = render(sink.diagnostics(), &sources, Format::Text);
        assert!(text.len() < 600, "{text}");
        assert!(text.contains("\"bad\"") && text.contains(" ^^^^^\n"), "{text}");
    }

    #[test]
    fn findings_are_counted_in_words() {
        let mut sink = Sink::new();
        sink.error("unknown-key", None, "a");
        sink.warning("unknown-key", None, "b");
        sink.warning("unknown-key", None, "c");
        assert_eq!(count(sink.diagnostics()), "1 error, 2 warnings");
    }
}
