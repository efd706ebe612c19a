//! The style `deepObject`: `color[R]=100&color[G]=200`.
//!
//! The specification stops at one level; nested objects go on with more brackets, lists repeat the name,
//! as the libraries that gave the style its name do.

use super::encode::Pen;
use super::{Node, percent_decode, scalar};
use crate::{EncodeError, Tree, ValueError};

const MAX_DEPTH: usize = 32;

/// Writes an object as pairs.
pub(super) fn encode(pen: &Pen<'_>, tree: &Tree) -> Result<Vec<(String, String)>, EncodeError> {
    if !matches!(tree, Tree::Map(_)) {
        return Err(pen.error("the style `deepObject` is for objects"));
    }
    let mut pairs = Vec::new();
    descend(pen, &pen.name(pen.param.name), tree, &mut pairs)?;
    Ok(pairs)
}

fn descend(pen: &Pen<'_>, name: &str, tree: &Tree, pairs: &mut Vec<(String, String)>) -> Result<(), EncodeError> {
    match tree {
        Tree::Map(members) => {
            for (member, value) in members.named().filter(|(_, value)| !matches!(value, Tree::Null)) {
                if member.is_empty() {
                    return Err(pen.error("the empty name of a member cannot be written"));
                }
                descend(pen, &format!("{name}[{}]", pen.name(member)), value, pairs)?;
            }
        }
        Tree::List(items) => {
            for item in items {
                pairs.push((name.to_owned(), pen.text(&scalar::text(pen.param.name, item)?)?));
            }
        }
        single => pairs.push((name.to_owned(), pen.text(&scalar::text(pen.param.name, single)?)?)),
    }
    Ok(())
}

/// The parameter that a raw name belongs to, and its members; brackets may themselves be percent-encoded.
pub(super) fn split(raw: &str) -> Result<Option<(String, Vec<String>)>, ValueError> {
    if raw.contains('[') {
        let Some((name, rest)) = raw.split_once('[') else {
            return Ok(None);
        };
        let members = brackets(rest).map(|member| percent_decode(member, false).map(String::from));
        return Ok(Some((percent_decode(name, false)?.into_owned(), members.collect::<Result<_, _>>()?)));
    }
    let decoded = percent_decode(raw, false)?;
    let split = decoded.split_once('[');
    Ok(split.map(|(name, rest)| (name.to_owned(), brackets(rest).map(str::to_owned).collect())))
}

/// `R][x]` names the members `R` and `x`; empty brackets, which mark lists, name none.
fn brackets(rest: &str) -> impl Iterator<Item = &str> {
    rest.strip_suffix(']').unwrap_or(rest).split("][").filter(|member| !member.is_empty())
}

/// Adds a value to what was read so far.
pub(super) fn insert(root: &mut Node, members: Vec<String>, text: String) -> Result<(), ValueError> {
    if members.len() > MAX_DEPTH {
        return Err(ValueError::new("the names nest too deep"));
    }
    let mut node = root;
    for member in members {
        node = node.members.entry(member).or_default();
    }
    node.texts.push(text);
    Ok(())
}
