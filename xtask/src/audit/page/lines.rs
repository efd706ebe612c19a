//! What a line is: a row with its cells, or words of headings and prose.

use super::markup;

/// A line taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Nothing, or the fence of a code block.
    Blank,
    /// The rule under the head of a Markdown table.
    Rule,
    /// A row of a table; the cells still have their markup.
    Row(Vec<String>),
    /// Anything else: headings that were glued together are apart again.
    Words(Vec<Words>),
}

/// Words that one kind of type is set in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) text: String,
    /// Whether a heading may begin here: at the start of a line, or where one bold text follows another. A bold word
    /// inside a sentence is no heading.
    pub(super) is_start: bool,
}

/// Tells what a line is.
pub(super) fn classify(line: &str) -> Line {
    let trimmed = line.trim();
    if trimmed.is_empty() || trimmed.trim_start_matches("- ").starts_with("```") {
        return Line::Blank;
    }
    if let Some(inner) = trimmed.strip_prefix('|') {
        return match trimmed.chars().all(|it| matches!(it, '|' | '-' | ':' | ' ')) && trimmed.contains('-') {
            true => Line::Rule,
            false => Line::Row(pipe_cells(inner)),
        };
    }
    if line.contains('\t') {
        return Line::Row(line.split('\t').map(|cell| cell.trim().to_owned()).collect());
    }
    let words = words(trimmed);
    if words.is_empty() { Line::Blank } else { Line::Words(words) }
}

/// The cells of a Markdown row, behind its first pipe. A pipe with a backslash belongs to its cell.
fn pipe_cells(inner: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for letter in inner.chars() {
        match (letter, cells.last_mut()) {
            ('|', _) if !escaped => cells.push(String::new()),
            (_, Some(cell)) => cell.push(letter),
            (_, None) => {}
        }
        escaped = letter == '\\';
    }
    // What follows the last pipe is no cell; a row that was cut has no last pipe.
    if cells.len() > 1 && cells.last().is_some_and(|it| it.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Headings are often glued to their neighbours: `**Status code: 503****Table 4-7** Response body parameters`. Where
/// bold begins or ends, another heading may begin.
fn words(line: &str) -> Vec<Words> {
    let mut words = Vec::new();
    let mut is_start = true;
    for part in line.trim_start_matches('#').split("**") {
        let text = markup::plain(part.trim_matches('*'));
        let is_empty = text.is_empty();
        if !is_empty {
            words.push(Words { text, is_start });
        }
        // Nothing stands between two bold texts.
        is_start = is_empty;
    }
    words
}

#[cfg(test)]
mod tests {
    //! Lines of both renderings, whole and damaged.

    use super::{Line, Words, classify};

    fn row(cells: &[&str]) -> Line {
        Line::Row(cells.iter().map(|it| (*it).to_owned()).collect())
    }

    fn words(parts: &[(&str, bool)]) -> Line {
        let words = |(text, is_start): &(&str, bool)| Words { text: (*text).to_owned(), is_start: *is_start };
        Line::Words(parts.iter().map(words).collect())
    }

    #[test]
    fn rows_of_both_renderings_have_the_same_cells() {
        assert_eq!(classify("| site_id | No        | String |"), row(&["site_id", "No", "String"]));
        assert_eq!(classify("site_id\tNo\tString"), row(&["site_id", "No", "String"]));
        assert_eq!(classify("|  |  | more words |"), row(&["", "", "more words"]));
        assert_eq!(classify("\t\tmore words"), row(&["", "", "more words"]));
    }

    #[test]
    fn a_cut_row_keeps_its_last_cell_and_an_escaped_pipe_stays() {
        assert_eq!(classify("| site_id | No | Str"), row(&["site_id", "No", "Str"]));
        assert_eq!(classify(r"| a | one \| two |"), row(&["a", r"one \| two"]));
    }

    #[test]
    fn rules_and_fences_say_nothing() {
        assert_eq!(classify("|-----|:---:|"), Line::Rule);
        assert_eq!(classify("| | |"), row(&["", ""]));
        assert_eq!(classify("- ```"), Line::Blank);
        assert_eq!(classify("****"), Line::Blank);
    }

    #[test]
    fn glued_headings_are_apart() {
        let parts = [("Status code: 503", true), ("Table 4-7", true), ("Response body parameters", false)];
        assert_eq!(classify("**Status code: 503****Table 4-7** Response body parameters"), words(&parts));
        let parts = [("4.6.4 Querying Project Tags", true), ("Function", true)];
        assert_eq!(classify("*4.6.4 Querying Project Tags****Function**"), words(&parts));
        assert_eq!(classify("### URI"), words(&[("URI", true)]));
    }

    #[test]
    fn a_bold_word_in_a_sentence_is_no_heading() {
        assert_eq!(classify("See **URI** here."), words(&[("See", true), ("URI", false), ("here.", false)]));
    }
}
