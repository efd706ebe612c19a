//! Every rule, once kept and once broken.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::printed::{Job, ListJobsInput};
use crate::{Bytes, Value, from_value};

#[track_caller]
fn rules(value: impl Encode, check: Check) -> Vec<&'static str> {
    let mut walker = Walker { pointer: String::new(), violations: Vec::new() };
    walker.walk(&to_tree(&value), &check);
    walker.violations.iter().map(|violation| violation.rule).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn lengths_count_letters_not_octets() {
    let check = Check { min_length: Some(2), max_length: Some(3), ..Check::ANY };
    assert_eq!(rules("ab".to_owned(), check), NONE);
    assert_eq!(rules("äöü".to_owned(), check), NONE);
    assert_eq!(rules("a".to_owned(), check), ["min-length"]);
    assert_eq!(rules("𝄞𝄞𝄞𝄞".to_owned(), check), ["max-length"]);
    assert_eq!(rules(Bytes::from("abcdef"), check), NONE);
    assert_eq!(rules(None::<String>, check), NONE);
}

#[test]
fn patterns_are_searched_not_anchored() {
    let check = |pattern| Check { pattern: Some(pattern), ..Check::ANY };
    assert_eq!(rules("xx12".to_owned(), check("[0-9]{2}")), NONE);
    assert_eq!(rules("xx12".to_owned(), check("^[0-9]{2}")), ["pattern"]);
    assert_eq!(rules("a/b".to_owned(), check(r"^\w\/\w$")), NONE);
    assert_eq!(rules("anything".to_owned(), check("(?=never)x")), NONE);
    assert!(unsupported_patterns().contains(&"(?=never)x"));
    assert!(!unsupported_patterns().contains(&"[0-9]{2}"));
}

#[test]
fn numbers_are_compared_exactly() {
    let least = |bound, exclusive_minimum| Check { minimum: Some(bound), exclusive_minimum, ..Check::ANY };
    let most = |bound, exclusive_maximum| Check { maximum: Some(bound), exclusive_maximum, ..Check::ANY };
    assert_eq!(rules(3, least(Bound::Int(3), false)), NONE);
    assert_eq!(rules(3, least(Bound::Int(3), true)), ["exclusive-minimum"]);
    assert_eq!(rules(i64::MAX - 1, least(Bound::Int(i64::MAX), false)), ["minimum"]);
    assert_eq!(rules(u64::MAX, most(Bound::Int(i64::MAX), false)), ["maximum"]);
    assert_eq!(rules(3, most(Bound::Float(2.5), false)), ["maximum"]);
    assert_eq!(rules(2, most(Bound::Float(2.5), true)), NONE);
    assert_eq!(rules(-2, least(Bound::Float(-2.5), false)), NONE);
    assert_eq!(rules(-3, least(Bound::Float(-2.5), false)), ["minimum"]);
    assert_eq!(rules(2.5, most(Bound::Float(2.5), true)), ["exclusive-maximum"]);
    assert_eq!(rules(2.5, most(Bound::Int(2), false)), ["maximum"]);
    assert_eq!(rules(9_007_199_254_740_993_i64, most(Bound::Int(9_007_199_254_740_992), false)), ["maximum"]);
    assert_eq!(rules(0.1_f32, most(Bound::Float(0.1), false)), NONE);
}

#[test]
fn multiples() {
    let of = |bound| Check { multiple_of: Some(bound), ..Check::ANY };
    assert_eq!(rules(9, of(Bound::Int(3))), NONE);
    assert_eq!(rules(10, of(Bound::Int(3))), ["multiple-of"]);
    assert_eq!(rules(0.3, of(Bound::Float(0.1))), NONE);
    assert_eq!(rules(0.35, of(Bound::Float(0.1))), ["multiple-of"]);
    assert_eq!(rules(i64::MAX, of(Bound::Int(2))), ["multiple-of"]);
}

#[test]
fn lists() {
    let check = Check { min_items: Some(1), max_items: Some(3), unique_items: true, ..Check::ANY };
    assert_eq!(rules(Vec::<i32>::new(), check), ["min-items"]);
    assert_eq!(rules(vec![1, 2, 3, 4], check), ["max-items"]);
    assert_eq!(rules(json!([{"a": 1, "b": 2}, {"b": 2, "a": 1}]), check), ["unique-items"]);
    assert_eq!(rules(json!([1, "1", true]), check), NONE);
    let items = Check { items: Some(&Check { max_length: Some(1), ..Check::ANY }), ..Check::ANY };
    assert_eq!(rules(vec!["a".to_owned(), "bc".to_owned()], items), ["max-length"]);
}

#[test]
fn maps() {
    let check = Check {
        min_properties: Some(1),
        max_properties: Some(2),
        values: Some(&Check { maximum: Some(Bound::Int(9)), ..Check::ANY }),
        ..Check::ANY
    };
    assert_eq!(rules(BTreeMap::<String, i32>::new(), check), ["min-properties"]);
    assert_eq!(rules(json!({"a": 1, "b": 10}), check), ["maximum"]);
    assert_eq!(rules(json!({"a": 1, "b": 2, "c": 3}), check), ["max-properties"]);
}

#[track_caller]
fn check_pointers(violations: &[Violation], expected: &[(&str, &str)]) {
    let found: Vec<_> = violations.iter().map(|it| (it.pointer.as_str(), it.rule)).collect();
    assert_eq!(found, expected);
}

fn job(value: Value) -> Job {
    from_value(value).expect("the value fits")
}

#[test]
fn records_are_walked_to_the_bottom() {
    let job = job(json!({
        "name": "much too long", "note": null, "limit": 0,
        "parent": {"name": "also too long", "note": null},
        "pets": [{"petType": "cat", "password": "ok"}, {"petType": "cat", "password": "x"}, {"petType": "cow"}],
    }));
    let violations = check(&job);
    let expected = [
        ("/name", "max-length"),
        ("/parent/name", "max-length"),
        ("/limit", "minimum"),
        ("/pets", "max-items"),
        ("/pets/1/password", "min-length"),
    ];
    check_pointers(&violations, &expected);
    assert!(violations.iter().all(|it| !it.text.contains("long")), "messages do not repeat values");
}

#[test]
fn inputs_name_their_fields() {
    let input: ListJobsInput = from_value(json!({
        "path.project_id": "p", "query.limit": 101, "query.ids": [], "body": {"name": "123456789", "note": null},
    }))
    .expect("the value fits");
    check_pointers(&check(&input), &[("/query.limit", "maximum"), ("/body/name", "max-length")]);
}

#[test]
fn steps_of_pointers_are_escaped() {
    const ITEMS: Check = Check { items: Some(&Check { max_length: Some(0), ..Check::ANY }), ..Check::ANY };
    let mut walker = Walker { pointer: String::new(), violations: Vec::new() };
    let tree = to_tree(&json!({"a/b~c": ["x"]}));
    walker.walk(&tree, &Check { values: Some(&ITEMS), ..Check::ANY });
    check_pointers(&walker.violations, &[("/a~1b~0c/0", "max-length")]);
}
