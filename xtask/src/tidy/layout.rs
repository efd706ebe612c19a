//! Rules about where things stand and about words that no file keeps.

use std::collections::BTreeSet;

use super::{Finding, tree::Tree};

const TOP_LEVEL: &[&str] = &[
    // What the repository is.
    "generated",
    "generator",
    "spec",
    "templates",
    "xtask",
    // What tools and readers expect there.
    ".cargo",
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    "ARCHITECTURE.md",
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "rustfmt.toml",
];
const TOP_LEVEL_PREFIX: &str = "LICENSE-";

/// A folder is a stage or a noun, never a drawer.
const DRAWERS: &[&str] = &["common", "helper", "helpers", "misc", "util", "utils"];

/// Spelled in two halves, or this file would be the first finding.
const LEFTOVERS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];

/// The root folder is the first page of the repository.
pub(super) fn top_level(tree: &Tree) -> Vec<Finding> {
    tree.top_level()
        .iter()
        .filter(|name| !TOP_LEVEL.contains(&name.as_str()) && !name.starts_with(TOP_LEVEL_PREFIX))
        .map(|name| Finding::new(name, 0, "does not belong into the root folder"))
        .collect()
}

/// Folders and modules are named after what they do.
pub(super) fn drawers(tree: &Tree) -> Vec<Finding> {
    let mut folders = BTreeSet::new();
    let mut findings = Vec::new();
    for file in tree.files() {
        for (end, _) in file.path.match_indices('/') {
            folders.insert(&file.path[..end]);
        }
        if file.path.ends_with(".rs") && DRAWERS.contains(&file.stem()) {
            findings.push(Finding::new(&file.path, 0, "is a drawer; name the module after what it does"));
        }
    }
    let is_drawer = |folder: &&str| DRAWERS.contains(&folder.rsplit('/').next().unwrap_or(folder));
    findings.extend(
        folders
            .into_iter()
            .filter(is_drawer)
            .map(|folder| Finding::new(folder, 0, "is a drawer; name the folder after what is in it")),
    );
    findings
}

/// What is left to do stands in an issue, not in a file.
pub(super) fn leftovers(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().filter(|file| !file.path.ends_with(".lock")) {
        for (idx, line) in file.text.lines().enumerate() {
            let is_word = |word: &&str| line.split(|it: char| !it.is_alphanumeric() && it != '_').any(|it| it == *word);
            for word in LEFTOVERS.iter().copied().filter(is_word) {
                findings.push(Finding::new(&file.path, idx + 1, format!("`{word}`: do it, or write an issue")));
            }
        }
    }
    findings
}
