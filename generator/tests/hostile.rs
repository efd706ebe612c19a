//! Broken and hostile input ends in a diagnostic: no panic, no hang, no flood of memory.

use std::io;
use std::path::{Path, PathBuf};

use specwright::diagnostic::{self, Format, Severity, Sink};
use specwright::resolve::{self, Bundle};
use specwright::source::{DiskFiles, Files, Limits, LoadOptions, MemoryFiles, Sources};
use specwright::validate::{self, ValidateOptions};

const HEAD: &str = "openapi: 3.0.3\ninfo:\n  title: Test\n  version: '1'\npaths: {}\n";

/// Every rule that was broken, in order, after resolving, validating and reading into types.
fn rules(input: &Path, files: &dyn Files, options: &LoadOptions) -> Vec<&'static str> {
    let mut sink = Sink::new();
    let sources = match resolve::resolve(input, files, options, &mut sink) {
        Ok(bundle) => examine(bundle, &mut sink),
        Err(sources) => sources,
    };
    let diagnostics = sink.take();
    for format in [Format::Text, Format::Json] {
        let printed = diagnostic::render(&diagnostics, &sources, format);
        assert!(printed.len() < 2_000_000, "the report floods the terminal");
    }
    diagnostics.iter().filter(|it| it.severity != Severity::Note).map(|it| it.rule).collect()
}

fn examine(bundle: Bundle, sink: &mut Sink) -> Sources {
    validate::validate(&bundle, &ValidateOptions { strict: true }, sink);
    if !sink.has_errors() {
        bundle.typed(sink);
    }
    bundle.sources
}

#[track_caller]
fn check(text: impl Into<Vec<u8>>, expected: &[&str]) {
    check_named("openapi.yaml", text, expected);
}

#[track_caller]
fn check_named(name: &str, text: impl Into<Vec<u8>>, expected: &[&str]) {
    let files = MemoryFiles::from_iter([(name, text.into())]);
    // Smaller than the default, so that the suite is quick.
    let limits = Limits { nodes: 300_000, ..Limits::default() };
    let mut found = rules(Path::new(name), &files, &LoadOptions { limits, ..LoadOptions::default() });
    found.dedup();
    assert_eq!(found, expected);
}

fn with_schemas(schemas: &str) -> String {
    format!("{HEAD}components:\n  schemas:\n{schemas}")
}

#[test]
fn yaml_cannot_be_nested_without_measure() {
    check(format!("{HEAD}x-note: {}", "[".repeat(200_000)), &["too-deep"]);
    check(format!("{HEAD}x-note: {}", "{a: ".repeat(300_000)), &["too-deep"]);
    check(format!("{HEAD}x-note:\n  {}a\n", "- ".repeat(300_000)), &["too-deep"]);
    check(format!("{HEAD}x-note:\n  {}a\n", "? ".repeat(300_000)), &["non-scalar-key"]);
    let steps: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth + 2))).collect();
    check(format!("{HEAD}x-note:\n{steps}"), &["too-deep"]);
}

#[test]
fn json_cannot_be_nested_without_measure() {
    check_named("openapi.json", "[".repeat(500_000), &["too-deep"]);
    check_named("openapi.json", "{\"a\":".repeat(200_000), &["too-deep"]);
}

#[test]
fn an_example_may_be_deep_but_not_without_measure() {
    let example =
        |depth: usize| with_schemas(&format!("    A:\n      example: {}1{}\n", "[".repeat(depth), "]".repeat(depth)));
    check(example(100), &[]);
    check(example(200), &["too-deep"]);
}

#[test]
fn the_deepest_schema_can_be_read_into_types() {
    let deep = "{type: array, items: ".repeat(115) + "{}" + &"}".repeat(115);
    check(with_schemas(&format!("    A: {deep}\n")), &[]);
    let deep = "{properties: {a: ".repeat(58) + "{}" + &"}}".repeat(58);
    check(with_schemas(&format!("    A: {deep}\n")), &[]);
}

#[test]
fn references_cannot_nest_what_a_file_cannot() {
    let deep = format!("A: {}\n", "{type: array, items: ".repeat(100) + "{}" + &"}".repeat(100));
    let mut files = MemoryFiles::new();
    files.add("openapi.yaml", with_schemas("    A:\n      properties:\n        $ref: deep.yaml#/A/items/items\n"));
    files.add("deep.yaml", deep);
    let found = rules(Path::new("openapi.yaml"), &files, &LoadOptions::default());
    assert!(found.contains(&"misplaced-reference"), "{found:?}");
}

#[test]
fn aliases_cannot_multiply() {
    let mut text = format!("{HEAD}x-note:\n  - &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("  - &a{level} [{aliases}]\n"));
    }
    check(text, &["too-large"]);
}

#[test]
fn aliases_of_a_long_text_cannot_multiply() {
    let aliases = "  - *a\n".repeat(100_000);
    check(format!("{HEAD}x-a: &a {}\nx-note:\n{aliases}", "a".repeat(5_000_000)), &["too-large"]);
}

#[test]
fn inlined_references_cannot_multiply() {
    let mut files = MemoryFiles::new();
    files.add("openapi.yaml", with_schemas("    A:\n      properties:\n        $ref: 0.yaml\n"));
    for level in 0..7 {
        let properties: String =
            (0..40).map(|idx| format!("p{idx}:\n  properties:\n    $ref: {}.yaml\n", level + 1)).collect();
        files.add(format!("{level}.yaml"), properties);
    }
    files.add("7.yaml", "p: {}\n");
    let limits = Limits { nodes: 200_000, ..Limits::default() };
    let found = rules(Path::new("openapi.yaml"), &files, &LoadOptions { limits, ..LoadOptions::default() });
    assert!(found.contains(&"too-large"), "{found:?}");
}

#[test]
fn huge_texts_are_no_fault() {
    check(format!("{HEAD}x-note: {}\n", "word ".repeat(400_000)), &[]);
    check(format!("{HEAD}x-note: >-\n{}", "  word\n".repeat(100_000)), &[]);
}

#[test]
fn files_beyond_the_limits_are_not_read() {
    let files = MemoryFiles::from_iter([("openapi.yaml", HEAD)]);
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    let options = LoadOptions { limits, ..LoadOptions::default() };
    assert_eq!(rules(Path::new("openapi.yaml"), &files, &options), ["too-large"]);
    let mut files = files;
    files.add("openapi.yaml", with_schemas("    A:\n      $ref: a.yaml\n    B:\n      $ref: b.yaml\n"));
    files.add("a.yaml", "type: string\n").add("b.yaml", "type: string\n");
    let options = LoadOptions { limits: Limits { files: 2, ..Limits::default() }, ..LoadOptions::default() };
    assert_eq!(rules(Path::new("openapi.yaml"), &files, &options), ["too-large"]);
}

#[test]
fn what_is_no_text_is_named_as_such() {
    check([0xff, 0xfe, b'o', 0], &["invalid-utf8"]);
    check(b"openapi: \xc3\x28", &["invalid-utf8"]);
    check("openapi: 3.0.3\0\n", &["invalid-character"]);
    check("", &["empty-document"]);
    check(" \n\t\n", &["empty-document"]);
    check("---\n", &["wrong-kind"]);
    check("just a text", &["wrong-kind"]);
    check("[1, 2]", &["wrong-kind"]);
    check_named("openapi.json", "", &["empty-document"]);
    check_named("openapi.json", "{", &["json-syntax"]);
    check_named("openapi.json", "{\"a\": \"\\ud800\"}", &["json-syntax"]);
    check_named("openapi.json", "{\"a\": \"\\u12\"}", &["json-syntax"]);
    check_named("openapi.json", "{\"a\": 1e999}", &["number-range"]);
    check_named("openapi.json", "{\"a\": -}", &["json-syntax"]);
    check_named("openapi.json", "{\"a\": tru", &["json-syntax"]);
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    check(format!("\u{feff}{HEAD}"), &[]);
}

#[test]
fn line_ends_of_every_system_are_no_fault() {
    check(HEAD.replace('\n', "\r\n"), &[]);
    check(HEAD.replace('\n', "\r"), &[]);
}

#[test]
fn json_in_a_yaml_file_is_no_fault() {
    check("\t{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"paths\": {}}", &[]);
    check("{openapi: 3.0.3, info: {title: T, version: '1'}, paths: {}}", &[]);
}

#[test]
fn chains_and_circles_of_references_end() {
    let chain: String =
        (0..3_000).map(|idx| format!("    A{idx}:\n      $ref: '#/components/schemas/A{}'\n", idx + 1)).collect();
    check(with_schemas(&format!("{chain}    A3000: {{}}\n")), &["too-deep"]);
    let circle: String =
        (0..50).map(|idx| format!("    A{idx}:\n      $ref: '#/components/schemas/A{}'\n", (idx + 1) % 50)).collect();
    check(with_schemas(&circle), &["circular-reference"]);
}

#[test]
fn recursive_schemas_are_no_fault() {
    let schemas = "    Tree:\n      type: object\n      properties:\n        children:\n          type: array\n          items:\n            $ref: '#/components/schemas/Tree'\n      example:\n        children:\n          - children: []\n";
    check(with_schemas(schemas), &[]);
}

#[test]
fn a_schema_made_of_itself_does_not_trap_the_checks() {
    let schemas = "    A:\n      allOf:\n        - $ref: '#/components/schemas/A'\n      required:\n        - x\n      example: 1\n      default: 2\n";
    check(with_schemas(schemas), &["circular-composition"]);
}

#[test]
fn choices_inside_choices_end() {
    let variants = "        - type: array\n          items:\n            $ref: '#/components/schemas/A'\n".repeat(6);
    let example = format!("{}x{}", "[".repeat(30), "]".repeat(30));
    check(with_schemas(&format!("    A:\n      oneOf:\n{variants}      example: {example}\n")), &[]);
}

#[test]
fn patterns_end() {
    let example = "a".repeat(40);
    let schemas = format!("    A:\n      type: string\n      pattern: '(?=a)(a+)+$'\n      example: {example}!\n");
    check(with_schemas(&schemas), &[]);
    let nested = "(".repeat(20_000);
    check(with_schemas(&format!("    A:\n      type: string\n      pattern: '{nested}'\n")), &["invalid-pattern"]);
}

#[test]
fn a_flood_of_faults_is_cut() {
    let keys: String = (0..50_000).map(|idx| format!("k{idx}: 1\n")).collect();
    let files = MemoryFiles::from_iter([("openapi.yaml", format!("{HEAD}{keys}"))]);
    assert_eq!(rules(Path::new("openapi.yaml"), &files, &LoadOptions::default()).len(), 1_000);
}

#[test]
fn references_are_read_as_they_are_escaped() {
    let mut files = MemoryFiles::new();
    let reference = "'my%20schemas.yaml#/a~1b/%7Bid%7D/~0x'";
    files.add("openapi.yaml", with_schemas(&format!("    A:\n      $ref: {reference}\n")));
    files.add("my schemas.yaml", "a/b:\n  '{id}':\n    ~x:\n      type: string\n");
    assert_eq!(rules(Path::new("openapi.yaml"), &files, &LoadOptions::default()), Vec::<&str>::new());
}

/// Files of which one disappears between the look and the read.
struct Vanishing(MemoryFiles);

impl Files for Vanishing {
    fn read(&self, path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
        if path.ends_with("gone.yaml") {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.0.read(path, max_bytes)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.canonical(path)
    }
}

#[test]
fn a_file_that_vanishes_is_a_dangling_reference() {
    let mut files = MemoryFiles::new();
    files.add("openapi.yaml", with_schemas("    A:\n      $ref: gone.yaml\n")).add("gone.yaml", "type: string\n");
    assert_eq!(rules(Path::new("openapi.yaml"), &Vanishing(files), &LoadOptions::default()), ["dangling-reference"]);
}

#[test]
fn what_is_no_file_is_not_read() {
    let disk = |path: &str| rules(Path::new(path), &DiskFiles, &LoadOptions::default());
    assert_eq!(disk("tests/no-such-file.yaml"), ["unreadable-file"]);
    assert_eq!(disk("tests"), ["unreadable-file"]);
    assert_eq!(disk("."), ["unreadable-file"]);
    assert_eq!(disk("/"), ["unreadable-file"]);
    assert_eq!(disk(""), ["unreadable-file"]);
}

#[cfg(unix)]
#[test]
fn devices_and_links_do_not_lead_out() {
    use std::os::unix::fs::symlink;

    let disk =
        |path: &Path, allow_outside| rules(path, &DiskFiles, &LoadOptions { allow_outside, ..LoadOptions::default() });
    assert_eq!(disk(Path::new("/dev/zero"), false), ["unreadable-file"]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let outside = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &Path, text: &str| std::fs::write(path, text).expect("the folder can be written to");
    write(&outside.path().join("a.yaml"), "type: string\n");
    symlink(outside.path().join("a.yaml"), folder.path().join("link.yaml")).expect("links can be made");
    symlink(folder.path().join("loop.yaml"), folder.path().join("loop.yaml")).expect("links can be made");
    let root = folder.path().join("openapi.yaml");
    write(&root, &with_schemas("    A:\n      $ref: link.yaml\n"));
    assert_eq!(disk(&root, false), ["reference-leaves-folder"]);
    assert_eq!(disk(&root, true), Vec::<&str>::new());
    write(&root, &with_schemas("    A:\n      $ref: loop.yaml\n"));
    assert_eq!(disk(&root, false), ["dangling-reference"]);
    write(&root, &with_schemas("    A:\n      $ref: '.'\n    B:\n      $ref: openapi.yaml/x\n"));
    assert_eq!(disk(&root, false), ["dangling-reference", "dangling-reference"]);
}
