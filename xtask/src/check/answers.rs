//! Answers promise nothing: the reference's tables of answers have no column for mandatory fields, so a type requires
//! fields only if a request uses it too.

use std::collections::BTreeSet;

use specwright::{
    diagnostic::{Sink, quote},
    load::{Node, Value},
    resolve::Bundle,
};

use crate::audit::description::operations::Operation;

/// Finds types with required fields that no request uses.
pub(super) fn check(bundle: &Bundle, operations: &[Operation<'_>], sink: &mut Sink) {
    let mut requested: BTreeSet<&str> = BTreeSet::new();
    for operation in operations {
        operation.parameters(bundle).for_each(|it| reach(bundle, it, &mut requested));
        if let Some(body) = operation.node.get("requestBody") {
            reach(bundle, body, &mut requested);
        }
    }
    let schemas = bundle.locate(&["components", "schemas"]).and_then(Node::as_map);
    for entry in schemas.into_iter().flatten().filter(|it| !requested.contains(it.key.as_str())) {
        if let Some(required) = entry.value.get("required") {
            let text = format!("{} requires fields, but only answers use it", quote(&entry.key));
            sink.error("required-in-answer", required.place, text);
        }
    }
}

/// Collects the names that references lead to.
fn reach<'a>(bundle: &'a Bundle, node: &'a Node, names: &mut BTreeSet<&'a str>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|it| reach(bundle, it, names)),
        Value::Map(map) => {
            if let Some(reference) = node.get_text("$ref")
                && names.insert(reference.rsplit('/').next().unwrap_or(reference))
                && let Some(target) = bundle.target(reference)
            {
                reach(bundle, target, names);
            }
            map.iter().for_each(|it| reach(bundle, &it.value, names));
        }
        _ => {}
    }
}
