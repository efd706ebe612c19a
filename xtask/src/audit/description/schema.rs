//! What a schema says, in the terms of the reference's tables.

use specwright::{
    diagnostic::Place,
    load::{Entry, Node},
    resolve::Bundle,
};

use crate::audit::model::{Scalar, Type};

/// A schema with what it refers to and is composed of.
#[derive(Clone, Debug)]
pub(in crate::audit) struct Schema<'a> {
    bundle: &'a Bundle,
    /// Where the type stands, the reference followed; also tells types apart.
    pub(in crate::audit) place: Place,
    name: Option<&'a str>,
    kind: Option<&'a str>,
    format: Option<&'a str>,
    pub(in crate::audit) properties: Vec<&'a Entry>,
    required: Vec<&'a str>,
    items: Option<&'a Node>,
    values: Option<&'a Node>,
}

/// Compositions are not deeper; one that is leads back to itself, and validation reports it.
const DEEPEST: usize = 16;

impl<'a> Schema<'a> {
    /// Looks at a schema or a reference to one.
    pub(in crate::audit) fn of(bundle: &'a Bundle, node: &'a Node) -> Self {
        let mut schema = Self {
            bundle,
            place: node.place,
            name: None,
            kind: None,
            format: None,
            properties: Vec::new(),
            required: Vec::new(),
            items: None,
            values: None,
        };
        schema.take_in(node, 0);
        schema
    }

    pub(in crate::audit) fn requires(&self, name: &str) -> bool {
        self.required.contains(&name)
    }

    /// The schema of the values of a map, if this is one.
    pub(in crate::audit) fn values(&self) -> Option<Schema<'a>> {
        self.values.map(|node| Schema::of(self.bundle, node))
    }

    /// Whether this is what a type cell says; if the cell names an object, the schema of that object.
    pub(in crate::audit) fn matches(&self, printed: &Type) -> Result<Option<Schema<'a>>, Mismatch> {
        match printed {
            Type::Scalar(scalar) => same(self.is_scalar(*scalar), None),
            Type::Object => same(self.is_any_object(), None),
            Type::Named(_) => same(self.kind == Some("object") && !self.properties.is_empty(), Some(self.clone())),
            Type::Array(items) if self.kind == Some("array") => self.inner(self.items, items),
            Type::Map(values) if self.kind == Some("object") && self.properties.is_empty() => {
                self.inner(self.values, values)
            }
            Type::Array(_) | Type::Map(_) => Err(Mismatch),
        }
    }

    /// In the words of a message: `array of integer/int32`.
    pub(in crate::audit) fn words(&self) -> String {
        let inner = |node: &'a Node| Schema::of(self.bundle, node).words();
        match (self.kind, self.format) {
            (Some("array"), _) => format!("array of {}", self.items.map_or("anything".to_owned(), inner)),
            (Some("object"), _) if !self.properties.is_empty() => {
                self.name.map_or("object with fields".to_owned(), |name| format!("object {name}"))
            }
            (Some("object"), _) => self.values.map_or("object".to_owned(), |node| format!("map of {}", inner(node))),
            (Some(kind), Some(format)) => format!("{kind}/{format}"),
            (Some(kind), None) => kind.to_owned(),
            (None, _) => "anything".to_owned(),
        }
    }

    fn inner(&self, node: Option<&'a Node>, printed: &Type) -> Result<Option<Schema<'a>>, Mismatch> {
        Schema::of(self.bundle, node.ok_or(Mismatch)?).matches(printed)
    }

    fn is_any_object(&self) -> bool {
        self.kind == Some("object") && self.properties.is_empty() && self.values.is_none()
    }

    fn is_scalar(&self, scalar: Scalar) -> bool {
        // A password is masked, and on the wire a text like any other.
        let format = self.format.filter(|it| *it != "password");
        let expected = match scalar {
            Scalar::String => ("string", None),
            Scalar::Integer => ("integer", Some("int32")),
            Scalar::Long => ("integer", Some("int64")),
            Scalar::Number | Scalar::Double => ("number", Some("double")),
            Scalar::Float => ("number", Some("float")),
            Scalar::Boolean => ("boolean", None),
            Scalar::DateTime => ("string", Some("date-time")),
        };
        (self.kind, format) == (Some(expected.0), expected.1)
    }

    /// Adds what a node says; what stands closer to the use counts, so members of `allOf` come first.
    fn take_in(&mut self, node: &'a Node, depth: usize) {
        let Some(target) = self.bundle.follow(node) else { return };
        if depth > DEEPEST {
            return;
        }
        if let Some(reference) = node.get_text("$ref") {
            self.name = reference.rsplit('/').next();
            self.place = target.place;
        }
        for member in target.get("allOf").and_then(Node::as_list).unwrap_or_default() {
            self.take_in(member, depth + 1);
        }
        self.kind = target.get_text("type").or(self.kind);
        self.format = target.get_text("format").or(self.format);
        self.items = target.get("items").or(self.items);
        // `additionalProperties: false` describes no values.
        self.values = target.get("additionalProperties").filter(|it| it.as_bool() != Some(false)).or(self.values);
        self.properties.extend(target.get("properties").and_then(Node::as_map).into_iter().flatten());
        let required = target.get("required").and_then(Node::as_list).unwrap_or_default();
        self.required.extend(required.iter().filter_map(Node::as_text));
    }
}

/// The schema is not what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::audit) struct Mismatch;

fn same(is_same: bool, object: Option<Schema<'_>>) -> Result<Option<Schema<'_>>, Mismatch> {
    if is_same { Ok(object) } else { Err(Mismatch) }
}
