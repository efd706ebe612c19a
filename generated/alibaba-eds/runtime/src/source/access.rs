//! Lists and objects of sources.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::Source;
use crate::style::Node;
use crate::{Value, ValueError};

/// The items of a list; an error inside an item gets its position.
pub(super) struct Items<I> {
    items: I,
    position: usize,
}

impl<I> Items<I> {
    pub(super) const fn new(items: I) -> Self {
        Self { items, position: 0 }
    }
}

impl<'a, I: Iterator<Item = Source<'a>>> SeqAccess<'a> for Items<I> {
    type Error = ValueError;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, ValueError> {
        let Some(item) = self.items.next() else {
            return Ok(None);
        };
        let position = self.position;
        self.position += 1;
        seed.deserialize(item).map(Some).map_err(|error| error.inside(position.to_string()))
    }

    fn size_hint(&self) -> Option<usize> {
        self.items.size_hint().1
    }
}

/// The members of an object; an error inside a member gets its name.
pub(super) struct Fields<'a, I> {
    members: I,
    value: Option<(Cow<'a, str>, Source<'a>)>,
}

impl<I> Fields<'_, I> {
    pub(super) const fn new(members: I) -> Self {
        Self { members, value: None }
    }
}

impl<'a, I: Iterator<Item = (Cow<'a, str>, Source<'a>)>> MapAccess<'a> for Fields<'a, I> {
    type Error = ValueError;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, ValueError> {
        let Some((name, value)) = self.members.next() else {
            return Ok(None);
        };
        let key = seed.deserialize(Source::Text(name.clone()))?;
        self.value = Some((name, value));
        Ok(Some(key))
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, ValueError> {
        let (name, value) = self.value.take().ok_or_else(ValueError::absent)?;
        seed.deserialize(value).map_err(|error| error.inside(name))
    }
}

/// Items and members behind one type each: a visitor is compiled once per type that visits it.
pub(super) type AnyItems<'a> = Items<std::vec::IntoIter<Source<'a>>>;
pub(super) type AnyFields<'a> = Fields<'a, std::vec::IntoIter<(Cow<'a, str>, Source<'a>)>>;

pub(super) fn borrowed_items(items: &[Value]) -> AnyItems<'_> {
    Items::new(items.iter().map(Source::Json).collect::<Vec<_>>().into_iter())
}

pub(super) fn owned_items<'a>(items: Vec<Value>) -> AnyItems<'a> {
    Items::new(items.into_iter().map(Source::Owned).collect::<Vec<_>>().into_iter())
}

pub(super) fn nodes<'a>(nodes: Vec<Node>) -> AnyItems<'a> {
    Items::new(nodes.into_iter().map(Source::Node).collect::<Vec<_>>().into_iter())
}

pub(super) fn borrowed_fields(members: &serde_json::Map<String, Value>) -> AnyFields<'_> {
    let members = members.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Source::Json(value)));
    Fields::new(members.collect::<Vec<_>>().into_iter())
}

pub(super) fn owned_fields<'a>(members: serde_json::Map<String, Value>) -> AnyFields<'a> {
    let members = members.into_iter().map(|(name, value)| (Cow::Owned(name), Source::Owned(value)));
    Fields::new(members.collect::<Vec<_>>().into_iter())
}

/// `count` learns how many members are wanted, where that matters.
pub(super) fn node_fields<'a>(
    members: impl IntoIterator<Item = (String, Node)>,
    count: Option<&Rc<Cell<usize>>>,
) -> AnyFields<'a> {
    let members = members.into_iter().map(|(name, node)| {
        let source = match count {
            Some(count) => Source::Counted(node, Rc::clone(count)),
            None => Source::Node(node),
        };
        (Cow::Owned(name), source)
    });
    Fields::new(members.collect::<Vec<_>>().into_iter())
}
