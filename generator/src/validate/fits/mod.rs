//! Whether a value fits a schema: defaults, examples, values of the mock.
//!
//! What JSON Schema calls validation, for the dialect of OpenAPI 3.0, on nodes, so that every misfit has a place.
//! It stops early rather than late: an example is read by people, and a few misfits are enough.

mod numbers;
mod objects;
mod texts;
mod variants;

use super::inventory::Direction;
use crate::diagnostic::{Place, quote};
use crate::load::{Node, Value};
use crate::resolve::Bundle;

/// What does not fit.
#[derive(Clone, Debug)]
pub(super) struct Misfit {
    pub(super) place: Place,
    pub(super) text: String,
    /// A field that the schema does not know, which is no contradiction as long as it does not say so.
    pub(super) is_unknown_field: bool,
    /// The word that may be misspelt.
    pub(super) word: Option<String>,
    /// Words that may have been meant.
    pub(super) candidates: Vec<String>,
}

/// How much comparing is left; a value with choices inside choices can be tried in more ways than there is time for.
pub(super) struct Steps {
    left: usize,
}

impl Default for Steps {
    fn default() -> Self {
        Steps { left: 3_000_000 }
    }
}

/// Every misfit of a value, up to a few.
pub(super) fn misfits(
    bundle: &Bundle,
    schema: &Node,
    value: &Node,
    direction: Direction,
    steps: &mut Steps,
) -> Vec<Misfit> {
    let mut fit = Fit { bundle, direction, misfits: Vec::new(), left: steps.left.min(MOST_STEPS), depth: 0 };
    let before = fit.left;
    fit.value(schema, value);
    steps.left -= before - fit.left;
    fit.misfits
}

const MOST_MISFITS: usize = 5;
/// What one value may take of the steps.
const MOST_STEPS: usize = 100_000;
const DEEPEST: usize = 128;

struct Fit<'a> {
    bundle: &'a Bundle,
    direction: Direction,
    misfits: Vec<Misfit>,
    left: usize,
    depth: usize,
}

impl<'a> Fit<'a> {
    /// Checks a value against a schema with everything that it is composed of.
    fn value(&mut self, schema: &'a Node, value: &Node) {
        if !self.enter() {
            return;
        }
        self.part(schema, value, false);
        if let Value::Map(map) = &value.value {
            self.unknown_fields(schema, map);
        }
        self.depth -= 1;
    }

    /// Checks a value against one schema of a composition.
    fn part(&mut self, schema: &'a Node, value: &Node, nullable_above: bool) {
        let Some(schema) = self.bundle.follow(schema) else { return };
        if !self.enter() {
            return;
        }
        let is_nullable = nullable_above || schema.get("nullable").and_then(Node::as_bool) == Some(true);
        if !(value.is_null() && is_nullable) {
            self.own(schema, value);
        }
        self.composition(schema, value, is_nullable);
        self.depth -= 1;
    }

    fn own(&mut self, schema: &'a Node, value: &Node) {
        if let Some(kind) = schema.get_text("type")
            && !self.kind(kind, value)
        {
            return;
        }
        self.one_of_the_values(schema, value);
        match &value.value {
            Value::Text(text) => self.text(schema, value.place, text),
            Value::Integer(_) | Value::Float(_) => self.number(schema, value),
            Value::List(items) => self.list(schema, value.place, items),
            Value::Map(map) => self.map(schema, value.place, map),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn kind(&mut self, kind: &str, value: &Node) -> bool {
        let fits = match (kind, &value.value) {
            ("string", Value::Text(_))
            | ("boolean", Value::Bool(_))
            | ("array", Value::List(_))
            | ("object", Value::Map(_))
            | ("number" | "integer", Value::Integer(_))
            | ("number", Value::Float(_)) => true,
            ("integer", Value::Float(number)) => number.fract() == 0.0,
            ("string" | "boolean" | "array" | "object" | "number" | "integer", _) => false,
            _ => true,
        };
        if !fits {
            let text = match value.as_text() {
                Some(text) => format!("{} is a text, but the type is {}", quote(text), quote(kind)),
                None => format!("{} is here, but the type is {}", value.kind_name(), quote(kind)),
            };
            self.misfit(value.place, text);
        }
        fits
    }

    fn one_of_the_values(&mut self, schema: &Node, value: &Node) {
        let Some(values) = schema.get("enum").and_then(Node::as_list) else { return };
        self.spend(values.len() / 4);
        if values.is_empty() || values.iter().any(|it| same(it, value)) {
            return;
        }
        let text = match value.as_text() {
            Some(text) => format!("{} is not one of the values of the enum", quote(text)),
            None => format!("{} is not one of the values of the enum", quote(&value.to_json().to_string())),
        };
        let candidates = values.iter().filter_map(Node::as_text).map(str::to_owned).collect();
        let word = value.as_text().map(str::to_owned);
        self.add(Misfit { place: value.place, text, is_unknown_field: false, word, candidates });
    }

    fn list(&mut self, schema: &'a Node, place: Place, items: &[Node]) {
        self.size(schema, place, items.len(), ("minItems", "maxItems"), "items");
        if schema.get("uniqueItems").and_then(Node::as_bool) == Some(true) {
            self.unique(items);
        }
        if let Some(item) = schema.get("items") {
            for node in items {
                self.value(item, node);
            }
        }
    }

    fn unique(&mut self, items: &[Node]) {
        let mut seen = std::collections::HashSet::new();
        for node in items {
            if !seen.insert(node.to_json().to_string()) {
                self.misfit(node.place, "the item stands here for the second time, but items are unique".to_owned());
            }
        }
    }

    /// A length or a number of things against two limits.
    fn size(&mut self, schema: &Node, place: Place, size: usize, keys: (&str, &str), things: &str) {
        let limit = |key| schema.get(key).and_then(Node::as_integer).and_then(|it| usize::try_from(it).ok());
        if let Some(least) = limit(keys.0)
            && size < least
        {
            self.misfit(place, format!("{size} {things}, but {} is {least}", quote(keys.0)));
        }
        if let Some(most) = limit(keys.1)
            && size > most
        {
            self.misfit(place, format!("{size} {things}, but {} is {most}", quote(keys.1)));
        }
    }

    fn misfit(&mut self, place: Place, text: String) {
        self.add(Misfit { place, text, is_unknown_field: false, word: None, candidates: Vec::new() });
    }

    fn add(&mut self, misfit: Misfit) {
        if self.misfits.len() < MOST_MISFITS {
            self.misfits.push(misfit);
        }
    }

    fn spend(&mut self, steps: usize) {
        self.left = self.left.saturating_sub(steps);
    }

    /// Whether there is time to go on; a value that takes too long counts as fitting.
    fn enter(&mut self) -> bool {
        self.spend(1);
        let goes_on = self.left > 0 && self.depth < DEEPEST && self.misfits.len() < MOST_MISFITS;
        self.depth += usize::from(goes_on);
        goes_on
    }
}

/// Whether both are the same JSON value: `1` and `1.0` are, the order of keys means nothing.
fn same(left: &Node, right: &Node) -> bool {
    match (&left.value, &right.value) {
        (Value::Integer(left), Value::Integer(right)) => left == right,
        (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
            left.as_number() == right.as_number()
        }
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Map(left), Value::Map(right)) => {
            left.len() == right.len()
                && left.iter().all(|it| right.get(&it.key).is_some_and(|other| same(&it.value, other)))
        }
        (left, right) => left == right,
    }
}
