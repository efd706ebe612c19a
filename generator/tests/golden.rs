//! Every case prints exactly the expected Rust, and what is printed compiles, lints, documents and proves itself.
//!
//! A case is a folder under `tests/golden` named after the behaviour that it shows. It holds `openapi.yaml` with its
//! fragments and `expected/`: the models, the calls and the traits, and the warnings in `stderr.txt` if there are any.
//! A case with `prove.rs` is also called as a user would call it: that test runs beside the proof of the print.
//! The flags are `--strict`, or what `args.txt` says.
//! `UPDATE_GOLDEN=1 cargo test` rewrites what is expected: read that diff as carefully as code.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use specwright::diagnostic::{self, Format};
use specwright::{Compiled, PlannedFile, Rejected, Settings, compile, write};

/// Cases whose printed client and server are run against each other: those with unusual wire forms.
const PROVEN: [&str; 8] = [
    "bodies",
    "maps",
    "parameter-styles",
    "responses",
    "streamed-bodies",
    "union-inferred",
    "union-tagged",
    "union-untagged",
];

/// Cases with a test of their own in `prove.rs`: what is printed for them is no wire form but a way of calling.
const CALLED: [&str; 3] = ["pagination", "streamed-bodies", "waiter"];

/// The case whose examples are built and run; those of others would say the same.
const SHOWN: &str = "showcase";

/// Cases whose documentation is built: those whose words and names do their worst.
const DOCUMENTED: [&str; 2] = ["documentation", "obstacles"];

#[test]
fn every_print_is_the_expected_one() {
    let mut failures = String::new();
    for case in cases() {
        let found = shown(&case);
        let folder = case.join("expected");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            rewrite(&folder, &found);
            continue;
        }
        for (path, difference) in differences(&files_below(&folder), &found) {
            let _ = writeln!(failures, "== {}/{path}\n{difference}", folder.display());
        }
    }
    assert!(failures.is_empty(), "{failures}\nUPDATE_GOLDEN=1 cargo test -p specwright --test golden rewrites these");
}

#[test]
fn golden_output_compiles() {
    let workspace = Workspace::press();
    workspace.cargo(&["check", "--all-features", "--lib", "--tests"]);
    // A tag alone has every type that it needs.
    for tag in ["desktops", "user-groups"] {
        let feature = format!("shared-types-client/{tag}");
        workspace.cargo(&["check", "-p", "shared-types-client", "--no-default-features", "--features", &feature]);
    }
    if workspace.has("clippy") {
        // Doc tests are compiled, not linted: rustdoc lints none.
        let all = ["clippy", "--workspace", "--exclude", "snippets", "--all-features", "--lib", "--tests"];
        workspace.cargo(&[&all[..], &["--", "-D", "warnings"]].concat());
        let client = format!("{SHOWN}-client");
        workspace.cargo(&["clippy", "-p", &client, "--examples", "--", "-D", "warnings"]);
    }
    let documented =
        DOCUMENTED.iter().flat_map(|case| ["types", "client", "server"].map(|it| format!("-p={case}-{it}")));
    let documented: Vec<String> = documented.collect();
    let documented = documented.iter().map(String::as_str);
    workspace.cargo(&["doc", "--no-deps", "--all-features"].into_iter().chain(documented).collect::<Vec<_>>());
    // Examples that need no account run, and so do the READMEs; what the obstacles make of docs is a doc test too.
    let shown = format!("-p={SHOWN}-client");
    workspace.cargo(&["test", &shown, "-p=obstacles-client", "-p=streamed-bodies-client"]);
    workspace.cargo(&["test", "--doc", "-p=shared-types-types", "-p=shared-types-server"]);
    let proven = PROVEN.map(|case| format!("-p={case}-conformance"));
    workspace.cargo(&["test"].into_iter().chain(proven.iter().map(String::as_str)).collect::<Vec<_>>());
    let called = CALLED.map(|case| format!("-p={case}-conformance"));
    let flags = ["test", "--test=prove"].into_iter();
    workspace.cargo(&flags.chain(called.iter().map(String::as_str)).collect::<Vec<_>>());
}

/// The case folders, sorted.
fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/golden").expect("tests run in the folder of the crate");
    let mut cases: Vec<PathBuf> = entries.map(|it| it.expect("the folder can be read").path()).collect();
    cases.sort();
    cases
}

fn name(case: &Path) -> String {
    case.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
}

#[track_caller]
fn print(case: &Path) -> Compiled {
    let args = fs::read_to_string(case.join("args.txt")).unwrap_or_else(|_| "--strict".to_owned());
    let settings = Settings {
        input: case.join("openapi.yaml"),
        package: name(case),
        strict: args.contains("--strict"),
        ..Settings::default()
    };
    match compile(&settings) {
        Ok(compiled) => compiled,
        Err(Rejected { diagnostics, sources }) => {
            panic!("{} is rejected:\n{}", case.display(), diagnostic::render(&diagnostics, &sources, Format::Text))
        }
    }
}

/// What a case is about, by path: the Rust that its description decides, and the warnings.
fn shown(case: &Path) -> BTreeMap<String, String> {
    let compiled = print(case);
    let is_case = name(case) == SHOWN;
    let files = compiled.files.into_iter().filter(|file| is_code(&file.path) || is_case && is_example(&file.path));
    let mut shown: BTreeMap<String, String> = files.map(|file| (file.path, file.text)).collect();
    let warnings = diagnostic::render(&compiled.diagnostics, &compiled.sources, Format::Text);
    if !warnings.is_empty() {
        shown.insert("stderr.txt".to_owned(), warnings);
    }
    shown
}

/// Front pages, lists of modules and what follows from the other files alone would only be noise.
fn is_code(path: &str) -> bool {
    let is_about = ["types/src/", "client/src/", "server/src/"].iter().any(|folder| path.starts_with(folder));
    let is_front = ["/lib.rs", "/mod.rs", "/dynamic.rs"].iter().any(|end| path.ends_with(end));
    is_about && !is_front
}

/// What a reader of the client is shown beside its code.
fn is_example(path: &str) -> bool {
    path.starts_with("client/examples/") || path == "client/README.md"
}

/// Every file below a folder, by its path there.
fn files_below(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let below = path.strip_prefix(folder).expect("it was found below").to_string_lossy().replace('\\', "/");
            found.insert(below, fs::read_to_string(&path).expect("an expected file is text"));
        }
    }
    found
}

fn rewrite(folder: &Path, files: &BTreeMap<String, String>) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the case folder can be written to");
    }
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it is below a folder")).expect("the case folder can be written to");
        fs::write(path, text).expect("the case folder can be written to");
    }
}

fn differences<'f>(
    expected: &'f BTreeMap<String, String>,
    found: &'f BTreeMap<String, String>,
) -> BTreeMap<&'f String, String> {
    let paths = expected.keys().chain(found.keys());
    let unequal = paths.filter(|path| expected.get(*path) != found.get(*path));
    let told = unequal.map(|path| {
        let text = |side: &'f BTreeMap<String, String>| side.get(path).map_or("", String::as_str);
        let lines = similar::TextDiff::from_lines(text(expected), text(found));
        (path, lines.unified_diff().header("expected", "found").to_string())
    });
    told.collect()
}

/// The prints of all cases as one cargo workspace with one runtime.
struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Prints every case and the obstacle course; files that did not change keep their time stamps.
    fn press() -> Self {
        let mut files = Vec::new();
        let mut members = Vec::new();
        let (mut snippets, mut clients) = (String::new(), String::new());
        let all = cases().into_iter().chain([PathBuf::from("tests/obstacles")]);
        for (idx, case) in all.enumerate() {
            let name = name(&case);
            members.extend(["types", "client", "server", "conformance"].map(|it| format!("\"{name}/{it}\"")));
            let printed = print(&case).files;
            snippets.push_str(&snippets_of(&name, &printed));
            clients.push_str(&format!("{name}-client = {{ path = \"../{name}/client\" }}\n"));
            let printed = printed.into_iter();
            files.extend(printed.filter_map(|file| shared_runtime(&name, file, idx == 0)));
            if let Ok(text) = fs::read_to_string(case.join("prove.rs")) {
                assert!(CALLED.contains(&name.as_str()), "nobody runs `prove.rs` of {name}");
                files.push(PlannedFile { path: format!("{name}/conformance/tests/prove.rs"), text });
            }
        }
        members.extend(["runtime", "snippets"].map(|it| format!("\"{it}\"")));
        files.push(PlannedFile { path: "snippets/src/lib.rs".to_owned(), text: snippets });
        let manifest = "[package]\nname = \"snippets\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n";
        files.push(PlannedFile { path: "snippets/Cargo.toml".to_owned(), text: format!("{manifest}{clients}") });
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
        files.push(PlannedFile { path: "Cargo.toml".to_owned(), text: manifest });
        let folder = target().join("print");
        write::apply(&files, &folder).expect("the target folder can be written to");
        // The versions that the test itself was built with are there already.
        fs::copy("../Cargo.lock", folder.join("Cargo.lock")).expect("the repository has a lock file");
        Self { folder }
    }

    /// Runs cargo without the network, and with it only where something was never downloaded.
    #[track_caller]
    fn cargo(&self, args: &[&str]) {
        let mut output = self.run(args, &["--offline"]);
        if !output.status.success() && text(&output.stderr).contains("--offline") {
            output = self.run(args, &[]);
        }
        let all = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "cargo {} in {}:\n{all}", args.join(" "), self.folder.display());
    }

    fn has(&self, subcommand: &str) -> bool {
        self.run(&[subcommand, "--version"], &[]).status.success()
    }

    fn run(&self, args: &[&str], flags: &[&str]) -> Output {
        let (subcommand, rest) = args.split_first().expect("cargo is asked for something");
        let mut command = Command::new(env!("CARGO"));
        command.arg(subcommand).args(flags).args(rest).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", target().join("target")).env("RUSTDOCFLAGS", "-D warnings");
        // Nothing of this is debugged, and half of the time would go there.
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env_remove("RUSTFLAGS");
        command.output().expect("cargo runs this test")
    }
}

/// The folder of this test below the target folder in use.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("golden")
}

/// The doc tests of a case's client as functions, so that those of all cases are compiled as one crate.
fn snippets_of(case: &str, files: &[PlannedFile]) -> String {
    let mut code = String::new();
    let calls = files.iter().filter(|it| it.path.starts_with("client/src/"));
    for (idx, snippet) in calls.flat_map(|it| doc_tests(&it.text)).enumerate() {
        let module = format!("{}_{idx}", case.replace('-', "_"));
        let _ = writeln!(code, "pub mod {module} {{\n{}\n}}", snippet.replace("async fn", "pub async fn"));
    }
    code
}

/// The code of doc tests, hidden lines included.
fn doc_tests(rust: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut is_inside = false;
    for line in rust.lines().filter_map(|it| it.trim_start().strip_prefix("///")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match line {
            "```no_run" => {
                is_inside = true;
                found.push(String::new());
            }
            "```" => is_inside = false,
            _ if is_inside => {
                if let Some(test) = found.last_mut() {
                    test.push_str(line.strip_prefix("# ").unwrap_or(line));
                    test.push('\n');
                }
            }
            _ => {}
        }
    }
    found
}

/// A file of a case as a file of the workspace, where all cases have one runtime: the first one's.
fn shared_runtime(case: &str, file: PlannedFile, is_first: bool) -> Option<PlannedFile> {
    let PlannedFile { path, text } = file;
    let own = format!("\"{case}-runtime\"");
    if path.starts_with("runtime/") {
        return is_first.then(|| PlannedFile { path, text: text.replace(&own, "\"golden-runtime\"") });
    }
    let text = match path.ends_with("/Cargo.toml") {
        true => text
            .replace(&own, "\"golden-runtime\"")
            .replace("\"../runtime\"", "\"../../runtime\"")
            // Tests in `prove.rs` have no runtime of their own.
            .replace("path = \"../client\", features = [", "path = \"../client\", features = [\"blocking\", "),
        false => text,
    };
    Some(PlannedFile { path: format!("{case}/{path}"), text })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
