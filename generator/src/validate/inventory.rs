//! What the walk over the bundle has found, by kind, so that no rule walks again.

use crate::diagnostic::Place;
use crate::load::Node;

/// Everything that rules look at, in the order of the bundle.
#[derive(Default)]
pub(super) struct Inventory<'a> {
    pub(super) path_items: Vec<PathItem<'a>>,
    pub(super) schemas: Vec<&'a Node>,
    pub(super) parameters: Vec<&'a Node>,
    pub(super) headers: Vec<&'a Node>,
    pub(super) media_types: Vec<MediaType<'a>>,
    pub(super) servers: Vec<&'a Node>,
    pub(super) links: Vec<&'a Node>,
    pub(super) responses: Vec<&'a Node>,
    pub(super) security_schemes: Vec<&'a Node>,
}

/// A path item under its path, or a callback's under its expression.
pub(super) struct PathItem<'a> {
    pub(super) key: &'a str,
    pub(super) key_place: Place,
    pub(super) node: &'a Node,
    pub(super) is_callback: bool,
}

/// An operation with what belongs to its path.
#[derive(Clone, Copy)]
pub(super) struct Operation<'a> {
    pub(super) path: &'a str,
    pub(super) place: Place,
    pub(super) item: &'a Node,
    pub(super) node: &'a Node,
}

/// A body in one media type.
pub(super) struct MediaType<'a> {
    pub(super) name: &'a str,
    pub(super) node: &'a Node,
    pub(super) direction: Direction,
}

/// Which way a value travels: requests leave out what is read-only, answers what is write-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
    Either,
}

impl<'a> Inventory<'a> {
    /// The operations of all paths, without those of callbacks.
    pub(super) fn operations(&self) -> impl Iterator<Item = Operation<'a>> + use<'a, '_> {
        self.path_items.iter().filter(|it| !it.is_callback).flat_map(PathItem::operations)
    }

    /// The operations of all paths and callbacks.
    pub(super) fn all_operations(&self) -> impl Iterator<Item = Operation<'a>> + use<'a, '_> {
        self.path_items.iter().flat_map(PathItem::operations)
    }
}

impl<'a> PathItem<'a> {
    /// The operations in the order of the description.
    pub(super) fn operations(&self) -> impl Iterator<Item = Operation<'a>> + use<'a> {
        let (path, item) = (self.key, self.node);
        let entries = item.as_map().into_iter().flatten();
        entries.filter(|it| crate::grammar::METHODS.contains(&it.key.as_str())).map(move |entry| Operation {
            path,
            place: entry.key_place,
            item,
            node: &entry.value,
        })
    }
}

impl<'a> Operation<'a> {
    /// Every parameter, those of the path item first, without following references.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &'a Node> + use<'a> {
        let lists = [self.item, self.node].map(|it| it.get("parameters").and_then(Node::as_list).unwrap_or_default());
        lists.into_iter().flatten()
    }
}
