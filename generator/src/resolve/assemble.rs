//! Builds the bundle: every reference becomes what collecting decided, every extracted component gets its name.

use std::collections::HashMap;
use std::rc::Rc;

use super::collect::{Collected, Extracted, Resolution, Target, reference_in};
use super::{Bundle, Origin, naming, pointer, reference_to, unused};
use crate::diagnostic::{Place, Sink, quote};
use crate::grammar::{ComponentKind, DISCRIMINATOR, OPENAPI, Object, PATH_ITEM, Shape};
use crate::load::{self, Entry, Map, Node, Value, weight};
use crate::source::Sources;

/// Builds the bundle.
pub(super) fn assemble(mut collected: Collected<'_>, sink: &mut Sink) -> Result<Bundle, Sources> {
    unused::warn(&collected, sink);
    let file = collected.root_file;
    let Some(tree) = collected.documents.take(file) else { return Err(collected.documents.sources) };
    let origins = origins(&collected, &tree);
    let names = naming::names(&collected.extracted, &tree, &collected.documents.sources);
    // Targets inside the root are found there, so a root that is one of them is kept whole beside its copy.
    let needs_root = collected.extracted.iter().any(|it| it.target.file == file)
        || collected.resolutions.values().any(|it| matches!(it, Resolution::Inline(target) if target.file == file));
    let whole = needs_root.then(|| Rc::clone(&tree));
    let mut root = Rc::try_unwrap(tree).unwrap_or_else(|shared| Node::clone(&shared));
    let contents = collected.extracted.iter().map(|_| None).collect();
    let is_plain = collected.extracted.is_empty() && collected.resolutions.is_empty();
    let mut assembly = Assembly { collected, names, whole, contents, sink, full: false };
    if !is_plain {
        assembly.object(&mut root, &OPENAPI);
        assembly.components(&mut root);
    }
    let Assembly { collected, names, sink, .. } = assembly;
    let max_depth = collected.documents.max_depth();
    if !is_plain && depth(&root) > max_depth {
        let text = format!("with its references followed the description is nested deeper than {max_depth} levels");
        sink.error("too-deep", root.place, text);
        return Err(collected.documents.sources);
    }
    let origins = with_extracted(origins, &collected, &names);
    let Collected { documents, deferred, .. } = collected;
    Ok(Bundle { root, sources: documents.sources, origins, deferred })
}

struct Assembly<'a, 'b> {
    collected: Collected<'a>,
    names: Vec<String>,
    /// The root as it was read.
    whole: Option<Rc<Node>>,
    /// The content of each extracted component, as soon as it is built.
    contents: Vec<Option<Node>>,
    sink: &'b mut Sink,
    /// Whether the budget is spent; reported once.
    full: bool,
}

impl Assembly<'_, '_> {
    fn shape(&mut self, node: &mut Node, shape: Shape) {
        if reference_in(node, shape).is_some() {
            self.reference(node, shape);
            return;
        }
        if let Some(kind) = component_kind(shape)
            && let Some(idx) = self.collected.by_place.get(&(node.place, kind)).copied()
        {
            self.hoist(node, idx, kind);
            return;
        }
        match (shape, &mut node.value) {
            (Shape::List(item), Value::List(items)) => {
                for node in items {
                    self.shape(node, *item);
                }
            }
            (Shape::MapOf(value), Value::Map(map)) => {
                for (_, node) in map.entries_mut() {
                    self.shape(node, *value);
                }
            }
            (Shape::Object(object), Value::Map(_)) => self.object(node, object),
            (Shape::Component(kind), Value::Map(_)) => self.object(node, kind.object()),
            (Shape::BoolOrSchema, Value::Map(_)) => self.object(node, ComponentKind::Schemas.object()),
            _ => {}
        }
    }

    fn object(&mut self, node: &mut Node, object: &'static Object) {
        let Value::Map(map) = &mut node.value else { return };
        if object.is(&DISCRIMINATOR)
            && let Some(Value::Map(mapping)) = map.get_mut("mapping").map(|it| &mut it.value)
        {
            for (_, node) in mapping.entries_mut() {
                if let Some(text) = self.reference_text(node.place) {
                    node.value = Value::Text(text);
                }
            }
        }
        for (key, node) in map.entries_mut() {
            if let Some(shape) = object.reach(key) {
                self.shape(node, shape);
            }
        }
    }

    fn reference(&mut self, node: &mut Node, shape: Shape) {
        if let Some(Resolution::Inline(target)) = self.collected.resolutions.get(&node.place) {
            let target = target.clone();
            self.inline(node, &target, shape);
            return;
        }
        if let Some(text) = self.reference_text(node.place) {
            *node = reference_node(node.place, text);
        }
    }

    /// What the text of the reference at this place becomes.
    fn reference_text(&self, place: Place) -> Option<String> {
        match self.collected.resolutions.get(&place)? {
            Resolution::Component(kind, name) => Some(reference_to(*kind, name)),
            Resolution::Extracted(idx) => Some(reference_to(self.collected.extracted[*idx].kind, &self.names[*idx])),
            Resolution::Inline(_) => None,
        }
    }

    /// Puts a copy of the target in the place of a reference to it.
    fn inline(&mut self, node: &mut Node, target: &Target, shape: Shape) {
        let Some(mut copy) = self.copy(target) else { return };
        let adopted = component_kind(shape).and_then(|kind| self.collected.by_place.get(&(copy.place, kind)).copied());
        match (adopted, component_kind(shape)) {
            // The component that the root names; its content is built here and nowhere else.
            (Some(idx), Some(kind)) => {
                self.contents[idx] = Some(Node::new(copy.place, Value::Null));
                self.object(&mut copy, kind.object());
            }
            _ => self.shape(&mut copy, shape),
        }
        if matches!(shape, Shape::Object(object) if object.is(&PATH_ITEM)) {
            self.merge_siblings(node, &mut copy);
        }
        *node = copy;
    }

    /// A path item may say more beside its reference.
    fn merge_siblings(&mut self, holder: &mut Node, copy: &mut Node) {
        let (Value::Map(own), Value::Map(map)) = (&mut holder.value, &mut copy.value) else { return };
        let siblings: Vec<Entry> = own.iter().filter(|it| it.key != "$ref").cloned().collect();
        for mut sibling in siblings {
            if let Some(clash) = map.entry(&sibling.key) {
                let text = format!("{} stands here and in the path item that is referred to", quote(&sibling.key));
                self.sink.error("ref-siblings", sibling.key_place, text).also(clash.key_place, "also defined here");
                continue;
            }
            if let Some(shape) = PATH_ITEM.reach(&sibling.key) {
                self.shape(&mut sibling.value, shape);
            }
            map.push(sibling);
        }
    }

    /// Moves a node that is also a component of its own out of its parent.
    fn hoist(&mut self, node: &mut Node, idx: usize, kind: ComponentKind) {
        let place = node.place;
        let mut content = std::mem::replace(node, reference_node(place, reference_to(kind, &self.names[idx])));
        if self.contents[idx].is_none() {
            self.contents[idx] = Some(Node::new(place, Value::Null));
            self.object(&mut content, kind.object());
            self.contents[idx] = Some(content);
        }
    }

    fn copy(&mut self, target: &Target) -> Option<Node> {
        let tree = match target.file == self.collected.root_file {
            true => self.whole.clone(),
            false => self.collected.documents.tree(target.file),
        }?;
        let node = pointer::walk(&tree, &target.pointer).ok()?;
        if self.full || !self.collected.documents.budget.spend(weight(node)) {
            if !self.full {
                self.sink.error("too-large", node.place, load::TOO_MANY_NODES);
            }
            self.full = true;
            return None;
        }
        Some(node.clone())
    }

    /// Builds the extracted components that the walk of the root has not met, and adds all of them.
    fn components(&mut self, root: &mut Node) {
        for idx in 0..self.contents.len() {
            if self.contents[idx].is_some() {
                continue;
            }
            let Extracted { kind, target, .. } = &self.collected.extracted[idx];
            let (kind, target) = (*kind, target.clone());
            let Some(mut content) = self.copy(&target) else { continue };
            self.contents[idx] = Some(Node::new(content.place, Value::Null));
            self.object(&mut content, kind.object());
            self.contents[idx] = Some(content);
        }
        let start = root.place;
        for kind in ComponentKind::ALL {
            let mut added = Vec::new();
            for (idx, component) in self.collected.extracted.iter().enumerate() {
                if component.kind != kind || component.adopted_by.is_some() {
                    continue;
                }
                if let Some(value) = self.contents[idx].take() {
                    added.push(Entry { key: self.names[idx].clone(), key_place: component.place, value });
                }
            }
            if !added.is_empty()
                && let Some(map) = child_map(root, "components", start).and_then(|it| child_map(it, kind.key(), start))
                && let Value::Map(map) = &mut map.value
            {
                map.extend(added);
            }
        }
    }
}

fn depth(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Map(map) => 1 + map.iter().map(|it| depth(&it.value)).max().unwrap_or(0),
        _ => 0,
    }
}

/// The map under this key, made if it is missing; `None` if something else is there.
fn child_map<'a>(node: &'a mut Node, key: &str, place: Place) -> Option<&'a mut Node> {
    let Value::Map(map) = &mut node.value else { return None };
    if map.get(key).is_none() {
        let value = Node::new(place, Value::Map(Map::default()));
        map.push(Entry { key: key.to_owned(), key_place: place, value });
    }
    map.get_mut(key)
}

fn component_kind(shape: Shape) -> Option<ComponentKind> {
    match shape {
        Shape::Component(kind) => Some(kind),
        Shape::BoolOrSchema => Some(ComponentKind::Schemas),
        _ => None,
    }
}

fn reference_node(place: Place, text: String) -> Node {
    let entry = Entry { key: "$ref".to_owned(), key_place: place, value: Node::text(place, text) };
    Node::new(place, Value::Map(Map::new(vec![entry], |_, _| {})))
}

type Origins = HashMap<ComponentKind, HashMap<String, Origin>>;

/// Where the components of the root stand.
fn origins(collected: &Collected<'_>, root: &Node) -> Origins {
    let file = collected.documents.sources.name(collected.root_file);
    let mut origins = Origins::new();
    for kind in ComponentKind::ALL {
        let components = root.get("components").and_then(|it| it.get(kind.key())).and_then(Node::as_map);
        for entry in components.into_iter().flatten() {
            let pointer = format!("/components/{}/{}", kind.key(), pointer::escape(&entry.key));
            let origin = Origin { file: file.to_owned(), pointer, place: entry.value.place };
            origins.entry(kind).or_default().insert(entry.key.clone(), origin);
        }
    }
    origins
}

fn with_extracted(mut origins: Origins, collected: &Collected<'_>, names: &[String]) -> Origins {
    for (component, name) in collected.extracted.iter().zip(names) {
        let Target { file, pointer } = &component.target;
        let file = collected.documents.sources.name(*file).to_owned();
        let origin = Origin { file, pointer: pointer::join(pointer), place: component.place };
        origins.entry(component.kind).or_default().insert(name.clone(), origin);
    }
    origins
}
