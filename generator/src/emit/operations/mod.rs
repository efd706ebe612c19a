//! The `types` crate's operations: inputs, outputs and the constants that describe them.

mod description;
mod input;
mod output;

pub(super) use input::inputs;
pub(super) use output::success_type;

use quote::quote;

use super::rust::ident;
use super::{Module, Print, format};

/// The module of a tag.
pub(super) fn module(print: &Print<'_>, idx: usize) -> Module {
    let tag = &print.api().tags[idx];
    let operations = print.api().operations.iter().zip(&print.names().operations);
    let operations = operations.filter(|(operation, _)| operation.tag == idx);
    let mut items = Vec::new();
    for (operation, names) in operations {
        items.push(print.input(operation, names));
        items.push(print.output(operation, names));
    }
    let import = (!items.is_empty()).then(|| {
        quote!(
            use runtime as rt;
        )
    });
    Module {
        path: format!("types/src/operations/{}.rs", print.names().tags[idx].module),
        docs: format::module_docs(&tag.docs, &format!("Inputs and outputs of `{}`.", tag.name)),
        tokens: quote!(#import #(#items)*),
    }
}

/// The list of the modules.
pub(super) fn index(print: &Print<'_>) -> Module {
    let lines = print.names().tags.iter().map(|tag| {
        let (feature, module) = (&tag.feature, ident(&tag.module));
        quote!(#[cfg(feature = #feature)] pub mod #module;)
    });
    Module {
        path: "types/src/operations/mod.rs".to_owned(),
        docs: vec!["What each operation takes and gives, and the constants that describe it.".to_owned()],
        tokens: {
            let security = print.security_constant();
            quote!(#security #(#lines)*)
        },
    }
}
