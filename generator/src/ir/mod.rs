//! The intermediate representation: an API as inert data, between OpenAPI and everything that reads it.
//!
//! It carries all that OpenAPI 3.0.3 can say about operations and schemas, in the order of the spec.
//! It has no YAML, no tokens, no Rust names and no IO; emission, diff, lint and mock read only this.

mod api;
mod errors;
mod operation;
mod schema;

pub use api::{Api, ErrorShape, Reference, RpcHeaders, SchemeKind, SecurityScheme, Server, Showcase, Tag, Variable};
pub use errors::{ErrorCatalogue, ErrorEntry};
pub use operation::{
    Body, Constant, Example, Header, Location, Media, Method, Operation, Pagination, PaginationStyle, Parameter,
    Requirement, Response, Status, Style, Waiter,
};
pub use schema::{
    Additional, Bound, Constraints, Discriminator, EnumValue, Field, IntegerWidth, ListShape, Record, Shape,
    TextFormat, Type, TypeId, TypeName, Types, Union, UnionKind, Use, Variant,
};

use indexmap::IndexMap;

use crate::diagnostic::Place;

/// A literal of the spec: an example, a default, an extension.
pub type Json = serde_json::Value;

/// Extensions that stay as they are written, by key.
pub type Extensions = IndexMap<String, Json>;

/// Where a thing of the spec was written.
///
/// Documents speak of file and pointer, which are stable under edits of other things; the place is for diagnostics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file, relative to the folder of the description.
    pub file: String,
    /// The name in that file: a JSON pointer.
    pub pointer: String,
    /// Line and column, for diagnostics.
    pub place: Option<Place>,
}

/// What the spec says to human readers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// A few words: `title` or `summary`.
    pub title: Option<String>,
    /// The description, in CommonMark.
    pub description: Option<String>,
    /// A link to more: address and text.
    pub external: Option<(String, Option<String>)>,
}

impl Docs {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.title.is_none() && self.description.is_none() && self.external.is_none()
    }
}
