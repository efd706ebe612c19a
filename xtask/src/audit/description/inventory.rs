//! `inventory.yaml`: the table of contents of the reference, one entry per section.

use specwright::{
    diagnostic::{Place, Sink, quote},
    load::{Entry, Node},
};

/// A section of the reference and the operation that describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its number, such as `4.8.2`.
    pub(crate) number: String,
    /// The operationId.
    pub(crate) operation: String,
    /// In capitals.
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) title: String,
    /// Where the entry stands.
    pub(crate) place: Place,
}

const KEYS: &[&str] = &["operation", "method", "path", "title"];

/// Reads the entries; one with a fault is left out.
pub(super) fn parse(node: &Node, sink: &mut Sink) -> Vec<Section> {
    match node.as_map() {
        Some(map) => map.iter().filter_map(|entry| section(entry, sink)).collect(),
        None => {
            sink.error("inventory-shape", node.place, "the inventory is a map from section to operation");
            Vec::new()
        }
    }
}

fn section(entry: &Entry, sink: &mut Sink) -> Option<Section> {
    let Some(map) = entry.value.as_map() else {
        let text = format!("section {} is {}, expected a map", quote(&entry.key), entry.value.kind_name());
        sink.error("inventory-shape", entry.value.place, text);
        return None;
    };
    for unknown in map.iter().filter(|it| !KEYS.contains(&it.key.as_str())) {
        let text = format!("{} is not a key of a section", quote(&unknown.key));
        sink.error("inventory-shape", unknown.key_place, text).did_you_mean(&unknown.key, KEYS.iter().copied());
    }
    let mut text = |key: &str| {
        let found = map.get(key).and_then(Node::as_text);
        if found.is_none() {
            let text = format!("section {} has no text under {}", quote(&entry.key), quote(key));
            sink.error("inventory-shape", entry.key_place, text);
        }
        found.map(str::to_owned)
    };
    // All four are looked for before the first that is missing ends it.
    let (operation, method, path, title) = (text("operation"), text("method"), text("path"), text("title"));
    let (number, place) = (entry.key.clone(), entry.key_place);
    Some(Section { number, operation: operation?, method: method?, path: path?, title: title?, place })
}
