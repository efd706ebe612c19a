//! The budget of nodes that all files of a run share, so that aliases cannot multiply without end.

use super::{Node, Value};

/// What is left of the limit on nodes.
#[derive(Clone, Debug)]
pub struct Budget {
    left: usize,
}

impl Budget {
    /// A budget of so many nodes.
    pub fn new(nodes: usize) -> Self {
        Budget { left: nodes }
    }

    /// Takes nodes out of the budget; false if there are not enough left.
    #[must_use]
    pub fn spend(&mut self, nodes: usize) -> bool {
        match self.left.checked_sub(nodes) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.left = 0;
                false
            }
        }
    }
}

/// What a copy of this tree costs; long texts count as several nodes.
pub(crate) fn weight(node: &Node) -> usize {
    const BYTES_PER_NODE: usize = 64;
    1 + match &node.value {
        Value::Text(text) => text.len() / BYTES_PER_NODE,
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Map(map) => map.iter().map(|it| 1 + it.key.len() / BYTES_PER_NODE + weight(&it.value)).sum(),
        _ => 0,
    }
}
