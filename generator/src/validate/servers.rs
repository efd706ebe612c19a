//! Servers: every variable of a URL is defined, every default is one of its values.

use super::Context;
use super::inventory::Inventory;
use crate::diagnostic::quote;
use crate::load::Node;

/// Checks all servers.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    for server in &inventory.servers {
        variables(ctx, server);
    }
}

fn variables(ctx: &mut Context<'_, '_>, server: &Node) {
    let Some(url) = server.get("url") else { return };
    let Some(text) = url.as_text() else { return };
    let variables = server.get("variables").and_then(Node::as_map);
    let used = names(text);
    for name in used.iter().filter(|it| variables.is_none_or(|map| map.get(it).is_none())) {
        let message = format!("the variable {} of the URL is not defined", quote(name));
        ctx.error("server-variable", url.place, message)
            .did_you_mean(name, variables.into_iter().flat_map(|it| it.keys()))
            .help(format!("define it under `variables` with a default, or write its value instead of `{{{name}}}`"));
    }
    for entry in variables.into_iter().flatten() {
        if !used.contains(&entry.key.as_str()) {
            let text = format!("the URL does not hold the variable {}", quote(&entry.key));
            ctx.misleading("server-variable", entry.key_place, text).did_you_mean(&entry.key, used.iter().copied());
        }
        let (Some(default), Some(values)) = (entry.value.get("default"), entry.value.get("enum")) else { continue };
        let values = values.as_list().unwrap_or_default();
        if !values.iter().any(|it| it.as_text() == default.as_text()) {
            let word = default.as_text().unwrap_or_default();
            let text = format!("the default {} is not one of the values", quote(word));
            ctx.misleading("server-variable", default.place, text)
                .did_you_mean(word, values.iter().filter_map(Node::as_text));
        }
    }
}

/// The names in braces.
fn names(url: &str) -> Vec<&str> {
    url.split('{').skip(1).filter_map(|it| it.split_once('}')).map(|(name, _)| name).collect()
}
