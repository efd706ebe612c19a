//! Resolving: the files of a description become one document.
//!
//! Takes the root file, reads every file that a reference needs, and gives a [`Bundle`]: one tree in which only
//! `#/components/...` references are left and every node keeps the place that it came from.
//! Schemas are never inlined: a type keeps its name and its file.

mod assemble;
mod collect;
mod documents;
mod naming;
mod pointer;
mod typed;
mod unused;
mod version;

use std::collections::HashMap;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Place, Sink};
use crate::load::Node;
use crate::source::{Files, LoadOptions, Sources};

pub use crate::grammar::ComponentKind;

/// A description as one document.
#[derive(Debug)]
pub struct Bundle {
    /// The document. Its references all look like `#/components/<kind>/<name>`, except those reported as faults.
    pub root: Node,
    /// The files that it was read from.
    pub sources: Sources,
    origins: HashMap<ComponentKind, HashMap<String, Origin>>,
    /// Found while resolving; validation knows whether they are errors.
    pub(crate) deferred: Vec<Diagnostic>,
}

/// References that lead only to other references; longer chains are no description but an attack on time.
pub(crate) const LONGEST_CHAIN: usize = 64;

/// Where a component was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file, by its name in [`Sources`].
    pub file: String,
    /// The JSON pointer in that file, without `#`.
    pub pointer: String,
    /// The place.
    pub place: Place,
}

impl Bundle {
    /// Where a component was written.
    pub fn origin(&self, kind: ComponentKind, name: &str) -> Option<&Origin> {
        self.origins.get(&kind)?.get(name)
    }

    /// The component of this kind and name.
    pub fn component(&self, kind: ComponentKind, name: &str) -> Option<&Node> {
        self.root.get("components")?.get(kind.key())?.get(name)
    }

    /// The node at this path from the root; list items by their number.
    pub fn locate(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(&self.root, |node, segment| pointer::step(node, segment))
    }

    /// The node that a reference leads to in the end, or the node itself if it is none.
    /// `None` if a reference dangles or leads only to itself.
    pub fn follow<'a>(&'a self, node: &'a Node) -> Option<&'a Node> {
        let mut node = node;
        for _ in 0..=LONGEST_CHAIN {
            let Some(reference) = node.get_text("$ref") else { return Some(node) };
            node = self.target(reference)?;
        }
        None
    }

    /// The component that a reference of the bundle names.
    pub fn target(&self, reference: &str) -> Option<&Node> {
        if let Some((kind, name)) = reference.strip_prefix("#/components/").and_then(|it| it.split_once('/'))
            && !name.contains(['~', '%', '/'])
        {
            return self.component(ComponentKind::from_key(kind)?, name);
        }
        let (kind, name) = component_of(reference)?;
        self.component(kind, &name)
    }

    /// The document as YAML, in the order of the source.
    pub fn to_yaml(&self) -> String {
        serde_yaml::to_string(&self.root).expect("a tree of JSON values with text keys is valid YAML")
    }

    /// The document in the types of `openapiv3`.
    ///
    /// What these types cannot hold is an error at the innermost node that they refuse.
    pub fn typed(&self, sink: &mut Sink) -> Option<openapiv3::OpenAPI> {
        typed::typed(&self.root, sink)
    }
}

/// Kind and name of `#/components/<kind>/<name>`.
pub(crate) fn component_of(reference: &str) -> Option<(ComponentKind, String)> {
    let parsed = pointer::Reference::parse(reference).ok()?;
    match (parsed.file.as_str(), parsed.pointer.as_slice()) {
        ("", [components, kind, name]) if components == "components" => {
            Some((ComponentKind::from_key(kind)?, name.clone()))
        }
        _ => None,
    }
}

/// The reference to a component, as the bundle writes it.
pub(crate) fn reference_to(kind: ComponentKind, name: &str) -> String {
    format!("#/components/{}/{}", kind.key(), pointer::escape(name))
}

/// Reads a description and joins its files.
///
/// Faults go to the sink and leave a bundle that validation can look through, so that all faults show in one run.
///
/// # Errors
/// There is nothing to go on with: the root file cannot be read, or is not OpenAPI 3.0.
/// The files read so far come back so that the faults can be printed.
pub fn resolve(input: &Path, files: &dyn Files, options: &LoadOptions, sink: &mut Sink) -> Result<Bundle, Sources> {
    let (documents, root) = documents::Documents::open(input, files, options, sink);
    match root {
        Some(root) if version::check(&root, sink) => {
            let collected = collect::collect(documents, &root, sink);
            drop(root);
            assemble::assemble(collected, sink)
        }
        _ => Err(documents.sources),
    }
}
