//! The numbers of the tables: they run through the whole reference without a gap, so a table that the conversion lost
//! leaves a hole.

use super::{
    compare::spot_of_line,
    finding::{Finding, Rule, Subject},
    model::{Caption, Number},
};

/// The captions of a section.
pub(super) struct Numbered<'a> {
    pub(super) section: &'a str,
    /// The position of the section among all.
    pub(super) position: usize,
    pub(super) file: &'a str,
    pub(super) captions: &'a [Caption],
}

/// Checks the captions of sections in their order. Between sections that are not neighbours any number may be missing.
pub(super) fn check(sections: &[Numbered<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Where the numbers of the first section begin is known: at 1.
    let mut last = Some(None);
    let mut next_position = 0;
    for section in sections {
        if section.position != next_position {
            last = None;
        }
        next_position = section.position + 1;
        for caption in section.captions {
            if let Some(before) = last {
                findings.extend(fault(before, caption.number).map(|text| finding(section, caption, text)));
            }
            last = Some(Some(caption.number));
        }
    }
    findings
}

/// What is wrong with a number behind another one.
fn fault(before: Option<Number>, number: Number) -> Option<String> {
    let follows = match before {
        Some(before) if before.chapter == number.chapter => before.table.saturating_add(1),
        _ => 1,
    };
    let Number { chapter, table } = number;
    match table.checked_sub(follows) {
        Some(0) => None,
        Some(1) => Some(format!("table {chapter}-{follows} is not there")),
        Some(_) => Some(format!("tables {chapter}-{follows} to {chapter}-{} are not there", table - 1)),
        None => Some(format!("expected table {chapter}-{follows}; this number was there before")),
    }
}

fn finding(section: &Numbered<'_>, caption: &Caption, text: String) -> Finding {
    Finding {
        rule: Rule::Captions,
        subject: Subject { section: section.section.to_owned(), place: "page".to_owned(), name: String::new() },
        table: Some(caption.number.to_string()),
        text,
        described: None,
        spot: spot_of_line(section.file, caption.line),
        printed: None,
    }
}

#[cfg(test)]
mod tests {
    //! Numbers with holes, and sections that are not neighbours.

    use super::{Caption, Number, Numbered, check};

    /// Sections as position and table numbers; expected: what is said.
    #[track_caller]
    fn expect(sections: &[(usize, &[u32])], expected: &[&str]) {
        let caption = |table: &u32| Caption { line: 1, number: Number { chapter: 4, table: *table } };
        let captions: Vec<Vec<Caption>> =
            sections.iter().map(|(_, numbers)| numbers.iter().map(caption).collect()).collect();
        let numbered = sections.iter().zip(&captions);
        let sections: Vec<_> = numbered
            .map(|((position, _), captions)| Numbered { section: "4.1.1", position: *position, file: "f", captions })
            .collect();
        let texts: Vec<String> = check(&sections).into_iter().map(|finding| finding.text).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn holes_and_repetitions_are_told() {
        expect(&[(0, &[1, 2]), (1, &[3])], &[]);
        expect(&[(0, &[2])], &["table 4-1 is not there"]);
        expect(&[(0, &[1, 5])], &["tables 4-2 to 4-4 are not there"]);
        expect(&[(0, &[1, 1])], &["expected table 4-2; this number was there before"]);
        expect(&[(0, &[1]), (1, &[3])], &["table 4-2 is not there"]);
    }

    #[test]
    fn sections_apart_say_nothing_about_what_is_between() {
        expect(&[(3, &[17, 18]), (7, &[40, 42])], &["table 4-41 is not there"]);
        expect(&[(0, &[]), (1, &[1])], &[]);
    }
}
