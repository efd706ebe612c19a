//! Limits of schemas: on the type that has them, and leaving room for a value.

use super::Context;
use super::inventory::Inventory;
use crate::diagnostic::{quote, quote_list};
use crate::load::Node;

/// Checks the limits of all schemas.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    for schema in &inventory.schemas {
        wrong_type(ctx, schema);
        ranges(ctx, schema);
        numbers(ctx, schema);
        pattern(ctx, schema);
        items(ctx, schema);
        both_ways(ctx, schema);
    }
}

/// The keys that say something about values of some types only.
const CONSTRAINTS: [(&str, &[&str]); 17] = [
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("pattern", &["string"]),
    ("minimum", &["integer", "number"]),
    ("maximum", &["integer", "number"]),
    ("exclusiveMinimum", &["integer", "number"]),
    ("exclusiveMaximum", &["integer", "number"]),
    ("multipleOf", &["integer", "number"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("properties", &["object"]),
    ("additionalProperties", &["object"]),
    ("required", &["object"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
];

fn wrong_type(ctx: &mut Context<'_, '_>, schema: &Node) {
    let (Some(map), Some(own)) = (schema.as_map(), schema.get_text("type")) else { return };
    for entry in map {
        let Some((key, types)) = CONSTRAINTS.iter().find(|(key, _)| *key == entry.key) else { continue };
        if !types.contains(&own) && is_known_type(own) {
            let types = quote_list(types.iter().copied(), "or");
            let text = format!("{} says nothing about type {}, only about {types}", quote(key), quote(own));
            ctx.misleading("constraint-type", entry.key_place, text);
        }
    }
}

fn is_known_type(word: &str) -> bool {
    matches!(word, "string" | "integer" | "number" | "boolean" | "object" | "array")
}

fn ranges(ctx: &mut Context<'_, '_>, schema: &Node) {
    let pairs = [
        ("minLength", "maxLength"),
        ("minimum", "maximum"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ];
    for (least, most) in pairs {
        let (Some(low), Some(high)) = (schema.get(least), schema.get(most)) else { continue };
        let (Some(from), Some(to)) = (low.as_number(), high.as_number()) else { continue };
        let excludes = |key| schema.get(key).and_then(Node::as_bool) == Some(true);
        let is_open = least == "minimum" && (excludes("exclusiveMinimum") || excludes("exclusiveMaximum"));
        if from > to || from >= to && is_open {
            let text = format!("{} leaves no value beside {}", quote(most), quote(least));
            ctx.error("empty-range", high.place, text).also(low.place, format!("{} is here", quote(least)));
        }
    }
}

fn numbers(ctx: &mut Context<'_, '_>, schema: &Node) {
    if let Some(node) = schema.get("multipleOf")
        && node.as_number().is_some_and(|it| it <= 0.0)
    {
        ctx.error("invalid-value", node.place, "`multipleOf` must be greater than zero");
    }
    for (switch, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(node) = schema.get(switch)
            && node.as_bool() == Some(true)
            && schema.get(limit).is_none()
        {
            let text = format!("{} says nothing without {}", quote(switch), quote(limit));
            ctx.misleading("constraint-type", node.place, text);
        }
    }
}

fn pattern(ctx: &mut Context<'_, '_>, schema: &Node) {
    let Some(node) = schema.get("pattern") else { return };
    let Some(pattern) = node.as_text() else { return };
    // Most patterns are within what the fast engine knows; the other one knows all of ECMAScript.
    if regex_lite::Regex::new(pattern).is_ok() {
        return;
    }
    if let Err(error) = regress::Regex::with_flags(pattern, "u").or_else(|_| regress::Regex::new(pattern)) {
        let text = format!("{} is not a regular expression: {error}", quote(pattern));
        ctx.misleading("invalid-pattern", node.place, text);
    }
}

fn items(ctx: &mut Context<'_, '_>, schema: &Node) {
    if schema.get_text("type") == Some("array") && schema.get("items").is_none() {
        ctx.misleading("missing-items", schema.place, "an array without `items` says nothing about what it holds")
            .help("add `items: {}` if it may hold anything");
    }
}

fn both_ways(ctx: &mut Context<'_, '_>, schema: &Node) {
    let is_set = |key| schema.get(key).filter(|it| it.as_bool() == Some(true));
    if let (Some(read), Some(write)) = (is_set("readOnly"), is_set("writeOnly")) {
        ctx.misleading(
            "read-write-only",
            write.place,
            "`readOnly` and `writeOnly` together leave no way for the value",
        )
        .also(read.place, "`readOnly` is here");
    }
}
