//! The way from the root of the bundle to the thing that is being lowered, kept on the stack.
//!
//! The typed view has no positions; a trail finds the node, and so the place, when a fault needs one.

use crate::diagnostic::Place;
use crate::load::Node;
use crate::resolve::Bundle;

/// One step with the steps before it.
#[derive(Clone, Copy)]
pub(super) struct Trail<'a> {
    parent: Option<&'a Trail<'a>>,
    key: &'a str,
}

impl<'a> Trail<'a> {
    /// The root of the bundle.
    pub(super) const ROOT: Trail<'static> = Trail { parent: None, key: "" };

    /// One step further.
    pub(super) fn key<'b>(&'b self, key: &'b str) -> Trail<'b>
    where
        'a: 'b,
    {
        Trail { parent: Some(self), key }
    }

    /// The place of the node, or of the nearest one above it.
    pub(super) fn place(&self, bundle: &Bundle) -> Option<Place> {
        let keys = self.keys();
        (0..=keys.len()).rev().find_map(|len| bundle.locate(&keys[..len])).map(|node| node.place)
    }

    /// The node, if there is one.
    pub(super) fn node<'n>(&self, bundle: &'n Bundle) -> Option<&'n Node> {
        bundle.locate(&self.keys())
    }

    fn keys(&self) -> Vec<&str> {
        let mut keys = Vec::new();
        let mut here = Some(self);
        while let Some(step) = here {
            if step.parent.is_some() {
                keys.push(step.key);
            }
            here = step.parent;
        }
        keys.reverse();
        keys
    }
}
