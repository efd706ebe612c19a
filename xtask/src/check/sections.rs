//! The inventory against the operations: nothing missing, nothing else, everything in order, and each operation whole.

use std::collections::HashMap;

use specwright::{
    diagnostic::{Place, Sink, quote},
    load::Node,
};

use super::answers;
use crate::audit::{
    compare::statuses,
    description::{Description, inventory::Section, operations::Operation},
    finding::Rule,
};

/// Checks the operations; gives how many sections have theirs.
pub(super) fn check(description: &Description, inventory: &[Section], sink: &mut Sink) -> usize {
    let operations = description.operations();
    let n_sections = inventory.iter().filter(|section| has_operation(section, &operations, sink)).count();
    for operation in &operations {
        match operation.section() {
            Some(number) => match inventory.iter().find(|it| it.number == number) {
                Some(section) => same(section, operation, sink),
                None => {
                    let text = format!("the inventory has no section {}", quote(number));
                    sink.error("section-unknown", operation.reference_place(), text);
                }
            },
            None => {
                let text = format!("{} names no section of the reference", quote(operation.id()));
                sink.error("section-unknown", operation.place, text);
            }
        }
        whole(description, operation, sink);
    }
    once(&operations, sink);
    answers::check(&description.bundle, &operations, sink);
    order(inventory, &operations, sink);
    n_sections
}

fn has_operation(section: &Section, operations: &[Operation<'_>], sink: &mut Sink) -> bool {
    let exists = operations.iter().any(|it| it.section() == Some(&section.number));
    if !exists {
        let text =
            format!("no operation is that of section {}, expected {}", section.number, quote(&section.operation));
        let fault = sink.error("section-missing", section.place, text);
        if let Some(namesake) = operations.iter().find(|it| it.id() == section.operation) {
            fault.also(namesake.place, "an operation of this name");
        }
    }
    exists
}

/// What inventory and operation both say.
fn same(section: &Section, operation: &Operation<'_>, sink: &mut Sink) {
    let method = operation.method.to_ascii_uppercase();
    let node = |key: &str| operation.node.get(key).map_or(operation.place, |it| it.place);
    let facts: [(&str, &str, &str, Place); 4] = [
        ("operationId", operation.id(), &section.operation, node("operationId")),
        ("method", &method, &section.method, operation.place),
        ("path", operation.path, &section.path, operation.path_place),
        ("title", operation.title().unwrap_or_default(), &section.title, operation.reference_place()),
    ];
    for (what, described, expected, place) in facts {
        if described != expected {
            let text = format!("the {what} of section {} is {}", section.number, quote(described));
            let inventory = format!("the inventory says {}", quote(expected));
            sink.error("section-differs", place, text).also(section.place, inventory);
        }
    }
}

/// A section is described by one operation.
fn once(operations: &[Operation<'_>], sink: &mut Sink) {
    let mut first: HashMap<&str, Place> = HashMap::new();
    for operation in operations {
        let Some(number) = operation.section() else { continue };
        match first.get(number) {
            Some(earlier) => {
                let text = format!("section {number} is described for the second time");
                sink.error("section-twice", operation.reference_place(), text).also(*earlier, "first described here");
            }
            None => {
                first.insert(number, operation.reference_place());
            }
        }
    }
}

/// What every operation has.
fn whole(description: &Description, operation: &Operation<'_>, sink: &mut Sink) {
    let mut fault = |what: &str| {
        let text = format!("{} has {what}", quote(operation.id()));
        sink.error("operation-incomplete", operation.place, text);
    };
    for key in ["summary", "description"] {
        if operation.node.get_text(key).is_none_or(|it| it.trim().is_empty()) {
            fault(&format!("no {key}"));
        }
    }
    match operation.node.get("tags").and_then(Node::as_list).map_or(0, <[Node]>::len) {
        1 => {}
        n_tags => fault(&format!("{n_tags} tags, expected one")),
    }
    if !operation.responses().any(|it| it.key.starts_with('2')) {
        fault("no answer for success");
    }
    if !operation.responses().any(|it| statuses::is_failure(&it.key)) && !may_not_fail(description, operation) {
        fault("no answer for failure");
    }
}

/// Whether it is accepted that the page of an operation has no answer for failure.
fn may_not_fail(description: &Description, operation: &Operation<'_>) -> bool {
    description.exceptions.iter().any(|it| {
        it.rule == Rule::Status
            && Some(it.subject.section.as_str()) == operation.section()
            && (it.subject.place.as_str(), it.subject.name.as_str()) == (statuses::ANSWERS, statuses::FAILURE)
    })
}

/// Paths stand in the order of the first of their sections, and so do the operations of a path.
fn order(inventory: &[Section], operations: &[Operation<'_>], sink: &mut Sink) {
    let positions: HashMap<&str, usize> = inventory.iter().enumerate().map(|(idx, it)| (&*it.number, idx)).collect();
    let position = |operation: &Operation<'_>| positions.get(operation.section()?).copied();
    let mut last_path: Option<(usize, &str)> = None;
    for path in operations.chunk_by(|a, b| a.path_place == b.path_place) {
        let mut known = path.iter().filter_map(|it| Some((position(it)?, it)));
        let Some((mut last, head)) = known.next() else { continue };
        let mut first = last;
        for (position, operation) in known {
            if position < last {
                let text = format!("{} stands behind an operation of a later section", quote(operation.id()));
                sink.error("section-order", operation.place, text);
            }
            (last, first) = (position, first.min(position));
        }
        if let Some((position, before)) = last_path
            && first < position
        {
            let text = format!("the path {} stands behind one of a later section", quote(head.path));
            sink.error("section-order", head.path_place, text).help(format!("it belongs before {}", quote(before)));
        }
        last_path = Some((first, head.path));
    }
}
