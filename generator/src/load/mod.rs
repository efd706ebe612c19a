//! Loading: the text of one file becomes a [`Node`] tree in which everything has its place.
//!
//! Knows YAML and JSON, not OpenAPI. Every fault of the text goes to the sink; `None` means that there is no tree.

mod budget;
mod json;
mod node;
mod scalar;
mod text;
mod yaml;

use crate::diagnostic::{Place, Sink};
use crate::source::{FileId, Limits};

pub use budget::Budget;
pub(crate) use budget::weight;
pub use node::{Entry, Map, Node, Value};
pub use text::decode;

/// Reads the text of a file; JSON by its name or first character, else YAML.
pub fn load(
    file: FileId,
    name: &str,
    text: &str,
    limits: &Limits,
    budget: &mut Budget,
    sink: &mut Sink,
) -> Option<Node> {
    if !text::check_characters(file, text, sink) {
        return None;
    }
    if text.trim().is_empty() {
        sink.error("empty-document", Place::start_of(file), "the file is empty");
        return None;
    }
    let named_json = name.rsplit('.').next().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    if named_json {
        return json::parse(file, text, limits, budget, sink);
    }
    // JSON is YAML in flow style, but its own reader is faster and its faults are clearer.
    if text.trim_start().starts_with('{') {
        let mut attempt = Sink::new();
        let mut spent = budget.clone();
        if let Some(node) = json::parse(file, text, limits, &mut spent, &mut attempt)
            && !attempt.has_errors()
        {
            *budget = spent;
            return Some(node);
        }
    }
    yaml::parse(file, text, limits, budget, sink)
}

/// What is said when the files together hold, or expand to, more than the limit.
pub(crate) const TOO_MANY_NODES: &str =
    "the description holds more nodes than the limit allows, aliases and references expanded";

fn duplicate_key(first: &Entry, later: &Entry, sink: &mut Sink) {
    let key = crate::diagnostic::quote(&later.key);
    sink.error("duplicate-key", later.key_place, format!("the key {key} stands here for the second time"))
        .also(first.key_place, "first defined here");
}
