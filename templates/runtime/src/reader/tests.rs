//! JSON text: everything that `serde_json` reads, nothing that it refuses, and the same values.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::printed::{Cat, Job};
use crate::{Map, from_value, to_json};

/// What both readers make of a text.
fn both(text: &[u8]) -> (Option<Value>, Option<Value>) {
    (from_json(text).ok(), serde_json::from_slice(text).ok())
}

const VALID: &[&str] = &[
    "null",
    "true",
    " false ",
    "0",
    "-0",
    "-1.5e-3",
    "1E+2",
    "18446744073709551615",
    "-9223372036854775808",
    "18446744073709551616",
    "123456789012345678901234567890",
    r#""""#,
    r#""a\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#,
    "\"ü€😀\"",
    "[]",
    "[ ]",
    "[1,[2],{}]",
    "{}",
    "{ }",
    r#"{"a":{"b":[null]} , "c" : 1}"#,
    r#"{"a":1,"a":2}"#,
    "\t\r\n 1 \n",
    r#""12345678\n12345678""#,
    r#""1234567""#,
    r#""12345678""#,
    r#""123456789""#,
    "1e308",
];

const INVALID: &[&str] = &[
    "",
    " ",
    "nul",
    "nulls",
    "tru",
    "01",
    "-",
    "1.",
    ".5",
    "1e",
    "+1",
    "NaN",
    "1e999",
    "\"",
    r#""\"#,
    r#""\x""#,
    r#""\u12"#,
    r#""\u12g4""#,
    r#""\uD83D""#,
    r#""\uD83Dx""#,
    r#""\uDE00""#,
    r#""\uD83D\u0041""#,
    "\"a\nb\"",
    "\"12345678\u{1}\"",
    "[",
    "[1",
    "[1,]",
    "[,1]",
    "[1 2]",
    "{",
    r#"{"a"}"#,
    r#"{"a":}"#,
    r#"{"a":1,}"#,
    "{1:2}",
    r#"{"a" 1}"#,
    "1 2",
    "[]]",
    "{}x",
    "'a'",
];

#[test]
fn the_grammar_is_that_of_json() {
    for text in VALID {
        let (ours, theirs) = both(text.as_bytes());
        assert!(theirs.is_some(), "{text}");
        assert_eq!(ours, theirs, "{text}");
    }
    for text in INVALID {
        assert_eq!(both(text.as_bytes()), (None, None), "{text}");
    }
    assert_eq!(both(b"\"\xff\""), (None, None));
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(from_json::<Value>(nested(128).as_bytes()).is_ok());
    for text in [nested(129), nested(1_000_000), "{\"a\":".repeat(1_000_000)] {
        assert!(from_json::<Value>(text.as_bytes()).is_err());
        assert!(from_json::<Map<Vec<()>>>(text.as_bytes()).is_err());
    }
    // What nobody asks for may be as deep as it likes.
    for depth in [200, 1_000_000] {
        let unknown = |inner: &str| format!(r#"{{"petType":"x","unknown":{inner},"password":"p"}}"#);
        assert!(from_json::<Cat>(unknown(&nested(depth)).as_bytes()).is_ok());
        assert!(from_json::<Cat>(unknown(&"[".repeat(depth)).as_bytes()).is_err());
    }
    // What was left does not count.
    let wide = format!("[{}[]]", "[],{},".repeat(1000));
    assert!(from_json::<Vec<Value>>(wide.as_bytes()).is_ok());
}

#[test]
fn errors_have_a_place_and_no_value() {
    let of = |text: &str| from_json::<Map<Vec<i32>>>(text.as_bytes()).expect_err("the text does not fit").to_string();
    assert_eq!(of(r#"{"a":[1,"secret"]}"#), "/a/1: expected a 32-bit integer, found text");
    assert_eq!(of(r#"{"a":[3000000000]}"#), "/a/0: expected a 32-bit integer, found another integer");
    assert_eq!(of(r#"{"a":[1.5]}"#), "/a/0: expected a 32-bit integer, found a fraction");
    assert_eq!(of(r#"{"a":{}}"#), "/a: expected a list, found an object");
    assert_eq!(of("[]"), "expected an object (a map), found a list");
    assert_eq!(of("{\n \"a\": [x]}"), "/a/0: this is no JSON: expected a value at line 2, column 8");
    assert_eq!(of(r#"{"a":["#), "/a/0: the text ends where a value is expected");
}

#[test]
fn numbers_have_the_width_of_their_type() {
    assert_eq!(from_json::<u8>(b"255").ok(), Some(255));
    assert!(from_json::<u8>(b"256").is_err() && from_json::<u8>(b"-1").is_err());
    assert_eq!(from_json::<i64>(b"-9223372036854775808").ok(), Some(i64::MIN));
    assert_eq!(from_json::<u64>(b"18446744073709551615").ok(), Some(u64::MAX));
    assert_eq!(from_json::<f64>(b"3").ok(), Some(3.0));
    assert_eq!(from_json::<f32>(b"0.1").ok(), Some(0.1));
    assert!(from_json::<f64>(b"1e999").is_err());
    assert!(from_json::<i32>(b"1.0").is_err());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |it| it.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\"\\\\a\\x00-\\x20é😀]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6).prop_map(|it| json!(it)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reads_what_others_write(value in any_json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        prop_assert_eq!(from_json::<Value>(text.expect("values are JSON").as_bytes()), Ok(value));
    }

    #[test]
    fn writes_what_others_read(value in any_json()) {
        prop_assert_eq!(serde_json::from_slice::<Value>(&to_json(&value)).ok(), Some(value));
    }

    #[test]
    fn agrees_about_what_is_broken(value in any_json(), at: prop::sample::Index, byte: u8) {
        let mut text = serde_json::to_vec(&value).expect("values are JSON");
        let at = at.index(text.len());
        text[at] = byte;
        let (ours, theirs) = both(&text);
        prop_assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(&text));
    }

    #[test]
    fn never_panics(text: Vec<u8>) {
        drop(from_json::<Job>(&text));
        prop_assert_eq!(both(&text).0, both(&text).1);
    }

    #[test]
    fn what_is_skipped_is_the_same_as_what_is_read(value in any_json(), at: prop::sample::Index, byte: u8) {
        let mut text = serde_json::to_vec(&value).expect("values are JSON");
        let at = at.index(text.len());
        text[at] = byte;
        let skipped = Reader::json(&text).and_then(|mut it| it.skip().and_then(|()| it.end()));
        // Numbers that are too large are none that anybody can read.
        if from_json::<Value>(&text).is_ok() || !String::from_utf8_lossy(&text).contains(['e', 'E']) {
            prop_assert_eq!(skipped.is_ok(), from_json::<Value>(&text).is_ok(), "{}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn both_inputs_agree(value in any_json()) {
        let text = value.to_string();
        prop_assert_eq!(from_json::<Job>(text.as_bytes()), from_value::<Job>(value));
    }
}
