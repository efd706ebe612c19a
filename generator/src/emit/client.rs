//! The `client` crate: a handle per tag, a call per operation, a builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Page, attributes};
use super::operations::inputs;
use super::rust::{At, Presence, ident};
use super::types::FieldPrint;
use super::{Module, Print, format, waits};
use crate::ir::{Location, Operation, SchemeKind, Waiter};
use crate::names::OperationNames;

/// The crate's front module.
pub(super) fn front(print: &Print<'_>) -> Module {
    let title = &print.api().title;
    let tags: Vec<TokenStream> = print
        .names()
        .tags
        .iter()
        .map(|tag| {
            let (feature, module) = (&tag.feature, ident(&tag.module));
            quote!(#[cfg(feature = #feature)] pub mod #module;)
        })
        .collect();
    let handles = print.names().tags.iter().zip(&print.api().tags).map(|(names, tag)| {
        let (feature, module, handle) = (&names.feature, ident(&names.module), ident(&names.handle));
        let docs = attributes(&[format!("The operations of `{}`.", tag.name)]);
        quote! {
            #docs
            #[cfg(feature = #feature)]
            #[must_use]
            pub fn #module(&self) -> #module::#handle<'_> { #module::#handle { core: &self.core } }
        }
    });
    let client_docs = attributes(&[
        format!("A client of {}.", docs::plain(title)),
        String::new(),
        "Cheap to clone: clones share connections and settings.".to_owned(),
    ]);
    let reexports = reexports(print);
    let tokens = quote! {
        mod api;
        #[cfg(feature = "dynamic")]
        mod dynamic;
        #(#tags)*
        pub use runtime;
        #reexports
        pub use types;
        pub use api::{API, Builder, Call};
        #client_docs
        #[derive(Clone, Debug)]
        pub struct Client {
            #[allow(dead_code, reason = "unused without any tag's feature")]
            pub(crate) core: runtime::client::Core,
        }
        impl Client {
            #[doc = " Settings of a client, to be changed and built."]
            pub fn builder() -> Builder { Builder::default() }
            #(#handles)*
        }
    };
    Module {
        path: "client/src/lib.rs".to_owned(),
        docs: vec![format!("Client of {}.", docs::plain(title))],
        tokens: with_readme(&tokens),
    }
}

/// What programs name beside types of the description: errors, settings, and what particular calls take and give.
fn reexports(print: &Print<'_>) -> TokenStream {
    let waits = print.api().operations.iter().any(|it| waits::polled(print.api(), it).is_some());
    let of_calls = [("Download", print.has_downloads()), ("Upload", print.has_uploads()), ("WaitError", waits)];
    let always = ["Answer", "Error", "RetryBudget", "RetryPolicy", "Sending", "ServiceError"];
    let of_calls = of_calls.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name);
    let mut names: Vec<&str> = always.into_iter().chain(of_calls).collect();
    names.sort_unstable();
    let names = names.into_iter().map(ident);
    let signed = print.api().is_signed().then(|| {
        quote! {
            #[cfg(feature = "sign")]
            pub use runtime::sign::{AccessKey, CredentialsError, ProvideCredentials};
        }
    });
    let token = print.takes_tokens().then(|| {
        quote! {
            #[cfg(feature = "sign")]
            pub use runtime::iam::IamToken;
        }
    });
    quote! {
        pub use runtime::client::{#(#names),*};
        #[cfg(feature = "reqwest")]
        pub use runtime::client::HttpSettings;
        #signed
        #token
    }
}

/// The front page of a crate is its README.
pub(super) fn with_readme(tokens: &TokenStream) -> TokenStream {
    quote!(#![doc = include_str!("../README.md")] #tokens)
}

/// The service as a whole, and the builder.
pub(super) fn api(print: &Print<'_>) -> Module {
    let api = print.api();
    let (name, version) = (&api.title, &api.version);
    let agent = format!("{}-client/{}", print.source.package, crate_version());
    let servers = api.servers.iter().map(|server| {
        let url = &server.url;
        let variables = server.variables.iter().map(|(name, variable)| {
            let default = &variable.default;
            quote!(rt::client::Variable { name: #name, default: #default })
        });
        quote!(rt::client::Server { url: #url, variables: &[#(#variables),*] })
    });
    let error_shape = error_shape(print);
    let schemes = schemes(print);
    let builder = builder(print);
    let tokens = quote! {
        use runtime as rt;
        use crate::Client;
        #[doc = " What the description says about the service as a whole."]
        pub static API: rt::client::Api = rt::client::Api {
            name: #name,
            version: #version,
            default_user_agent: #agent,
            servers: &[#(#servers),*],
            error_shape: #error_shape,
            schemes: &[#(#schemes),*],
        };
        #builder
    };
    Module {
        path: "client/src/api.rs".to_owned(),
        docs: vec!["The service as a whole, and the settings of a client.".to_owned()],
        tokens,
    }
}

/// The version of printed crates: the generator's own would change files without need.
const fn crate_version() -> &'static str {
    "0.1.0"
}

fn builder(print: &Print<'_>) -> TokenStream {
    let variables: Vec<&String> = print.api().servers.iter().flat_map(|server| server.variables.keys()).collect();
    let settings: Vec<TokenStream> = print
        .names()
        .settings
        .iter()
        .map(|(wire, name)| {
            let name = ident(name);
            let (docs, call) = match variables.contains(&wire) {
                true => (format!("Sets `{wire}` of the server's address."), quote!(variable)),
                false => {
                    (format!("Sets the parameter `{wire}` for every call that does not set it."), quote!(parameter))
                }
            };
            let docs = attributes(&[docs]);
            quote! {
                #docs
                pub fn #name(mut self, #name: impl Into<String>) -> Self {
                    self.settings = self.settings.#call(#wire, #name);
                    self
                }
            }
        })
        .collect();
    let settings = (!settings.is_empty()).then(|| quote!(impl Builder { #(#settings)* }));
    let signing = signing(print);
    quote! {
        #[doc = " Settings of a client."]
        #[must_use]
        #[derive(Debug)]
        pub struct Builder { settings: rt::client::Builder }
        impl Default for Builder {
            fn default() -> Self { Self { settings: rt::client::Builder::new(&API) } }
        }
        #settings
        rt::client_builder!(Builder, Client);
        #signing
        rt::calls!();
    }
}

/// The settings that go with a vendor's signature.
fn signing(print: &Print<'_>) -> TokenStream {
    let is_signed_by = |algorithm: &str| {
        let mut schemes = print.api().security_schemes.values();
        schemes.any(|it| it.signature.as_deref() == Some(algorithm))
    };
    let is_free = |method: &str| print.names().settings.iter().all(|(_, name)| name != method);
    let rpc_signature = is_signed_by("ACS3-HMAC-SHA256").then(|| quote!(rt::client_rpc_signature!(Builder);));
    // A parameter of this name is set in the same way.
    let domain_id =
        (is_signed_by("SDK-HMAC-SHA256") && is_free("domain_id")).then(|| quote!(rt::client_domain_id!(Builder);));
    quote!(#rpc_signature #domain_id)
}

/// The constant that says where error bodies keep what.
pub(super) fn error_shape(print: &Print<'_>) -> TokenStream {
    let shape = &print.api().error_shape;
    let (code, message, detail, request_id) = (&shape.code, &shape.message, &shape.detail, &shape.request_id);
    quote! {
        rt::ErrorShape {
            code: &[#(#code),*],
            message: &[#(#message),*],
            detail: &[#(#detail),*],
            request_id: &[#(#request_id),*],
        }
    }
}

/// The constants of the security schemes.
pub(super) fn schemes(print: &Print<'_>) -> Vec<TokenStream> {
    let schemes = print.api().security_schemes.iter().map(|(name, scheme)| {
        let kind = match (&scheme.signature, &scheme.kind) {
            (Some(algorithm), _) => quote!(rt::SchemeKind::Signature { algorithm: #algorithm }),
            (None, SchemeKind::ApiKey { location, name }) => {
                let location = ident(match location {
                    Location::Path => "Path",
                    Location::Query => "Query",
                    Location::Header => "Header",
                    Location::Cookie => "Cookie",
                });
                quote!(rt::SchemeKind::ApiKey { location: rt::Location::#location, name: #name })
            }
            (None, SchemeKind::Http { scheme, .. }) => quote!(rt::SchemeKind::Http { scheme: #scheme }),
            (None, SchemeKind::OAuth2 { .. }) => quote!(rt::SchemeKind::OAuth2),
            (None, SchemeKind::OpenIdConnect { .. }) => quote!(rt::SchemeKind::OpenIdConnect),
        };
        quote!(rt::Scheme { name: #name, kind: #kind })
    });
    schemes.collect()
}

/// The module of a tag.
pub(super) fn module(print: &Print<'_>, idx: usize) -> Module {
    let tag = &print.names().tags[idx];
    let handle = ident(&tag.handle);
    let operations = print.api().operations.iter().zip(&print.names().operations);
    let operations: Vec<_> = operations.filter(|(operation, _)| operation.tag == idx).collect();
    let methods = operations.iter().map(|(operation, names)| print.call_method(operation, names));
    let calls = operations.iter().map(|(operation, names)| print.call(operation, names));
    let spec_tag = &print.api().tags[idx];
    let docs = attributes(&[format!("The operations of `{}`.", spec_tag.name)]);
    let unused = operations.is_empty().then(|| quote!(#[allow(dead_code)]));
    let tokens = quote! {
        use runtime as rt;
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #handle<'a> { #unused pub(crate) core: &'a rt::client::Core }
        impl<'a> #handle<'a> { #(#methods)* }
        #(#calls)*
    };
    Module {
        path: format!("client/src/{}.rs", tag.module),
        docs: format::module_docs(&spec_tag.docs, &format!("Calls of `{}`.", spec_tag.name)),
        tokens,
    }
}

impl Print<'_> {
    /// The path to an operation's input or output in the `types` crate.
    pub(super) fn operation_path(&self, operation: &Operation, item: &str) -> TokenStream {
        let (module, item) = (ident(&self.names().tags[operation.tag].module), ident(item));
        quote!(types::operations::#module::#item)
    }

    /// The method that begins a call: what is required are its arguments.
    fn call_method(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let (method, call) = (ident(&names.method), ident(&names.call));
        let input = self.operation_path(operation, &names.input);
        let fields = inputs(self, operation, names, At::Outside);
        let client_level = |field: &FieldPrint| {
            operation.parameters.iter().zip(&names.parameters).any(|(it, name)| it.client_level && *name == field.name)
        };
        let required: Vec<&FieldPrint> = fields.iter().filter(|field| field.presence == Presence::Required).collect();
        let arguments = required.iter().filter(|field| !client_level(field)).map(|field| field.argument());
        let values = required.iter().map(|field| {
            let name = ident(&field.name);
            match (client_level(field), field.text) {
                (true, true) => quote!(""),
                (true, false) => quote!(rt::blank()),
                (false, _) => quote!(#name),
            }
        });
        let value = if required.is_empty() { quote!(Default::default()) } else { quote!(#input::new(#(#values),*)) };
        let mut page = self.operation_docs(operation);
        if let Some(snippet) = self.snippet(operation, names) {
            page.paragraph(&snippet);
        }
        let docs = page.attributes();
        quote! {
            #docs
            pub fn #method(&self #(, #arguments)*) -> #call<'a> {
                #call { call: rt::client::Call::new(self.core, #value) }
            }
        }
    }

    /// A call with a setter per optional input.
    fn call(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let call = ident(&names.call);
        let input = self.operation_path(operation, &names.input);
        let fields = inputs(self, operation, names, At::Outside);
        let setters = fields.iter().filter(|field| is_setter(operation, names, field)).map(setter);
        let setters: Vec<TokenStream> = setters.collect();
        let setters = (!setters.is_empty()).then(|| quote!(impl #call<'_> { #(#setters)* }));
        let docs = attributes(&[format!("A call of `{}`: set what is optional, then send.", operation.id)]);
        let (pages, wait) = (self.pages(operation, names), self.wait(operation, names));
        let streams = self.streams(operation, names);
        quote! {
            #docs
            pub type #call<'a> = crate::Call<'a, #input>;
            #setters
            #streams
            #pages
            #wait
        }
    }

    /// What is said about an operation.
    pub(super) fn operation_docs(&self, operation: &Operation) -> Page {
        let mut page = Page::of(&operation.docs, &format!("`{}`", operation.id));
        page.paragraph(&format!("`{} {}`", operation.method.as_str(), operation.path));
        if let Some(waiter) = &operation.waiter {
            page.paragraph(&waiter_docs(waiter));
        }
        if operation.idempotent {
            page.paragraph("Executing it twice does no harm, so it is sent again after failures that may pass.");
        }
        page.origin_of(operation);
        if operation.deprecated {
            page.paragraph("**Deprecated.**");
        }
        page
    }
}

fn waiter_docs(waiter: &Waiter) -> String {
    let quoted = |states: &[String]| states.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    format!(
        "Starts a job: follow it with `{}` until `{}` is {} (well) or {} (badly).",
        waiter.operation,
        waiter.field,
        quoted(&waiter.success),
        quoted(&waiter.failure)
    )
}

/// Whether a call sets this input by a method: what is optional, and what the client may supply.
pub(super) fn is_setter(operation: &Operation, names: &OperationNames, field: &FieldPrint) -> bool {
    let client_level =
        operation.parameters.iter().zip(&names.parameters).any(|(it, name)| it.client_level && *name == field.name);
    client_level || field.presence != Presence::Required
}

fn setter(field: &FieldPrint) -> TokenStream {
    let (name, docs, setter) = (ident(&field.name), &field.docs, ident(&setter_name(field)));
    let inner = field.inner_type();
    let (argument, value) =
        if field.text { (quote!(impl Into<String>), quote!(#name.into())) } else { (inner, quote!(#name)) };
    let value = if field.presence == Presence::Optional { quote!(Some(#value)) } else { value };
    quote! {
        #docs
        pub fn #setter(mut self, #name: #argument) -> Self {
            self.call.input.#name = #value;
            self
        }
    }
}

/// The name of a field's setter.
pub(super) fn setter_name(field: &FieldPrint) -> String {
    field.name.clone()
}
