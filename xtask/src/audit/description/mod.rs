//! The folder of a description, opened for comparison: the joined document, the table of contents that it must hold,
//! and the differences that are accepted.

pub(crate) mod exceptions;
pub(crate) mod inventory;
pub(crate) mod operations;
pub(super) mod schema;

use std::{io, path::Path};

use specwright::{
    diagnostic::{Diagnostic, Format, Place, Sink, render},
    load::{self, Budget, Node},
    resolve::{self, Bundle},
    source::{DiskFiles, Files, Limits, LoadOptions},
};

use exceptions::Exception;
use inventory::Section;
use operations::Operation;

/// A description and what is said about it.
pub(crate) struct Description {
    pub(crate) bundle: Bundle,
    /// The sections of the reference in its order; `None` if there is no `inventory.yaml`.
    pub(crate) inventory: Option<Vec<Section>>,
    /// Differences to the reference that are accepted, in the order of `exceptions.yaml`.
    pub(crate) exceptions: Vec<Exception>,
    /// Faults of those two files.
    pub(crate) faults: Vec<Diagnostic>,
}

impl Description {
    /// Opens a description by its root file.
    ///
    /// # Errors
    /// The description cannot be joined; the text says why.
    pub(crate) fn open(root: &Path) -> Result<Self, String> {
        let mut sink = Sink::new();
        let resolved = resolve::resolve(root, &DiskFiles, &LoadOptions::default(), &mut sink);
        let mut bundle = resolved.map_err(|sources| render(sink.diagnostics(), &sources, Format::Text))?;
        let mut sink = Sink::new();
        let folder = root.parent().unwrap_or(Path::new(""));
        let inventory = read(&mut bundle, folder, "inventory.yaml", &mut sink);
        let inventory = inventory.map(|node| inventory::parse(&node, &mut sink));
        let exceptions = read(&mut bundle, folder, "exceptions.yaml", &mut sink);
        let exceptions = exceptions.map(|node| exceptions::parse(&node, inventory.as_deref(), &mut sink));
        Ok(Self { bundle, inventory, exceptions: exceptions.unwrap_or_default(), faults: sink.take() })
    }

    /// The operations in the order of the route table.
    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        operations::all(&self.bundle)
    }

    /// A place as an editor opens it.
    pub(crate) fn spot(&self, place: Place) -> (String, u32, u32) {
        (self.bundle.sources.display(place.file), place.line, place.column)
    }
}

/// Reads a file that stands beside the root file but that no reference leads to; `None` if it is not there.
fn read(bundle: &mut Bundle, folder: &Path, name: &str, sink: &mut Sink) -> Option<Node> {
    let limits = Limits::default();
    let bytes = match DiskFiles.read(&folder.join(name), limits.file_bytes) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            sink.error("unreadable-file", None, format!("{name}: {error}"));
            return None;
        }
    };
    let file = bundle.sources.add(name.to_owned(), String::new());
    let text = load::decode(file, bytes, sink)?;
    bundle.sources.set_text(file, text.clone());
    let mut budget = Budget::new(limits.nodes);
    load::load(file, name, &text, &limits, &mut budget, sink)
}
