//! The operations of a description, with what stands on their paths.

use specwright::{
    diagnostic::Place,
    grammar::METHODS,
    load::{Entry, Node},
    resolve::Bundle,
};

/// An operation and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Operation<'a> {
    pub(crate) path: &'a str,
    pub(crate) path_place: Place,
    /// In lower case, as OpenAPI writes it.
    pub(crate) method: &'a str,
    pub(crate) place: Place,
    pub(crate) node: &'a Node,
    item: &'a Node,
}

/// All operations in the order of the route table.
pub(super) fn all(bundle: &Bundle) -> Vec<Operation<'_>> {
    let paths = bundle.root.get("paths").and_then(Node::as_map).into_iter().flatten();
    paths.flat_map(|path| of_path(bundle, path)).collect()
}

fn of_path<'a>(bundle: &'a Bundle, path: &'a Entry) -> impl Iterator<Item = Operation<'a>> {
    let item = bundle.follow(&path.value).unwrap_or(&path.value);
    let entries = item.as_map().into_iter().flatten();
    entries.filter(|it| METHODS.contains(&it.key.as_str())).map(move |entry| Operation {
        path: &path.key,
        path_place: path.key_place,
        method: &entry.key,
        place: entry.key_place,
        node: &entry.value,
        item,
    })
}

impl<'a> Operation<'a> {
    /// The operationId, empty if there is none.
    pub(crate) fn id(&self) -> &'a str {
        self.node.get_text("operationId").unwrap_or_default()
    }

    /// The section of the reference.
    pub(crate) fn section(&self) -> Option<&'a str> {
        self.node.get("x-reference")?.get_text("section")
    }

    /// The title in the reference.
    pub(crate) fn title(&self) -> Option<&'a str> {
        self.node.get("x-reference")?.get_text("title")
    }

    /// Where what is said of the reference stands, or the operation itself.
    pub(crate) fn reference_place(&self) -> Place {
        let reference = self.node.get("x-reference");
        reference.map_or(self.place, |it| it.get("title").unwrap_or(it).place)
    }

    /// Every parameter, those of the path first, references followed.
    pub(crate) fn parameters(&self, bundle: &'a Bundle) -> impl Iterator<Item = &'a Node> + use<'a> {
        let lists = [self.item, self.node].map(|it| it.get("parameters").and_then(Node::as_list).unwrap_or_default());
        lists.into_iter().flatten().filter_map(|it| bundle.follow(it))
    }

    /// Whether there is an answer with this status.
    pub(crate) fn answers(&self, status: &str) -> bool {
        self.responses().any(|it| it.key == status)
    }

    /// The answers by status.
    pub(crate) fn responses(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.node.get("responses").and_then(Node::as_map).into_iter().flatten()
    }
}

/// The schema of a body or answer in its first media type; the media type itself if it says nothing more, `None` if
/// there is no content at all.
pub(crate) fn content_schema<'a>(bundle: &'a Bundle, body: &'a Node) -> Option<&'a Node> {
    let content = bundle.follow(body)?.get("content")?.as_map()?;
    let media_type = &content.iter().next()?.value;
    Some(media_type.get("schema").unwrap_or(media_type))
}
