//! Reading: the text of a section becomes a [`Page`].
//!
//! The text was made from a PDF in two ways, tab-separated and Markdown, sometimes both in one section. What a line
//! means is told by its words; the depth of headings and what is bold carry no meaning.
//! Nothing is skipped in silence: a line that fits nowhere, above the examples, is a fault of the page.

mod builder;
mod lines;
mod markup;
mod tables;
mod types;

use super::model::{Fault, Page};

/// Reads the page of a section. It never fails: what cannot be read stands in `faults`.
pub(super) fn read(section: &str, bytes: &[u8]) -> Page {
    let fault = |text: &str| Fault { line: 1, table: None, text: text.to_owned() };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|it| **it == b'\n').count();
            let fault = Fault { line, ..fault("the text is not UTF-8") };
            return Page { faults: vec![fault], ..Page::default() };
        }
    };
    if text.trim().is_empty() {
        return Page { faults: vec![fault("the file is empty")], ..Page::default() };
    }
    let mut builder = builder::Builder::new(section);
    for (idx, line) in text.lines().enumerate() {
        builder.line(idx + 1, line);
    }
    builder.finish()
}
