//! Enums: values of the type, each once.

use std::collections::HashMap;

use super::Context;
use super::inventory::Inventory;
use super::parameters::check_rust_name;
use crate::diagnostic::{Place, quote};
use crate::load::{Node, Value};

/// Checks the enums of all schemas.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    for schema in &inventory.schemas {
        if let Some(list) = schema.get("enum")
            && let Some(values) = list.as_list()
        {
            if values.is_empty() {
                ctx.error("empty-enum", list.place, "an enum without values allows nothing");
            }
            types(ctx, schema, values);
            duplicates(ctx, values);
        }
        words(ctx, schema);
    }
}

fn types(ctx: &mut Context<'_, '_>, schema: &Node, values: &[Node]) {
    let Some(kind) = schema.get_text("type") else { return };
    let is_nullable = schema.get("nullable").and_then(Node::as_bool) == Some(true);
    for value in values {
        let fits = match (&value.value, kind) {
            (Value::Null, _) => {
                if !is_nullable {
                    ctx.misleading("enum-type", value.place, "the enum holds null, but the schema is not nullable")
                        .help("add `nullable: true`");
                }
                true
            }
            (Value::Text(_), "string") | (Value::Bool(_), "boolean") | (Value::List(_), "array") => true,
            (Value::Integer(_) | Value::Float(_), "number") | (Value::Map(_), "object") => true,
            (Value::Integer(_) | Value::Float(_), "integer") => value.as_integer().is_some() || is_integer(value),
            (_, "string" | "boolean" | "array" | "number" | "object" | "integer") => false,
            _ => true,
        };
        if !fits {
            let text = format!("the enum holds {}, but the type is {}", value.kind_name(), quote(kind));
            let diagnostic = ctx.error("enum-type", value.place, text);
            if kind == "string" {
                diagnostic.help("put it in quotes");
            }
        }
    }
}

fn is_integer(value: &Node) -> bool {
    matches!(value.value, Value::Integer(_))
}

fn duplicates(ctx: &mut Context<'_, '_>, values: &[Node]) {
    let mut seen: HashMap<String, Place> = HashMap::new();
    for value in values {
        let key = value.to_json().to_string();
        match seen.get(&key) {
            Some(first) => {
                let text = format!("the enum holds {} twice", quote(&key));
                ctx.error("duplicate-enum-value", value.place, text).also(*first, "first listed here");
            }
            None => {
                seen.insert(key, value.place);
            }
        }
    }
}

/// What is said about values is said about values that are there.
fn words(ctx: &mut Context<'_, '_>, schema: &Node) {
    let values = schema.get("enum").and_then(Node::as_list).unwrap_or_default();
    let known: Vec<String> = values.iter().map(written).collect();
    for (key, what) in [("x-enum-descriptions", "described"), ("x-enum-names", "named")] {
        for entry in schema.get(key).and_then(Node::as_map).into_iter().flatten() {
            if !known.contains(&entry.key) {
                let text = format!("the enum does not hold {}, which is {what} here", quote(&entry.key));
                ctx.misleading("enum-description", entry.key_place, text)
                    .did_you_mean(&entry.key, known.iter().map(String::as_str));
            }
        }
    }
    for entry in schema.get("x-enum-names").and_then(Node::as_map).into_iter().flatten() {
        check_rust_name(ctx, &entry.value);
    }
}

/// A value as it looks when it is a key.
fn written(value: &Node) -> String {
    value.as_text().map_or_else(|| value.to_json().to_string(), str::to_owned)
}
