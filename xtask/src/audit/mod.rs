//! `audit`: compares the text of the reference with the description, in both directions.
//!
//! It takes a folder with one text per section (`4.8.2.txt`) and gives a finding for every difference, which for a next
//! edition of the reference is the list of what to do. It changes nothing.
//! Nothing is left out in silence: what cannot be read is a finding too, and what is accepted stands in
//! `exceptions.yaml` with its reason.

mod captions;
pub(crate) mod compare;
pub(crate) mod description;
mod exceptions;
pub(crate) mod finding;
mod model;
mod objects;
mod page;
mod texts;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    path::{Path, PathBuf},
};

use specwright::diagnostic::{self, Format};

use crate::{apis, failure::Failure};
use captions::Numbered;
use description::{Description, inventory::Section, operations::Operation};
use finding::{Finding, Rule, Subject};
use model::Page;
use texts::Texts;

/// What to compare.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder with one text per section of the reference, such as `4.8.2.txt`.
    // A relative one is meant from where the chore was started, which is not where it runs.
    #[arg(value_parser = absolute)]
    folder: PathBuf,
    /// The API that the reference describes.
    #[arg(long, default_value = "huawei-workspace")]
    api: String,
    /// A description that stands elsewhere, by its root file.
    #[arg(long, value_parser = absolute)]
    spec: Option<PathBuf>,
    /// The folder holds only some of the sections; that others have no page is no finding.
    #[arg(long)]
    partial: bool,
}

/// What came of an audit.
#[derive(Debug, Default)]
struct Report {
    /// The open findings in the order of the reference.
    open: Vec<Finding>,
    summary: Summary,
}

/// How much was compared.
#[derive(Debug, Default, PartialEq, Eq)]
struct Summary {
    n_sections: usize,
    n_inventory: usize,
    n_other_files: usize,
    n_captions: usize,
    n_tables: usize,
    n_rows: usize,
    n_open: usize,
    n_accepted: usize,
}

/// Audits an API.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let api = apis::choose(Some(&options.api))?;
    let root = match (&options.spec, api.first()) {
        (Some(root), _) => root.clone(),
        (None, Some(api)) => PathBuf::from(api.spec),
        (None, None) => return Err(Failure::new("there is no API")),
    };
    let report = audit(&open(&root)?, &Texts::read(&options.folder)?, options.partial);
    for finding in &report.open {
        println!("{finding}");
    }
    println!("{}: {}", options.api, report.summary);
    match report.open.len() {
        0 => Ok(()),
        1 => Err(Failure::new("1 difference between reference and description")),
        n_open => Err(Failure::new(format!("{n_open} differences between reference and description"))),
    }
}

/// A path as it is after the change to the root of the repository.
pub(crate) fn absolute(path: &str) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| error.to_string())
}

/// Opens a description that has an inventory and no faults in what stands beside it.
fn open(root: &Path) -> Result<Description, Failure> {
    let description = Description::open(root).map_err(Failure::new)?;
    if !description.faults.is_empty() {
        let text = diagnostic::render(&description.faults, &description.bundle.sources, Format::Text);
        return Err(Failure::new(format!("the description has faults\n{text}")));
    }
    match description.inventory {
        Some(_) => Ok(description),
        None => Err(Failure::new(format!("{} has no inventory.yaml beside it", root.display()))),
    }
}

/// Compares texts with a description. If they are not all of the reference, sections without a page are no findings.
fn audit(description: &Description, texts: &Texts, partial: bool) -> Report {
    let inventory = description.inventory.as_deref().unwrap_or_default();
    let mut audit = Audit::new(description, inventory, texts);
    audit.compare(partial);
    audit.report()
}

struct Audit<'a> {
    description: &'a Description,
    inventory: HashMap<&'a str, &'a Section>,
    operations: HashMap<&'a str, Operation<'a>>,
    texts: &'a Texts,
    /// Every section of the inventory and of the folder, in the order of their numbers.
    sections: Vec<&'a str>,
    /// Pages by the position of their section.
    pages: BTreeMap<usize, Page>,
    findings: Vec<Finding>,
    summary: Summary,
}

impl<'a> Audit<'a> {
    fn new(description: &'a Description, inventory: &'a [Section], texts: &'a Texts) -> Self {
        let summary =
            Summary { n_inventory: inventory.len(), n_other_files: texts.n_other_files, ..Summary::default() };
        let inventory: HashMap<&str, &Section> = inventory.iter().map(|it| (it.number.as_str(), it)).collect();
        let operations = description.operations();
        let operations = operations.into_iter().filter_map(|it| Some((it.section()?, it))).collect();
        let mut sections: Vec<&str> = inventory.keys().copied().chain(texts.iter().map(|(number, _)| number)).collect();
        sections.sort_by_cached_key(|number| position_of(number));
        sections.dedup();
        let (pages, findings) = (BTreeMap::new(), Vec::new());
        Self { description, inventory, operations, texts, sections, pages, findings, summary }
    }

    fn compare(&mut self, partial: bool) {
        for (position, number) in self.sections.clone().into_iter().enumerate() {
            let section = self.inventory.get(number).copied();
            let Some(text) = self.texts.get(number) else {
                if let Some(section) = section.filter(|_| !partial) {
                    let spot = self.description.spot(section.place);
                    self.add(Rule::NoPage, number, spot, "no page of this section".to_owned());
                }
                continue;
            };
            let page = page::read(number, &text.bytes);
            self.summary.n_captions += page.captions.len();
            match section {
                Some(section) => self.section(section, &page, &text.file),
                None => {
                    self.findings.extend(compare::faults(number, &page, &text.file));
                    let spot = compare::spot_of_line(&text.file, 1);
                    self.add(Rule::NoSection, number, spot, "the inventory has no such section".to_owned());
                }
            }
            self.pages.insert(position, page);
        }
    }

    fn section(&mut self, section: &Section, page: &Page, file: &str) {
        self.summary.n_sections += 1;
        let Some(operation) = self.operations.get(section.number.as_str()) else {
            self.findings.extend(compare::faults(&section.number, page, file));
            let spot = self.description.spot(section.place);
            let text = format!("no operation is that of this section, expected `{}`", section.operation);
            return self.add(Rule::Missing, &section.number, spot, text);
        };
        let outcome = compare::compare(self.description, operation, page, file);
        self.findings.extend(outcome.findings);
        self.summary.n_tables += outcome.n_tables;
        self.summary.n_rows += outcome.n_rows;
    }

    fn add(&mut self, rule: Rule, section: &str, spot: (String, u32, u32), text: String) {
        let subject = Subject { section: section.to_owned(), ..Subject::default() };
        self.findings.push(Finding { rule, subject, table: None, text, described: None, spot, printed: None });
    }

    fn report(mut self) -> Report {
        self.findings.extend(captions::check(&self.numbered()));
        let positions: HashMap<&str, usize> = self.sections.iter().enumerate().map(|(idx, it)| (*it, idx)).collect();
        let position = |number: &str| positions.get(number).copied().unwrap_or(usize::MAX);
        let is_compared = |number: &str| self.pages.contains_key(&position(number));
        let mut sorted = exceptions::sort(self.findings, self.description, is_compared);
        // Within a section the order of discovery stays.
        sorted.open.sort_by_key(|it| position(&it.subject.section));
        let summary = Summary { n_open: sorted.open.len(), n_accepted: sorted.n_accepted, ..self.summary };
        Report { open: sorted.open, summary }
    }

    fn numbered(&self) -> Vec<Numbered<'_>> {
        let mut sections = Vec::new();
        for (position, page) in &self.pages {
            let section = self.sections[*position];
            let Some(text) = self.texts.get(section) else { continue };
            sections.push(Numbered { section, position: *position, file: &text.file, captions: &page.captions });
        }
        sections
    }
}

/// Where a section stands: 4.2 comes before 4.10.
fn position_of(number: &str) -> Vec<u64> {
    number.split('.').map(|part| part.parse().unwrap_or(u64::MAX)).collect()
}

impl fmt::Display for Summary {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} of {} sections", self.n_sections, self.n_inventory)?;
        if self.n_other_files > 0 {
            write!(to, " ({} other files)", self.n_other_files)?;
        }
        let Self { n_captions, n_tables, n_rows, n_open, n_accepted, .. } = self;
        write!(to, ", {n_captions} captions, {n_tables} tables understood, {n_rows} rows compared; ")?;
        write!(to, "findings: {n_open} open, {n_accepted} accepted")
    }
}
