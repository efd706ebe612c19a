//! The showcase: `x-showcase` names operations that exist and that can do what their example shows.

use super::Context;
use super::inventory::{Inventory, Operation};
use crate::diagnostic::quote;
use crate::load::Node;

/// Checks `x-showcase` of the root.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    let Some(showcase) = ctx.bundle.root.get("x-showcase").and_then(Node::as_map) else { return };
    let operations: Vec<(&str, Operation<'_>)> =
        inventory.operations().filter_map(|it| Some((it.node.get_text("operationId")?, it))).collect();
    for entry in showcase {
        let Some(id) = entry.value.as_text() else { continue };
        let Some((_, operation)) = operations.iter().find(|(known, _)| *known == id) else {
            let text = format!("no operation has the id {}", quote(id));
            let known = operations.iter().map(|(known, _)| *known);
            ctx.error("showcase", entry.value.place, text).did_you_mean(id, known);
            continue;
        };
        let needed = match entry.key.as_str() {
            "pages" => "x-pagination",
            "wait" => "x-waiter",
            _ => continue,
        };
        if operation.node.get(needed).is_none() {
            let text = format!("the operation {} has no {}", quote(id), quote(needed));
            ctx.error("showcase", entry.value.place, text);
        }
    }
}
