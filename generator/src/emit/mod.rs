//! Emit: the IR and the planned names become files in memory.
//!
//! Rust is made of tokens (`quote`) and formatted by `prettyplease`; manifests, READMEs and front pages are askama
//! templates. Nothing here touches the disk or invents a name.
//!
//! The print is thin on purpose: a type says only what is its own, an operation is a constant that the runtime's one
//! core interprets. See ARCHITECTURE.md for what that saves.

mod boxes;
mod checks;
mod client;
mod docs;
mod dynamic;
mod examples;
mod format;
mod jobs;
mod manifests;
mod media;
mod operations;
mod pages;
mod rust;
mod server;
mod snippets;
mod streams;
mod support;
mod types;
mod waits;

use std::collections::HashMap;

use proc_macro2::TokenStream;

use jobs::Job;

use crate::PlannedFile;
use crate::ir::{Api, TypeId};
use crate::names::{Home, Names};

pub use support::{Allowed, unsupported};

/// What the print of an API is made from.
pub struct Source<'a> {
    /// The API.
    pub api: &'a Api,
    /// Its names.
    pub names: &'a Names,
    /// The prefix of the crate names.
    pub package: &'a str,
    /// The bundled description.
    pub description: &'a str,
    /// Whether the folder is a cargo workspace of its own.
    pub workspace: bool,
    /// Whether the description was checked strictly, so that its examples are known to fit.
    pub strict: bool,
}

/// Plans every file of an API's folder, but for the stamped runtime.
#[must_use]
pub fn emit(source: &Source<'_>) -> Vec<PlannedFile> {
    let print = Print { source, boxes: boxes::Boxes::of(source.api), inhabitants: inhabitants(source) };
    let mut files = jobs::run(&jobs::all(source.api), |job| format::file(print.module(*job)));
    files.extend(manifests::files(&print));
    files.push(PlannedFile { path: "openapi.yaml".to_owned(), text: source.description.to_owned() });
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// One Rust file before formatting.
pub(crate) struct Module {
    path: String,
    docs: Vec<String>,
    tokens: TokenStream,
}

/// What every printer needs.
pub(crate) struct Print<'a> {
    source: &'a Source<'a>,
    boxes: boxes::Boxes,
    inhabitants: HashMap<Home, Vec<TypeId>>,
}

/// The types that live in each module, in the order of the IR.
fn inhabitants(source: &Source<'_>) -> HashMap<Home, Vec<TypeId>> {
    let mut inhabitants: HashMap<Home, Vec<TypeId>> = HashMap::new();
    for (id, _) in source.api.types.iter() {
        if let Some(names) = source.names.types.get(&id) {
            inhabitants.entry(names.home).or_default().push(id);
        }
    }
    inhabitants
}

impl<'a> Print<'a> {
    fn api(&self) -> &'a Api {
        self.source.api
    }

    fn names(&self) -> &'a Names {
        self.source.names
    }

    /// The types that live in a module.
    fn inhabitants(&self, home: Home) -> &[TypeId] {
        self.inhabitants.get(&home).map_or(&[], Vec::as_slice)
    }

    /// The module that a job stands for.
    fn module(&self, job: Job) -> Module {
        match job {
            Job::Types(home) => types::module(self, home),
            Job::OperationIndex => operations::index(self),
            Job::Operations(tag) => operations::module(self, tag),
            Job::ClientFront => client::front(self),
            Job::ClientApi => client::api(self),
            Job::ClientDynamic => dynamic::client(self),
            Job::Client(tag) => client::module(self, tag),
            Job::ServerFront => server::front(self),
            Job::ServerDynamic => dynamic::server(self),
            Job::Server(tag) => server::module(self, tag),
        }
    }
}
