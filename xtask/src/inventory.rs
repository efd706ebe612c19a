//! What an API offers, as a list that a reviewer can read: one line per operation and per type.
//!
//! It is printed beside the crates (`generated/<api>/inventory.txt`). So a pull request shows at a glance what came and
//! went, and the next run can tell the same without reading the old description.

use std::{collections::BTreeSet, fs, io, path::Path};

/// The name of the list in the output folder.
pub(crate) const FILE: &str = "inventory.txt";

/// The operations and types of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inventory {
    /// Operation ids.
    pub(crate) operations: BTreeSet<String>,
    /// Rust names.
    pub(crate) types: BTreeSet<String>,
}

/// What came and went between two inventories; sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Moves {
    pub(crate) operations_added: Vec<String>,
    pub(crate) operations_gone: Vec<String>,
    pub(crate) types_added: Vec<String>,
    pub(crate) types_gone: Vec<String>,
}

impl Inventory {
    /// The list that an earlier run left in an output folder; empty if there is none.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let place = folder.join(FILE);
        match fs::read_to_string(&place) {
            Ok(text) => Ok(Self::parse(&text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", place.display()))),
        }
    }

    /// Lines that are neither an operation nor a type (the head, or the marks of a merge conflict) say nothing.
    pub(crate) fn parse(text: &str) -> Self {
        let named = |kind: &str| {
            text.lines().filter_map(|line| line.strip_prefix(kind)?.strip_prefix(' ')).map(str::to_owned).collect()
        };
        Self { operations: named("operation"), types: named("type") }
    }

    pub(crate) fn print(&self) -> String {
        let mut text = format!("# {} operations, {} types\n", self.operations.len(), self.types.len());
        for (kind, names) in [("operation", &self.operations), ("type", &self.types)] {
            for name in names {
                text.push_str(&format!("{kind} {name}\n"));
            }
        }
        text
    }

    /// What changed from `old` to this one.
    pub(crate) fn moves_since(&self, old: &Self) -> Moves {
        let only = |left: &BTreeSet<String>, right: &BTreeSet<String>| left.difference(right).cloned().collect();
        Moves {
            operations_added: only(&self.operations, &old.operations),
            operations_gone: only(&old.operations, &self.operations),
            types_added: only(&self.types, &old.types),
            types_gone: only(&old.types, &self.types),
        }
    }
}

#[cfg(test)]
mod tests {
    //! Printing and reading back, and what a change looks like.

    use super::{Inventory, Moves};

    fn inventory(operations: &[&str], types: &[&str]) -> Inventory {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Inventory { operations: set(operations), types: set(types) }
    }

    #[test]
    fn what_is_printed_reads_back() {
        let printed = inventory(&["listJobs", "showJob"], &["Job"]).print();
        assert_eq!(printed, "# 2 operations, 1 types\noperation listJobs\noperation showJob\ntype Job\n");
        assert_eq!(Inventory::parse(&printed), inventory(&["listJobs", "showJob"], &["Job"]));
    }

    #[test]
    fn conflict_marks_do_not_count() {
        let text = "<<<<<<< ours\noperation a\n=======\noperation b\n>>>>>>> theirs\ntypes\n";
        assert_eq!(Inventory::parse(text), inventory(&["a", "b"], &[]));
    }

    #[test]
    fn moves_tell_what_came_and_went() {
        let moves = inventory(&["a", "c"], &["T"]).moves_since(&inventory(&["a", "b"], &["T", "U"]));
        let expected = Moves {
            operations_added: vec!["c".to_owned()],
            operations_gone: vec!["b".to_owned()],
            types_added: Vec::new(),
            types_gone: vec!["U".to_owned()],
        };
        assert_eq!(moves, expected);
    }

    #[test]
    fn a_folder_without_a_list_is_empty() {
        let folder = tempfile::TempDir::new().expect("temporary folder");
        assert_eq!(Inventory::read(folder.path()).expect("read"), Inventory::default());
    }
}
