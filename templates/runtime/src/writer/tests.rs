//! JSON text as others write it, and trees that say the same.

use serde_json::json;

use super::*;
use crate::printed::{Cat, Pet};
use crate::{Bytes, Map};

fn text<T: Encode + ?Sized>(value: &T) -> String {
    String::from_utf8(to_json(value)).expect("JSON is UTF-8")
}

#[test]
fn scalars() {
    assert_eq!(text(&i64::MIN), "-9223372036854775808");
    assert_eq!(text(&u64::MAX), "18446744073709551615");
    assert_eq!(text(&i128::MAX), i128::MAX.to_string());
    assert_eq!(text(&0.1_f32), "0.1");
    assert_eq!(text(&1e300), "1e+300");
    assert_eq!(text(&f64::NAN), "null");
    assert_eq!(text(&()), "null");
    assert_eq!(text(&Some(true)), "true");
    assert_eq!(text(&Bytes::from("f")), r#""Zg==""#);
}

#[test]
fn every_letter_is_escaped_as_others_do() {
    let letters: String = (0..0x300).filter_map(char::from_u32).collect();
    for value in ["", "\"", "\\", "a\"b\\c", letters.as_str(), "plain", "\u{1}"] {
        assert_eq!(text(value), serde_json::to_string(value).expect("text is JSON"));
    }
}

#[test]
fn text_and_tree_say_the_same() {
    let cat = Cat { pet_type: None, own: "p".to_owned() };
    let value = Map::from([
        ("list".to_owned(), vec![Some(Pet::Cat(Box::new(cat))), None]),
        ("empty \"list\"".to_owned(), Vec::new()),
    ]);
    let expected = json!({"list": [{"petType": "cat", "password": "p"}, null], "empty \"list\"": []});
    assert_eq!(serde_json::from_str::<Value>(&text(&value)).ok(), Some(expected.clone()));
    assert_eq!(to_value(&value), expected);
    assert_eq!(text(&to_tree(&value)), text(&value));
    assert_eq!(text(&expected), text(&to_tree(&expected)));
}
