//! Arbitrary bytes and mutated descriptions never panic.

use std::path::Path;

use proptest::prelude::*;

use specwright::diagnostic::{self, Format, Sink};
use specwright::resolve;
use specwright::source::{LoadOptions, MemoryFiles};
use specwright::validate::{self, ValidateOptions};

/// A description in which most of what validation looks at occurs.
const SEED: &str = include_str!("fuzz/openapi.yaml");
const FRAGMENT: &str = include_str!("fuzz/pets.yaml");

/// What a mutation puts in: indicators of YAML and JSON, and words that mean something.
const WORDS: [&str; 41] = [
    ":",
    "- ",
    "? ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!!int ",
    "|",
    ">-",
    "'",
    "\"",
    "#",
    "%",
    "~1",
    "\n",
    "\t",
    "  ",
    "null",
    "true",
    "-1",
    "1e400",
    "$ref: ",
    "#/components/schemas/Pet",
    "pets.yaml#/Pets",
    "../",
    "allOf",
    "oneOf",
    "type: ",
    "array",
    "required",
    "x-waiter",
    "x-idempotent",
    "x-pagination",
    "\u{feff}",
    "\u{0}",
    "é",
    "---",
    "<<",
];

/// Takes a description through every stage of this half of the pipeline.
fn survive(name: &str, bytes: Vec<u8>, fragment: Vec<u8>) {
    let files = MemoryFiles::from_iter([(name.to_owned(), bytes), ("pets.yaml".to_owned(), fragment)]);
    let mut sink = Sink::new();
    let sources = match resolve::resolve(Path::new(name), &files, &LoadOptions::default(), &mut sink) {
        Ok(bundle) => {
            validate::validate(&bundle, &ValidateOptions { strict: true }, &mut sink);
            bundle.typed(&mut sink);
            bundle.to_yaml();
            bundle.sources
        }
        Err(sources) => sources,
    };
    diagnostic::render(&sink.take(), &sources, Format::Text);
}

/// One edit: where, how much goes, what comes.
type Edit = (prop::sample::Index, usize, prop::sample::Index);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, any::<prop::sample::Index>()), 1..6)
}

fn mutated(text: &str, edits: &[Edit]) -> Vec<u8> {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, length, word) in edits {
        let start = at.index(letters.len().max(1)).min(letters.len());
        let end = (start + length).min(letters.len());
        letters.splice(start..end, word.get(&WORDS).chars());
    }
    letters.into_iter().collect::<String>().into_bytes()
}

#[test]
fn the_seed_is_sound() {
    let files = MemoryFiles::from_iter([("openapi.yaml", SEED), ("pets.yaml", FRAGMENT)]);
    let mut sink = Sink::new();
    let bundle = resolve::resolve(Path::new("openapi.yaml"), &files, &LoadOptions::default(), &mut sink);
    let bundle = bundle.expect("the seed can be read");
    validate::validate(&bundle, &ValidateOptions { strict: true }, &mut sink);
    assert!(bundle.typed(&mut sink).is_some());
    let report = diagnostic::render(&sink.take(), &bundle.sources, Format::Text);
    assert_eq!(report, "");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survive("openapi.yaml", bytes.clone(), Vec::new());
        survive("openapi.json", bytes, Vec::new());
    }

    #[test]
    fn arbitrary_text_never_panics(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..60)) {
        survive("openapi.yaml", words.concat().into_bytes(), Vec::new());
        survive("openapi.json", words.concat().into_bytes(), Vec::new());
    }

    #[test]
    fn mutated_descriptions_never_panic(edits in edits(), more in edits()) {
        survive("openapi.yaml", mutated(SEED, &edits), mutated(FRAGMENT, &more));
    }

    #[test]
    fn mutated_json_never_panics(edits in edits()) {
        let node: serde_json::Value = serde_yaml::from_str(SEED).expect("the seed is YAML");
        survive("openapi.json", mutated(&node.to_string(), &edits), FRAGMENT.as_bytes().to_vec());
    }
}
