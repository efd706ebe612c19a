//! What is not Rust code of the API: manifests, READMEs, front pages, the stamped runtime.
//!
//! All of it stands in `templates/crate` and `templates/runtime`; here it only gets its values.

use std::collections::BTreeSet;

use askama::Template;

use super::{Source, docs, waits};
use crate::PlannedFile;
use crate::names::TagNames;
use crate::stamp;

/// Every file that is not printed from tokens.
pub(super) fn files(source: &Source<'_>) -> Vec<PlannedFile> {
    let values = Values::of(source);
    let mut files = vec![
        values.render("types/Cargo.toml", TypesManifest { v: &values }),
        values.render("types/README.md", TypesReadme { v: &values }),
        values.render("types/src/lib.rs", TypesFront { v: &values }),
        values.render("client/Cargo.toml", ClientManifest { v: &values }),
        values.render("client/README.md", ClientReadme { v: &values }),
        values.render("server/Cargo.toml", ServerManifest { v: &values }),
        values.render("server/README.md", ServerReadme { v: &values }),
        values.render("runtime/Cargo.toml", RuntimeManifest { v: &values, manifest: runtime_sections() }),
        values.render("conformance/Cargo.toml", ConformanceManifest { v: &values }),
        values.render("conformance/src/lib.rs", ConformanceFront { v: &values }),
        values.render("conformance/tests/round_trip.rs", RoundTrip { v: &values }),
        values.render("README.md", Readme { v: &values }),
    ];
    if source.workspace {
        files.push(values.render("Cargo.toml", Workspace {}));
    }
    let stamped = stamp::stamped_files().into_iter();
    files.extend(stamped.map(|(path, text)| PlannedFile { path: format!("runtime/{path}"), text }));
    files
}

/// The sections of the runtime's manifest that a copy of it shares: features and dependencies.
fn runtime_sections() -> String {
    let sections = stamp::runtime_manifest().split_inclusive('\n').scan("", |section, line| {
        if line.starts_with('[') {
            *section = line.trim();
        }
        Some((*section, line))
    });
    let shared = sections.filter(|(section, _)| matches!(*section, "[features]" | "[dependencies]"));
    shared.map(|(_, line)| line).collect()
}

/// The values that templates ask for.
struct Values<'a> {
    package: &'a str,
    strict: bool,
    title: String,
    title_md: String,
    version: String,
    tags: &'a [TagNames],
    default_features: String,
    /// The features of the client: each with what it needs of the types.
    client_features: Vec<(&'a str, String)>,
    has_pages: bool,
    has_jobs: bool,
    settings: Vec<&'a str>,
    schemes: Vec<&'a String>,
    /// Whether requests may be signed.
    signed: bool,
    example: Option<Example<'a>>,
    n_operations: usize,
    n_types: usize,
}

/// A call that shows how the client is used.
struct Example<'a> {
    handle: &'a str,
    call: String,
}

impl<'a> Values<'a> {
    fn of(source: &Source<'a>) -> Self {
        let (api, names) = (source.api, source.names);
        let features: Vec<String> = names.tags.iter().map(|tag| format!("\"{}\"", tag.feature)).collect();
        let plain = |text: &str| text.replace(['\n', '\r'], " ").replace(['"', '\\'], "'");
        let operations = api.operations.iter().zip(&names.operations);
        let example =
            operations.min_by_key(|(operation, _)| operation.parameters.iter().filter(|it| it.required).count());
        Self {
            package: source.package,
            strict: source.strict,
            title: plain(&api.title),
            title_md: docs::plain(&api.title),
            version: docs::plain(&api.version),
            tags: &names.tags,
            default_features: features.join(", "),
            client_features: client_features(source),
            has_pages: api.operations.iter().any(|it| it.pagination.is_some()),
            has_jobs: api.operations.iter().any(|it| it.waiter.is_some()),
            settings: names.settings.iter().map(|(_, name)| name.as_str()).collect(),
            schemes: api
                .security_schemes
                .iter()
                .filter(|(_, it)| it.signature.is_none())
                .map(|(name, _)| name)
                .collect(),
            signed: api.is_signed(),
            example: example.map(|(operation, call)| {
                let required = operation.parameters.iter().zip(&call.parameters);
                let required = required.filter(|(it, _)| it.required && !it.client_level).map(|(_, name)| name.clone());
                let body = operation.body.as_ref().filter(|body| body.required).map(|_| "body".to_owned());
                let arguments: Vec<String> = required.chain(body).collect();
                Example {
                    handle: &names.tags[operation.tag].module,
                    call: format!("{}({})", call.method, arguments.join(", ")),
                }
            }),
            n_operations: api.operations.len(),
            n_types: names.types.len(),
        }
    }

    fn render(&self, path: &str, template: impl Template) -> PlannedFile {
        let mut text = template.render().expect("templates are checked when the generator is compiled");
        text.truncate(text.trim_end().len());
        text.push('\n');
        PlannedFile { path: path.to_owned(), text }
    }
}

/// The features of the client. Waiting for a job needs the types of the operation that tells its state.
fn client_features<'a>(source: &Source<'a>) -> Vec<(&'a str, String)> {
    let (api, tags) = (source.api, &source.names.tags);
    let features = tags.iter().enumerate().map(|(idx, tag)| {
        let own = api.operations.iter().filter(|it| it.tag == idx);
        let others = own.filter_map(|it| waits::polled(api, it)).map(|(_, polled)| polled.tag);
        let others: BTreeSet<usize> = others.filter(|other| *other != idx).collect();
        let needed = [idx].into_iter().chain(others).map(|it| format!("\"types/{}\"", tags[it].feature));
        (tag.feature.as_str(), needed.collect::<Vec<_>>().join(", "))
    });
    features.collect()
}

macro_rules! templates {
    ($($name:ident $path:literal),* $(,)?) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> {
            v: &'a Values<'a>,
        }
    )*};
}

templates! {
    TypesManifest "types/Cargo.toml",
    TypesReadme "types/README.md",
    TypesFront "types/lib.rs",
    ClientManifest "client/Cargo.toml",
    ClientReadme "client/README.md",
    ServerManifest "server/Cargo.toml",
    ServerReadme "server/README.md",
    ConformanceManifest "conformance/Cargo.toml",
    ConformanceFront "conformance/lib.rs",
    RoundTrip "conformance/round_trip.rs",
    Readme "README.md",
}

#[derive(Template)]
#[template(path = "runtime/Cargo.toml")]
struct RuntimeManifest<'a> {
    v: &'a Values<'a>,
    manifest: String,
}

#[derive(Template)]
#[template(path = "workspace.toml")]
struct Workspace {}
