//! Definitions in fragment files that no reference needs.

use std::collections::HashSet;

use super::collect::{Collected, Target};
use crate::diagnostic::{Place, Sink, quote};
use crate::load::Node;
use crate::source::FileId;

/// Keys that only group definitions.
const CONTAINERS: [&str; 13] = [
    "components",
    "definitions",
    "$defs",
    "paths",
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
];

/// Warns about every definition of a fragment file that nobody refers to.
pub(super) fn warn(collected: &Collected<'_>, sink: &mut Sink) {
    let mut unused: Vec<(Place, String)> = Vec::new();
    for file in collected.documents.sources.ids().filter(|it| *it != collected.root_file) {
        let Some(tree) = collected.documents.tree(file) else { continue };
        let is_whole = collected.used.contains(&Target { file, pointer: Vec::new() });
        // A whole description has its own reader.
        if is_whole || tree.get("openapi").is_some() {
            continue;
        }
        let prefixes = prefixes(&collected.used, file);
        search(&tree, &mut Vec::new(), &prefixes, &mut unused);
    }
    for (place, name) in unused {
        let text = format!("nothing refers to {}", quote(&name));
        sink.warning("unused-definition", place, text).help("remove it, or refer to it");
    }
}

/// Every beginning of a used pointer of this file.
fn prefixes(used: &HashSet<Target>, file: FileId) -> HashSet<&[String]> {
    let pointers = used.iter().filter(|it| it.file == file).map(|it| it.pointer.as_slice());
    pointers.flat_map(|it| (1..=it.len()).map(move |length| &it[..length])).collect()
}

fn search(node: &Node, trail: &mut Vec<String>, prefixes: &HashSet<&[String]>, unused: &mut Vec<(Place, String)>) {
    for entry in node.as_map().into_iter().flatten() {
        trail.push(entry.key.clone());
        let is_needed = prefixes.contains(trail.as_slice());
        if is_needed && CONTAINERS.contains(&entry.key.as_str()) {
            search(&entry.value, trail, prefixes, unused);
        } else if !is_needed && !entry.key.starts_with("x-") {
            unused.push((entry.key_place, entry.key.clone()));
        }
        trail.pop();
    }
}
