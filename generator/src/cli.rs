//! The command line: what can be asked for, and how answers are printed.
//!
//! Results go to standard output, diagnostics to standard error. The exit code is 0 for success, 1 for faults of the
//! input or differences, 2 for wrong use.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use specwright::diagnostic::{self, Diagnostic, Format, Sink, rules};
use specwright::source::{DiskFiles, LoadOptions, Sources};
use specwright::validate::ValidateOptions;
use specwright::write::{self, DifferenceKind};
use specwright::{Compiled, Rejected, Settings, resolve, validate};

/// Compiles OpenAPI 3.0 descriptions into Rust models, clients and server stubs.
#[derive(Debug, Parser)]
#[command(name = "specwright", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check a description and report every fault.
    Check(CheckArgs),
    /// Compile a description into Rust crates.
    Generate(GenerateArgs),
    /// Print a description as one file.
    Bundle(BundleArgs),
    /// Explain a rule, or list all of them.
    Explain(ExplainArgs),
}

#[derive(Debug, Args)]
struct CheckArgs {
    #[command(flatten)]
    input: InputArgs,
}

#[derive(Debug, Args)]
struct GenerateArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Folder for the crates; what the generator wrote there before and no longer plans is removed.
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    /// Prefix of the crate names, in kebab case.
    #[arg(long, short, value_name = "NAME", value_parser = package_name)]
    package: String,
    /// Make the output folder a cargo workspace of its own.
    #[arg(long)]
    workspace: bool,
    /// Print how long each stage took.
    #[arg(long)]
    timings: bool,
    /// Write nothing; fail if the folder differs from what would be written.
    #[arg(long)]
    check: bool,
}

#[derive(Debug, Args)]
struct BundleArgs {
    #[command(flatten)]
    input: InputArgs,
}

#[derive(Debug, Args)]
struct ExplainArgs {
    /// The rule in the brackets of a message.
    rule: Option<String>,
}

#[derive(Debug, Args)]
struct InputArgs {
    /// The root file of the description, YAML or JSON.
    input: PathBuf,
    /// Report what only misleads readers as an error, and so every unknown `x-` key.
    #[arg(long)]
    strict: bool,
    /// How diagnostics are printed.
    #[arg(long, value_enum, default_value_t = FormatArg::Text)]
    format: FormatArg,
    /// Let references lead out of the folder of the root file.
    #[arg(long)]
    allow_outside: bool,
    /// Accept that what this rule reports is not printed; can be repeated.
    #[arg(long, value_name = "RULE")]
    allow: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    Text,
    Json,
}

impl Cli {
    /// Does what was asked for.
    pub(crate) fn run(self) -> ExitCode {
        match self.command {
            Command::Check(args) => check(&args),
            Command::Generate(args) => generate(&args),
            Command::Bundle(args) => bundle(&args),
            Command::Explain(args) => explain(&args),
        }
    }
}

impl InputArgs {
    fn settings(&self) -> Settings {
        let load = LoadOptions { allow_outside: self.allow_outside, ..LoadOptions::default() };
        Settings {
            input: self.input.clone(),
            load,
            strict: self.strict,
            allowed: self.allow.clone(),
            ..Settings::default()
        }
    }

    /// Prints diagnostics and, in text form, how many there are.
    fn report(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let format = match self.format {
            FormatArg::Text => Format::Text,
            FormatArg::Json => Format::Json,
        };
        eprint!("{}", diagnostic::render(diagnostics, sources, format));
        let count = diagnostic::count(diagnostics);
        if format == Format::Text && !count.is_empty() {
            eprintln!("{count}");
        }
    }

    fn rejected(&self, rejected: &Rejected) -> ExitCode {
        self.report(&rejected.diagnostics, &rejected.sources);
        ExitCode::FAILURE
    }
}

fn check(args: &CheckArgs) -> ExitCode {
    match specwright::check(&args.input.settings()) {
        Ok(compiled) => {
            args.input.report(&compiled.diagnostics, &compiled.sources);
            println!(
                "{} operations in {} files are sound",
                compiled.summary.operations.len(),
                compiled.sources.n_files()
            );
            ExitCode::SUCCESS
        }
        Err(rejected) => args.input.rejected(&rejected),
    }
}

fn generate(args: &GenerateArgs) -> ExitCode {
    let settings = Settings { package: args.package.clone(), workspace: args.workspace, ..args.input.settings() };
    match specwright::compile(&settings) {
        Ok(compiled) => {
            args.input.report(&compiled.diagnostics, &compiled.sources);
            if args.timings {
                for (stage, time) in &compiled.stages {
                    println!("{stage:>10} {:8.1} ms", time.as_secs_f64() * 1e3);
                }
            }
            if args.check { compare(args, &compiled) } else { apply(args, &compiled) }
        }
        Err(rejected) => args.input.rejected(&rejected),
    }
}

fn apply(args: &GenerateArgs, compiled: &Compiled) -> ExitCode {
    match write::apply(&compiled.files, &args.output) {
        Ok(changes) => {
            let (n_written, n_removed) = (changes.written.len(), changes.removed.len());
            println!("{n_written} files written, {n_removed} removed, {} unchanged", changes.unchanged);
            for path in &changes.foreign {
                eprintln!("note: `{path}` was not written by the generator and stays");
            }
            ExitCode::SUCCESS
        }
        Err(error) => failure(&format!("cannot write to `{}`: {error}", args.output.display())),
    }
}

fn compare(args: &GenerateArgs, compiled: &Compiled) -> ExitCode {
    let differences = match write::compare(&compiled.files, &args.output) {
        Ok(differences) => differences,
        Err(error) => return failure(&format!("cannot read `{}`: {error}", args.output.display())),
    };
    for difference in &differences {
        let path = &difference.path;
        match &difference.kind {
            DifferenceKind::Missing => println!("missing: {path}"),
            DifferenceKind::Stray => println!("stray: {path}"),
            DifferenceKind::Changed { unified } => println!("changed: {path}\n{unified}"),
        }
    }
    match differences.len() {
        0 => ExitCode::SUCCESS,
        n_differences => {
            failure(&format!("{n_differences} files differ; run the command without `--check` to write them"))
        }
    }
}

fn bundle(args: &BundleArgs) -> ExitCode {
    let settings = args.input.settings();
    let mut sink = Sink::new();
    let bundle = match resolve::resolve(&settings.input, &DiskFiles, &settings.load, &mut sink) {
        Ok(bundle) => bundle,
        Err(sources) => return args.input.rejected(&Rejected { diagnostics: sink.take(), sources }),
    };
    validate::validate(&bundle, &ValidateOptions { strict: settings.strict }, &mut sink);
    let has_errors = sink.has_errors();
    args.input.report(&sink.take(), &bundle.sources);
    if has_errors {
        return ExitCode::FAILURE;
    }
    print!("{}", bundle.to_yaml());
    ExitCode::SUCCESS
}

fn explain(args: &ExplainArgs) -> ExitCode {
    let Some(id) = &args.rule else {
        for rule in rules::RULES {
            println!("{:28} {}", rule.id, rule.explanation);
        }
        return ExitCode::SUCCESS;
    };
    match rules::find(id) {
        Some(rule) => {
            println!("{}: {}", rule.id, rule.explanation);
            ExitCode::SUCCESS
        }
        None => {
            let help = diagnostic::closest(id, rules::RULES.iter().map(|it| it.id));
            let help = help.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            failure(&format!("there is no rule {}{help}", diagnostic::quote(id)))
        }
    }
}

fn failure(text: &str) -> ExitCode {
    eprintln!("error: {text}");
    ExitCode::FAILURE
}

/// A name that crate names can begin with.
fn package_name(text: &str) -> Result<String, String> {
    let is_part = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    let starts_well = text.starts_with(|it: char| it.is_ascii_lowercase());
    if starts_well && text.split('-').all(is_part) {
        return Ok(text.to_owned());
    }
    Err("expected kebab case: lower-case letters, digits and single dashes, beginning with a letter".to_owned())
}
