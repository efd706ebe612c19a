//! The grammar of OpenAPI 3.0.3 as data.
//!
//! For each object: its keys, what may stand under each, which are required, where a reference may stand.
//! Resolving and validating both walk by these tables; neither knows a key name that is not here.

mod extensions;
mod objects;
mod schema;

use std::fmt;

pub use extensions::{EXTENSIONS, Extension, ExtensionShape, Holder, find_extension};
pub use objects::{
    CALLBACK, COMPONENTS, ENCODING, EXAMPLE, HEADER, LINK, MEDIA_TYPE, OAUTH_FLOW, OPENAPI, OPERATION, PARAMETER,
    PATH_ITEM, PATHS, REQUEST_BODY, RESPONSE, RESPONSES, SECURITY_SCHEME, SERVER, SERVER_VARIABLE, TAG,
};
pub use schema::{DISCRIMINATOR, SCHEMA};

/// The methods that a path item can hold, in the order in which OpenAPI lists them.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The maps of the components object: what can be shared under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ComponentKind {
    /// `schemas`
    Schemas,
    /// `responses`
    Responses,
    /// `parameters`
    Parameters,
    /// `examples`
    Examples,
    /// `requestBodies`
    RequestBodies,
    /// `headers`
    Headers,
    /// `securitySchemes`
    SecuritySchemes,
    /// `links`
    Links,
    /// `callbacks`
    Callbacks,
}

impl ComponentKind {
    /// All kinds, in the order in which OpenAPI lists them.
    pub const ALL: [ComponentKind; 9] = [
        ComponentKind::Schemas,
        ComponentKind::Responses,
        ComponentKind::Parameters,
        ComponentKind::Examples,
        ComponentKind::RequestBodies,
        ComponentKind::Headers,
        ComponentKind::SecuritySchemes,
        ComponentKind::Links,
        ComponentKind::Callbacks,
    ];

    /// The key under `components`.
    pub fn key(self) -> &'static str {
        match self {
            ComponentKind::Schemas => "schemas",
            ComponentKind::Responses => "responses",
            ComponentKind::Parameters => "parameters",
            ComponentKind::Examples => "examples",
            ComponentKind::RequestBodies => "requestBodies",
            ComponentKind::Headers => "headers",
            ComponentKind::SecuritySchemes => "securitySchemes",
            ComponentKind::Links => "links",
            ComponentKind::Callbacks => "callbacks",
        }
    }

    /// The kind that this key under `components` holds.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// The grammar of a component of this kind.
    pub fn object(self) -> &'static Object {
        match self {
            ComponentKind::Schemas => &SCHEMA,
            ComponentKind::Responses => &RESPONSE,
            ComponentKind::Parameters => &PARAMETER,
            ComponentKind::Examples => &EXAMPLE,
            ComponentKind::RequestBodies => &REQUEST_BODY,
            ComponentKind::Headers => &HEADER,
            ComponentKind::SecuritySchemes => &SECURITY_SCHEME,
            ComponentKind::Links => &LINK,
            ComponentKind::Callbacks => &CALLBACK,
        }
    }
}

/// What may stand at a place.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A truth value.
    Bool,
    /// A whole number that is not negative.
    Count,
    /// A number.
    Number,
    /// Data of the described API, not of the description: nothing in it is a key or a reference.
    Literal,
    /// A list of these.
    List(&'static Shape),
    /// A map with free keys.
    MapOf(&'static Shape),
    /// An object.
    Object(&'static Object),
    /// An object, or a reference to a component of this kind.
    Component(ComponentKind),
    /// `additionalProperties`: a truth value or a schema.
    BoolOrSchema,
}

/// An object: its keys and whether others may stand beside them.
pub struct Object {
    /// With its article, as messages say it: `an operation`.
    pub name: &'static str,
    /// The keys with fixed names.
    pub keys: &'static [Key],
    /// What stands under the other keys, if there may be others: paths, status codes, callback expressions.
    pub pattern: Option<Pattern>,
}

/// A key with a fixed name.
#[derive(Debug)]
pub struct Key {
    /// The name.
    pub name: &'static str,
    /// What stands under it.
    pub shape: Shape,
    /// Whether the object is nothing without it.
    pub required: bool,
}

/// The rule for keys without fixed names.
pub struct Pattern {
    /// Which keys it covers.
    pub covers: fn(&str) -> bool,
    /// What stands under them.
    pub shape: Shape,
}

/// What a key of an object is.
#[derive(Clone, Copy, Debug)]
pub enum Member {
    /// A key of the grammar.
    Known(Shape),
    /// An `x-` key.
    Extension,
    /// Nothing that the grammar knows.
    Unknown,
}

impl Object {
    /// What this key of the object is.
    pub fn member(&self, key: &str) -> Member {
        if let Some(key) = self.keys.iter().find(|it| it.name == key) {
            return Member::Known(key.shape);
        }
        if key.starts_with("x-") {
            return Member::Extension;
        }
        match &self.pattern {
            Some(pattern) if (pattern.covers)(key) => Member::Known(pattern.shape),
            _ => Member::Unknown,
        }
    }

    /// What stands under this key, if references can stand in it.
    pub fn reach(&'static self, key: &str) -> Option<Shape> {
        match self.member(key) {
            Member::Known(shape) => Some(shape),
            Member::Extension => extensions::elsewhere(key, self),
            Member::Unknown => None,
        }
    }

    /// Whether a reference may stand for the object, whose target then takes its place.
    pub fn may_stand_elsewhere(&'static self) -> bool {
        self.is(&PATH_ITEM) || self.is(&extensions::ERROR_CATALOGUE)
    }

    /// Whether both are the same table.
    pub fn is(&'static self, other: &'static Object) -> bool {
        std::ptr::eq(self, other)
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The tables refer to each other in circles.
        out.write_str(self.name)
    }
}

const fn required(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: true }
}

const fn optional(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: false }
}
