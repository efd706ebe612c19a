//! Schemas: one to one into the arena, one file per kind.
//!
//! Nothing is merged or simplified here: `allOf` becomes an intersection, unions stay as they are written.
//! What they amount to is worked out in `compose`, when every type is there.

mod object;
mod scalar;

use std::collections::HashMap;

use openapiv3::{AnySchema, Components, ReferenceOr, Schema, SchemaData, SchemaKind, Type as Kind};

use super::{Lowering, Trail, component_name, extensions, unescape};
use crate::ir::{
    Additional, Constraints, Extensions, Json, ListShape, Origin, Record, Shape, Type, TypeId, TypeName, Types, Union,
    UnionKind, Use, Variant,
};
use crate::load::Node;
use crate::resolve::ComponentKind;

/// Where a schema that was written in place stands, in words that lead to a name.
#[derive(Debug, Clone)]
pub(super) struct Hint {
    parent: Option<TypeId>,
    path: Vec<String>,
}

impl Hint {
    /// A place outside of types, for instance operation and status.
    pub(super) fn new(path: &[&str]) -> Self {
        Self { parent: None, path: path.iter().filter(|it| !it.is_empty()).map(|it| (*it).to_owned()).collect() }
    }

    /// A place inside a type.
    fn inside(parent: TypeId, word: &str) -> Self {
        Self { parent: Some(parent), path: vec![word.to_owned()] }
    }
}

/// The arena while it grows.
pub(super) struct Schemas {
    types: Vec<Type>,
    components: HashMap<String, TypeId>,
}

impl std::ops::Index<TypeId> for Schemas {
    type Output = Type;

    fn index(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }
}

impl Schemas {
    /// An arena with a place for every component, so that references need no order.
    pub(super) fn new(components: &Components) -> Self {
        let mut schemas = Self { types: Vec::new(), components: HashMap::new() };
        for name in components.schemas.keys() {
            let id = schemas.add(TypeName::Component(name.clone()));
            schemas.components.insert(name.clone(), id);
        }
        schemas
    }

    /// A type without a schema: any value.
    pub(super) fn any(&mut self, hint: Hint) -> Use {
        let id = self.add(TypeName::Inline { parent: hint.parent, path: hint.path });
        Use { ty: id, nullable: false }
    }

    /// All types.
    pub(super) fn finish(self) -> Types {
        Types(self.types)
    }

    /// A type that no schema describes.
    pub(super) fn push(&mut self, ty: Type) -> TypeId {
        self.types.push(ty);
        TypeId(self.types.len() - 1)
    }

    fn add(&mut self, name: TypeName) -> TypeId {
        self.push(Type::blank(name))
    }
}

impl Lowering<'_> {
    /// Lowers the schemas of `components` into their places.
    pub(super) fn component_schemas(&mut self) {
        let components = self.components;
        let root = Trail::ROOT;
        let at = root.key("components");
        let at = at.key("schemas");
        for (name, schema) in &components.schemas {
            let id = self.schemas.components[name];
            match schema {
                ReferenceOr::Item(schema) => self.fill(id, schema, &at.key(name)),
                ReferenceOr::Reference { reference } => {
                    if let Some(target) = self.referenced(reference, &at.key(name)) {
                        self.schemas.types[id.0].shape = Shape::Alias(target);
                    }
                }
            }
            if let Some(origin) = self.bundle.origin(ComponentKind::Schemas, name) {
                self.schemas.types[id.0].origin =
                    Origin { file: origin.file.clone(), pointer: origin.pointer.clone(), place: Some(origin.place) };
            }
        }
    }

    /// The type of a schema or reference.
    pub(super) fn schema(&mut self, schema: &ReferenceOr<Schema>, hint: Hint, at: &Trail<'_>) -> Use {
        match schema {
            ReferenceOr::Item(schema) => self.inline(schema, hint, at),
            ReferenceOr::Reference { reference } => {
                self.referenced(reference, at).unwrap_or_else(|| self.schemas.any(hint))
            }
        }
    }

    fn boxed(&mut self, schema: &ReferenceOr<Box<Schema>>, hint: Hint, at: &Trail<'_>) -> Use {
        match schema {
            ReferenceOr::Item(schema) => self.inline(schema, hint, at),
            ReferenceOr::Reference { reference } => {
                self.referenced(reference, at).unwrap_or_else(|| self.schemas.any(hint))
            }
        }
    }

    fn referenced(&mut self, reference: &str, at: &Trail<'_>) -> Option<Use> {
        let name = component_name(reference, "schemas").map(unescape);
        let id = name.and_then(|name| self.schemas.components.get(&name).copied());
        if id.is_none() {
            self.error("lost-in-lowering", at, format!("`{reference}` is not a schema of the bundle"));
        }
        id.map(|ty| Use { ty, nullable: false })
    }

    fn inline(&mut self, schema: &Schema, hint: Hint, at: &Trail<'_>) -> Use {
        let id = self.schemas.add(TypeName::Inline { parent: hint.parent, path: hint.path });
        self.fill(id, schema, at);
        self.schemas.types[id.0].origin = self.origin(at, "");
        Use { ty: id, nullable: false }
    }

    /// Lowers a schema into the place `id`.
    fn fill(&mut self, id: TypeId, schema: &Schema, at: &Trail<'_>) {
        let data = &schema.schema_data;
        let mut rest = data.extensions.clone();
        let kind = self.kind(id, &schema.schema_kind, data, &mut rest, at);
        // The typed view has no field for it.
        let xml = at.key("xml").node(self.bundle).map(Node::to_json);
        if !kind.allowed.is_empty() {
            let text = "only enums of texts and whole numbers are printed: every value of the type is accepted here";
            self.sink.note("enum-unchecked", at.place(self.bundle), text);
        }
        let ty = &mut self.schemas.types[id.0];
        ty.docs = super::content::docs(data.title.as_deref(), data.description.as_deref(), data.external_docs.as_ref());
        ty.nullable = data.nullable || kind.nullable;
        ty.shape = kind.shape;
        ty.constraints = kind.constraints;
        ty.allowed = kind.allowed;
        ty.not = kind.not;
        ty.xml = xml;
        ty.deprecated = data.deprecated || extensions::switch(&mut rest, "deprecated");
        ty.read_only = data.read_only;
        ty.write_only = data.write_only;
        ty.sensitive = extensions::switch(&mut rest, "x-sensitive") || kind.secret;
        ty.default.clone_from(&data.default);
        ty.example.clone_from(&data.example);
        ty.rust_name = extensions::text(&mut rest, "x-rust-name");
        ty.extensions = rest;
    }

    fn kind(
        &mut self,
        id: TypeId,
        kind: &SchemaKind,
        data: &SchemaData,
        rest: &mut Extensions,
        at: &Trail<'_>,
    ) -> Lowered {
        match kind {
            SchemaKind::Type(Kind::String(text)) => scalar::text(text, rest),
            SchemaKind::Type(Kind::Integer(integer)) => scalar::integer(integer, rest),
            SchemaKind::Type(Kind::Number(number)) => scalar::number(number),
            SchemaKind::Type(Kind::Boolean(boolean)) => scalar::boolean(boolean),
            SchemaKind::Type(Kind::Array(array)) => {
                let items = self.items(id, array.items.as_ref(), at);
                let mut lowered = Lowered::from(Shape::List(ListShape { items }));
                lowered.constraints.min_items = array.min_items.map(|it| it as u64);
                lowered.constraints.max_items = array.max_items.map(|it| it as u64);
                lowered.constraints.unique_items = array.unique_items;
                lowered
            }
            SchemaKind::Type(Kind::Object(object)) => self.object(id, object, data, at),
            SchemaKind::OneOf { one_of } => {
                Lowered::from(self.union(id, UnionKind::OneOf, one_of, data, &at.key("oneOf")))
            }
            SchemaKind::AnyOf { any_of } => {
                Lowered::from(self.union(id, UnionKind::AnyOf, any_of, data, &at.key("anyOf")))
            }
            SchemaKind::AllOf { all_of } => Lowered::from(self.intersection(id, all_of, Vec::new(), at)),
            SchemaKind::Not { not } => Lowered { not: Some(self.negated(id, not, at)), ..Lowered::from(Shape::Any) },
            SchemaKind::Any(any) => self.any_schema(id, any, data, rest, at),
        }
    }

    fn negated(&mut self, id: TypeId, not: &ReferenceOr<Schema>, at: &Trail<'_>) -> Use {
        let place = at.place(self.bundle);
        self.sink.note("not-unchecked", place, "`not` is not checked: every value is accepted here");
        self.schema(not, Hint::inside(id, "not"), &at.key("not"))
    }

    fn items(&mut self, id: TypeId, items: Option<&ReferenceOr<Box<Schema>>>, at: &Trail<'_>) -> Use {
        let hint = Hint::inside(id, "item");
        match items {
            Some(items) => self.boxed(items, hint, &at.key("items")),
            None => self.schemas.any(hint),
        }
    }

    fn union(
        &mut self,
        id: TypeId,
        kind: UnionKind,
        members: &[ReferenceOr<Schema>],
        data: &SchemaData,
        at: &Trail<'_>,
    ) -> Shape {
        let mut variants = Vec::new();
        for (idx, member) in members.iter().enumerate() {
            let title = match member {
                ReferenceOr::Item(schema) => schema.schema_data.title.clone(),
                ReferenceOr::Reference { .. } => None,
            };
            let word = title.clone().unwrap_or_else(|| format!("variant {}", idx + 1));
            let key = idx.to_string();
            let ty = self.schema(member, Hint::inside(id, &word), &at.key(&key));
            variants.push(Variant { ty, title });
        }
        let discriminator = data.discriminator.as_ref().map(|it| self.discriminator(it, &variants));
        Shape::Union(Union { kind, variants, discriminator })
    }

    fn intersection(
        &mut self,
        id: TypeId,
        members: &[ReferenceOr<Schema>],
        mut uses: Vec<Use>,
        at: &Trail<'_>,
    ) -> Shape {
        let at = at.key("allOf");
        for (idx, member) in members.iter().enumerate() {
            let key = idx.to_string();
            uses.push(self.schema(member, Hint::inside(id, ""), &at.key(&key)));
        }
        match uses.as_slice() {
            [single] => Shape::Alias(single.clone()),
            _ => Shape::Intersection(uses),
        }
    }

    /// A schema that mixes kinds, says nothing of its type, or has values of several types.
    fn any_schema(
        &mut self,
        id: TypeId,
        any: &AnySchema,
        data: &SchemaData,
        rest: &mut Extensions,
        at: &Trail<'_>,
    ) -> Lowered {
        let composed = !any.all_of.is_empty() || !any.one_of.is_empty() || !any.any_of.is_empty();
        let mut own = self.own_part(id, any, data, rest, at);
        own.not = any.not.as_ref().map(|not| self.negated(id, not, at));
        if !composed {
            return own;
        }
        let mut uses = Vec::new();
        if !matches!(own.shape, Shape::Any) {
            uses.push(self.part(id, own.shape.clone()));
        }
        for (kind, members, key) in [(UnionKind::OneOf, &any.one_of, "oneOf"), (UnionKind::AnyOf, &any.any_of, "anyOf")]
        {
            if !members.is_empty() {
                let part = self.schemas.add(TypeName::Inline { parent: Some(id), path: vec![String::new()] });
                let shape = self.union(part, kind, members, data, &at.key(key));
                self.schemas.types[part.0].shape = shape;
                uses.push(Use { ty: part, nullable: false });
            }
        }
        let shape = self.intersection(id, &any.all_of, uses, at);
        Lowered { shape, ..own }
    }

    fn part(&mut self, id: TypeId, shape: Shape) -> Use {
        let part = self.schemas.add(TypeName::Inline { parent: Some(id), path: vec![String::new()] });
        self.schemas.types[part.0].shape = shape;
        Use { ty: part, nullable: false }
    }

    /// What the schema says beside composition.
    fn own_part(
        &mut self,
        id: TypeId,
        any: &AnySchema,
        data: &SchemaData,
        rest: &mut Extensions,
        at: &Trail<'_>,
    ) -> Lowered {
        let looks_like_object =
            !any.properties.is_empty() || any.additional_properties.is_some() || !any.required.is_empty();
        match any.typ.as_deref() {
            Some("object") => self.loose_object(id, any, data, at),
            Some("array") => {
                let items = self.items(id, any.items.as_ref(), at);
                let mut lowered = Lowered::from(Shape::List(ListShape { items }));
                lowered.constraints = scalar::any_constraints(any);
                lowered
            }
            Some(scalar_type) => scalar::any_scalar(scalar_type, any, rest),
            None if looks_like_object => self.loose_object(id, any, data, at),
            None if any.items.is_some() => {
                let items = self.items(id, any.items.as_ref(), at);
                Lowered { constraints: scalar::any_constraints(any), ..Lowered::from(Shape::List(ListShape { items })) }
            }
            None => scalar::untyped(any, rest),
        }
    }
}

/// What a schema's kind amounts to.
struct Lowered {
    shape: Shape,
    constraints: Constraints,
    nullable: bool,
    secret: bool,
    allowed: Vec<Json>,
    not: Option<Use>,
}

impl From<Shape> for Lowered {
    fn from(shape: Shape) -> Self {
        Self {
            shape,
            constraints: Constraints::default(),
            nullable: false,
            secret: false,
            allowed: Vec::new(),
            not: None,
        }
    }
}

/// A record without fields.
fn empty_record() -> Record {
    Record { fields: Vec::new(), additional: Additional::Unsaid, parents: Vec::new(), discriminator: None }
}
