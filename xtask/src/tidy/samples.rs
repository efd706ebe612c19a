//! For every rule what it must find fault with, and a repository in small that all rules are content with.

use super::{RULES, tree::Tree};

/// Rule, path, text, and the line where the fault is found.
const FAULTS: &[(&str, &str, &str, usize)] = &[
    ("top-level", "notes.txt", "x\n", 0),
    ("top-level", "scripts/run.sh", "x\n", 0),
    ("drawer", "generator/src/util/mod.rs", "//! Odds.\n", 0),
    ("drawer", "generator/src/emit/helpers.rs", "//! Ends.\n", 0),
    ("drawer", "generator/tests/common/mod.rs", "//! Odds.\n", 0),
    (
        "leftover",
        "README.md",
        concat!("# Title\n\nTO", "DO: write\n"),
        3,
    ),
    (
        "leftover",
        "generator/src/a.rs",
        concat!("//! A.\n// FIX", "ME later\n"),
        2,
    ),
    (
        "module-doc",
        "generator/src/a.rs",
        "use std::fs;\n//! Late.\n",
        1,
    ),
    ("module-doc", "generator/src/a.rs", "", 1),
    (
        "module-doc",
        "generator/src/a.rs",
        "//!\n//! The first line is empty.\n",
        1,
    ),
    ("file-length", "xtask/src/a.rs", "LINES 701", 0),
    ("function-length", "xtask/src/a.rs", "FUNCTION 71", 2),
    ("function-length", "xtask/src/a.rs", "METHOD 71", 3),
    (
        "function-length",
        "xtask/src/a.rs",
        "//! A.\nfn broken( {\n",
        2,
    ),
    (
        "unfinished",
        "templates/runtime/src/a.rs",
        "//! A.\nfn f() {\n    todo!()\n}\n",
        3,
    ),
    (
        "unfinished",
        "generator/src/a.rs",
        "//! A.\nfn f() {\n    quote! {\n        unimplemented!()\n    }\n}\n",
        4,
    ),
    (
        "unfinished",
        "generator/src/a.rs",
        "//! A.\nfn f() {\n    g(dbg!(1));\n}\n",
        3,
    ),
    (
        "skipped-test",
        "generator/src/a.rs",
        "//! A.\n#[test]\n#[ignore = \"slow\"]\nfn f() {}\n",
        3,
    ),
    (
        "skipped-test",
        "generator/src/a.rs",
        "//! A.\n#[test]\n#[should_panic(expected = \"x\")]\nfn f() {}\n",
        3,
    ),
    (
        "names-alone",
        "generator/src/emit/a.rs",
        "//! A.\nuse heck::ToSnakeCase;\n",
        2,
    ),
    (
        "inert-ir",
        "generator/src/ir/a.rs",
        "//! A.\nuse std::{collections::BTreeMap, fs};\n",
        2,
    ),
    (
        "inert-ir",
        "generator/src/ir/a.rs",
        "//! A.\nfn f(it: &openapiv3::OpenAPI) {}\n",
        2,
    ),
    (
        "inert-ir",
        "generator/src/ir/a.rs",
        "//! A.\nuse quote::quote;\n",
        2,
    ),
    (
        "one-way",
        "xtask/Cargo.toml",
        "[dependencies]\nx = { path = \"../generated/x/types\" }\n",
        0,
    ),
    (
        "one-way",
        "generator/Cargo.toml",
        "[dev-dependencies.x]\npath = \"../generated/x\"\n",
        0,
    ),
    (
        "one-way",
        "generator/Cargo.toml",
        "[target.'cfg(unix)'.dependencies]\nx = { path = \"../generated/x\" }\n",
        0,
    ),
    (
        "one-way",
        "generator/Cargo.toml",
        "[dependencies]\nprinted = { workspace = true }\n",
        0,
    ),
    ("one-way", "generator/Cargo.toml", "[dependencies\n", 0),
    ("yaml-text", "spec/x/a.yaml", "a:\n  b: x\ty\n", 2),
    ("yaml-text", "spec/x/a.yaml", "a: 1 \n", 1),
    ("yaml-text", "spec/x/a.yaml", "a: 1\r\n", 1),
    ("yaml-text", "spec/x/a.yaml", "a: 1", 1),
    ("yaml-text", "spec/x/a.yaml", "a: 1\n\n", 2),
    ("yaml-style", "spec/x/a.yaml", "a: { b: 1 }\n", 1),
    ("yaml-style", "spec/x/a.yaml", "a:\n  - [1]\n", 2),
    ("yaml-style", "spec/x/a.yaml", "a: [{}]\n", 1),
    ("yaml-style", "spec/x/a.yaml", "a:\n    b: 1\n", 2),
    ("yaml-style", "spec/x/a.yaml", "a:\n- 1\n", 2),
    ("yaml-style", "spec/x/a.yaml", "a:\n-   b: 1\n", 2),
    ("yaml-style", "spec/x/a.yaml", "a:\n  -   b: 1\n", 2),
    ("yaml-style", "spec/x/a.yaml", "a: &x 1\nb: 2\n", 1),
    ("yaml-style", "spec/x/a.yaml", "a: 1\nb: *x\n", 2),
    ("yaml-style", "spec/x/a.yaml", "a: !!str 1\n", 1),
    ("yaml-style", "spec/x/a.yaml", "a: 'open\n", 1),
];

/// Path and text of files that look like breaches and are none.
const CLEAN: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        "[workspace.dependencies]\nprinted = { path = \"generated/x/types\" }\n",
    ),
    ("LICENSE-MIT", "x\n"),
    (".ci/run", "#!/usr/bin/env bash\n"),
    ("README.md", concat!("The TO", "DOs are done.\n")),
    ("generator/Cargo.toml", "[dependencies]\nheck = \"0.5\"\n"),
    (
        "generator/src/names/a.rs",
        "//! A.\nuse heck::ToSnakeCase;\n",
    ),
    (
        "generator/src/ir/a.rs",
        "//! Like `openapiv3`, but without `quote!` or `std::fs`.\nconst WORD: &str = \"heck\";\n",
    ),
    (
        "generator/src/a.rs",
        "#![allow(dead_code)]\n//! A.\nconst WORD: &str = \"todo!() #[ignore]\"; // dbg!(x)\n",
    ),
    ("generator/src/b.rs", "QUOTE 200"),
    ("generator/src/c.rs", "FUNCTION 70"),
    (
        "generator/tests/x/expected.rs",
        "// @generated by cargo xtask codegen. Do not edit.\nuse heck::X;\n",
    ),
    (
        "spec/x/a.yaml",
        "a:\n  - b: []\n    c: {}\n    d:\n      - -5\n      - e:\n          f: 'x: [1]'\n  - >-\n    &x *y {z}\n      deeper\ng: 1\n",
    ),
    ("spec/README.md", "Two spaces  \n"),
    ("templates/crate/lib.rs", "{{ name }}\n"),
    ("xtask/src/a.rs", "LINES 700"),
];

/// Spells out the samples that are too long to be written down.
fn text(sample: &str) -> String {
    let lines = |n_lines: &str| "// x\n".repeat(n_lines.parse::<usize>().expect("a number") - 1);
    let body = |n_lines: &str| "    x();\n".repeat(n_lines.parse::<usize>().expect("a number") - 2);
    match sample.split_once(' ') {
        Some(("LINES", n_lines)) => format!("//! A.\n{}", lines(n_lines)),
        Some(("FUNCTION", n_lines)) => format!("//! A.\nfn f() {{\n{}}}\n", body(n_lines)),
        Some(("METHOD", n_lines)) => {
            format!("//! A.\nimpl T {{\nfn f() {{\n{}}}\n}}\n", body(n_lines))
        }
        Some(("QUOTE", n_lines)) => format!(
            "//! A.\nfn f() -> T {{\nlet tokens = quote! {{\n{}}};\nT {{ tokens }}\n}}\n",
            body(n_lines)
        ),
        _ => sample.to_owned(),
    }
}

fn clean_tree() -> Tree {
    let mut tree = Tree::default();
    for (path, sample) in CLEAN {
        tree.add((*path).to_owned(), text(sample));
    }
    tree
}

#[test]
fn the_clean_repository_has_no_findings() {
    assert_eq!(super::check(&clean_tree()), Vec::<String>::new());
}

#[test]
fn every_fault_is_found_by_its_rule_and_at_its_line() {
    for (id, path, sample, line) in FAULTS {
        let mut tree = clean_tree();
        tree.add((*path).to_owned(), text(sample));
        let rule = RULES
            .iter()
            .find(|rule| rule.id == *id)
            .expect("a rule of that name");
        let findings = (rule.check)(&tree);
        assert_eq!(
            findings.len(),
            1,
            "{id}: {path}: {sample:?} gives {findings:?}"
        );
        let place = findings[0].path.as_str();
        assert!(
            path.starts_with(place),
            "{id}: found at {place} instead of {path}"
        );
        assert_eq!(
            findings[0].line, *line,
            "{id}: {sample:?} gives {findings:?}"
        );
    }
}

#[test]
fn every_rule_has_a_fault_that_it_finds() {
    for rule in RULES {
        assert!(
            FAULTS.iter().any(|(id, ..)| *id == rule.id),
            "{} has no sample",
            rule.id
        );
    }
}

#[test]
fn long_files_are_noted_before_they_are_faults() {
    let mut tree = clean_tree();
    tree.add("xtask/src/b.rs".to_owned(), text("LINES 501"));
    tree.add("xtask/src/c.rs".to_owned(), text("LINES 500"));
    assert_eq!(
        super::rust::long_files(&tree),
        [("xtask/src/a.rs", 700), ("xtask/src/b.rs", 501)]
    );
}
