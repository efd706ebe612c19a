//! Rules about the YAML files of the descriptions: the plainest YAML there is.

use saphyr_parser::{Event, Parser, Span};

use super::{
    Finding,
    tree::{File, Tree},
};

const INDENT: usize = 2;

/// No tabs, no trailing blanks, one line break at the end.
pub(super) fn text(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in descriptions(tree) {
        let mut report = |line, text: &str| findings.push(Finding::new(&file.path, line, text));
        for (idx, line) in file.text.split('\n').enumerate() {
            if line.contains('\t') {
                report(idx + 1, "has a tab");
            }
            if line.ends_with([' ', '\r', '\t']) {
                report(idx + 1, "ends with a blank");
            }
        }
        if !file.text.ends_with('\n') || file.text.ends_with("\n\n") {
            report(file.text.lines().count(), "the file does not end with one line break");
        }
    }
    findings
}

/// Block style (but for `[]` and `{}`), two spaces, no anchors, no tags.
pub(super) fn style(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in descriptions(tree) {
        let lines = file.text.lines().collect();
        let mut style = Style { path: &file.path, lines, open: Vec::new(), findings: &mut findings };
        for event in Parser::new_from_str(&file.text) {
            match event {
                Ok((event, span)) => style.event(&event, span),
                Err(error) => {
                    let text = format!("is not YAML: {}", error.info());
                    style.report(error.marker().line(), text);
                    break;
                }
            }
        }
    }
    findings
}

fn descriptions(tree: &Tree) -> impl Iterator<Item = &File> {
    let is_yaml = |path: &str| path.ends_with(".yaml") || path.ends_with(".yml");
    tree.files().filter(move |file| file.path.starts_with("spec/") && is_yaml(&file.path))
}

/// A list or map that has begun.
#[derive(Clone, Copy)]
enum Open {
    /// Its entries start in this column.
    Block(usize),
    Flow,
}

/// Walks through the events of a file.
struct Style<'a> {
    path: &'a str,
    lines: Vec<&'a str>,
    open: Vec<Open>,
    findings: &'a mut Vec<Finding>,
}

impl Style<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        let line = span.start.line();
        match event {
            Event::MappingStart(anchor, tag) | Event::SequenceStart(anchor, tag) => {
                self.properties(line, *anchor, tag.is_some());
                self.begin(span, matches!(event, Event::SequenceStart(..)));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.open.pop();
            }
            Event::Scalar(_, _, anchor, tag) => {
                self.properties(line, *anchor, tag.is_some());
                self.entry(line);
            }
            Event::Alias(_) => {
                self.report(line, "refers to an anchor; references are `$ref`".to_owned());
                self.entry(line);
            }
            _ => {}
        }
    }

    fn properties(&mut self, line: usize, anchor: usize, has_tag: bool) {
        if anchor != 0 {
            self.report(line, "has an anchor; references are `$ref`".to_owned());
        }
        if has_tag {
            self.report(line, "has a tag; quote the text instead".to_owned());
        }
    }

    /// A flow collection starts with a bracket, a block collection with its first entry and no token of its own.
    fn begin(&mut self, span: Span, is_list: bool) {
        let line = span.start.line();
        if span.start.col() != span.end.col() {
            self.entry(line);
            self.open.push(Open::Flow);
            return;
        }
        let expected = match self.open.last() {
            Some(Open::Block(column)) => column + INDENT,
            _ => 0,
        };
        let column = span.start.col();
        // A list that is not indented begins, for the parser, behind its first dash.
        let has_dash = self.lines.get(line - 1).is_some_and(|text| text.chars().nth(column) == Some('-'));
        if column != expected || (is_list && !has_dash) {
            self.report(line, format!("is not indented by {INDENT} spaces more than what it belongs to"));
        }
        self.open.push(Open::Block(column));
    }

    /// Anything inside brackets; empty brackets have no entries.
    fn entry(&mut self, line: usize) {
        if matches!(self.open.last(), Some(Open::Flow)) {
            self.report(line, "is written in flow style; only `[]` and `{}` are".to_owned());
        }
    }

    fn report(&mut self, line: usize, text: String) {
        // One finding per line is enough to find it.
        if !self.findings.last().is_some_and(|last| last.path == self.path && last.line == line) {
            self.findings.push(Finding::new(self.path, line, text));
        }
    }
}
