//! `application/x-www-form-urlencoded`: one pair per member, lists repeat the name, objects are JSON text.

use crate::style::{Node, percent_decode, percent_encode, scalar_text};
use crate::{EncodeError, Members, Tree, ValueError};

/// Writes an object as a form.
pub(super) fn encode(members: &Members) -> Result<String, EncodeError> {
    let mut form = String::new();
    for (name, value) in members.named() {
        match value {
            Tree::Null => {}
            Tree::List(items) => {
                for item in items {
                    append(&mut form, name, item)?;
                }
            }
            other => append(&mut form, name, other)?,
        }
    }
    Ok(form)
}

fn append(form: &mut String, name: &str, value: &Tree) -> Result<(), EncodeError> {
    let subject = || format!("body.{name}");
    let text = match value {
        Tree::Map(_) => crate::style::json_text(value),
        single => scalar_text(&subject(), single)?,
    };
    if !form.is_empty() {
        form.push('&');
    }
    form.push_str(&percent_encode(name));
    form.push('=');
    form.push_str(&percent_encode(&text));
    Ok(())
}

/// Splits a form into its members.
pub(super) fn decode(body: &[u8]) -> Result<Node, ValueError> {
    let text = std::str::from_utf8(body).map_err(|_| ValueError::new("the body is not UTF-8"))?;
    let mut root = Node::default();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = percent_decode(name, true)?.into_owned();
        let value = percent_decode(value, true)?.into_owned();
        root.members.entry(name).or_default().texts.push(value);
    }
    Ok(root)
}
