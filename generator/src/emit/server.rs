//! The `server` crate: a trait per tag, and the routes that lead to its methods.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::{error_shape, schemes, with_readme};
use super::docs::{self, attributes};
use super::rust::ident;
use super::{Module, Print, format};

/// The crate's front module.
pub(super) fn front(print: &Print<'_>) -> Module {
    let api = print.api();
    let title = &api.title;
    let tags = print.names().tags.iter().map(|tag| {
        let (feature, module) = (&tag.feature, ident(&tag.module));
        quote!(#[cfg(feature = #feature)] pub mod #module;)
    });
    let methods = print.names().tags.iter().zip(&api.tags).map(|(names, tag)| {
        let (feature, module, name) = (&names.feature, ident(&names.module), ident(&names.trait_));
        let docs = attributes(&[format!("Serves the operations of `{}`.", tag.name)]);
        quote! {
            #docs
            #[cfg(feature = #feature)]
            pub fn #module<A: #module::#name>(mut self, api: A) -> Self {
                #module::routes(std::sync::Arc::new(api), &mut self.routes);
                self
            }
        }
    });
    let (error_shape, schemes) = (error_shape(print), schemes(print));
    let server_docs = attributes(&[
        format!("A server of {}: give it what implements each tag.", docs::plain(title)),
        String::new(),
        "Operations of tags that nothing implements answer 404.".to_owned(),
    ]);
    let signed = api.is_signed().then(|| {
        quote! {
            #[cfg(feature = "sign")]
            pub use runtime::sign::{Vendor, Verified, Verifier};
        }
    });
    let tokens = quote! {
        #[cfg(feature = "dynamic")]
        mod dynamic;
        #(#tags)*
        pub use runtime;
        pub use runtime::server::{Context, Failure};
        #signed
        pub use types;
        use runtime as rt;
        #[doc = " The bundled description of the API."]
        pub static DESCRIPTION: &str = include_str!("../../openapi.yaml");
        #[doc = " What the description says about the service as a whole."]
        pub static API: rt::server::Api = rt::server::Api {
            name: #title,
            error_shape: #error_shape,
            description: DESCRIPTION,
            schemes: &[#(#schemes),*],
        };
        #server_docs
        #[must_use]
        pub struct Server { routes: rt::server::Routes }
        impl Default for Server {
            fn default() -> Self { Self::new() }
        }
        impl Server {
            #[doc = " A server without operations."]
            pub fn new() -> Self { Self { routes: rt::server::Routes::new(&API) } }
            #(#methods)*
            #[doc = " Changes limits, validation and authentication."]
            pub fn with_options(mut self, options: rt::server::Options) -> Self {
                self.routes = self.routes.with_options(options);
                self
            }
            #[doc = " Serves the description and a page to read it below `prefix`."]
            pub fn with_description_pages(mut self, prefix: &str) -> Self {
                self.routes = self.routes.with_description_pages(prefix);
                self
            }
            #[doc = " The router, to be served or mounted."]
            pub fn into_router(self) -> rt::server::Router { self.routes.into_router() }
        }
    };
    Module {
        path: "server/src/lib.rs".to_owned(),
        docs: vec![format!("Server of {}.", docs::plain(title))],
        tokens: with_readme(&tokens),
    }
}

/// The module of a tag.
pub(super) fn module(print: &Print<'_>, idx: usize) -> Module {
    let tag = &print.names().tags[idx];
    let spec_tag = &print.api().tags[idx];
    let name = ident(&tag.trait_);
    let operations = print.api().operations.iter().zip(&print.names().operations);
    let operations: Vec<_> = operations.filter(|(operation, _)| operation.tag == idx).collect();
    let methods = operations.iter().map(|(operation, names)| {
        let docs = print.operation_docs(operation).attributes();
        let method = ident(&names.method);
        let input = print.operation_path(operation, &names.input);
        let output = print.operation_path(operation, &names.output);
        quote! {
            #docs
            fn #method(
                &self,
                context: rt::server::Context,
                input: #input,
            ) -> impl Future<Output = Result<#output, rt::server::Failure>> + Send {
                rt::server::not_implemented(context, input)
            }
        }
    });
    let adds: Vec<TokenStream> = operations
        .iter()
        .map(|(operation, names)| {
            let method = ident(&names.method);
            let input = print.operation_path(operation, &names.input);
            // The method is named in full: `clone` of an `Arc` would be another one.
            quote! {
                let it = Arc::clone(&api);
                routes.add(move |context, input: #input| {
                    let it = Arc::clone(&it);
                    async move { <A as #name>::#method(&it, context, input).await }
                });
            }
        })
        .collect();
    let docs = attributes(&[
        format!("The operations of `{}`.", spec_tag.name),
        String::new(),
        "A method that is not implemented answers 501 in the API's error shape.".to_owned(),
    ]);
    let (api_argument, routes_argument) =
        if adds.is_empty() { (quote!(_api), quote!(_routes)) } else { (quote!(api), quote!(routes)) };
    let tokens = quote! {
        use std::sync::Arc;
        use runtime as rt;
        #docs
        pub trait #name: Send + Sync + 'static { #(#methods)* }
        #[doc = " Adds the operations of an implementation."]
        pub fn routes<A: #name>(#api_argument: Arc<A>, #routes_argument: &mut rt::server::Routes) { #(#adds)* }
    };
    Module {
        path: format!("server/src/{}.rs", tag.module),
        docs: format::module_docs(&spec_tag.docs, &format!("Operations of `{}`.", spec_tag.name)),
        tokens,
    }
}
