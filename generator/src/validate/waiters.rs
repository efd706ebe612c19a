//! Waiters: `x-waiter` names an operation, its parameters, the field with the state, and states that it can have.

use indexmap::IndexMap;

use super::Context;
use super::fields::keyword;
use super::inventory::{Inventory, Operation};
use super::pagination::{answer, check_field};
use crate::diagnostic::quote;
use crate::load::Node;

/// Checks `x-waiter` of all operations.
pub(super) fn check<'a>(ctx: &mut Context<'a, '_>, inventory: &Inventory<'a>) {
    let ids: IndexMap<&str, Operation<'a>> =
        inventory.operations().filter_map(|it| Some((it.node.get_text("operationId")?, it))).collect();
    for operation in inventory.operations() {
        let Some(waiter) = operation.node.get("x-waiter") else { continue };
        let Some(node) = waiter.get("operation") else { continue };
        let Some(id) = node.as_text() else { continue };
        let Some(followed) = ids.get(id) else {
            let text = format!("no operation has the id {}", quote(id));
            ctx.error("waiter", node.place, text).did_you_mean(id, ids.keys().copied());
            continue;
        };
        parameters(ctx, &operation, followed, waiter);
        state(ctx, followed, waiter);
    }
}

fn parameters<'a>(ctx: &mut Context<'a, '_>, operation: &Operation<'a>, followed: &Operation<'a>, waiter: &'a Node) {
    let bundle = ctx.bundle;
    let given = waiter.get("parameters").and_then(Node::as_map);
    let known: Vec<&Node> = followed.parameters().filter_map(|it| bundle.follow(it)).collect();
    let name_of = |it: &&'a Node| it.get_text("name");
    let schema = answer(bundle, operation.node);
    for entry in given.into_iter().flatten() {
        if !known.iter().any(|it| it.get_text("name") == Some(&entry.key)) {
            let text = format!("the followed operation has no parameter {}", quote(&entry.key));
            ctx.error("waiter", entry.key_place, text).did_you_mean(&entry.key, known.iter().filter_map(name_of));
        }
        match schema {
            Some(schema) => {
                check_field(ctx, "waiter", schema, &entry.value, "the answer");
            }
            None => {
                ctx.error("waiter", entry.value.place, "the operation has no successful JSON answer to take this from");
            }
        }
    }
    for parameter in known {
        let is_required = parameter.get("required").and_then(Node::as_bool) == Some(true);
        let is_client_level = parameter.get("x-client-parameter").is_some();
        let Some(name) = parameter.get_text("name") else { continue };
        if is_required && !is_client_level && given.is_none_or(|it| it.get(name).is_none()) {
            let text = format!("the followed operation requires {}, which is not given", quote(name));
            ctx.error("waiter", waiter.place, text).help("name the field that holds it under `parameters`");
        }
    }
}

/// The list whose items hold a field: `jobs[]` of `jobs[].status`.
fn list_of(path: &str) -> Option<&str> {
    path.rfind("[]").map(|end| &path[..end])
}

fn state<'a>(ctx: &mut Context<'a, '_>, followed: &Operation<'a>, waiter: &'a Node) {
    let bundle = ctx.bundle;
    let Some(schema) = answer(bundle, followed.node) else {
        ctx.error("waiter", waiter.place, "the followed operation has no successful JSON answer");
        return;
    };
    let field = waiter.get("field").and_then(|it| check_field(ctx, "waiter", schema, it, "its answer"));
    for key in ["error-code", "error-message"] {
        let Some(node) = waiter.get(key) else { continue };
        check_field(ctx, "waiter", schema, node, "its answer");
        let (Some(path), Some(state)) = (node.as_text(), waiter.get_text("field")) else { continue };
        if list_of(path) != list_of(state) {
            let text =
                format!("{} does not stand beside {}, so it is not known what failed", quote(path), quote(state));
            ctx.error("waiter", node.place, text);
        }
    }
    let values = field.and_then(|it| keyword(bundle, it, "enum")).and_then(Node::as_list);
    let success = waiter.get("success").and_then(Node::as_list).unwrap_or_default();
    let failure = waiter.get("failure").and_then(Node::as_list).unwrap_or_default();
    if success.is_empty()
        && let Some(node) = waiter.get("success")
    {
        ctx.error("waiter", node.place, "no state means success, so the wait never ends well");
    }
    for node in success.iter().chain(failure) {
        let (Some(state), Some(values)) = (node.as_text(), values) else { continue };
        if !values.iter().any(|it| it.as_text() == Some(state)) {
            let text = format!("the field cannot have the state {}", quote(state));
            ctx.error("waiter", node.place, text).did_you_mean(state, values.iter().filter_map(Node::as_text));
        }
    }
    for node in failure {
        if let Some(other) = success.iter().find(|it| it.as_text() == node.as_text()) {
            let text = format!("the state {} means both", quote(node.as_text().unwrap_or_default()));
            ctx.error("waiter", node.place, text).also(other.place, "listed as a success here");
        }
    }
}
