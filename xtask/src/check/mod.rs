//! `check`: proves what can be proved of a description without the reference at hand.
//!
//! The generator's strict validation says whether it is OpenAPI, whether examples fit and types are used; `sections`
//! says whether it is the whole reference, as far as the inventory knows it.

mod answers;
mod sections;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vocabulary;

use std::path::{Path, PathBuf};

use specwright::{
    Compiled, Rejected, Settings,
    diagnostic::{self, Diagnostic, Format, Severity, Sink},
    load::{Node, Value},
};

use crate::{apis, audit::description::Description, failure::Failure};

/// What came of a check.
#[derive(Debug)]
struct Checked {
    /// The findings, rendered.
    text: String,
    n_faults: usize,
    summary: String,
}

/// Checks the named API, or all; or a description that stands elsewhere, by its root file.
pub(crate) fn run(name: Option<&str>, spec: Option<&Path>) -> Result<(), Failure> {
    let mut n_faults = 0;
    let apis = apis::choose(name)?.into_iter().map(|api| (api.name.to_owned(), PathBuf::from(api.spec)));
    let descriptions = match spec {
        Some(root) => vec![(root.display().to_string(), root.to_owned())],
        None => apis.collect(),
    };
    for (name, root) in descriptions {
        let checked = check(&root);
        print!("{}", checked.text);
        println!("{name}: {}", checked.summary);
        n_faults += checked.n_faults;
    }
    match n_faults {
        0 => Ok(()),
        1 => Err(Failure::new("1 fault")),
        _ => Err(Failure::new(format!("{n_faults} faults"))),
    }
}

/// Checks the description that has this root file.
fn check(root: &Path) -> Checked {
    let settings = Settings { input: root.to_owned(), strict: true, ..Settings::default() };
    let (diagnostics, sources) = match specwright::check(&settings) {
        Ok(Compiled { diagnostics, sources, .. }) | Err(Rejected { diagnostics, sources }) => (diagnostics, sources),
    };
    let mut text = diagnostic::render(&diagnostics, &sources, Format::Text);
    let mut n_faults = count(&diagnostics);
    // A description that cannot be joined was rejected above, with its findings.
    let Ok(description) = Description::open(root) else {
        return Checked { text, n_faults: n_faults.max(1), summary: "not readable".to_owned() };
    };
    let mut sink = Sink::new();
    description.faults.iter().for_each(|fault| {
        sink.adopt(fault.clone());
    });
    let n_sections = description.inventory.as_ref().map(|it| sections::check(&description, it, &mut sink));
    let found = sink.take();
    text.push_str(&diagnostic::render(&found, &description.bundle.sources, Format::Text));
    n_faults += count(&found);
    Checked { text, n_faults, summary: summary(&description, n_sections) }
}

/// Notes tell what the print leaves out; the rest is a fault in a description that is written by hand.
fn count(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|it| it.severity != Severity::Note).count()
}

fn summary(description: &Description, n_sections: Option<usize>) -> String {
    let operations = match (&description.inventory, n_sections) {
        (Some(inventory), Some(n_sections)) => format!("{n_sections} of {} sections", inventory.len()),
        _ => format!("{} operations", description.operations().len()),
    };
    let root = &description.bundle.root;
    let schemas = description.bundle.locate(&["components", "schemas"]).and_then(Node::as_map);
    let n_types = schemas.map_or(0, |it| it.len());
    format!("{operations}, {n_types} types, {} examples", n_examples(root))
}

/// How many examples a description holds. A property may be called `example` too; inside an example nothing counts.
fn n_examples(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => items.iter().map(n_examples).sum(),
        Value::Map(map) => map
            .iter()
            .map(|entry| match (entry.key.as_str(), &entry.value.value) {
                ("example", _) => 1,
                ("examples", Value::Map(examples)) => examples.len(),
                ("properties", Value::Map(properties)) => properties.iter().map(|it| n_examples(&it.value)).sum(),
                ("default" | "enum", _) => 0,
                _ => n_examples(&entry.value),
            })
            .sum(),
        _ => 0,
    }
}
