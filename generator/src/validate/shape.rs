//! Keys and kinds: every object has the keys of the grammar, and under each what the grammar says.
//!
//! The one walk over the whole bundle; what it meets goes into the inventory for the other rules.

use super::Context;
use super::inventory::{Direction, Inventory, MediaType, PathItem};
use crate::diagnostic::{Diagnostic, Sink, closest, quote, quote_list};
use crate::grammar::{
    CALLBACK, COMPONENTS, ComponentKind, EXTENSIONS, ExtensionShape, HEADER, Key, LINK, MEDIA_TYPE, Member, OPENAPI,
    Object, PARAMETER, PATHS, REQUEST_BODY, RESPONSE, RESPONSES, SCHEMA, SECURITY_SCHEME, SERVER, Shape,
    find_extension,
};
use crate::load::{Entry, Map, Node, Value};

/// Checks every key and every kind, and takes stock.
pub(super) fn check<'a>(ctx: &mut Context<'a, '_>) -> Inventory<'a> {
    let root = &ctx.bundle.root;
    let mut walk = Walk { ctx, inventory: Inventory::default(), direction: Direction::Either };
    if let Some(map) = root.as_map() {
        walk.object(root, map, &OPENAPI);
    }
    walk.inventory
}

struct Walk<'a, 's, 'c> {
    ctx: &'c mut Context<'a, 's>,
    inventory: Inventory<'a>,
    direction: Direction,
}

impl<'a> Walk<'a, '_, '_> {
    fn node(&mut self, name: &'a str, node: &'a Node, shape: Shape) {
        match (shape, &node.value) {
            (Shape::Text, Value::Text(_))
            | (Shape::Bool | Shape::BoolOrSchema, Value::Bool(_))
            | (Shape::Number, Value::Integer(_) | Value::Float(_))
            | (Shape::Literal, _) => {}
            (Shape::OneOf(words), Value::Text(word)) => self.word(name, node, word, words),
            (Shape::Count, Value::Integer(_) | Value::Float(_)) => self.count(name, node),
            (Shape::List(item), Value::List(items)) => {
                for node in items {
                    self.node(name, node, *item);
                }
            }
            (Shape::MapOf(value), Value::Map(map)) => {
                for entry in map {
                    self.named(entry, *value);
                }
            }
            (Shape::Object(object), Value::Map(map)) => self.object(node, map, object),
            (Shape::Component(kind), Value::Map(map)) => self.component(node, map, kind),
            (Shape::BoolOrSchema, Value::Map(map)) => self.component(node, map, ComponentKind::Schemas),
            _ => self.wrong_kind(name, node, shape),
        }
    }

    /// What stands under a free name.
    fn named(&mut self, entry: &'a Entry, shape: Shape) {
        if let (Shape::Object(object), Value::Map(_)) = (shape, &entry.value.value)
            && object.is(&MEDIA_TYPE)
        {
            let direction = self.direction;
            self.inventory.media_types.push(MediaType { name: &entry.key, node: &entry.value, direction });
        }
        self.node(&entry.key, &entry.value, shape);
    }

    fn component(&mut self, node: &'a Node, map: &'a Map, kind: ComponentKind) {
        // A reference was checked when it was followed.
        if map.get("$ref").is_some_and(|it| it.as_text().is_some()) {
            return;
        }
        self.object(node, map, kind.object());
    }

    fn object(&mut self, node: &'a Node, map: &'a Map, object: &'static Object) {
        let before = self.direction;
        self.take_stock(node, map, object);
        for entry in map {
            match object.member(&entry.key) {
                Member::Known(shape) => {
                    if object.is(&COMPONENTS) {
                        self.component_names(&entry.value);
                    }
                    self.node(&entry.key, &entry.value, shape);
                }
                Member::Extension => self.extension(entry, object),
                Member::Unknown => self.unknown_key(entry, object),
            }
        }
        for Key { name, required, .. } in object.keys {
            if *required && map.get(name).is_none() && !is_misspelt(name, map, object) {
                let text = format!("{} has no {}", object.name, quote(name));
                self.ctx.error("missing-key", node.place, text);
            }
        }
        self.direction = before;
    }

    fn take_stock(&mut self, node: &'a Node, map: &'a Map, object: &'static Object) {
        let inventory = &mut self.inventory;
        match object {
            it if it.is(&SCHEMA) => inventory.schemas.push(node),
            it if it.is(&PARAMETER) => {
                inventory.parameters.push(node);
                self.direction = Direction::Request;
            }
            it if it.is(&HEADER) => {
                inventory.headers.push(node);
                self.direction = Direction::Response;
            }
            it if it.is(&REQUEST_BODY) => self.direction = Direction::Request,
            it if it.is(&RESPONSE) => self.direction = Direction::Response,
            it if it.is(&RESPONSES) => inventory.responses.push(node),
            it if it.is(&SERVER) => inventory.servers.push(node),
            it if it.is(&LINK) => inventory.links.push(node),
            it if it.is(&SECURITY_SCHEME) => inventory.security_schemes.push(node),
            it if it.is(&PATHS) || it.is(&CALLBACK) => {
                let is_callback = object.is(&CALLBACK);
                let entries = map.iter().filter(|it| !it.key.starts_with("x-"));
                inventory.path_items.extend(entries.map(|entry| PathItem {
                    key: &entry.key,
                    key_place: entry.key_place,
                    node: &entry.value,
                    is_callback,
                }));
            }
            _ => {}
        }
    }

    fn component_names(&mut self, components: &Node) {
        let is_legal = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-');
        for entry in components.as_map().into_iter().flatten() {
            if entry.key.is_empty() || !entry.key.chars().all(is_legal) {
                let text = format!("{} is no name for a component", quote(&entry.key));
                self.ctx
                    .misleading("component-name", entry.key_place, text)
                    .help("use only letters, digits, `.`, `_` and `-`");
            }
        }
    }

    fn word(&mut self, name: &str, node: &Node, word: &str, words: &[&'static str]) {
        if words.contains(&word) {
            return;
        }
        let expected = quote_list(words.iter().copied(), "or");
        let text = format!("{} is {}, expected {expected}", quote(name), quote(word));
        let diagnostic = self.ctx.error("invalid-value", node.place, text);
        diagnostic.did_you_mean(word, words.iter().copied());
        if name == "type" && word == "null" {
            diagnostic.help("OpenAPI 3.0 says `nullable: true`");
        }
    }

    fn count(&mut self, name: &str, node: &Node) {
        if node.as_integer().and_then(|it| i64::try_from(it).ok()).is_none_or(|it| it < 0) {
            let text = format!("{} must be a whole number that is not negative", quote(name));
            self.ctx.error("invalid-value", node.place, text);
        }
    }

    fn wrong_kind(&mut self, name: &str, node: &Node, shape: Shape) {
        let text = format!("{} is {}, expected {}", quote(name), node.kind_name(), expected(shape));
        let diagnostic = self.ctx.error("wrong-kind", node.place, text);
        match (shape, &node.value) {
            (Shape::Text | Shape::OneOf(_), Value::Bool(_) | Value::Integer(_) | Value::Float(_)) => {
                diagnostic.help("put it in quotes");
            }
            (Shape::OneOf(_), Value::List(_)) if name == "type" => {
                diagnostic.help("OpenAPI 3.0 has one type per schema; for null there is `nullable: true`");
            }
            (Shape::Bool, Value::Integer(_) | Value::Float(_)) if name.starts_with("exclusive") => {
                diagnostic.help("OpenAPI 3.0 puts the number under `minimum` or `maximum` and `true` here");
            }
            (Shape::Bool, Value::Text(text)) if matches!(text.as_str(), "true" | "false") => {
                diagnostic.help("remove the quotes");
            }
            (Shape::List(Shape::Text), Value::Bool(_)) if name == "required" => {
                diagnostic.help("a schema lists the names of its required properties");
            }
            _ => {}
        }
    }

    fn unknown_key(&mut self, entry: &Entry, object: &'static Object) {
        // Loading has reported merge keys.
        if entry.key == "<<" {
            return;
        }
        let text = format!("{} is not a key of {}", quote(&entry.key), object.name);
        let diagnostic = self.ctx.error("unknown-key", entry.key_place, text);
        match later_version(&entry.key) {
            Some(help) => {
                diagnostic.help(help);
            }
            None => {
                diagnostic.did_you_mean(&entry.key, object.keys.iter().map(|it| it.name));
            }
        }
    }

    fn extension(&mut self, entry: &'a Entry, object: &'static Object) {
        let Some(extension) = find_extension(&entry.key) else {
            if self.ctx.strict {
                let text = format!("{} is not an extension that this tool knows", quote(&entry.key));
                let known = EXTENSIONS.iter().map(|it| it.key);
                self.ctx.error("unknown-extension", entry.key_place, text).did_you_mean(&entry.key, known);
            }
            return;
        };
        let Some(shape) = extension.shape_in(object) else {
            let holders = extension.holders.iter().filter_map(|it| it.object).map(|it| it.name);
            let holders: Vec<&str> = holders.collect();
            let text = format!("{} has no meaning in {}", quote(&entry.key), object.name);
            let help = format!("it belongs into {}", holders.join(" or "));
            self.ctx.misleading("misplaced-extension", entry.key_place, text).help(help);
            return;
        };
        match shape {
            ExtensionShape::True if entry.value.as_bool() == Some(true) => {}
            ExtensionShape::True => {
                let text = format!("{} is {}, expected `true`", quote(&entry.key), entry.value.kind_name());
                self.ctx.misleading("extension-shape", entry.value.place, text).help("leave the key out to say no");
            }
            ExtensionShape::Plain(shape) => self.extension_value(entry, shape),
            ExtensionShape::Elsewhere(object) => self.extension_value(entry, Shape::Object(object)),
        }
    }

    /// The same walk; but other tools may use the same key for something else, which is no fault of the description.
    fn extension_value(&mut self, entry: &'a Entry, shape: Shape) {
        let mut found = Sink::new();
        std::mem::swap(self.ctx.sink, &mut found);
        self.node(&entry.key, &entry.value, shape);
        std::mem::swap(self.ctx.sink, &mut found);
        let severity = self.ctx.severity();
        for diagnostic in found.take() {
            self.ctx.sink.adopt(Diagnostic { severity, rule: "extension-shape", ..diagnostic });
        }
    }
}

/// Whether a missing key is there under a misspelt name, which has been reported as an unknown key.
fn is_misspelt(name: &str, map: &Map, object: &'static Object) -> bool {
    let mut unknown = map.keys().filter(|it| matches!(object.member(it), Member::Unknown));
    unknown.any(|it| closest(it, object.keys.iter().map(|it| it.name)) == Some(name))
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "a text",
        Shape::OneOf(_) => "a word",
        Shape::Bool => "`true` or `false`",
        Shape::Count => "a whole number",
        Shape::Number => "a number",
        Shape::Literal => "a value",
        Shape::List(_) => "a list",
        Shape::MapOf(_) => "a map",
        Shape::Object(object) => object.name,
        Shape::Component(kind) => kind.object().name,
        Shape::BoolOrSchema => "`true`, `false` or a schema",
    }
}

/// What to write in OpenAPI 3.0 instead of a key of OpenAPI 3.1.
fn later_version(key: &str) -> Option<&'static str> {
    match key {
        "const" => Some("`const` came with OpenAPI 3.1; use an `enum` with one value"),
        "examples" => Some("`examples` of a schema came with OpenAPI 3.1; use `example`"),
        "$defs" => Some("`$defs` came with OpenAPI 3.1; use `components.schemas`"),
        "webhooks" => Some("`webhooks` came with OpenAPI 3.1"),
        "prefixItems"
        | "contains"
        | "propertyNames"
        | "patternProperties"
        | "unevaluatedProperties"
        | "if"
        | "then"
        | "else"
        | "dependentRequired"
        | "dependentSchemas"
        | "contentEncoding"
        | "contentMediaType" => Some("this key came with OpenAPI 3.1"),
        _ => None,
    }
}
