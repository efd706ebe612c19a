//! Schemas: the types of an API, in one arena that allows recursion.

use super::{Docs, Extensions, Json, Origin};

/// A type's place in [`Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// All types of an API, components first.
#[derive(Debug, Clone, Default)]
pub struct Types(pub Vec<Type>);

impl std::ops::Index<TypeId> for Types {
    type Output = Type;

    fn index(&self, id: TypeId) -> &Type {
        &self.0[id.0]
    }
}

impl Types {
    /// The types with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        self.0.iter().enumerate().map(|(idx, ty)| (TypeId(idx), ty))
    }

    /// The type behind aliases, and whether null was added on the way.
    #[must_use]
    pub fn behind_aliases(&self, start: &Use) -> Use {
        let mut here = start.clone();
        // A chain of aliases cannot be longer than there are types.
        for _ in 0..=self.0.len() {
            let ty = &self[here.ty];
            here.nullable |= ty.nullable;
            match &ty.shape {
                Shape::Alias(next) => here = Use { ty: next.ty, nullable: here.nullable | next.nullable },
                _ => break,
            }
        }
        here
    }

    /// Every type that `id` speaks of directly.
    #[must_use]
    pub fn children(&self, id: TypeId) -> Vec<TypeId> {
        match &self[id].shape {
            Shape::List(list) => vec![list.items.ty],
            Shape::Record(record) => {
                let rest = match &record.additional {
                    Additional::Typed(ty) => Some(ty.ty),
                    Additional::Unsaid | Additional::Forbidden | Additional::Any => None,
                };
                record.fields.iter().map(|it| it.ty.ty).chain(rest).collect()
            }
            Shape::Union(union) => union.variants.iter().map(|it| it.ty.ty).collect(),
            Shape::Alias(target) => vec![target.ty],
            Shape::Intersection(members) => members.iter().map(|it| it.ty).collect(),
            Shape::Any | Shape::Boolean | Shape::Integer { .. } | Shape::Number { .. } | Shape::Text { .. } => {
                Vec::new()
            }
        }
    }
}

/// The use of a type at some place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The type.
    pub ty: TypeId,
    /// Whether null is possible at this place, beside what the type itself allows.
    pub nullable: bool,
}

/// A schema.
#[derive(Debug, Clone)]
pub struct Type {
    /// How it is called.
    pub name: TypeName,
    /// What the spec says about it.
    pub docs: Docs,
    /// What values look like.
    pub shape: Shape,
    /// Whether null is a value of it.
    pub nullable: bool,
    /// Limits on values.
    pub constraints: Constraints,
    /// The only values that are possible, where they are no enum of texts or whole numbers.
    pub allowed: Vec<Json>,
    /// What values must not be.
    pub not: Option<Use>,
    /// How values look in XML, as it is written.
    pub xml: Option<Json>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether values occur in answers only.
    pub read_only: bool,
    /// Whether values occur in requests only.
    pub write_only: bool,
    /// Whether values are masked wherever they are shown.
    pub sensitive: bool,
    /// The value that is meant where none is given.
    pub default: Option<Json>,
    /// An example.
    pub example: Option<Json>,
    /// The Rust name that the spec asks for.
    pub rust_name: Option<String>,
    /// Other extensions.
    pub extensions: Extensions,
    /// Where it was written.
    pub origin: Origin,
}

impl Type {
    /// A type about which nothing is known but its name.
    #[must_use]
    pub fn blank(name: TypeName) -> Self {
        Self {
            name,
            docs: Docs::default(),
            shape: Shape::Any,
            nullable: false,
            constraints: Constraints::default(),
            allowed: Vec::new(),
            not: None,
            xml: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            sensitive: false,
            default: None,
            example: None,
            rust_name: None,
            extensions: Extensions::new(),
            origin: Origin::default(),
        }
    }
}

/// How a type is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeName {
    /// It is a component of this name.
    Component(String),
    /// It was written in place: the name follows from where.
    Inline {
        /// The type that holds it, if a type does.
        parent: Option<TypeId>,
        /// Words that lead from there, or from the operation, to the type.
        path: Vec<String>,
    },
}

/// What the values of a type look like.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer {
        /// How many bits it needs.
        width: IntegerWidth,
        /// The known values; empty: every number.
        values: Vec<EnumValue<i64>>,
    },
    /// A number.
    Number {
        /// Whether single precision is enough.
        single: bool,
    },
    /// A text.
    Text {
        /// What the text holds.
        format: TextFormat,
        /// The known values; empty: every text.
        values: Vec<EnumValue<String>>,
    },
    /// A list.
    List(ListShape),
    /// An object.
    Record(Record),
    /// One of several types.
    Union(Union),
    /// Another type under a new name or with other words.
    Alias(Use),
    /// All of several types at once, where they cannot be merged into one record.
    Intersection(Vec<Use>),
}

/// How many bits an integer needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum IntegerWidth {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
}

/// What a text holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TextFormat {
    /// Nothing particular, or a format that is only documented (`uuid`, `date-time`, ...).
    Plain(Option<String>),
    /// Octets, base64.
    Byte,
    /// Octets as they are.
    Binary,
    /// A secret.
    Password,
}

/// A known value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue<T> {
    /// The value on the wire.
    pub value: T,
    /// What it means.
    pub description: Option<String>,
    /// The name of its variant, if the spec chooses one.
    pub rust_name: Option<String>,
}

/// A list.
#[derive(Debug, Clone)]
pub struct ListShape {
    /// What it holds.
    pub items: Use,
}

/// An object.
#[derive(Debug, Clone)]
pub struct Record {
    /// The properties, in the order of the spec.
    pub fields: Vec<Field>,
    /// What other properties may hold.
    pub additional: Additional,
    /// The types whose properties were merged into this one (`allOf`).
    pub parents: Vec<TypeId>,
    /// The property that tells subtypes apart, if the spec names one.
    pub discriminator: Option<Discriminator>,
}

/// What properties beside the declared ones may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Additional {
    /// The spec does not say: they may come and are skipped.
    Unsaid,
    /// None may come.
    Forbidden,
    /// Anything.
    Any,
    /// Values of a type.
    Typed(Use),
}

/// A property.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// The type.
    pub ty: Use,
    /// Whether it must be present.
    pub required: bool,
    /// What the spec says about it here.
    pub docs: Docs,
    /// Whether it occurs in answers only.
    pub read_only: bool,
    /// Whether it occurs in requests only.
    pub write_only: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether it is masked wherever it is shown.
    pub sensitive: bool,
    /// The value that is meant where none is given.
    pub default: Option<Json>,
    /// The Rust name that the spec asks for.
    pub rust_name: Option<String>,
}

/// One of several types.
#[derive(Debug, Clone)]
pub struct Union {
    /// Exactly one or at least one.
    pub kind: UnionKind,
    /// The alternatives.
    pub variants: Vec<Variant>,
    /// What tells them apart.
    pub discriminator: Option<Discriminator>,
}

/// How many alternatives a value must fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnionKind {
    /// Exactly one.
    OneOf,
    /// At least one.
    AnyOf,
}

/// An alternative of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The type.
    pub ty: Use,
    /// Its title, where it was written in place with one.
    pub title: Option<String>,
}

/// A property whose value tells the alternatives of a union apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discriminator {
    /// The property.
    pub property: String,
    /// Its values, each with the alternative that it stands for.
    pub mapping: Vec<(String, TypeId)>,
    /// Whether it was found by looking (a required property with one value in each alternative).
    pub inferred: bool,
}

/// A limit on numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
}

/// Limits on the values of a type.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the names are those of OpenAPI")]
pub struct Constraints {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    pub minimum: Option<Bound>,
    pub maximum: Option<Bound>,
    pub exclusive_minimum: bool,
    pub exclusive_maximum: bool,
    pub multiple_of: Option<Bound>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
}
