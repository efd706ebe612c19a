//! Properties of a schema seen through references and composition.

use std::collections::HashSet;

use crate::diagnostic::Place;
use crate::load::Node;
use crate::resolve::Bundle;
use indexmap::IndexMap;

/// The properties that values of a schema may have.
#[derive(Default)]
pub(super) struct Names<'a> {
    /// The schema of each property; of a property that is defined several times the first.
    pub(super) properties: IndexMap<&'a str, &'a Node>,
    /// Whether other names are allowed explicitly.
    pub(super) is_open: bool,
    /// Whether other names are forbidden explicitly.
    pub(super) is_closed: bool,
    seen: HashSet<Place>,
    n_members: usize,
}

/// Collects the properties of a schema and of everything that it is composed of.
pub(super) fn property_names<'a>(bundle: &'a Bundle, schema: &'a Node, names: &mut Names<'a>) {
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        let Some(schema) = bundle.follow(schema) else {
            // What a dangling reference would have brought is unknown.
            names.is_open = true;
            continue;
        };
        if !names.seen.insert(schema.place) {
            continue;
        }
        for entry in schema.get("properties").and_then(Node::as_map).into_iter().flatten() {
            names.properties.entry(&entry.key).or_insert(&entry.value);
        }
        if let Some(additional) = schema.get("additionalProperties") {
            names.is_open |= additional.as_bool() != Some(false);
            names.is_closed |= additional.as_bool() == Some(false);
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            let members = schema.get(key).and_then(Node::as_list).unwrap_or_default();
            names.n_members += members.len();
            if names.n_members > MOST_MEMBERS {
                names.is_open = true;
                return;
            }
            waiting.extend(members.iter().rev());
        }
    }
}

/// With more members than this nobody can say any more what a schema knows.
const MOST_MEMBERS: usize = 250;

/// Why a path of fields leads nowhere.
pub(super) enum Missing<'a> {
    /// There is no such field; these are there.
    Field(String, Vec<&'a str>),
    /// `[]` stands behind something that is no list.
    NotAList(String),
}

/// Follows a path such as `jobs[].status` through a schema; `None` in the result means that anything may be there.
pub(super) fn field<'a>(bundle: &'a Bundle, schema: &'a Node, path: &str) -> Result<Option<&'a Node>, Missing<'a>> {
    let mut current = schema;
    for part in path.split('.') {
        let name = part.trim_end_matches("[]");
        let mut names = Names::default();
        property_names(bundle, current, &mut names);
        current = match names.properties.get(name) {
            Some(found) => found,
            None if names.is_open => return Ok(None),
            None => return Err(Missing::Field(name.to_owned(), names.properties.keys().copied().collect())),
        };
        for _ in 0..(part.len() - name.len()) / 2 {
            current = match items(bundle, current) {
                Some(items) => items,
                None => return Err(Missing::NotAList(name.to_owned())),
            };
        }
    }
    Ok(Some(current))
}

/// The schema of the items of a list, through references and `allOf`.
pub(super) fn items<'a>(bundle: &'a Bundle, schema: &'a Node) -> Option<&'a Node> {
    keyword(bundle, schema, "items")
}

/// The value of a key of a schema, or of what it is composed of by `allOf`.
pub(super) fn keyword<'a>(bundle: &'a Bundle, schema: &'a Node, key: &str) -> Option<&'a Node> {
    const MOST: usize = 64;
    let mut waiting = vec![schema];
    for _ in 0..MOST {
        let schema = bundle.follow(waiting.pop()?)?;
        if let Some(found) = schema.get(key) {
            return Some(found);
        }
        waiting.extend(schema.get("allOf").and_then(Node::as_list).unwrap_or_default().iter().rev());
    }
    None
}
