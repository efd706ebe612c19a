//! Finds every reference and decides what becomes of it; changes nothing yet.
//!
//! Walks the root by the grammar, then every target that is not a component of the root. What a reference becomes is
//! noted under the place of the node that holds it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use super::documents::Documents;
use super::pointer::{self, Malformed, Reference};
use super::{LONGEST_CHAIN, reference_to};
use crate::diagnostic::{Diagnostic, Place, Severity, Sink, quote};
use crate::grammar::{ComponentKind, DISCRIMINATOR, OPENAPI, Object, Shape};
use crate::load::{Node, Value};
use crate::source::FileId;

/// A node of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: FileId,
    pub(super) pointer: Vec<String>,
}

/// A component that is written outside the components of the root.
#[derive(Debug)]
pub(super) struct Extracted {
    pub(super) kind: ComponentKind,
    pub(super) target: Target,
    pub(super) place: Place,
    /// The name, if a component of the root is nothing but a reference to it.
    pub(super) adopted_by: Option<String>,
}

/// What becomes of a reference. One that is not noted stays as it is.
#[derive(Clone, Debug)]
pub(super) enum Resolution {
    /// It becomes a reference to a component of the root.
    Component(ComponentKind, String),
    /// It becomes a reference to an extracted component.
    Extracted(usize),
    /// Its target takes its place.
    Inline(Target),
}

/// Everything that assembling needs.
pub(super) struct Collected<'a> {
    pub(super) documents: Documents<'a>,
    pub(super) root_file: FileId,
    pub(super) resolutions: HashMap<Place, Resolution>,
    pub(super) extracted: Vec<Extracted>,
    /// Extracted components by the place of their target.
    pub(super) by_place: HashMap<(Place, ComponentKind), usize>,
    /// Every target of a reference, for finding what nobody uses.
    pub(super) used: HashSet<Target>,
    pub(super) deferred: Vec<Diagnostic>,
}

/// Walks the whole description.
pub(super) fn collect<'a>(documents: Documents<'a>, root: &Rc<Node>, sink: &mut Sink) -> Collected<'a> {
    let collected = Collected {
        documents,
        root_file: root.place.file,
        resolutions: HashMap::new(),
        extracted: Vec::new(),
        by_place: HashMap::new(),
        used: HashSet::new(),
        deferred: Vec::new(),
    };
    let mut walk = Walk {
        collected,
        sink,
        root: Rc::clone(root),
        queue: VecDeque::new(),
        inlining: Vec::new(),
        inlined: HashSet::new(),
        broken: HashSet::new(),
        plain: HashMap::new(),
    };
    walk.adopt();
    walk.object(root, &OPENAPI);
    while let Some(idx) = walk.queue.pop_front() {
        let Extracted { kind, target, .. } = &walk.collected.extracted[idx];
        let (kind, target) = (*kind, target.clone());
        if let Some(tree) = walk.collected.documents.tree(target.file)
            && let Ok(node) = pointer::walk(&tree, &target.pointer)
        {
            walk.object(node, kind.object());
        }
    }
    walk.collected
}

struct Walk<'a, 'b> {
    collected: Collected<'a>,
    sink: &'b mut Sink,
    root: Rc<Node>,
    /// Extracted components that have not been walked yet.
    queue: VecDeque<usize>,
    /// Targets that are being walked because they will be inlined, outermost first.
    inlining: Vec<Place>,
    inlined: HashSet<(Place, usize)>,
    /// References that have been reported; a chain can lead to one of them many times.
    broken: HashSet<Place>,
    /// References of the root that can stay as they are, with the kind that they were followed for.
    plain: HashMap<String, ComponentKind>,
}

/// Deeper inlining is no description but an attack on the stack.
const DEEPEST_INLINING: usize = 8;

impl Walk<'_, '_> {
    /// A component of the root that is nothing but a reference to another file gives its name to the target.
    fn adopt(&mut self) {
        let root = Rc::clone(&self.root);
        for kind in ComponentKind::ALL {
            let components = root.get("components").and_then(|it| it.get(kind.key())).and_then(Node::as_map);
            for entry in components.into_iter().flatten() {
                let Some(reference) = entry.value.get("$ref") else { continue };
                let Some(End::Outside(target, place)) = self.end(reference, kind) else { continue };
                if self.collected.by_place.contains_key(&(place, kind)) {
                    continue;
                }
                self.collected.resolutions.insert(entry.value.place, Resolution::Inline(target.clone()));
                self.extract(kind, target, place, Some(entry.key.clone()));
            }
        }
    }

    fn shape(&mut self, node: &Node, shape: Shape) {
        if let Some(reference) = reference_in(node, shape) {
            match shape {
                Shape::Component(kind) => self.component_reference(node, reference, kind),
                Shape::BoolOrSchema => self.component_reference(node, reference, ComponentKind::Schemas),
                _ => self.inline(node, reference, shape),
            }
            return;
        }
        match (shape, &node.value) {
            (Shape::List(item), Value::List(items)) => {
                for node in items {
                    self.shape(node, *item);
                }
            }
            (Shape::MapOf(value), Value::Map(map)) => {
                for entry in map {
                    self.shape(&entry.value, *value);
                }
            }
            (Shape::Object(object), Value::Map(_)) => self.object(node, object),
            (Shape::Component(kind), Value::Map(_)) => self.object(node, kind.object()),
            (Shape::BoolOrSchema, Value::Map(_)) => self.object(node, ComponentKind::Schemas.object()),
            _ => {}
        }
    }

    fn object(&mut self, node: &Node, object: &'static Object) {
        let Some(map) = node.as_map() else { return };
        if object.is(&DISCRIMINATOR) {
            self.mapping(node);
        }
        for entry in map {
            if let Some(shape) = object.reach(&entry.key) {
                self.shape(&entry.value, shape);
            }
        }
    }

    /// The values of a discriminator's mapping are names of schemas or references to them.
    fn mapping(&mut self, discriminator: &Node) {
        let mapping = discriminator.get("mapping").and_then(Node::as_map);
        for entry in mapping.into_iter().flatten() {
            let Some(text) = entry.value.as_text() else { continue };
            let schemas = self.root.get("components").and_then(|it| it.get("schemas")).and_then(Node::as_map);
            if schemas.is_some_and(|it| it.get(text).is_some()) {
                continue;
            }
            if text.contains(['/', '#', '.']) {
                self.component_reference(&entry.value, &entry.value, ComponentKind::Schemas);
                continue;
            }
            let names: Vec<&str> = schemas.map(|it| it.keys().collect()).unwrap_or_default();
            let message = format!("the mapping names the schema {}, which does not exist", quote(text));
            self.sink.error("dangling-reference", entry.value.place, message).did_you_mean(text, names);
        }
    }

    /// A reference where OpenAPI expects one.
    fn component_reference(&mut self, holder: &Node, reference: &Node, kind: ComponentKind) {
        self.report_siblings(holder);
        let text = reference.as_text().unwrap_or_default();
        let is_in_root = holder.place.file == self.collected.root_file;
        if is_in_root && self.plain.get(text) == Some(&kind) {
            return;
        }
        let resolution = match self.end(reference, kind) {
            None => return,
            Some(End::Root(name)) if is_in_root && text == reference_to(kind, &name) => {
                self.plain.insert(text.to_owned(), kind);
                return;
            }
            Some(End::Root(name)) => Resolution::Component(kind, name),
            Some(End::Outside(target, place)) => match self.collected.by_place.get(&(place, kind)) {
                Some(idx) => Resolution::Extracted(*idx),
                None => Resolution::Extracted(self.extract(kind, target, place, None)),
            },
        };
        // An adopted target is inlined where the root names it, and that was noted before.
        self.collected.resolutions.entry(holder.place).or_insert(resolution);
    }

    fn extract(&mut self, kind: ComponentKind, target: Target, place: Place, adopted_by: Option<String>) -> usize {
        let idx = self.collected.extracted.len();
        self.collected.extracted.push(Extracted { kind, target, place, adopted_by });
        self.collected.by_place.insert((place, kind), idx);
        self.queue.push_back(idx);
        idx
    }

    /// A reference whose target takes its place: a path item, or anything where OpenAPI knows no reference.
    fn inline(&mut self, holder: &Node, reference: &Node, shape: Shape) {
        let is_expected = matches!(shape, Shape::Object(object) if object.may_stand_elsewhere());
        if !is_expected {
            let text = "OpenAPI 3.0 has no reference here; what it names is taken in its place";
            self.defer("misplaced-reference", reference.place, text.to_owned(), None);
            self.report_siblings(holder);
        }
        let Some((target, tree)) = self.locate(reference) else { return };
        let Ok(node) = pointer::walk(&tree, &target.pointer) else { return };
        if self.inlining.contains(&node.place) || node.place == holder.place {
            self.report_circle(reference);
            return;
        }
        if self.inlining.len() >= DEEPEST_INLINING {
            let text = format!("more than {DEEPEST_INLINING} references lead into each other here");
            self.sink.error("too-deep", reference.place, text);
            return;
        }
        self.collected.resolutions.insert(holder.place, Resolution::Inline(target));
        if !self.inlined.insert((node.place, shape_id(shape))) {
            return;
        }
        self.inlining.push(node.place);
        self.shape(node, shape);
        self.inlining.pop();
    }

    /// Where a reference leads in the end.
    fn end(&mut self, reference: &Node, kind: ComponentKind) -> Option<End> {
        let mut passed: Vec<Place> = Vec::new();
        let mut current = reference.clone();
        let mut found: Option<End> = None;
        loop {
            if passed.contains(&current.place) {
                self.report_circle(&current);
                return None;
            }
            if passed.len() >= LONGEST_CHAIN {
                self.report_chain(reference);
                return None;
            }
            passed.push(current.place);
            let (target, tree) = match self.locate(&current) {
                Some(located) => located,
                // The component of the root on the way there is what the reference becomes; the rest is its own fault.
                None => return found,
            };
            let node = pointer::walk(&tree, &target.pointer).ok()?;
            let component = self.root_component(&target);
            if let Some((other, _)) = component
                && other != kind
            {
                self.report_kind(&current, other, kind, node.place);
                return None;
            }
            if let (Some((_, name)), None) = (component.as_ref(), &found) {
                found = Some(End::Root(name.clone()));
            }
            match reference_in(node, Shape::Component(kind)) {
                Some(next) => current = next.clone(),
                None => return Some(found.unwrap_or(End::Outside(target, node.place))),
            }
        }
    }

    /// Kind and name, if the target is a component of the root.
    fn root_component(&self, target: &Target) -> Option<(ComponentKind, String)> {
        match target.pointer.as_slice() {
            [components, key, name] if target.file == self.collected.root_file && components == "components" => {
                Some((ComponentKind::from_key(key)?, name.clone()))
            }
            _ => None,
        }
    }

    /// Finds the target of a reference; if there is none, says so.
    fn locate(&mut self, reference: &Node) -> Option<(Target, Rc<Node>)> {
        if self.broken.contains(&reference.place) {
            return None;
        }
        let found = self.look_up(reference.as_text()?, reference.place);
        match &found {
            Some((target, _)) if target.file != self.collected.root_file => {
                self.collected.used.insert(target.clone());
            }
            Some(_) => {}
            None => {
                self.broken.insert(reference.place);
            }
        }
        found
    }

    fn look_up(&mut self, text: &str, place: Place) -> Option<(Target, Rc<Node>)> {
        let parsed = match Reference::parse(text) {
            Ok(parsed) => parsed,
            Err(malformed) => {
                self.report_malformed(text, place, malformed);
                return None;
            }
        };
        let file = self.collected.documents.follow(place.file, &parsed.file, place, self.sink)?;
        // A file that is no tree has been reported where it is broken.
        let tree = self.collected.documents.tree(file)?;
        let target = Target { file, pointer: parsed.pointer };
        if let Err((deepest, depth)) = pointer::walk(&tree, &target.pointer) {
            self.report_dangling(text, place, &target, deepest, depth);
            return None;
        }
        Some((target, tree))
    }

    fn report_kind(&mut self, reference: &Node, found: ComponentKind, expected: ComponentKind, defined: Place) {
        if self.broken.insert(reference.place) {
            let text = quote(reference.as_text().unwrap_or_default());
            let text = format!("{text} is {}, expected {}", found.object().name, expected.object().name);
            self.sink.error("reference-kind", reference.place, text).also(defined, "defined here");
        }
    }

    fn report_malformed(&mut self, text: &str, place: Place, malformed: Malformed) {
        let text = quote(text);
        match malformed {
            Malformed::Remote => self
                .sink
                .error("remote-reference", place, format!("{text} is not a file beside the description"))
                .help("download it and refer to the copy by a relative path"),
            Malformed::Absolute => self
                .sink
                .error("reference-leaves-folder", place, format!("{text} is an absolute path"))
                .help("use a path relative to this file"),
            Malformed::Invalid(why) => {
                self.sink.error("invalid-reference", place, format!("{text} is not a reference: {why}"))
            }
        };
    }

    fn report_dangling(&mut self, text: &str, place: Place, target: &Target, deepest: &Node, depth: usize) {
        let missing = &target.pointer[depth];
        let at = match depth {
            0 => quote(self.collected.documents.sources.name(target.file)),
            _ => quote(&pointer::join(&target.pointer[..depth])),
        };
        let elsewhere = target.file != self.collected.root_file && pointer::walk(&self.root, &target.pointer).is_ok();
        let message = format!("{} leads nowhere: {at} has no {}", quote(text), quote(missing));
        let diagnostic = self.sink.error("dangling-reference", place, message);
        if let Some(map) = deepest.as_map() {
            diagnostic.did_you_mean(missing, map.keys());
        }
        if elsewhere {
            diagnostic.help("`#` means this file; name the root file to refer to its components");
        }
    }

    fn report_chain(&mut self, reference: &Node) {
        if self.broken.insert(reference.place) {
            let text = format!("the reference leads to a chain of more than {LONGEST_CHAIN} others");
            self.sink.error("too-deep", reference.place, text);
        }
    }

    fn report_circle(&mut self, reference: &Node) {
        if self.broken.insert(reference.place) {
            let text = format!("{} leads only back to itself", quote(reference.as_text().unwrap_or_default()));
            self.sink.error("circular-reference", reference.place, text);
        }
    }

    fn report_siblings(&mut self, holder: &Node) {
        let Some(map) = holder.as_map() else { return };
        if let Some(entry) = map.iter().find(|it| it.key != "$ref") {
            let text = format!("{} beside `$ref` is ignored", quote(&entry.key));
            let help = "put the reference into an `allOf` to add to it";
            self.defer("ref-siblings", entry.key_place, text, Some(help));
        }
    }

    fn defer(&mut self, rule: &'static str, place: Place, text: String, help: Option<&str>) {
        let help = help.into_iter().map(str::to_owned).collect();
        let place = Some(place);
        let found = Diagnostic { severity: Severity::Warning, rule, place, text, help, related: Vec::new() };
        self.collected.deferred.push(found);
    }
}

/// Where a reference leads in the end.
enum End {
    /// To a component of the root.
    Root(String),
    /// To a node elsewhere.
    Outside(Target, Place),
}

/// The value of `$ref`, if this node is a reference where this shape is expected.
pub(super) fn reference_in(node: &Node, shape: Shape) -> Option<&Node> {
    let map = node.as_map()?;
    let reference = map.get("$ref")?;
    let text = reference.as_text()?;
    match shape {
        // In a map from names to texts `$ref` may be a name.
        Shape::MapOf(Shape::Text | Shape::Literal) => (map.len() == 1).then_some(reference),
        // Data may hold anything; only what is plainly a reference and nothing else is taken for one.
        Shape::Literal => {
            let is_plain = text.starts_with("#/") || [".yaml", ".yml", ".json"].iter().any(|it| text.contains(it));
            (map.len() == 1 && is_plain).then_some(reference)
        }
        _ => Some(reference),
    }
}

/// Tells shapes apart that lead to different walks of the same node.
fn shape_id(shape: Shape) -> usize {
    match shape {
        Shape::Object(object) => std::ptr::from_ref(object).addr(),
        Shape::List(inner) | Shape::MapOf(inner) => shape_id(*inner).wrapping_add(1),
        Shape::Component(kind) => std::ptr::from_ref(kind.object()).addr().wrapping_add(2),
        _ => 0,
    }
}
