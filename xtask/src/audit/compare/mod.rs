//! Compares the page of a section with the operation that describes it, in both directions.

mod body;
mod fields;
mod names;
mod parameters;
pub(crate) mod statuses;

use std::collections::BTreeSet;

use specwright::diagnostic::Place;

use super::{
    description::{Description, operations::Operation},
    finding::{Finding, Rule, Subject},
    model::{Number, Page},
};

/// What came of a comparison.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) findings: Vec<Finding>,
    /// Tables whose every row was compared.
    pub(super) n_tables: usize,
    pub(super) n_rows: usize,
}

/// Compares a page; `file` is its name in messages.
pub(super) fn compare(description: &Description, operation: &Operation<'_>, page: &Page, file: &str) -> Outcome {
    let section = operation.section().unwrap_or_default();
    let mut comparison = Comparison {
        description,
        operation,
        section,
        page,
        file,
        tables: BTreeSet::new(),
        outcome: Outcome::default(),
    };
    comparison.outcome.findings = faults(section, page, file);
    if page.is_empty() {
        return comparison.outcome;
    }
    comparison.route();
    comparison.parameters();
    comparison.bodies();
    comparison.statuses();
    comparison.outcome
}

/// What a page says without a description to compare it with: only its faults.
pub(super) fn faults(section: &str, page: &Page, file: &str) -> Vec<Finding> {
    let finding = |fault: &super::model::Fault| Finding {
        rule: Rule::Unreadable,
        subject: Subject { section: section.to_owned(), place: "page".to_owned(), name: String::new() },
        table: fault.table.map(|number| number.to_string()),
        text: fault.text.clone(),
        described: None,
        spot: spot_of_line(file, fault.line),
        printed: None,
    };
    page.faults.iter().map(finding).collect()
}

/// A line of a page as an editor opens it.
pub(super) fn spot_of_line(file: &str, line: usize) -> (String, u32, u32) {
    (file.to_owned(), u32::try_from(line).unwrap_or(u32::MAX), 1)
}

struct Comparison<'a> {
    description: &'a Description,
    operation: &'a Operation<'a>,
    section: &'a str,
    page: &'a Page,
    file: &'a str,
    /// The numbers of tables that were counted.
    tables: BTreeSet<Number>,
    outcome: Outcome,
}

/// What a finding is about and where it is printed.
#[derive(Clone, Copy)]
struct At<'a> {
    /// The place as exceptions name it.
    place: &'a str,
    name: &'a str,
    table: Option<Number>,
    line: Option<usize>,
}

impl Comparison<'_> {
    fn route(&mut self) {
        let reference_place = self.operation.reference_place();
        if let Some(title) = &self.page.title {
            let described = self.operation.title().unwrap_or_default();
            self.same(Rule::Title, title.line, reference_place, (&title.text, described));
        }
        if let Some(route) = &self.page.route {
            let method = self.operation.method.to_ascii_uppercase();
            self.same(Rule::Method, route.line, self.operation.place, (&route.method, &method));
            self.same(Rule::Path, route.line, self.operation.path_place, (&route.path, self.operation.path));
        }
    }

    fn same(&mut self, rule: Rule, line: usize, place: Place, (printed, described): (&str, &str)) {
        if printed != described {
            let at = At { place: "section", name: "", table: None, line: Some(line) };
            self.report(rule, at, place, format!("printed `{printed}`, described `{described}`"));
        }
    }

    /// A finding at a place of the description.
    fn report(&mut self, rule: Rule, at: At<'_>, place: Place, text: String) {
        let spot = self.description.spot(place);
        self.add(rule, at, spot, at.line, text);
    }

    /// Says what the description has in place of what is printed; an exception may insist on it.
    fn described(&mut self, words: &str) {
        if let Some(finding) = self.outcome.findings.last_mut() {
            finding.described = Some(words.to_owned());
        }
    }

    /// A finding at a line of the page.
    fn report_page(&mut self, rule: Rule, at: At<'_>, text: String) {
        let spot = spot_of_line(self.file, at.line.unwrap_or(1));
        self.add(rule, at, spot, None, text);
    }

    fn add(&mut self, rule: Rule, at: At<'_>, spot: (String, u32, u32), line: Option<usize>, text: String) {
        let subject =
            Subject { section: self.section.to_owned(), place: at.place.to_owned(), name: at.name.to_owned() };
        self.outcome.findings.push(Finding {
            rule,
            subject,
            table: at.table.map(|number| number.to_string()),
            text,
            described: None,
            spot,
            printed: line.map(|line| (self.file.to_owned(), line)),
        });
    }

    /// Counts a table, once however many fields lead to it.
    fn count(&mut self, table: Number, n_rows: usize) {
        if self.tables.insert(table) {
            self.outcome.n_tables += 1;
            self.outcome.n_rows += n_rows;
        }
    }
}
