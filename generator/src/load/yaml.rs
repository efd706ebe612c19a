//! Reads YAML into nodes, with the place of everything.
//!
//! Takes the events of `saphyr-parser`. What YAML allows and JSON has no word for (several documents, keys that are
//! not scalars, merge keys, foreign tags, infinite numbers) is reported, not guessed at.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput, Tag};

use super::text::count;
use super::{Budget, Entry, Map, Node, Value, budget, scalar};
use crate::diagnostic::{Place, Sink, quote};
use crate::source::{FileId, Limits};

/// Reads a YAML text with one document.
pub(crate) fn parse(file: FileId, text: &str, limits: &Limits, budget: &mut Budget, sink: &mut Sink) -> Option<Node> {
    let mut builder =
        Builder { file, max_depth: limits.depth, budget, sink, open: Vec::new(), anchors: HashMap::new(), root: None };
    let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str(text);
    let mut n_documents = 0;
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(found) => found,
            Err(error) => {
                builder.syntax_error(&error);
                return None;
            }
        };
        if matches!(event, Event::DocumentStart(_)) {
            n_documents += 1;
            if n_documents > 1 {
                let place = builder.place(&span.start);
                builder.sink.error(
                    "multiple-documents",
                    place,
                    "a second YAML document starts here, expected one per file",
                );
                return None;
            }
        }
        builder.event(event, &span.start)?;
    }
    if builder.root.is_none() {
        builder.sink.error("empty-document", Place::start_of(file), "the file holds nothing but comments");
    }
    builder.root
}

struct Builder<'a> {
    file: FileId,
    max_depth: usize,
    budget: &'a mut Budget,
    sink: &'a mut Sink,
    open: Vec<Open>,
    /// Finished nodes by anchor; one that is still open is not here, so it cannot hold itself.
    anchors: HashMap<usize, Anchored>,
    root: Option<Node>,
}

struct Anchored {
    node: Node,
    weight: usize,
}

/// A list or map whose end has not come yet.
struct Open {
    place: Place,
    anchor: usize,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<Key> },
}

struct Key {
    text: String,
    place: Place,
}

impl Builder<'_> {
    /// `None` ends the file: the tree cannot grow further.
    fn event(&mut self, event: Event<'_>, start: &Marker) -> Option<()> {
        let place = self.place(start);
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, anchor, tag.as_deref(), place),
            Event::SequenceStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), "seq", place);
                self.open(place, anchor, OpenKind::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), "map", place);
                self.open(place, anchor, OpenKind::Map { entries: Vec::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, place),
            _ => Some(()),
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        place: Place,
    ) -> Option<()> {
        self.spend(1 + text.len() / 64, place)?;
        let is_plain = style == ScalarStyle::Plain;
        if self.expects_key() {
            if is_plain && text == "<<" {
                self.sink
                    .error("merge-key", place, "merge keys (`<<`) are not part of OpenAPI")
                    .help("use `$ref` or `allOf`, or write the keys out");
            }
            self.anchor(anchor, || Node::text(place, text.as_ref()), place)?;
            return self.key(text.into_owned(), place);
        }
        let value = match tag {
            Some(tag) => self.tagged(text, is_plain, tag, place),
            None if is_plain => scalar::resolve(&text),
            None => Value::Text(text.into_owned()),
        };
        if matches!(value, Value::Float(number) if !number.is_finite()) {
            self.sink
                .error("number-range", place, "JSON has no infinite numbers and no NaN")
                .help("put it in quotes if it is a text");
        }
        let node = Node::new(place, value);
        self.anchor(anchor, || node.clone(), place)?;
        self.add(node)
    }

    fn tagged(&mut self, text: Cow<'_, str>, is_plain: bool, tag: &Tag, place: Place) -> Value {
        let is_core = tag.is_yaml_core_schema();
        match tag.suffix.as_str() {
            "str" if is_core => return Value::Text(text.into_owned()),
            "int" | "float" | "bool" | "null" if is_core && is_plain => return scalar::resolve(&text),
            _ if tag.handle.is_empty() && tag.suffix == "!" => return Value::Text(text.into_owned()),
            _ => {}
        }
        self.foreign_tag(tag, place);
        Value::Text(text.into_owned())
    }

    fn check_tag(&mut self, tag: Option<&Tag>, own: &str, place: Place) {
        if let Some(tag) = tag
            && !(tag.is_yaml_core_schema() && tag.suffix == own)
        {
            self.foreign_tag(tag, place);
        }
    }

    fn foreign_tag(&mut self, tag: &Tag, place: Place) {
        let text = format!("the YAML tag {} has no meaning in OpenAPI", quote(&tag.to_string()));
        self.sink.error("yaml-tag", place, text);
    }

    fn open(&mut self, place: Place, anchor: usize, kind: OpenKind) -> Option<()> {
        self.spend(1, place)?;
        if self.expects_key() {
            self.sink.error("non-scalar-key", place, "a key is a list or a map, expected a text");
            return None;
        }
        if self.open.len() > self.max_depth {
            self.sink.error("too-deep", place, format!("nested deeper than {} levels", self.max_depth));
            return None;
        }
        self.open.push(Open { place, anchor, kind });
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        let Open { place, anchor, kind } = self.open.pop()?;
        let value = match kind {
            OpenKind::List(items) => Value::List(items),
            OpenKind::Map { entries, .. } => {
                let sink = &mut *self.sink;
                Value::Map(Map::new(entries, |first, later| super::duplicate_key(first, later, sink)))
            }
        };
        let node = Node::new(place, value);
        self.anchor(anchor, || node.clone(), place)?;
        self.add(node)
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Option<()> {
        let Some(found) = self.anchors.get(&anchor) else {
            self.sink.error("yaml-alias", place, "the alias stands inside the node that it refers to");
            return None;
        };
        let weight = found.weight;
        if !self.budget.spend(weight) {
            self.sink.error("too-large", place, super::TOO_MANY_NODES);
            return None;
        }
        let node = found.node.clone();
        if !self.expects_key() {
            return self.add(node);
        }
        match node.value {
            Value::Text(text) => self.key(text, place),
            _ => {
                self.sink.error("non-scalar-key", place, "a key is an alias of something that is not a text");
                None
            }
        }
    }

    /// Keeps a copy of an anchored node. The copy counts: anchors inside anchors multiply.
    fn anchor(&mut self, anchor: usize, node: impl FnOnce() -> Node, place: Place) -> Option<()> {
        if anchor == 0 {
            return Some(());
        }
        let node = node();
        let weight = budget::weight(&node);
        self.spend(weight, place)?;
        self.anchors.insert(anchor, Anchored { node, weight });
        Some(())
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { kind: OpenKind::Map { key: None, .. }, .. }))
    }

    fn key(&mut self, text: String, place: Place) -> Option<()> {
        match self.open.last_mut()?.kind {
            OpenKind::Map { ref mut key, .. } => *key = Some(Key { text, place }),
            OpenKind::List(_) => {}
        }
        Some(())
    }

    fn add(&mut self, node: Node) -> Option<()> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open { kind: OpenKind::List(items), .. }) => items.push(node),
            Some(Open { kind: OpenKind::Map { entries, key }, .. }) => {
                let Key { text, place } = key.take()?;
                entries.push(Entry { key: text, key_place: place, value: node });
            }
        }
        Some(())
    }

    fn spend(&mut self, nodes: usize, place: Place) -> Option<()> {
        if self.budget.spend(nodes) {
            return Some(());
        }
        self.sink.error("too-large", place, super::TOO_MANY_NODES);
        None
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let place = self.place(error.marker());
        if error.info().contains("recursion limit") {
            self.sink.error("too-deep", place, format!("nested deeper than {} levels", self.max_depth));
            return;
        }
        let mut text = error.info().trim_end_matches('.').to_owned();
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        self.sink.error("yaml-syntax", place, text);
    }

    fn place(&self, marker: &Marker) -> Place {
        Place::new(self.file, count(marker.line()), count(marker.col() + 1))
    }
}
