//! Specwright, the press: compiles an OpenAPI 3.0 description into Rust models, a client and server stubs.
//!
//! The pipeline reads top to bottom in [`compile`]: load, resolve, validate, lower, name, emit, format.
//! What comes out is a plan of files in memory; [`write`] brings it to disk or compares it with what is there.

pub mod diagnostic;
pub mod emit;
pub mod grammar;
pub mod ir;
pub mod load;
pub mod lower;
pub mod names;
pub mod resolve;
pub mod source;
pub mod stamp;
pub mod validate;
pub mod write;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use diagnostic::{Diagnostic, Sink};
use resolve::Bundle;
use source::{DiskFiles, LoadOptions, Sources};

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// What to compile, and how strictly.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The root file of the description.
    pub input: PathBuf,
    /// The prefix of the crate names, in kebab case.
    pub package: String,
    /// What may be read.
    pub load: LoadOptions,
    /// Whether what only misleads readers is an error: unknown extensions, examples that do not fit, name clashes
    /// that a number would solve.
    pub strict: bool,
    /// Rules of things that cannot be printed whose loss is accepted.
    pub allowed: Vec<String>,
    /// Whether the output folder is a cargo workspace of its own.
    pub workspace: bool,
}

/// A file of the print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFile {
    /// Its path relative to the output folder, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A description that was compiled.
#[derive(Debug)]
pub struct Compiled {
    /// The print, sorted by path.
    pub files: Vec<PlannedFile>,
    /// Warnings and notes.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read, to print diagnostics with.
    pub sources: Sources,
    /// What the print holds.
    pub summary: Summary,
    /// How long each stage took.
    pub stages: Vec<(&'static str, Duration)>,
}

/// What a print holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The operations, by id.
    pub operations: Vec<String>,
    /// The types, by Rust name.
    pub types: Vec<String>,
}

/// A description with faults; nothing was printed.
#[derive(Debug)]
pub struct Rejected {
    /// All findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read, to print diagnostics with.
    pub sources: Sources,
}

/// Compiles a description; nothing is written.
///
/// # Errors
/// Every fault of the first stage that finds any.
pub fn compile(settings: &Settings) -> Result<Compiled, Rejected> {
    let mut run = Run::default();
    let (bundle, api, names) = run.understand(settings)?;
    let description = run.stage("bundle", |_| bundle.to_yaml());
    let files = run.stage("emit", |_| {
        emit::emit(&emit::Source {
            api: &api,
            names: &names,
            package: &settings.package,
            description: &description,
            workspace: settings.workspace,
            strict: settings.strict,
        })
    });
    let mut types: Vec<String> = names.types.values().map(|it| it.ident.clone()).collect();
    types.sort_unstable();
    let summary = Summary { operations: api.operations.iter().map(|it| it.id.clone()).collect(), types };
    Ok(Compiled { files, diagnostics: run.sink.take(), sources: bundle.sources, summary, stages: run.stages })
}

/// Checks that a description could be compiled; gives its warnings and notes.
///
/// # Errors
/// Every fault of the first stage that finds any.
pub fn check(settings: &Settings) -> Result<Compiled, Rejected> {
    let mut run = Run::default();
    let (bundle, api, _) = run.understand(settings)?;
    let operations = api.operations.iter().map(|it| it.id.clone()).collect();
    let summary = Summary { operations, types: Vec::new() };
    let diagnostics = run.sink.take();
    Ok(Compiled { files: Vec::new(), diagnostics, sources: bundle.sources, summary, stages: run.stages })
}

/// One run through the pipeline: what was found, and how long it took.
#[derive(Default)]
struct Run {
    sink: Sink,
    stages: Vec<(&'static str, Duration)>,
}

impl Run {
    fn understand(&mut self, settings: &Settings) -> Result<(Bundle, ir::Api, names::Names), Rejected> {
        let resolved =
            self.stage("resolve", |sink| resolve::resolve(&settings.input, &DiskFiles, &settings.load, sink));
        let bundle = match resolved {
            Ok(bundle) => bundle,
            Err(sources) => return Err(Rejected { diagnostics: self.sink.take(), sources }),
        };
        let options = validate::ValidateOptions { strict: settings.strict };
        self.stage("validate", |sink| validate::validate(&bundle, &options, sink));
        if self.sink.has_errors() {
            return Err(self.rejected(bundle));
        }
        let view = self.stage("view", |sink| bundle.typed(sink));
        let api = view.and_then(|view| self.stage("lower", |sink| lower::lower(&view, &bundle, sink)));
        let Some(api) = api else { return Err(self.rejected(bundle)) };
        let clashes = if settings.strict { names::Clashes::Refuse } else { names::Clashes::Number };
        let names = self.stage("name", |sink| names::plan(&api, clashes, sink));
        emit::unsupported(&api, &emit::Allowed(settings.allowed.clone()), &mut self.sink);
        if self.sink.has_errors() {
            return Err(self.rejected(bundle));
        }
        Ok((bundle, api, names))
    }

    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce(&mut Sink) -> T) -> T {
        let start = Instant::now();
        let result = work(&mut self.sink);
        self.stages.push((name, start.elapsed()));
        result
    }

    fn rejected(&mut self, bundle: Bundle) -> Rejected {
        Rejected { diagnostics: self.sink.take(), sources: bundle.sources }
    }
}
