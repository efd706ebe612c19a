//! Examples: complete programs beside the printed client, and the code of its README.
//!
//! What they look like stands in `templates/crate/client`; here the templates get the calls that fit the description:
//! those that `x-showcase` names, else the first that can do what the example shows. An example for which there is no
//! operation is left out.

mod choice;
mod programs;
mod readme;
mod setup;
mod walk;

pub(super) use programs::{Example, programs};
pub(super) use readme::{ReadmeCode, readme};
pub(super) use setup::Told;

use proc_macro2::TokenStream;
use quote::quote;

use super::Print;
use super::snippets::{CallParts, Cut, Imports, Maker, Way, statements, top_level};
use crate::ir::Operation;
use crate::names::OperationNames;

/// How much of a request's example a program shows.
const REQUEST: Cut = Cut { items: 2, optional: 8, setters: 8 };

/// How much of it where the answer is what matters.
const BARE: Cut = Cut { items: 1, optional: 0, setters: 0 };

/// An operation with its names.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) operation: &'a Operation,
    pub(super) names: &'a OperationNames,
}

/// A call as the statements of a program: `let body = ..;` and the expression of the call.
struct Prepared {
    lets: TokenStream,
    call: TokenStream,
    imports: Imports,
}

impl Prepared {
    /// `let call = ..;`, with what must stand before it.
    fn into_let(self) -> (Imports, String) {
        let Self { lets, call, imports } = self;
        (imports, body(&quote!(#lets let call = #call;)))
    }
}

impl<'a> Print<'a> {
    /// The call of an operation on `client`.
    fn prepared(
        &self,
        shown: Shown<'_>,
        imports: Imports,
        cut: Cut,
        further: &[(&str, TokenStream)],
    ) -> Option<Prepared> {
        let mut maker = Maker::new(self, imports, cut, Way::Request);
        let CallParts { lets, call } = maker.call(shown.operation, shown.names, further)?;
        Some(Prepared { lets, call, imports: maker.imports })
    }

    /// What every program imports before types of the description do.
    fn own_imports(&self, names: &[&str]) -> Imports {
        let mut imports = Imports::new(&self.client_crate());
        for name in names {
            imports.name(&[], name);
        }
        imports
    }

    fn shown(&self) -> impl Iterator<Item = Shown<'a>> + use<'a> {
        let (api, names) = (self.api(), self.names());
        api.operations.iter().zip(&names.operations).map(|(operation, names)| Shown { operation, names })
    }
}

/// Statements as the body of a function.
fn body(code: &TokenStream) -> String {
    statements(code).join("\n    ")
}

/// The `use` lines.
fn imports(of: &Imports) -> String {
    top_level(&of.tokens()).join("\n")
}

/// The text of a path.
fn path(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}
