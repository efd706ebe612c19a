//! What records do with keys, nulls, secrets.

use serde_json::json;

use crate::printed::{Cat, Job, Pet};
use crate::{Patch, Value, from_json, from_value, to_json, to_value};

fn read(value: Value) -> Result<Job, String> {
    let text = from_json::<Job>(value.to_string().as_bytes()).map_err(|error| error.to_string());
    let tree = from_value::<Job>(value).map_err(|error| error.to_string());
    assert_eq!(text.is_ok(), tree.is_ok(), "both readers agree");
    if let (Ok(text), Ok(tree)) = (&text, &tree) {
        assert_eq!(text, tree, "both readers agree");
    }
    text
}

#[track_caller]
fn check_round_trip(value: Value) {
    let job = read(value.clone()).expect("the value fits");
    assert_eq!(to_value(&job), value);
    assert_eq!(serde_json::from_slice::<Value>(&to_json(&job)).ok(), Some(value));
}

#[track_caller]
fn check_fault(value: Value, expected: &str) {
    let message = read(value).expect_err("the value does not fit");
    assert!(message.contains(expected), "`{message}` says `{expected}`");
}

#[test]
fn round_trips() {
    check_round_trip(json!({"name": "a", "note": null}));
    check_round_trip(json!({
        "id": "1", "name": "a", "note": "x", "limit": 5, "status": "SUCCESS", "rest": 7,
        "parent": {"name": "b", "note": null, "limit": null, "status": "NEW"},
        "pets": [{"petType": "cat", "password": "xx"}, {"petType": "kitty", "password": "yy"}, {"petType": "cow", "n": 1}],
    }));
}

#[test]
fn names_every_missing_field() {
    check_fault(json!({}), "missing required fields `name`, `note` of Job");
    check_fault(json!({"name": "a"}), "missing required field `note` of Job");
    check_fault(json!({"parent": {"note": null}, "name": "a", "note": null}), "`name` of Job");
}

#[test]
fn null_is_absent_for_optional_fields_and_wrong_for_required_ones() {
    let job = read(json!({"id": null, "name": "a", "note": null, "limit": null})).expect("null is fine here");
    assert_eq!((job.id, job.note, job.limit), (None, None, Patch::Null));
    check_fault(json!({"name": null, "note": null}), "null");
}

#[test]
fn order_does_not_matter_and_the_last_duplicate_wins() {
    let job: Job = from_json(br#"{"note":null,"limit":1,"name":"a","limit":2,"z":1,"id":"i"}"#).expect("fits");
    assert_eq!((job.name.as_str(), job.limit, job.id.as_deref()), ("a", Patch::Value(2), Some("i")));
    assert_eq!(job.additional.get("z"), Some(&1));
}

#[test]
fn additional_properties_have_a_type() {
    check_fault(json!({"name": "a", "note": null, "z": "text"}), "/z: expected a 32-bit integer, found text");
}

#[test]
fn unknown_keys_are_skipped_where_they_are_not_kept() {
    let cat: Cat = from_json(br#"{"new":{"deep":[1,{}]},"password":"p"}"#).expect("fits");
    assert_eq!(cat.own, "p");
}

#[test]
fn unknown_keys_are_refused_where_the_schema_says_so() {
    #[derive(Clone)]
    struct Closed {
        a: Option<i32>,
    }

    impl crate::Record for Closed {
        const SHAPE: crate::Shape =
            crate::Shape { name: "Closed", fields: &["a"], unknown: crate::Unknown::Reject, ..crate::Shape::PLAIN };
        fn blank() -> Self {
            Self { a: None }
        }

        fn read(&mut self, _: usize, from: &mut crate::Reader<'_>) -> Result<(), crate::ValueError> {
            from.read(&mut self.a)
        }
        fn write(&self, to: &mut crate::Fields<'_>) {
            to.optional(0, &self.a);
        }
    }
    crate::record!(Closed);
    assert_eq!(from_value::<Closed>(json!({"a": 1})).ok(), Some(Closed { a: Some(1) }));
    let error = from_value::<Closed>(json!({"b": 1})).expect_err("`b` is unknown");
    assert_eq!(error.message(), "unknown field `b`");
}

#[test]
fn required_fields_beyond_the_first_64_are_demanded() {
    struct Wide {
        last: i32,
    }

    impl crate::Record for Wide {
        const SHAPE: crate::Shape = crate::Shape {
            name: "Wide",
            fields: &{
                let mut fields = ["none"; 71];
                fields[70] = "last";
                fields
            },
            flags: &[(70, crate::REQUIRED)],
            ..crate::Shape::PLAIN
        };
        fn blank() -> Self {
            Self { last: 0 }
        }

        fn read(&mut self, _: usize, from: &mut crate::Reader<'_>) -> Result<(), crate::ValueError> {
            from.read(&mut self.last)
        }
        fn write(&self, to: &mut crate::Fields<'_>) {
            to.required(70, &self.last);
        }
    }
    crate::record!(Wide);
    assert_eq!(from_value::<Wide>(json!({"last": 3})).expect("fits").last, 3);
    assert!(from_value::<Wide>(json!({})).is_err());
}

#[test]
fn errors_carry_the_place() {
    let value = json!({"name": "a", "note": null, "parent": {"name": "b", "note": 3}});
    let error = from_value::<Job>(value).expect_err("a note is text");
    assert_eq!(error.pointer(), "/parent/note");
}

#[test]
fn debug_masks_secrets_at_every_depth() {
    let cat = Pet::Cat(Box::new(Cat { pet_type: None, own: "hunter2".to_owned() }));
    let inner = Job { note: Some("hunter2".to_owned()), ..read(json!({"name": "in", "note": null})).expect("fits") };
    let job = Job { parent: Some(Box::new(inner.clone())), pets: Some(vec![cat]), ..inner };
    let short = format!("{job:?}");
    assert_eq!(
        short,
        "Job { name: \"in\", parent: Job { name: \"in\", note: ***, }, note: ***, \
         pets: [Cat { password: ***, petType: \"cat\" }] }"
            .replace(", }", " }")
    );
    let long = format!("{job:#?}");
    assert!(long.starts_with("Job {\n    name: \"in\",\n    parent: Job {\n        name: \"in\","), "{long}");
    assert!(!long.contains("hunter2"));
}

#[test]
fn fields_of_one_direction_are_not_demanded() {
    struct Both {
        id: Option<String>,
        password: Option<String>,
    }

    impl crate::Record for Both {
        const SHAPE: crate::Shape = crate::Shape {
            name: "Both",
            fields: &["id", "password"],
            flags: &[(0, crate::REQUIRED | crate::READ_ONLY), (1, crate::REQUIRED | crate::WRITE_ONLY | crate::SECRET)],
            ..crate::Shape::PLAIN
        };
        fn blank() -> Self {
            Self { id: None, password: None }
        }

        fn read(&mut self, field: usize, from: &mut crate::Reader<'_>) -> Result<(), crate::ValueError> {
            match field {
                0 => from.read(&mut self.id),
                _ => from.read(&mut self.password),
            }
        }
        fn write(&self, to: &mut crate::Fields<'_>) {
            to.optional(0, &self.id);
            to.optional(1, &self.password);
        }
    }
    crate::record!(Both);
    let both: Both = from_value(json!({})).expect("nothing is demanded");
    assert_eq!((both.id.clone(), both.password.clone()), (None, None));
    assert_eq!(to_value(&both), json!({}));
}
