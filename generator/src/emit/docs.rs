//! Documentation: the words of the spec as doc comments.
//!
//! The text of a description is not ours: what would start a code block, a link or an HTML tag in rustdoc is
//! defused, so that documenting a printed crate gives no warnings and `cargo test` finds no stray doctests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Bound, Constraints, Docs, Json, Operation, Origin, Reference};

/// Doc comments, one per line.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Paragraphs that grow line by line.
#[derive(Default)]
pub(super) struct Page {
    lines: Vec<String>,
}

impl Page {
    /// A page that begins with what the spec says, or with `otherwise` where it says nothing.
    pub(super) fn of(docs: &Docs, otherwise: &str) -> Self {
        let mut page = Self::default();
        match (&docs.title, &docs.description) {
            (None, None) => page.paragraph(otherwise),
            (title, description) => {
                for text in [title, description].into_iter().flatten() {
                    page.foreign(text);
                }
            }
        }
        if let Some((url, text)) = &docs.external {
            let text = text.as_deref().unwrap_or("See also");
            page.foreign(&format!("{text}: <{url}>"));
        }
        page
    }

    /// Adds a paragraph of ours.
    pub(super) fn paragraph(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(text.lines().map(str::to_owned));
    }

    /// Adds a paragraph of the spec.
    fn foreign(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(defused(text));
    }

    /// Adds where an operation comes from: the page of the reference, file and name in the spec.
    pub(super) fn origin_of(&mut self, operation: &Operation) {
        if let Some(page) = &operation.reference {
            self.paragraph(&reference(page));
        }
        let origin = origin(&operation.origin, "operation ");
        if !origin.is_empty() {
            self.paragraph(&origin);
        }
    }

    /// The lines.
    pub(super) fn lines(self) -> Vec<String> {
        self.lines
    }

    /// The doc comments.
    pub(super) fn attributes(self) -> TokenStream {
        attributes(&self.lines)
    }
}

/// `Spec: `JobStatus` in `schemas/task.yaml`.`
pub(super) fn origin(origin: &Origin, what: &str) -> String {
    let name = origin.pointer.trim_start_matches('/');
    let name = name.strip_prefix("components/schemas/").unwrap_or(name);
    match (name.is_empty(), origin.file.is_empty()) {
        (_, true) => String::new(),
        (true, false) => format!("Spec: in `{}`.", origin.file),
        (false, false) => format!("Spec: {what}`{name}` in `{}`.", origin.file),
    }
}

/// `Reference: section 4.28.2, Querying Subtasks.`
fn reference(reference: &Reference) -> String {
    let title = defused(&reference.title).join(" ");
    let place = match &reference.section {
        Some(section) => format!("section {section}, {title}"),
        None => title,
    };
    match &reference.url {
        Some(url) => format!("Reference: {place}, <{url}>."),
        None => format!("Reference: {place}."),
    }
}

/// `Limits: 1 to 64 characters.`, if there are any.
pub(super) fn limits(constraints: &Constraints) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(range("character", constraints.min_length, constraints.max_length));
    parts.extend(range("item", constraints.min_items, constraints.max_items));
    parts.extend(range("property", constraints.min_properties, constraints.max_properties));
    parts.extend(numbers(constraints));
    parts.extend(constraints.multiple_of.map(|it| format!("a multiple of {}", number(it))));
    parts.extend(constraints.pattern.as_ref().map(|it| format!("matches `{}`", it.replace('`', "'"))));
    if constraints.unique_items {
        parts.push("no item twice".to_owned());
    }
    (!parts.is_empty()).then(|| format!("Limits: {}.", parts.join("; ")))
}

/// `Default: `1000`.`
pub(super) fn default(value: &Json) -> String {
    format!("Default: `{}`.", value.to_string().replace('`', "'"))
}

/// A text of the spec within a line of ours.
pub(super) fn plain(text: &str) -> String {
    defused(text).join(" ")
}

fn range(unit: &str, least: Option<u64>, most: Option<u64>) -> Option<String> {
    let plural = |count: u64| match (unit, count) {
        (unit, 1) => unit.to_owned(),
        ("property", _) => "properties".to_owned(),
        (unit, _) => format!("{unit}s"),
    };
    match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("at least {least} {}", plural(least))),
        (None, Some(most)) => Some(format!("at most {most} {}", plural(most))),
        (Some(least), Some(most)) if least == most => Some(format!("exactly {most} {}", plural(most))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}", plural(most))),
    }
}

fn numbers(constraints: &Constraints) -> Option<String> {
    let least = constraints.minimum.map(|it| {
        let words = if constraints.exclusive_minimum { "more than" } else { "at least" };
        format!("{words} {}", number(it))
    });
    let most = constraints.maximum.map(|it| {
        let words = if constraints.exclusive_maximum { "less than" } else { "at most" };
        format!("{words} {}", number(it))
    });
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least}, {most}")),
        (least, most) => least.or(most),
    }
}

fn number(bound: Bound) -> String {
    match bound {
        Bound::Integer(value) => value.to_string(),
        Bound::Float(value) => value.to_string(),
    }
}

/// The lines of a text, with everything escaped that rustdoc would take for markup of its own.
fn defused(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = line.trim_end().replace('\t', "    ");
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            // A fence without a language would be a doctest.
            lines.push(if fenced { "```".to_owned() } else { "```text".to_owned() });
            fenced = !fenced;
        } else if fenced {
            lines.push(line);
        } else {
            // Four blanks would start a code block; list items keep two for their text.
            let indent = (line.len() - trimmed.len()).min(2);
            lines.push(format!("{}{}", " ".repeat(indent), escaped(trimmed)));
        }
    }
    if fenced {
        lines.push("```".to_owned());
    }
    lines
}

/// Brackets and angles outside code spans are escaped; addresses become links.
fn escaped(line: &str) -> String {
    let pieces: Vec<&str> = line.split('`').collect();
    // An odd number of ticks leaves the last one alone; it is text then.
    let whole = pieces.len() % 2 == 1;
    let mut out = String::with_capacity(line.len() + 8);
    for (idx, piece) in pieces.iter().enumerate() {
        if idx > 0 {
            out.push_str(if whole { "`" } else { "\\`" });
        }
        if whole && idx % 2 == 1 {
            out.push_str(piece);
            continue;
        }
        let words = piece.split(' ').map(|word| {
            let bare = word.trim_matches(['<', '>']);
            let is_address = bare.starts_with("https://") || bare.starts_with("http://");
            match is_address && !bare.contains(['[', ']', '<', '>', '(', ')', '`']) {
                true => linked(bare),
                false => word.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<").replace('>', "\\>"),
            }
        });
        out.push_str(&words.collect::<Vec<_>>().join(" "));
    }
    out
}

fn linked(address: &str) -> String {
    let end = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'']);
    format!("<{end}>{}", &address[end.len()..])
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(defused(text), expected);
    }

    #[test]
    fn markup_of_the_spec_does_no_harm() {
        check("plain `code[0]` text", &["plain `code[0]` text"]);
        check("[id] and <b>bold</b>", &["\\[id\\] and \\<b\\>bold\\</b\\>"]);
        check("see https://example.com/a.", &["see <https://example.com/a>."]);
        check("```\nlet x;\n```", &["```text", "let x;", "```"]);
        check("```json\n{}", &["```text", "{}", "```"]);
        check("      deep", &["  deep"]);
        check("a ` tick", &["a \\` tick"]);
    }
}
