//! The error catalogue: names that Rust takes, and statuses that exist.

use super::Context;
use super::parameters::check_rust_name;
use crate::diagnostic::{Place, quote};
use crate::load::{Map, Node};

/// Checks `x-error-catalogue` of the root.
pub(super) fn check(ctx: &mut Context<'_, '_>) {
    let Some(catalogue) = ctx.bundle.root.get("x-error-catalogue") else { return };
    let part = |key: &str| -> Option<&Map> { catalogue.get(key)?.as_map() };
    for entry in part("codes").into_iter().flatten() {
        if let Some(name) = entry.value.get("name") {
            check_rust_name(ctx, name);
        }
        let statuses = entry.value.get("statuses").and_then(Node::as_list).unwrap_or_default();
        if statuses.is_empty() && entry.value.get("statuses").is_some() {
            ctx.misleading("error-catalogue", entry.key_place, "the code comes with no status");
        }
        for status in statuses {
            check_status(ctx, &status.to_json().to_string(), status.place);
        }
    }
    for entry in part("statuses").into_iter().flatten() {
        check_status(ctx, &entry.key, entry.key_place);
    }
}

fn check_status(ctx: &mut Context<'_, '_>, text: &str, place: Place) {
    let is_status = text.parse::<u16>().is_ok_and(|it| (100..600).contains(&it));
    if !is_status {
        ctx.error("error-catalogue", place, format!("{} is no status of HTTP", quote(text)));
    }
}
