//! Operations: from path items to the flat list that everything downstream reads.

use std::collections::{HashMap, HashSet};

use openapiv3::{OpenAPI, PathItem, ReferenceOr};

use super::{Lowering, Trail, content, extensions, security};
use crate::ir::{self, Api, Method};
use crate::load::Node;

impl Lowering<'_> {
    pub(super) fn operations(&mut self, view: &OpenAPI, api: &mut Api) {
        let mut taken: HashSet<String> = HashSet::new();
        for (path, item) in view.paths.iter() {
            let ReferenceOr::Item(item) = item else { continue };
            let root = Trail::ROOT;
            let paths = root.key("paths");
            let at = paths.key(path);
            for method in self.methods(path) {
                let Some(operation) = operation_of(item, method) else { continue };
                let id = operation_id(operation.operation_id.as_deref(), method, path, &mut taken);
                let lowered = self.operation(Call { path, method, id, item, operation }, api, &at);
                api.operations.push(lowered);
            }
        }
    }

    /// The methods of a path item in the order of the spec; the typed view has an order of its own.
    fn methods(&self, path: &str) -> Vec<Method> {
        let keys = self.bundle.locate(&["paths", path]).and_then(Node::as_map);
        keys.into_iter().flat_map(|map| map.iter()).filter_map(|entry| Method::from_key(&entry.key)).collect()
    }

    fn operation(&mut self, call: Call<'_>, api: &mut Api, item_at: &Trail<'_>) -> ir::Operation {
        let Call { path, method, id, item, operation } = call;
        let method_key = method.as_str().to_lowercase();
        let at = item_at.key(&method_key);
        let mut rest = operation.extensions.clone();
        for (key, value) in &item.extensions {
            rest.entry(key.clone()).or_insert_with(|| value.clone());
        }
        let summary = operation.summary.as_deref().or(item.summary.as_deref());
        let description = operation.description.as_deref().or(item.description.as_deref());
        let own_servers = if operation.servers.is_empty() { &item.servers } else { &operation.servers };
        let bare_path = path.split_once('#').map_or(path, |(bare, _)| bare);
        ir::Operation {
            method,
            path: bare_path.to_owned(),
            tag: tag_of(operation.tags.first().map_or("default", String::as_str), api),
            tags: operation.tags.clone(),
            docs: content::docs(summary, description, operation.external_docs.as_ref()),
            deprecated: operation.deprecated,
            idempotent: extensions::switch(&mut rest, "x-idempotent"),
            reference: extensions::reference(&mut rest),
            parameters: self.parameters(item, operation, &id, item_at, &at),
            body: operation.request_body.as_ref().map(|body| self.body(body, &id, &at.key("requestBody"))),
            responses: self.responses(&operation.responses, &id, &at.key("responses")),
            security: operation.security.clone().unwrap_or_else(|| api.security.clone()),
            servers: own_servers.iter().map(security::server).collect(),
            fixed_headers: extensions::fixed_headers(&mut rest, api.rpc.as_ref()),
            pagination: extensions::pagination(&mut rest),
            waiter: extensions::waiter(&mut rest),
            callbacks: operation
                .callbacks
                .iter()
                .filter_map(|(key, callback)| Some((key.clone(), serde_json::to_value(callback).ok()?)))
                .collect(),
            rust_name: extensions::text(&mut rest, "x-rust-name"),
            extensions: rest,
            origin: self.origin(&at, &id),
            id,
        }
    }

    /// Parameters of the path item that the operation does not override, then its own.
    fn parameters(
        &mut self,
        item: &PathItem,
        operation: &openapiv3::Operation,
        id: &str,
        item_at: &Trail<'_>,
        at: &Trail<'_>,
    ) -> Vec<ir::Parameter> {
        let mut all: Vec<ir::Parameter> = Vec::new();
        let mut seen: HashMap<(String, ir::Location), usize> = HashMap::new();
        for (list, base) in [(&item.parameters, item_at), (&operation.parameters, at)] {
            let base = base.key("parameters");
            for (idx, parameter) in list.iter().enumerate() {
                let idx = idx.to_string();
                let Some(parameter) = self.parameter(parameter, id, &base.key(&idx)) else { continue };
                let key = (parameter.name.clone(), parameter.location);
                match seen.get(&key) {
                    Some(&place) => all[place] = parameter,
                    None => {
                        seen.insert(key, all.len());
                        all.push(parameter);
                    }
                }
            }
        }
        all
    }
}

fn operation_of(item: &PathItem, method: Method) -> Option<&openapiv3::Operation> {
    match method {
        Method::Get => item.get.as_ref(),
        Method::Put => item.put.as_ref(),
        Method::Post => item.post.as_ref(),
        Method::Delete => item.delete.as_ref(),
        Method::Options => item.options.as_ref(),
        Method::Head => item.head.as_ref(),
        Method::Patch => item.patch.as_ref(),
        Method::Trace => item.trace.as_ref(),
    }
}

struct Call<'a> {
    path: &'a str,
    method: Method,
    id: String,
    item: &'a PathItem,
    operation: &'a openapiv3::Operation,
}

/// The operation's id, or one made of method and path.
fn operation_id(given: Option<&str>, method: Method, path: &str, taken: &mut HashSet<String>) -> String {
    let base = given.map_or_else(
        || {
            let words = path.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
            words.fold(method.as_str().to_lowercase(), |id, word| format!("{id}_{word}"))
        },
        str::to_owned,
    );
    let mut id = base.clone();
    let mut n = 2;
    while !taken.insert(id.clone()) {
        id = format!("{base}_{n}");
        n += 1;
    }
    id
}

/// The index of the tag; a tag that the root does not declare is added.
fn tag_of(name: &str, api: &mut Api) -> usize {
    api.tags.iter().position(|tag| tag.name == name).unwrap_or_else(|| {
        api.tags.push(ir::Tag {
            name: name.to_owned(),
            docs: ir::Docs::default(),
            declared: false,
            extensions: ir::Extensions::new(),
        });
        api.tags.len() - 1
    })
}
