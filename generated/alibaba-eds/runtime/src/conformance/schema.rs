//! Schemas with references followed and `allOf` merged: one object with everything that holds for a value.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::description::{Description, list, members};

/// A schema without references and `allOf` at its top, and the references that led to it.
pub(super) struct Flat<'a> {
    pub(super) keys: Cow<'a, Map<String, Value>>,
    pub(super) references: Vec<String>,
}

/// How deep references and `allOf` may nest before a schema counts as going in circles.
const DEPTH: usize = 32;

impl<'a> Flat<'a> {
    /// Reads a schema; none if it goes in circles without ever saying something.
    pub(super) fn new(description: &'a Description, schema: &'a Value) -> Option<Self> {
        let mut references = Vec::new();
        let keys = flatten(description, schema, &mut references, DEPTH)?;
        Some(Self { keys, references })
    }

    /// A keyword; null if it is not there.
    pub(super) fn get(&self, key: &str) -> &Value {
        static NOTHING: Value = Value::Null;
        self.keys.get(key).unwrap_or(&NOTHING)
    }

    /// A keyword that is a number of things.
    pub(super) fn count(&self, key: &str) -> Option<usize> {
        self.get(key).as_u64().and_then(|it| usize::try_from(it).ok())
    }

    /// Whether a flag is set.
    pub(super) fn is(&self, key: &str) -> bool {
        *self.get(key) == true
    }

    /// What values are: `type`, or what other keywords make of it; none if they may be anything.
    pub(super) fn kind(&self) -> Option<&str> {
        let inferred = || {
            let has = |keys: &[&str]| keys.iter().any(|it| self.keys.contains_key(*it));
            match () {
                () if has(&["properties", "additionalProperties"]) => Some("object"),
                () if has(&["items"]) => Some("array"),
                () if has(&["pattern", "minLength", "maxLength"]) => Some("string"),
                () if has(&["minimum", "maximum", "multipleOf"]) => Some("number"),
                () => None,
            }
        };
        self.get("type").as_str().or_else(inferred)
    }

    /// The properties with whether each is required.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&str, &Value, bool)> {
        let required = self.get("required");
        members(self.get("properties")).map(move |(name, schema)| (name, schema, list(required).any(|it| it == name)))
    }

    /// The alternatives of a union.
    pub(super) fn variants(&self) -> Option<&Vec<Value>> {
        let union = |key: &str| self.get(key).as_array().filter(|it| !it.is_empty());
        union("oneOf").or_else(|| union("anyOf"))
    }
}

fn flatten<'a>(
    description: &'a Description,
    schema: &'a Value,
    references: &mut Vec<String>,
    depth: usize,
) -> Option<Cow<'a, Map<String, Value>>> {
    let depth = depth.checked_sub(1)?;
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        references.push(reference.to_owned());
        return flatten(description, description.lookup(reference), references, depth);
    }
    let Some(own) = schema.as_object() else {
        return Some(Cow::Owned(Map::new()));
    };
    let Some(Value::Array(parts)) = own.get("allOf") else {
        return Some(Cow::Borrowed(own));
    };
    let mut merged = Map::new();
    for part in parts {
        let mut part = flatten(description, part, references, depth)?.into_owned();
        // Null is a value only where the schema itself says so: every other part would have to allow it as well.
        part.remove("nullable");
        merge(&mut merged, part);
    }
    let mut rest = own.clone();
    rest.remove("allOf");
    merge(&mut merged, rest);
    Some(Cow::Owned(merged))
}

fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, new) in from {
        let merged = match (key.as_str(), into.remove(&key)) {
            (_, None) => new,
            ("properties", Some(old)) => merge_properties(old, new),
            ("required", Some(old)) => list(&old).chain(list(&new)).cloned().collect(),
            ("minimum" | "minLength" | "minItems" | "minProperties", Some(old)) => {
                tighter(old, new, |old, new| old > new)
            }
            ("maximum" | "maxLength" | "maxItems" | "maxProperties", Some(old)) => {
                tighter(old, new, |old, new| old < new)
            }
            (_, Some(_)) => new,
        };
        into.insert(key, merged);
    }
}

/// A property of several parts has to meet all of them.
fn merge_properties(old: Value, new: Value) -> Value {
    let mut merged = Map::new();
    for (name, schema) in members(&old).chain(members(&new)) {
        let schema = match merged.remove(name) {
            Some(other) if other != *schema => serde_json::json!({ "allOf": [other, schema] }),
            _ => schema.clone(),
        };
        merged.insert(name.to_owned(), schema);
    }
    Value::Object(merged)
}

fn tighter(old: Value, new: Value, keeps_old: fn(f64, f64) -> bool) -> Value {
    match (old.as_f64(), new.as_f64()) {
        (Some(it), Some(other)) if keeps_old(it, other) => old,
        _ => new,
    }
}
