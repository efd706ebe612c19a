//! Idempotence: `x-idempotent` stands where the method leaves open what repeating a request does.

use super::Context;
use super::inventory::Inventory;
use crate::diagnostic::quote;
use crate::grammar::METHODS;

/// Methods that do not promise that executing a request twice is the same as once (RFC 9110, 9.2.2).
const OPEN: [&str; 2] = ["post", "patch"];

/// Checks `x-idempotent` of all operations.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    for item in &inventory.path_items {
        let entries = item.node.as_map().into_iter().flatten();
        for entry in entries.filter(|it| METHODS.contains(&it.key.as_str()) && !OPEN.contains(&it.key.as_str())) {
            let Some(found) = entry.value.as_map().and_then(|it| it.entry("x-idempotent")) else { continue };
            let text = format!("every {} is idempotent, so this says nothing", quote(&entry.key.to_uppercase()));
            ctx.error("idempotent", found.key_place, text).help("leave it out; it is for POST and PATCH");
        }
    }
}
