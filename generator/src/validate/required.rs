//! Required names: each is a property of the schema, or of what it is composed with.

use std::collections::{HashMap, HashSet};

use super::Context;
use super::fields::{Names, property_names};
use super::inventory::Inventory;
use crate::diagnostic::{Place, quote};
use crate::load::Node;

/// Checks the required names of all schemas.
pub(super) fn check<'a>(ctx: &mut Context<'a, '_>, inventory: &Inventory<'a>) {
    let parents = parents(ctx, inventory);
    for schema in &inventory.schemas {
        let Some(required) = schema.get("required").and_then(Node::as_list) else { continue };
        duplicates(ctx, required);
        if !required.is_empty() {
            unknown(ctx, schema, required, &parents);
        }
    }
}

/// For each schema that is composed into others: those others. By place, which tells nodes apart.
type Parents<'a> = HashMap<Place, Vec<&'a Node>>;

fn parents<'a>(ctx: &Context<'a, '_>, inventory: &Inventory<'a>) -> Parents<'a> {
    let mut parents = Parents::new();
    for schema in &inventory.schemas {
        for key in ["allOf", "oneOf", "anyOf"] {
            for member in schema.get(key).and_then(Node::as_list).unwrap_or_default() {
                if let Some(target) = ctx.bundle.follow(member) {
                    parents.entry(target.place).or_default().push(*schema);
                }
            }
        }
    }
    parents
}

fn duplicates(ctx: &mut Context<'_, '_>, required: &[Node]) {
    let mut seen: HashMap<&str, Place> = HashMap::new();
    for node in required {
        let Some(name) = node.as_text() else { continue };
        match seen.get(name) {
            Some(first) => {
                let text = format!("{} is required twice", quote(name));
                ctx.misleading("duplicate-required", node.place, text).also(*first, "first listed here");
            }
            None => {
                seen.insert(name, node.place);
            }
        }
    }
}

fn unknown<'a>(ctx: &mut Context<'a, '_>, schema: &'a Node, required: &[Node], parents: &Parents<'a>) {
    let mut names = Names::default();
    property_names(ctx.bundle, schema, &mut names);
    let is_missing =
        |names: &Names<'_>| required.iter().filter_map(Node::as_text).any(|it| !names.properties.contains_key(it));
    if names.is_open || !is_missing(&names) {
        return;
    }
    composed(ctx, schema, parents, &mut names);
    // A schema that has no property anywhere only adds demands to what others define.
    if names.is_open || names.properties.is_empty() && schema.get_text("type") != Some("object") {
        return;
    }
    for node in required {
        let Some(name) = node.as_text() else { continue };
        if !names.properties.contains_key(name) {
            let text = format!("{} is required, but no property has this name", quote(name));
            ctx.misleading("unknown-required", node.place, text).did_you_mean(name, names.properties.keys().copied());
        }
    }
}

/// Adds the names of everything that this schema is composed into.
fn composed<'a>(ctx: &Context<'a, '_>, schema: &'a Node, parents: &Parents<'a>, names: &mut Names<'a>) {
    let mut waiting = vec![schema];
    let mut seen: HashSet<Place> = HashSet::new();
    while let Some(schema) = waiting.pop() {
        if !seen.insert(schema.place) || names.is_open {
            continue;
        }
        for parent in parents.get(&schema.place).into_iter().flatten() {
            if names.is_open {
                return;
            }
            property_names(ctx.bundle, parent, names);
            waiting.push(parent);
        }
    }
}
