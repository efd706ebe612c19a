//! Constraints: what a schema demands of a value beyond its type.
//!
//! The generator prints every constraint as data; one walker looks at values of any type through their
//! [`Tree`]. Each violation names its place by JSON pointer. Messages never hold the value: it may be secret.

mod number;
mod pattern;

pub use pattern::unsupported_patterns;

use std::collections::HashSet;

use crate::message::Fault;
use crate::value_error::push_step;
use crate::{Encode, Key, Members, Tree, to_tree};

/// A broken constraint: place, rule, sentence.
pub type Violation = Fault;

/// The constraints of a schema.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Check {
    /// Least number of letters.
    pub min_length: Option<u64>,
    /// Greatest number of letters.
    pub max_length: Option<u64>,
    /// A regular expression that must occur in the text.
    pub pattern: Option<&'static str>,
    /// Least number.
    pub minimum: Option<Bound>,
    /// Greatest number.
    pub maximum: Option<Bound>,
    /// Whether the least number itself is too small.
    pub exclusive_minimum: bool,
    /// Whether the greatest number itself is too large.
    pub exclusive_maximum: bool,
    /// What the number must be a multiple of.
    pub multiple_of: Option<Bound>,
    /// Least number of items.
    pub min_items: Option<u64>,
    /// Greatest number of items.
    pub max_items: Option<u64>,
    /// Whether no two items may be equal.
    pub unique_items: bool,
    /// Least number of members.
    pub min_properties: Option<u64>,
    /// Greatest number of members.
    pub max_properties: Option<u64>,
    /// The constraints of each item.
    pub items: Option<&'static Check>,
    /// The constraints of each value of a map.
    pub values: Option<&'static Check>,
}

/// A number in a constraint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
}

impl Check {
    /// No constraint at all.
    pub const ANY: Self = Self {
        min_length: None,
        max_length: None,
        pattern: None,
        minimum: None,
        maximum: None,
        exclusive_minimum: false,
        exclusive_maximum: false,
        multiple_of: None,
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
        items: None,
        values: None,
    };
}

/// Every broken constraint of a value, at every depth.
pub fn check<T: Encode + ?Sized>(value: &T) -> Vec<Violation> {
    let mut walker = Walker { pointer: String::new(), violations: Vec::new() };
    walker.walk(&to_tree(value), &Check::ANY);
    walker.violations
}

struct Walker {
    pointer: String,
    violations: Vec<Violation>,
}

impl Walker {
    fn walk(&mut self, tree: &Tree, check: &Check) {
        match tree {
            Tree::Text(text) => self.text(text, check),
            Tree::Int(_) | Tree::Float(_) | Tree::Single(_) => self.number(tree, check),
            Tree::List(items) => self.list(items, check),
            Tree::Map(members) => self.members(members, check),
            // Null is a matter of the type, and octets have no letters.
            Tree::Null | Tree::Bool(_) | Tree::Octets(_) => {}
        }
    }

    fn text(&mut self, text: &str, check: &Check) {
        if check.min_length.is_some() || check.max_length.is_some() {
            let n_letters = text.chars().count() as u64;
            self.size(n_letters, (check.min_length, check.max_length), ("min-length", "max-length"), "letters");
        }
        if let Some(pattern) = check.pattern
            && !pattern::matches(pattern, text)
        {
            self.report("pattern", format!("does not match `{pattern}`"));
        }
    }

    fn number(&mut self, tree: &Tree, check: &Check) {
        for (rule, text) in number::faults(tree, check) {
            self.report(rule, text);
        }
    }

    fn list(&mut self, items: &[Tree], check: &Check) {
        self.size(items.len() as u64, (check.min_items, check.max_items), ("min-items", "max-items"), "items");
        if check.unique_items && !are_unique(items) {
            self.report("unique-items", "two items are equal".to_owned());
        }
        for (position, item) in items.iter().enumerate() {
            self.inside(&position.to_string(), item, check.items.unwrap_or(&Check::ANY));
        }
    }

    fn members(&mut self, members: &Members, check: &Check) {
        let limits = (check.min_properties, check.max_properties);
        self.size(members.entries.len() as u64, limits, ("min-properties", "max-properties"), "members");
        for (key, value) in &members.entries {
            let inner = match key {
                Key::Field(field) => members.shape.and_then(|shape| shape.check(*field)),
                Key::Other(_) => check.values,
            };
            self.inside(members.name(key), value, inner.unwrap_or(&Check::ANY));
        }
    }

    fn size(&mut self, size: u64, limits: (Option<u64>, Option<u64>), rules: (&'static str, &'static str), what: &str) {
        if let Some(least) = limits.0.filter(|least| size < *least) {
            self.report(rules.0, format!("has {size} {what}, at least {least} are needed"));
        }
        if let Some(most) = limits.1.filter(|most| size > *most) {
            self.report(rules.1, format!("has {size} {what}, at most {most} are allowed"));
        }
    }

    fn inside(&mut self, step: &str, tree: &Tree, check: &Check) {
        let length = self.pointer.len();
        push_step(&mut self.pointer, step);
        self.walk(tree, check);
        self.pointer.truncate(length);
    }

    fn report(&mut self, rule: &'static str, text: String) {
        self.violations.push(Violation { pointer: self.pointer.clone(), rule, text });
    }
}

/// Objects are equal whatever the order of their members.
fn are_unique(items: &[Tree]) -> bool {
    let mut seen = HashSet::new();
    items.iter().all(|item| {
        let mut value = crate::Value::from(item.clone());
        // A crate elsewhere in the build may have switched `serde_json/preserve_order` on.
        value.sort_all_objects();
        seen.insert(value.to_string())
    })
}
