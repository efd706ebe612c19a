//! Nodes: text that was split by names, as forms, `deepObject` and RPC flattening have it.

use std::collections::BTreeMap;

use crate::ValueError;

/// The highest position of an item: requests come from strangers.
const MAX_POSITION: usize = 10_000;

/// What stands under one name: its texts, and its members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// Every text under the very name.
    pub(crate) texts: Vec<String>,
    /// What stands under longer names.
    pub(crate) members: BTreeMap<String, Node>,
}

impl Node {
    /// A single text.
    pub(crate) fn leaf(text: String) -> Self {
        Self { texts: vec![text], members: BTreeMap::new() }
    }

    /// Whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.members.is_empty()
    }

    /// The text; of several the last, as with keys of objects.
    pub(crate) fn scalar(&mut self) -> Result<String, ValueError> {
        self.texts.pop().ok_or_else(|| match self.members.is_empty() {
            true => ValueError::absent(),
            false => ValueError::new("expected a single value"),
        })
    }

    /// The items of a list: members in the order of their positions, or repeated texts.
    pub(crate) fn list(self) -> Result<Vec<Self>, ValueError> {
        if self.members.is_empty() {
            return Ok(self.texts.into_iter().map(Self::leaf).collect());
        }
        let mut items = Vec::with_capacity(self.members.len());
        for (name, node) in self.members {
            items.push((position(&name)?, node));
        }
        items.sort_by_key(|(position, _)| *position);
        Ok(items.into_iter().map(|(_, node)| node).collect())
    }
}

fn position(name: &str) -> Result<usize, ValueError> {
    let digits = name.bytes().all(|letter| letter.is_ascii_digit());
    let position = name.parse::<usize>().ok().filter(|_| digits);
    let position = position.ok_or_else(|| ValueError::new("a name is not a position in a list"))?;
    if position > MAX_POSITION {
        return Err(ValueError::new(format!("the position {position} is beyond {MAX_POSITION}")));
    }
    Ok(position)
}
