//! Paths: templates and path parameters agree in both directions, and no two paths catch the same requests.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::Context;
use super::inventory::{Inventory, Operation, PathItem};
use crate::diagnostic::{Place, quote};
use crate::load::Node;

/// Checks all paths.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    let is_rpc = ctx.bundle.root.get("x-rpc").is_some();
    let mut erased: HashMap<String, Place> = HashMap::new();
    for item in inventory.path_items.iter().filter(|it| !it.is_callback) {
        let Some(template) = template(ctx, item, is_rpc) else { continue };
        let clash = erased.get(&template.erased).copied();
        match clash {
            Some(first) => {
                let text = format!("{} catches the same requests as another path", quote(item.key));
                ctx.error("ambiguous-path", item.key_place, text).also(first, "the other path");
            }
            None => {
                erased.insert(template.erased.clone(), item.key_place);
            }
        }
        parameters(ctx, item, &template);
    }
}

/// A path taken apart.
struct Template<'a> {
    names: IndexSet<&'a str>,
    /// The path without the names of its parameters.
    erased: String,
}

fn template<'a>(ctx: &mut Context<'_, '_>, item: &PathItem<'a>, is_rpc: bool) -> Option<Template<'a>> {
    let (path, fragment) = item.key.split_once('#').map_or((item.key, ""), |(path, it)| (path, it));
    if path.len() < item.key.len() && !is_rpc {
        let text = format!("{} has a fragment, which no request carries", quote(item.key));
        ctx.misleading("path-fragment", item.key_place, text).help("a server cannot tell such paths apart");
    }
    let mut fault = |text: String| {
        ctx.error("path-template", item.key_place, text);
        None
    };
    if path.contains('?') {
        return fault(format!("{} has a query, expected query parameters", quote(item.key)));
    }
    let mut template = Template { names: IndexSet::new(), erased: String::new() };
    let mut rest = path;
    while let Some(open) = rest.find(['{', '}']) {
        let (before, tail) = rest.split_at(open);
        template.erased.push_str(before);
        let Some((name, after)) = tail.strip_prefix('{').and_then(|it| it.split_once('}')) else {
            return fault(format!("{} has a brace without its partner", quote(item.key)));
        };
        if name.is_empty() || name.contains(['{', '/']) {
            return fault(format!("{} has braces that do not hold a name", quote(item.key)));
        }
        if !template.names.insert(name) {
            return fault(format!("{} holds {} twice", quote(item.key), quote(name)));
        }
        template.erased.push_str("{}");
        rest = after;
    }
    template.erased.push_str(rest);
    if !fragment.is_empty() {
        template.erased.push('#');
        template.erased.push_str(fragment);
    }
    Some(template)
}

fn parameters(ctx: &mut Context<'_, '_>, item: &PathItem<'_>, template: &Template<'_>) {
    for operation in item.operations() {
        missing(ctx, item, &operation, template);
        unused(ctx, item, operation.node, template);
    }
    unused(ctx, item, item.node, template);
}

/// Names of the template that no parameter declares.
fn missing(ctx: &mut Context<'_, '_>, item: &PathItem<'_>, operation: &Operation<'_>, template: &Template<'_>) {
    let bundle = ctx.bundle;
    let mut declared: IndexSet<&str> = IndexSet::new();
    for parameter in operation.parameters() {
        match bundle.follow(parameter) {
            Some(parameter) if parameter.get_text("in") == Some("path") => {
                declared.extend(parameter.get_text("name"));
            }
            Some(_) => {}
            // A reference that leads nowhere may have been the one.
            None => return,
        }
    }
    for name in template.names.iter().filter(|it| !declared.contains(*it)) {
        let text = format!("no path parameter declares {} of {}", quote(name), quote(item.key));
        ctx.error("path-parameter-missing", operation.place, text).did_you_mean(name, declared.iter().copied());
    }
}

/// Path parameters that the template does not hold.
fn unused(ctx: &mut Context<'_, '_>, item: &PathItem<'_>, holder: &Node, template: &Template<'_>) {
    for node in holder.get("parameters").and_then(Node::as_list).unwrap_or_default() {
        let Some(parameter) = ctx.bundle.follow(node) else { continue };
        let Some(name) = parameter.get_text("name") else { continue };
        if parameter.get_text("in") == Some("path") && !template.names.contains(name) {
            let text = format!("the path {} does not hold the parameter {}", quote(item.key), quote(name));
            ctx.error("path-parameter-unused", node.place, text).did_you_mean(name, template.names.iter().copied());
        }
    }
}
