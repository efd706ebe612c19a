//! RPC flattening: `Ids.1=a&Ids.2=b`, `Items.1.Name=x`.
//!
//! Positions count from 1. Reading orders them as numbers and tolerates gaps, because clients number by hand.

use super::encode::Pen;
use super::{Node, scalar};
use crate::{EncodeError, Tree, ValueError};

/// How deep names may nest: requests come from strangers.
const MAX_DEPTH: usize = 32;

/// Writes a value as pairs.
pub(super) fn encode(pen: &Pen<'_>, tree: &Tree) -> Result<Vec<(String, String)>, EncodeError> {
    let mut pairs = Vec::new();
    flatten(pen, &pen.name(pen.param.name), tree, &mut pairs)?;
    Ok(pairs)
}

fn flatten(pen: &Pen<'_>, name: &str, tree: &Tree, pairs: &mut Vec<(String, String)>) -> Result<(), EncodeError> {
    match tree {
        Tree::List(items) => {
            for (position, item) in (1..).zip(items) {
                let n_before = pairs.len();
                flatten(pen, &format!("{name}.{position}"), item, pairs)?;
                if pairs.len() == n_before {
                    return Err(pen.error(format!("item {position} of a list has nothing that could be written")));
                }
            }
        }
        Tree::Map(members) => {
            for (member, value) in members.named().filter(|(_, value)| !matches!(value, Tree::Null)) {
                if member.is_empty() || member.contains('.') {
                    return Err(pen.error(format!("the name `{member}` of a member cannot be written")));
                }
                flatten(pen, &format!("{name}.{}", pen.name(member)), value, pairs)?;
            }
        }
        single => {
            let text = pen.text(&scalar::text(pen.param.name, single)?)?;
            pairs.push((name.to_owned(), text));
        }
    }
    Ok(())
}

/// Adds `Items.1.Name=x`, whose name is given without `Items`, to what was read so far.
pub(super) fn insert(root: &mut Node, name: &str, text: String) -> Result<(), ValueError> {
    if name.split('.').count() > MAX_DEPTH {
        return Err(ValueError::new("the names nest too deep"));
    }
    let mut node = root;
    for member in name.split('.').skip(1) {
        node = node.members.entry(member.to_owned()).or_default();
    }
    node.texts.push(text);
    Ok(())
}
