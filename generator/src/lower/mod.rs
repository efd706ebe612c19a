//! Lower: the typed view of a valid description becomes the IR.
//!
//! Takes what `openapiv3` read and the bundle that knows where everything stands; gives an [`Api`].
//! It loses nothing: what OpenAPI can say and the IR has no field for is an error with a place.
//! It does not choose Rust names and does not decide what can be printed.

mod compose;
mod content;
mod errors;
mod extensions;
mod operation;
mod parameter;
mod schema;
mod security;
mod trail;

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, ReferenceOr};

use crate::diagnostic::Sink;
use crate::ir::{self, Api};
use crate::resolve::Bundle;

use schema::Schemas;
use trail::Trail;

/// Lowers a description that has passed validation.
///
/// Faults go to the sink; `None` means that there is nothing to go on with.
#[must_use]
pub fn lower(view: &OpenAPI, bundle: &Bundle, sink: &mut Sink) -> Option<Api> {
    let empty = Components::default();
    let components = view.components.as_ref().unwrap_or(&empty);
    let mut lowering = Lowering {
        components,
        bundle,
        schemas: Schemas::new(components),
        parameters: HashMap::new(),
        responses: HashMap::new(),
        bodies: HashMap::new(),
        headers: HashMap::new(),
        sink,
    };
    lowering.component_schemas();
    let mut api = lowering.root(view);
    lowering.operations(view, &mut api);
    api.types = lowering.schemas.finish();
    compose::compose(&mut api.types, lowering.sink);
    (!lowering.sink.has_errors()).then_some(api)
}

/// The state of one run: what has been lowered already, by component name.
struct Lowering<'a> {
    components: &'a Components,
    bundle: &'a Bundle,
    schemas: Schemas,
    parameters: HashMap<String, ir::Parameter>,
    responses: HashMap<String, ir::Response>,
    bodies: HashMap<String, ir::Body>,
    headers: HashMap<String, ir::Header>,
    sink: &'a mut Sink,
}

impl Lowering<'_> {
    fn root(&mut self, view: &OpenAPI) -> Api {
        let mut extensions = view.extensions.clone();
        let at = Trail::ROOT;
        let rpc = extensions::rpc_headers(&mut extensions);
        let error_shape = extensions::error_shape(&mut extensions);
        let showcase = extensions::showcase(&mut extensions);
        let error_catalogue = self.error_catalogue(&mut extensions);
        let mut info = view.info.extensions.clone();
        for (key, value) in [
            ("termsOfService", serde_json::to_value(&view.info.terms_of_service)),
            ("contact", serde_json::to_value(&view.info.contact)),
            ("license", serde_json::to_value(&view.info.license)),
        ] {
            if let Ok(value) = value
                && !value.is_null()
            {
                info.insert(key.to_owned(), value);
            }
        }
        let mut servers: Vec<ir::Server> = view.servers.iter().map(security::server).collect();
        if servers.is_empty() {
            servers.push(ir::Server {
                url: "/".to_owned(),
                description: None,
                variables: IndexMap::new(),
                extensions: ir::Extensions::new(),
            });
        }
        Api {
            title: view.info.title.clone(),
            version: view.info.version.clone(),
            docs: content::docs(None, view.info.description.as_deref(), view.external_docs.as_ref()),
            info,
            servers,
            tags: view.tags.iter().map(tag).collect(),
            security_schemes: self.security_schemes(&at),
            security: view.security.clone().unwrap_or_default(),
            rpc,
            error_shape,
            error_catalogue,
            showcase,
            operations: Vec::new(),
            types: ir::Types::default(),
            extensions,
        }
    }

    /// Where the node at `at` was written, under the name `pointer`.
    fn origin(&self, at: &Trail<'_>, pointer: &str) -> ir::Origin {
        let place = at.place(self.bundle);
        let file = place.map(|it| self.bundle.sources.name(it.file).to_owned()).unwrap_or_default();
        ir::Origin { file, pointer: pointer.to_owned(), place }
    }

    /// Reports a fault at the place of `at` in the bundle.
    fn error(&mut self, rule: &'static str, at: &Trail<'_>, text: String) {
        let place = at.place(self.bundle);
        self.sink.error(rule, place, text);
    }
}

fn tag(tag: &openapiv3::Tag) -> ir::Tag {
    ir::Tag {
        name: tag.name.clone(),
        docs: content::docs(None, tag.description.as_deref(), tag.external_docs.as_ref()),
        declared: true,
        extensions: tag.extensions.clone(),
    }
}

/// The component name in a local reference to that kind of component.
fn component_name<'r>(reference: &'r str, kind: &str) -> Option<&'r str> {
    reference.strip_prefix("#/components/")?.strip_prefix(kind)?.strip_prefix('/')
}

/// The component that a chain of references leads to, with its name.
fn follow<'c, T>(
    components: &'c IndexMap<String, ReferenceOr<T>>,
    reference: &str,
    kind: &str,
) -> Option<(&'c str, &'c T)> {
    let mut name = component_name(reference, kind)?;
    // A chain cannot be longer than there are components.
    for _ in 0..=components.len() {
        let (key, item) = components.get_key_value(&unescape(name))?;
        match item {
            ReferenceOr::Item(item) => return Some((key, item)),
            ReferenceOr::Reference { reference } => name = component_name(reference, kind)?,
        }
    }
    None
}

/// Undoes the escapes of a JSON pointer part.
fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}
