//! Defaults and examples fit their schemas.

use super::Context;
use super::fits::{Misfit, misfits};
use super::inventory::{Direction, Inventory};
use crate::load::Node;

/// Checks all defaults and examples.
pub(super) fn check<'a>(ctx: &mut Context<'a, '_>, inventory: &Inventory<'a>) {
    for schema in &inventory.schemas {
        if let Some(default) = schema.get("default") {
            default_of(ctx, schema, default);
        }
        if let Some(example) = schema.get("example") {
            example_of(ctx, schema, example, Direction::Either);
        }
    }
    for holder in &inventory.parameters {
        examples(ctx, holder, Direction::Request);
    }
    for holder in &inventory.headers {
        examples(ctx, holder, Direction::Response);
    }
    for media_type in inventory.media_types.iter().filter(|it| is_json(it.name)) {
        examples(ctx, media_type.node, media_type.direction);
    }
}

/// Examples of other media types are written in the form of that type.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence == "application/json" || essence.ends_with("+json") || essence == "application/x-www-form-urlencoded"
}

/// `example` and `examples` beside a `schema`.
fn examples<'a>(ctx: &mut Context<'a, '_>, holder: &'a Node, direction: Direction) {
    let bundle = ctx.bundle;
    if let (Some(one), Some(many)) = (holder.get("example"), holder.get("examples")) {
        ctx.misleading("exclusive-examples", many.place, "`example` and `examples` exclude each other")
            .also(one.place, "`example` is here");
    }
    let named = holder.get("examples").and_then(Node::as_map);
    let mut values: Vec<&Node> = holder.get("example").into_iter().collect();
    for entry in named.into_iter().flatten() {
        let Some(example) = bundle.follow(&entry.value) else { continue };
        if let (Some(value), Some(external)) = (example.get("value"), example.get("externalValue")) {
            ctx.misleading("exclusive-examples", external.place, "`value` and `externalValue` exclude each other")
                .also(value.place, "`value` is here");
        }
        values.extend(example.get("value"));
    }
    if let Some(schema) = holder.get("schema") {
        for value in values {
            example_of(ctx, schema, value, direction);
        }
    }
}

fn example_of<'a>(ctx: &mut Context<'a, '_>, schema: &'a Node, example: &Node, direction: Direction) {
    for misfit in misfits(ctx.bundle, schema, example, direction, &mut ctx.steps) {
        if misfit.is_unknown_field && !ctx.strict {
            continue;
        }
        let rule = if misfit.is_unknown_field { "example-unknown-field" } else { "example-mismatch" };
        report(ctx, rule, "the example does not fit its schema", misfit);
    }
}

fn default_of<'a>(ctx: &mut Context<'a, '_>, schema: &'a Node, default: &Node) {
    for misfit in misfits(ctx.bundle, schema, default, Direction::Either, &mut ctx.steps) {
        if !misfit.is_unknown_field {
            report(ctx, "default-mismatch", "the default does not fit its schema", misfit);
        }
    }
}

fn report(ctx: &mut Context<'_, '_>, rule: &'static str, what: &str, misfit: Misfit) {
    let Misfit { place, text, candidates, word, .. } = misfit;
    let text = format!("{what}: {text}");
    let diagnostic = ctx.misleading(rule, place, text);
    if let Some(word) = word {
        diagnostic.did_you_mean(&word, candidates.iter().map(String::as_str));
    }
}
