//! Pagination: `x-pagination` names query parameters and response fields that exist.

use super::Context;
use super::fields::{Missing, field, items};
use super::inventory::{Inventory, Operation};
use crate::diagnostic::quote;
use crate::load::Node;
use crate::resolve::Bundle;

/// Checks `x-pagination` of all operations.
pub(super) fn check<'a>(ctx: &mut Context<'a, '_>, inventory: &Inventory<'a>) {
    for operation in inventory.operations() {
        if let Some(pagination) = operation.node.get("x-pagination")
            && pagination.as_map().is_some()
        {
            parameters(ctx, &operation, pagination);
            fields(ctx, &operation, pagination);
        }
    }
}

/// The key that names the parameter which moves the window.
fn mover(style: &str) -> Option<&'static str> {
    match style {
        "offset" => Some("offset"),
        "page-number" => Some("page"),
        "marker" | "last-item" => Some("marker"),
        _ => None,
    }
}

fn parameters(ctx: &mut Context<'_, '_>, operation: &Operation<'_>, pagination: &Node) {
    let own = pagination.get_text("style").and_then(mover);
    if let Some(key) = own
        && pagination.get(key).is_none()
    {
        let text = format!("this style needs {}, the query parameter that moves the window", quote(key));
        ctx.error("pagination", pagination.place, text);
    }
    if own == Some("marker") && pagination.get("next").is_none() {
        let text = match pagination.get_text("style") {
            Some(LAST_ITEM) => "this style needs `next`, the field of an item that is the next marker",
            _ => "this style needs `next`, the response field that holds the next marker",
        };
        ctx.error("pagination", pagination.place, text);
    }
    let bundle = ctx.bundle;
    let names: Vec<&str> = operation
        .parameters()
        .filter_map(|it| bundle.follow(it))
        .filter(|it| it.get_text("in") == Some("query"))
        .filter_map(|it| it.get_text("name"))
        .collect();
    for key in ["offset", "page", "marker", "limit"] {
        let Some(node) = pagination.get(key) else { continue };
        let Some(name) = node.as_text() else { continue };
        if key != "limit" && own.is_some_and(|own| own != key) {
            let text = format!("{} does not go with this style", quote(key));
            ctx.error("pagination", node.place, text);
        } else if let Some(field) = name.strip_prefix(IN_BODY) {
            in_body(ctx, operation, node, field);
        } else if !names.contains(&name) {
            let text = format!("the operation has no query parameter {}", quote(name));
            ctx.error("pagination", node.place, text).did_you_mean(name, names.iter().copied());
        }
    }
}

/// What a name begins with if it names a field of the request body.
const IN_BODY: &str = "body.";

fn in_body(ctx: &mut Context<'_, '_>, operation: &Operation<'_>, node: &Node, name: &str) {
    let bundle = ctx.bundle;
    let body = operation.node.get("requestBody").and_then(|it| bundle.follow(it));
    let Some(schema) = body.and_then(json_schema) else {
        ctx.error("pagination", node.place, "the operation has no JSON body");
        return;
    };
    if let Err(Missing::Field(name, known)) = field(bundle, schema, name) {
        let text = format!("the body has no field {}", quote(&name));
        ctx.error("pagination", node.place, text).did_you_mean(&name, known);
    }
}

fn fields<'a>(ctx: &mut Context<'a, '_>, operation: &Operation<'a>, pagination: &Node) {
    let bundle = ctx.bundle;
    let Some(schema) = answer(bundle, operation.node) else {
        ctx.error("pagination", pagination.place, "the operation has no successful JSON answer to page through");
        return;
    };
    let is_last_item = pagination.get_text("style") == Some(LAST_ITEM);
    for key in ["items", "total", "next"] {
        let Some(node) = pagination.get(key).filter(|_| key != "next" || !is_last_item) else { continue };
        let Some(found) = check_field(ctx, "pagination", schema, node, "the answer") else { continue };
        if key != "items" {
            continue;
        }
        let Some(item) = items(bundle, found) else {
            let text = format!("the field {} is not a list", quote(node.as_text().unwrap_or_default()));
            ctx.error("pagination", node.place, text);
            continue;
        };
        if let Some(node) = pagination.get("next").filter(|_| is_last_item) {
            check_field(ctx, "pagination", item, node, "an item");
        }
    }
}

/// The style whose markers stand in items.
const LAST_ITEM: &str = "last-item";

/// The schema of the first successful JSON answer.
pub(super) fn answer<'a>(bundle: &'a Bundle, operation: &'a Node) -> Option<&'a Node> {
    let responses = operation.get("responses")?.as_map()?;
    let successes = responses.iter().filter(|it| it.key.starts_with('2'));
    successes.filter_map(|it| bundle.follow(&it.value)).find_map(json_schema)
}

/// The schema of the JSON form of a body or an answer.
fn json_schema(holder: &Node) -> Option<&Node> {
    let content = holder.get("content")?.as_map()?;
    content.iter().find(|it| it.key.contains("json"))?.value.get("schema")
}

/// The field that a text names; a field that is not there is reported.
pub(super) fn check_field<'a>(
    ctx: &mut Context<'a, '_>,
    rule: &'static str,
    schema: &'a Node,
    path: &Node,
    holder: &str,
) -> Option<&'a Node> {
    let text = path.as_text()?;
    match field(ctx.bundle, schema, text) {
        Ok(found) => found,
        Err(Missing::Field(name, known)) => {
            let message = format!("{holder} has no field {}", quote(&name));
            ctx.error(rule, path.place, message).did_you_mean(&name, known);
            None
        }
        Err(Missing::NotAList(name)) => {
            let message = format!("the field {} is not a list, so `[]` after it means nothing", quote(&name));
            ctx.error(rule, path.place, message);
            None
        }
    }
}
