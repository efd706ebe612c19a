//! Every rule rejects the smallest description that breaks it, with the exact message.
//!
//! A case is a folder under `tests/reject` named after the rule, with an optional suffix. It holds `openapi.yaml` (or
//! `openapi.json`) with its fragments, and `stderr.txt`. The flags are `--strict`, or what `args.txt` says.
//! `UPDATE_GOLDEN=1 cargo test` rewrites the messages: read that diff as carefully as code.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use specwright::diagnostic::{self, Format, rules};
use specwright::source::LoadOptions;
use specwright::{Rejected, Settings};

/// Rules whose smallest case is not small.
const TESTED_ELSEWHERE: [(&str, &str); 2] = [
    ("too-many-findings", "takes a thousand faults; see `diagnostic`"),
    ("lost-in-lowering", "a second line of defence: validation and the typed view let nothing of the kind through"),
];

#[test]
fn every_case_gives_its_message() {
    let mut failures = String::new();
    for case in cases() {
        let found = messages(&case);
        let golden = case.join("stderr.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &found).expect("the case folder can be written to");
            continue;
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        if found != expected {
            let _ = writeln!(failures, "== {}\n-- expected\n{expected}-- found\n{found}", case.display());
        }
    }
    assert!(failures.is_empty(), "{failures}\nUPDATE_GOLDEN=1 cargo test -p specwright --test reject rewrites these");
}

#[test]
fn every_case_shows_the_rule_that_it_is_named_after() {
    for case in cases() {
        let name = name(&case);
        let rule = rule_of(&name).unwrap_or_else(|| panic!("the case `{name}` is named after no rule"));
        let messages = messages(&case);
        assert!(messages.contains(&format!("[{rule}]")), "the case `{name}` does not show its rule:\n{messages}");
    }
}

#[test]
fn every_rule_has_a_case() {
    let covered: Vec<&str> = cases().iter().filter_map(|it| rule_of(&name(it))).collect();
    for rule in rules::RULES {
        let is_elsewhere = TESTED_ELSEWHERE.iter().any(|(id, _)| *id == rule.id);
        assert!(is_elsewhere || covered.contains(&rule.id), "no case under tests/reject for the rule `{}`", rule.id);
    }
}

#[test]
fn every_rule_id_in_the_code_is_listed() {
    let mut unlisted = Vec::new();
    for file in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&file).expect("the source file was just listed");
        for id in rule_ids(&text) {
            if rules::find(&id).is_none() {
                unlisted.push(format!("{}: {id}", file.display()));
            }
        }
    }
    assert!(unlisted.is_empty(), "not in diagnostic/rules.rs: {unlisted:#?}");
}

#[test]
fn the_binary_prints_the_same_and_counts() {
    let case = Path::new("tests/reject/unknown-key");
    let output = specwright(&["check", "--strict", "tests/reject/unknown-key/openapi.yaml"]);
    let expected = fs::read_to_string(case.join("stderr.txt")).expect("the case has its message");
    assert_eq!(text(&output.stderr), format!("{expected}1 error\n"));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn warnings_are_no_failure() {
    let output = specwright(&["check", "tests/reject/constraint-type/openapi.yaml"]);
    assert!(text(&output.stderr).ends_with("1 warning\n"), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn json_is_for_tools() {
    let output = specwright(&["check", "--strict", "--format", "json", "tests/reject/duplicate-key/openapi.yaml"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stderr).expect("the report is JSON");
    assert_eq!(report["errors"], 1);
    let finding = &report["diagnostics"][0];
    assert_eq!(finding["rule"], "duplicate-key");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["file"], "tests/reject/duplicate-key/openapi.yaml");
    assert_eq!((&finding["line"], &finding["column"]), (&7.into(), &1.into()));
    assert_eq!(finding["related"][0]["line"], 5);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn wrong_use_has_its_own_exit_code() {
    for args in
        [&["check"][..], &["check", "--no-such-flag", "x"], &["generate", "x", "--output", "y", "--package", "No Name"]]
    {
        assert_eq!(specwright(args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn rules_are_explained() {
    let output = specwright(&["explain", "merge-key"]);
    assert!(text(&output.stdout).starts_with("merge-key: "));
    assert_eq!(output.status.code(), Some(0));
    let output = specwright(&["explain", "merge-keys"]);
    assert_eq!(text(&output.stderr), "error: there is no rule `merge-keys`; did you mean `merge-key`?\n");
    assert_eq!(output.status.code(), Some(1));
}

fn specwright(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specwright")).args(args).output().expect("the binary was built for this test")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The case folders, sorted.
fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/reject").expect("tests run in the folder of the crate");
    let mut cases: Vec<PathBuf> = entries.map(|it| it.expect("the folder can be read").path()).collect();
    cases.sort();
    cases
}

fn name(case: &Path) -> String {
    case.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The longest rule id that the name of a case starts with.
fn rule_of(name: &str) -> Option<&'static str> {
    let starts = |id: &&str| name.strip_prefix(id).is_some_and(|it| it.is_empty() || it.starts_with('-'));
    rules::RULES.iter().map(|it| it.id).filter(starts).max_by_key(|it| it.len())
}

fn messages(case: &Path) -> String {
    let args = fs::read_to_string(case.join("args.txt")).unwrap_or_else(|_| "--strict".to_owned());
    let json = case.join("openapi.json");
    let input = if json.exists() { json } else { case.join("openapi.yaml") };
    let settings = Settings {
        input,
        package: "test".to_owned(),
        load: LoadOptions { allow_outside: args.contains("--allow-outside"), ..LoadOptions::default() },
        strict: args.contains("--strict"),
        ..Settings::default()
    };
    match specwright::check(&settings) {
        Ok(compiled) => diagnostic::render(&compiled.diagnostics, &compiled.sources, Format::Text),
        Err(Rejected { diagnostics, sources }) => diagnostic::render(&diagnostics, &sources, Format::Text),
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("source folders can be read") {
        let path = entry.expect("source folders can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The texts that stand where a rule id is expected: first argument of what adds a finding, or a field `rule`.
fn rule_ids(source: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for opener in [".error(", ".warning(", ".note(", ".misleading(", ".defer(", "rule: "] {
        for (at, _) in source.match_indices(opener) {
            let rest = source[at + opener.len()..].trim_start();
            let id = rest.strip_prefix('"').and_then(|it| it.split_once('"')).map(|(id, _)| id);
            ids.extend(id.filter(|it| it.bytes().all(|it| it.is_ascii_lowercase() || it == b'-')).map(str::to_owned));
        }
    }
    ids
}

#[test]
fn what_is_written_is_up_to_date() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().to_string_lossy().into_owned();
    let arguments = ["generate", "tests/fuzz/openapi.yaml", "--output", &output, "--package", "pets"];
    let compared = [&arguments[..], &["--check"]].concat();
    let run = specwright(&compared);
    assert_eq!(run.status.code(), Some(1), "nothing was written yet: {}", text(&run.stderr));
    let run = specwright(&arguments);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let run = specwright(&compared);
    assert_eq!(run.status.code(), Some(0), "{}{}", text(&run.stdout), text(&run.stderr));
}

#[test]
fn a_bundle_is_a_description_of_its_own() {
    let run = specwright(&["bundle", "tests/fuzz/openapi.yaml"]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("openapi.yaml");
    fs::write(&path, &run.stdout).expect("the folder can be written to");
    let run = specwright(&["check", "--strict", &path.to_string_lossy()]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
}
