//! Discriminators: the property is in every variant, the mapping names variants.

use std::collections::HashSet;

use super::Context;
use super::fields::{Names, property_names};
use super::inventory::Inventory;
use crate::diagnostic::{Place, quote};
use crate::load::Node;
use crate::resolve::{Bundle, ComponentKind};

/// Checks all discriminators.
pub(super) fn check<'a>(ctx: &mut Context<'a, '_>, inventory: &Inventory<'a>) {
    for schema in &inventory.schemas {
        let Some(discriminator) = schema.get("discriminator") else { continue };
        let Some(property) = discriminator.get("propertyName") else { continue };
        let variants: Vec<&Node> =
            ["oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_list()).flatten().collect();
        match variants.is_empty() {
            true => own_property(ctx, schema, property),
            false => {
                for variant in &variants {
                    check_variant(ctx, variant, property);
                }
                mapping(ctx, discriminator, &variants);
            }
        }
    }
}

/// Without variants the schema is the base of others that include it.
fn own_property<'a>(ctx: &mut Context<'a, '_>, schema: &'a Node, property: &Node) {
    let Some(name) = property.as_text() else { return };
    let mut names = Names::default();
    property_names(ctx.bundle, schema, &mut names);
    if !names.is_open && !names.properties.contains_key(name) {
        let text = format!("the schema has no property {}", quote(name));
        ctx.error("discriminator-property", property.place, text).did_you_mean(name, names.properties.keys().copied());
    }
}

fn check_variant<'a>(ctx: &mut Context<'a, '_>, variant: &'a Node, property: &Node) {
    let Some(name) = property.as_text() else { return };
    let Some(target) = ctx.bundle.follow(variant) else { return };
    if variant.get("$ref").is_none() {
        ctx.misleading("discriminator-variant", variant.place, "a variant without a name, so no value selects it")
            .help("move it to `components.schemas` and refer to it")
            .also(property.place, "the discriminator");
    }
    let mut names = Names::default();
    property_names(ctx.bundle, target, &mut names);
    if !names.is_open && !names.properties.contains_key(name) {
        let text = format!("the variant has no property {}, which tells variants apart", quote(name));
        ctx.error("discriminator-property", variant.place, text)
            .did_you_mean(name, names.properties.keys().copied())
            .also(target.place, "the variant")
            .also(property.place, "the discriminator");
    }
}

fn mapping(ctx: &mut Context<'_, '_>, discriminator: &Node, variants: &[&Node]) {
    let bundle = ctx.bundle;
    let targets: HashSet<Place> = variants.iter().filter_map(|it| bundle.follow(it)).map(|it| it.place).collect();
    for entry in discriminator.get("mapping").and_then(Node::as_map).into_iter().flatten() {
        let Some(text) = entry.value.as_text() else { continue };
        let Some(target) = schema_named(bundle, text) else { continue };
        if !targets.contains(&target.place) {
            let message = format!("the mapping leads to {}, which is not one of the variants", quote(text));
            ctx.misleading("discriminator-mapping", entry.value.place, message);
        }
    }
}

/// The schema that a value of a mapping names; resolving has reported those that name none.
pub(super) fn schema_named<'a>(bundle: &'a Bundle, text: &str) -> Option<&'a Node> {
    let node = bundle.component(ComponentKind::Schemas, text).or_else(|| bundle.target(text))?;
    bundle.follow(node)
}
