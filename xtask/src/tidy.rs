//! `tidy`: the house rules, as a test instead of advice.
//!
//! [`RULES`] is the whole list. A rule looks at a [`Tree`] of texts and gives findings with places; it touches no disk,
//! so every rule has a sample in `tidy/samples.rs` that it must find fault with.

mod layout;
mod manifest;
mod rust;
mod tree;
mod yaml;

#[cfg(test)]
mod samples;

use std::{fmt, path::Path};

use crate::failure::Failure;
use tree::Tree;

/// One house rule.
struct Rule {
    id: &'static str,
    check: fn(&Tree) -> Vec<Finding>,
}

const RULES: &[Rule] = &[
    Rule { id: "top-level", check: layout::top_level },
    Rule { id: "drawer", check: layout::drawers },
    Rule { id: "leftover", check: layout::leftovers },
    Rule { id: "module-doc", check: rust::module_docs },
    Rule { id: "file-length", check: rust::file_lengths },
    Rule { id: "function-length", check: rust::function_lengths },
    Rule { id: "unfinished", check: rust::unfinished },
    Rule { id: "skipped-test", check: rust::skipped_tests },
    Rule { id: "names-alone", check: rust::case_conversion },
    Rule { id: "inert-ir", check: rust::inert_ir },
    Rule { id: "one-way", check: manifest::edges },
    Rule { id: "yaml-text", check: yaml::text },
    Rule { id: "yaml-style", check: yaml::style },
];

/// A breach of a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// From 1; 0 if it concerns the file as a whole.
    line: usize,
    text: String,
}

impl Finding {
    fn new(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, text: text.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(to, "{}: ", self.path),
            line => write!(to, "{}:{line}: ", self.path),
        }
    }
}

/// Checks the repository.
pub(crate) fn run(root: &Path) -> Result<(), Failure> {
    let tree = Tree::read(root)?;
    for (path, n_lines) in rust::long_files(&tree) {
        println!("{path}: note[file-length]: {n_lines} lines; look for a second idea in it");
    }
    let findings = check(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        n_findings => Err(Failure::new(format!("{n_findings} breaches of the house rules"))),
    }
}

/// Every finding of every rule as a line, sorted by path.
fn check(tree: &Tree) -> Vec<String> {
    let mut found: Vec<(Finding, &str)> =
        RULES.iter().flat_map(|rule| (rule.check)(tree).into_iter().map(|finding| (finding, rule.id))).collect();
    found.sort();
    found.into_iter().map(|(finding, id)| format!("{finding}error[{id}]: {}", finding.text)).collect()
}

#[cfg(test)]
mod tests {
    //! The repository itself.

    use super::{check, tree::Tree};

    #[test]
    fn the_repository_keeps_the_house_rules() {
        let tree = Tree::read(&crate::repository::root()).expect("read the repository");
        assert!(tree.files().any(|file| file.path == "xtask/src/tidy.rs"), "the walk finds this file");
        let findings = check(&tree);
        assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
    }
}
