//! Names: every Rust identifier of the print, planned once.
//!
//! Takes the IR and gives a [`Names`]; emission asks it and invents nothing.
//! It is the only room that knows the rules of Rust identifiers and of casing.
//! Two things of the spec that would get one name are a fault (`rust-name-clash`) in strict mode; otherwise the
//! later one is numbered, with a warning.

mod homes;
mod idents;
mod operations;
mod scope;
mod types;

pub(crate) use types::{becomes_item, is_map};

use std::collections::HashMap;

use crate::diagnostic::{Place, Sink};
use crate::ir::{Api, TypeId};

pub use homes::Home;
pub use idents::feature as feature_name;

/// Every Rust identifier of an API's crates.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The names of each tag, in the order of the IR.
    pub tags: Vec<TagNames>,
    /// The names of each type that becomes a Rust item.
    pub types: HashMap<TypeId, TypeNames>,
    /// The names of each operation, in the order of the IR.
    pub operations: Vec<OperationNames>,
    /// Builder methods of the client: server variables and client-level parameters, by wire name.
    pub settings: Vec<(String, String)>,
}

/// The names of a tag.
#[derive(Debug, Clone)]
pub struct TagNames {
    /// Module and accessor: `desktop_pools`.
    pub module: String,
    /// Cargo feature: `desktop-pools`.
    pub feature: String,
    /// Handle in the client: `DesktopPools`.
    pub handle: String,
    /// Trait in the server: `DesktopPoolsApi`.
    pub trait_: String,
}

/// The names of a type that becomes a Rust item.
#[derive(Debug, Clone)]
pub struct TypeNames {
    /// The item.
    pub ident: String,
    /// The module that it lives in.
    pub home: Home,
    /// The fields of a record or the variants of an enum or union, in the order of the IR.
    pub members: Vec<String>,
    /// The field for additional properties, or the variant for unknown values.
    pub rest: String,
}

/// The names of an operation.
#[derive(Debug, Clone)]
pub struct OperationNames {
    /// The method: `list_desktops`.
    pub method: String,
    /// The call in the client: `ListDesktops`.
    pub call: String,
    /// The input: `ListDesktopsInput`.
    pub input: String,
    /// The output: `ListDesktopsOutput`.
    pub output: String,
    /// The fields of the input, one per parameter.
    pub parameters: Vec<String>,
    /// The answers, in the order of the IR.
    pub responses: Vec<ResponseNames>,
}

/// The names of an answer.
#[derive(Debug, Clone)]
pub struct ResponseNames {
    /// The variant of the output.
    pub variant: String,
    /// The record of the headers.
    pub headers: String,
    /// Its fields.
    pub header_fields: Vec<String>,
}

/// How strict naming is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clashes {
    /// A clash is an error.
    Refuse,
    /// The later name is numbered, with a warning.
    Number,
}

/// Plans every name.
pub fn plan(api: &Api, clashes: Clashes, sink: &mut Sink) -> Names {
    let mut planner = Planner { clashes, sink };
    let tags = planner.tags(api);
    let homes = homes::homes(api);
    let types = planner.types(api, &homes);
    let operations = planner.operations(api, &tags);
    let settings = planner.settings(api);
    Names { tags, types, operations, settings }
}

struct Planner<'a> {
    clashes: Clashes,
    sink: &'a mut Sink,
}

impl Planner<'_> {
    /// Takes `ident` in the scope, or a numbered one if it is taken.
    fn claim(&mut self, scope: &mut scope::Scope, ident: String, what: &str, place: Option<Place>) -> String {
        let Some(holder) = scope.holder(&ident) else {
            scope.take(ident.clone(), what);
            return ident;
        };
        let text = format!("{what} and {holder} would both be called `{ident}` in Rust");
        match self.clashes {
            Clashes::Refuse => {
                self.sink
                    .error("rust-name-clash", place, text)
                    .help("give one of them another name with `x-rust-name`");
            }
            Clashes::Number => {
                self.sink.warning("rust-name-clash", place, text);
            }
        }
        scope.take_numbered(&ident, what)
    }
}
