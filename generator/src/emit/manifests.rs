//! What is not Rust code of the API: manifests, READMEs, front pages, the stamped runtime.
//!
//! All of it stands in `templates/crate` and `templates/runtime`; here it only gets its values.

use std::collections::BTreeSet;

use askama::Template;

use super::examples::{self, Example, ReadmeCode};
use super::{Print, Source, docs, waits};
use crate::PlannedFile;
use crate::names::TagNames;
use crate::stamp;

/// Every file that is not printed from tokens.
pub(super) fn files(print: &Print<'_>) -> Vec<PlannedFile> {
    let source = print.source;
    let values = Values::of(print);
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
    for example in &values.examples {
        files.push(planned(&format!("client/examples/{}.rs", example.stem), example.text.clone()));
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
    /// The name of the client crate in Rust.
    krate: String,
    /// The name of the server crate in Rust.
    server_krate: String,
    strict: bool,
    title: String,
    title_md: String,
    version: String,
    tags: &'a [TagNames],
    default_features: String,
    /// The features of the client: each with what it needs of the types.
    client_features: Vec<(&'a str, String)>,
    schemes: Vec<&'a String>,
    /// Whether requests may be signed.
    signed: bool,
    /// The programs beside the client.
    examples: Vec<Example>,
    /// The code in the client's README.
    readme: ReadmeCode,
    n_operations: usize,
    n_types: usize,
}

impl<'a> Values<'a> {
    fn of(print: &Print<'a>) -> Self {
        let source = print.source;
        let (api, names) = (source.api, source.names);
        let features: Vec<String> = names.tags.iter().map(|tag| format!("\"{}\"", tag.feature)).collect();
        let plain = |text: &str| text.replace(['\n', '\r'], " ").replace(['"', '\\'], "'");
        Self {
            package: source.package,
            krate: print.crate_of("client"),
            server_krate: print.crate_of("server"),
            strict: source.strict,
            title: plain(&api.title),
            title_md: docs::plain(&api.title),
            version: docs::plain(&api.version),
            tags: &names.tags,
            default_features: features.join(", "),
            client_features: client_features(source),
            schemes: api
                .security_schemes
                .iter()
                .filter(|(_, it)| it.signature.is_none())
                .map(|(name, _)| name)
                .collect(),
            signed: api.is_signed(),
            examples: examples::programs(print),
            readme: examples::readme(print),
            n_operations: api.operations.len(),
            n_types: names.types.len(),
        }
    }

    fn render(&self, path: &str, template: impl Template) -> PlannedFile {
        planned(path, template.render().expect("templates are checked when the generator is compiled"))
    }
}

/// A file that ends in one line end.
fn planned(path: &str, mut text: String) -> PlannedFile {
    text.truncate(text.trim_end().len());
    text.push('\n');
    PlannedFile { path: path.to_owned(), text }
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
