//! Composition: no empty lists of members, no schema that is made of itself.

use std::collections::HashSet;

use super::Context;
use super::inventory::Inventory;
use crate::diagnostic::{Place, quote};
use crate::load::Node;

const KEYS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// Checks all compositions.
pub(super) fn check<'a>(ctx: &mut Context<'a, '_>, inventory: &Inventory<'a>) {
    for schema in &inventory.schemas {
        for key in KEYS {
            let Some(list) = schema.get(key) else { continue };
            if list.as_list().is_some_and(<[Node]>::is_empty) {
                ctx.error("empty-composition", list.place, format!("{} has no members", quote(key)));
            }
        }
    }
    circles(ctx, inventory);
}

/// A schema that is made of itself has no end: a list or a property in between would give it one.
fn circles<'a>(ctx: &mut Context<'a, '_>, inventory: &Inventory<'a>) {
    let mut done: HashSet<Place> = HashSet::new();
    for schema in &inventory.schemas {
        let mut walk = Walk { ctx, done: &mut done, open: HashSet::new() };
        walk.schema(schema);
    }
}

struct Walk<'a, 's, 'c> {
    ctx: &'c mut Context<'a, 's>,
    /// Schemas from which every way has been followed.
    done: &'c mut HashSet<Place>,
    /// Schemas on the way from the first one.
    open: HashSet<Place>,
}

impl<'a> Walk<'a, '_, '_> {
    /// Depth first with a stack of its own: a chain of components can be longer than the call stack.
    fn schema(&mut self, start: &'a Node) {
        let mut stack: Vec<(&'a Node, Vec<&'a Node>)> = vec![(start, members(start))];
        if self.done.contains(&start.place) {
            return;
        }
        self.open.insert(start.place);
        while let Some((schema, waiting)) = stack.last_mut() {
            let Some(member) = waiting.pop() else {
                let place = schema.place;
                self.open.remove(&place);
                self.done.insert(place);
                stack.pop();
                continue;
            };
            let Some(target) = self.ctx.bundle.follow(member) else { continue };
            if self.open.contains(&target.place) {
                self.ctx
                    .error("circular-composition", member.place, "the schema is made of itself, so no value ends")
                    .also(target.place, "the schema");
                continue;
            }
            if !self.done.contains(&target.place) {
                self.open.insert(target.place);
                stack.push((target, members(target)));
            }
        }
    }
}

fn members(schema: &Node) -> Vec<&Node> {
    let lists = KEYS.iter().filter_map(|it| schema.get(it)?.as_list());
    let mut members: Vec<&Node> = lists.flatten().collect();
    members.reverse();
    members
}
