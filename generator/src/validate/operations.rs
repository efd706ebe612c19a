//! Operations: unique ids, well-formed statuses, known tags, links that lead to operations.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::Context;
use super::inventory::Inventory;
use crate::diagnostic::{Place, quote};
use crate::load::Node;

/// Checks all operations.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    let ids = ids(ctx, inventory);
    for link in &inventory.links {
        check_link(ctx, link, &ids);
    }
    for node in &inventory.responses {
        responses(ctx, node);
    }
    tags(ctx, inventory);
}

fn check_link(ctx: &mut Context<'_, '_>, link: &Node, ids: &IndexMap<&str, Place>) {
    let Some(node) = link.get("operationId") else {
        if link.get("operationRef").is_none() {
            ctx.error("missing-key", link.place, "a link has neither `operationId` nor `operationRef`");
        }
        return;
    };
    let Some(id) = node.as_text() else { return };
    if !ids.contains_key(id) {
        let text = format!("no operation has the id {}", quote(id));
        ctx.misleading("unknown-operation", node.place, text).did_you_mean(id, ids.keys().copied());
    }
}

fn ids<'a>(ctx: &mut Context<'_, '_>, inventory: &Inventory<'a>) -> IndexMap<&'a str, Place> {
    let mut ids: IndexMap<&str, Place> = IndexMap::new();
    for operation in inventory.all_operations() {
        let Some(node) = operation.node.get("operationId") else { continue };
        let Some(id) = node.as_text() else { continue };
        match ids.get(id) {
            Some(first) => {
                let text = format!("two operations have the id {}", quote(id));
                ctx.error("duplicate-operation-id", node.place, text).also(*first, "the other one");
            }
            None => {
                ids.insert(id, node.place);
            }
        }
    }
    ids
}

fn responses(ctx: &mut Context<'_, '_>, node: &Node) {
    let Some(map) = node.as_map() else { return };
    let mut n_responses = 0;
    for entry in map.iter().filter(|it| !it.key.starts_with("x-")) {
        n_responses += 1;
        if !is_status(&entry.key) {
            let text = format!("{} is not a status, expected one like `200`, `4XX` or `default`", quote(&entry.key));
            let common = ["200", "400", "2XX", "4XX", "5XX", "default"];
            ctx.error("response-code", entry.key_place, text).did_you_mean(&entry.key, common);
        }
    }
    if n_responses == 0 {
        ctx.error("no-response", node.place, "an operation needs at least one response");
    }
}

fn is_status(key: &str) -> bool {
    matches!(key.as_bytes(), b"default" | [b'1'..=b'5', b'X', b'X'] | [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'])
}

fn tags(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    let Some(declared) = ctx.bundle.root.get("tags").and_then(Node::as_list) else { return };
    let mut places: HashMap<&str, Place> = HashMap::new();
    for tag in declared {
        let Some(node) = tag.get("name") else { continue };
        let Some(name) = node.as_text() else { continue };
        match places.get(name) {
            Some(first) => {
                let text = format!("the tag {} is declared twice", quote(name));
                ctx.misleading("duplicate-tag", node.place, text).also(*first, "first declared here");
            }
            None => {
                places.insert(name, node.place);
            }
        }
    }
    if !ctx.strict {
        return;
    }
    for operation in inventory.all_operations() {
        for tag in operation.node.get("tags").and_then(Node::as_list).unwrap_or_default() {
            let Some(name) = tag.as_text() else { continue };
            if !places.contains_key(name) {
                let text = format!("the root does not declare the tag {}", quote(name));
                let known = declared.iter().filter_map(|it| it.get_text("name"));
                ctx.error("unknown-tag", tag.place, text).did_you_mean(name, known);
            }
        }
    }
}
