//! RPC: operations that share a path are told apart by an action, and the path key says which.

use super::Context;
use super::inventory::{Inventory, Operation};
use crate::diagnostic::quote;

/// Checks `x-rpc` of the root and of all operations.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    let is_rpc = ctx.bundle.root.get("x-rpc").is_some();
    for operation in inventory.operations() {
        check_operation(ctx, &operation, is_rpc);
    }
}

fn check_operation(ctx: &mut Context<'_, '_>, operation: &Operation<'_>, is_rpc: bool) {
    let fragment = operation.path.split_once('#').map(|(_, it)| it);
    let Some(rpc) = operation.node.get("x-rpc") else {
        if fragment.is_some() && is_rpc {
            ctx.error("rpc", operation.place, "the path has a fragment, but the operation has no `x-rpc`");
        }
        return;
    };
    if !is_rpc {
        ctx.error("rpc", rpc.place, "the root has no `x-rpc`, so nothing says which headers carry the action");
        return;
    }
    let Some(action) = rpc.get("action") else { return };
    let Some(name) = action.as_text() else { return };
    if fragment != Some(name) {
        let text = format!("the action is {}, but the path is {}", quote(name), quote(operation.path));
        ctx.error("rpc", action.place, text).help(format!("end the path in {}", quote(&format!("#{name}"))));
    }
}
