//! Parameters and headers: one schema each, a style that their place allows, no two of one name.

use std::collections::HashMap;

use super::Context;
use super::inventory::Inventory;
use crate::diagnostic::{Place, quote, quote_list};
use crate::load::Node;

/// Checks all parameters and headers.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    for item in &inventory.path_items {
        duplicates(ctx, item.node);
        for operation in item.operations() {
            duplicates(ctx, operation.node);
        }
    }
    for parameter in &inventory.parameters {
        required(ctx, parameter);
        style(ctx, parameter);
        content(ctx, parameter, "a parameter");
        ignored(ctx, parameter);
        if parameter.get("x-flatten").is_some() && parameter.get_text("in") != Some("query") {
            ctx.error("flatten", parameter.place, "only a query parameter can be flattened");
        }
        rust_name(ctx, parameter);
    }
    for header in &inventory.headers {
        content(ctx, header, "a header");
    }
    for schema in &inventory.schemas {
        if let Some(name) = schema.get("x-rust-name") {
            check_rust_name(ctx, name);
        }
    }
    for operation in inventory.all_operations() {
        rust_name(ctx, operation.node);
    }
}

fn duplicates(ctx: &mut Context<'_, '_>, holder: &Node) {
    let mut seen: HashMap<(String, &str), Place> = HashMap::new();
    for node in holder.get("parameters").and_then(Node::as_list).unwrap_or_default() {
        let Some(parameter) = ctx.bundle.follow(node) else { continue };
        let (Some(name), Some(location)) = (parameter.get_text("name"), parameter.get_text("in")) else { continue };
        // Header names are the same in any case.
        let key = if location == "header" { name.to_ascii_lowercase() } else { name.to_owned() };
        match seen.get(&(key.clone(), location)) {
            Some(first) => {
                let text = format!("the {location} parameter {} is listed twice", quote(name));
                ctx.error("duplicate-parameter", node.place, text).also(*first, "first listed here");
            }
            None => {
                seen.insert((key, location), node.place);
            }
        }
    }
}

fn required(ctx: &mut Context<'_, '_>, parameter: &Node) {
    if parameter.get_text("in") == Some("path") && parameter.get("required").and_then(Node::as_bool) != Some(true) {
        let name = quote(parameter.get_text("name").unwrap_or_default());
        let place = parameter.get("required").map_or(parameter.place, |it| it.place);
        ctx.error("path-parameter-required", place, format!("the path parameter {name} is not required"))
            .help("add `required: true`: a path without it is another path");
    }
}

fn style(ctx: &mut Context<'_, '_>, parameter: &Node) {
    let allowed: &[&str] = match parameter.get_text("in") {
        Some("path") => &["simple", "label", "matrix"],
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("header") => &["simple"],
        Some("cookie") => &["form"],
        _ => return,
    };
    let (Some(node), Some(location)) = (parameter.get("style"), parameter.get_text("in")) else { return };
    let Some(style) = node.as_text() else { return };
    if !allowed.contains(&style) {
        let expected = quote_list(allowed.iter().copied(), "or");
        let text = format!("a {location} parameter has no style {}, expected {expected}", quote(style));
        ctx.error("parameter-style", node.place, text);
    }
}

fn content(ctx: &mut Context<'_, '_>, holder: &Node, name: &str) {
    match (holder.get("schema"), holder.get("content")) {
        (None, None) => {
            ctx.error("parameter-schema", holder.place, format!("{name} needs `schema` or `content`"));
        }
        (Some(schema), Some(content)) => {
            ctx.error("parameter-schema", content.place, format!("{name} has both `schema` and `content`"))
                .also(schema.place, "the schema");
        }
        (None, Some(content)) if content.as_map().is_some_and(|it| it.len() != 1) => {
            ctx.error("parameter-schema", content.place, format!("the `content` of {name} has exactly one media type"));
        }
        _ => {}
    }
}

/// OpenAPI has other words for these headers and ignores parameters with their names.
fn ignored(ctx: &mut Context<'_, '_>, parameter: &Node) {
    let Some(name) = parameter.get_text("name") else { return };
    if parameter.get_text("in") != Some("header") {
        return;
    }
    let help = match name.to_ascii_lowercase().as_str() {
        "accept" | "content-type" => "the media types of the bodies say it",
        "authorization" => "a security scheme says it",
        _ => return,
    };
    let text = format!("OpenAPI ignores a header parameter {}", quote(name));
    ctx.misleading("ignored-parameter", parameter.place, text).help(help);
}

fn rust_name(ctx: &mut Context<'_, '_>, holder: &Node) {
    if let Some(name) = holder.get("x-rust-name") {
        check_rust_name(ctx, name);
    }
}

/// A name that the spec chooses is one that Rust takes.
pub(super) fn check_rust_name(ctx: &mut Context<'_, '_>, node: &Node) {
    let Some(name) = node.as_text() else { return };
    let starts_well = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
    let is_name = starts_well && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_') && name != "_";
    if !is_name {
        ctx.error("rust-name", node.place, format!("{} is not a Rust name", quote(name)))
            .help("use letters, digits and `_`, and begin with a letter");
    }
}
