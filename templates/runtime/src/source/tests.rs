//! Text is read by the type that asks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::printed::{IdOrName, Level, Status};

fn text<T: Decode>(text: &str) -> Result<T, String> {
    Reader::source(Source::Text(Cow::Borrowed(text))).whole().map_err(|error| error.to_string())
}

#[test]
fn scalars() {
    assert_eq!(text("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(text("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(text("1e3"), Ok(1000.0));
    assert_eq!(text("True"), Ok(true));
    assert_eq!(text("10"), Ok(Level::High));
    assert_eq!(text("RUNNING"), Ok(Status::Running));
    assert_eq!(text("12"), Ok("12".to_owned()));
    assert_eq!(text("12"), Ok(json!("12")));
    assert_eq!(text("12"), Ok(Some(12_u8)));
    assert_eq!(text::<i32>("3000000000"), Err("expected a 32-bit integer, found other text".to_owned()));
    assert_eq!(text::<bool>("1"), Err("expected true or false, found other text".to_owned()));
    assert!(text::<f64>("NaN").is_err());
    assert!(text::<i32>("").is_err());
}

#[test]
fn unions_get_every_reading() {
    assert_eq!(text("12"), Ok(IdOrName::Integer(12)));
    assert_eq!(text("012x"), Ok(IdOrName::Text("012x".to_owned())));
    assert_eq!(text("true"), Ok(IdOrName::Text("true".to_owned())));
}

#[test]
fn json_values_and_their_places() {
    let value = json!({"a": [{"b": 1}, {"b": "x"}]});
    type Nested = BTreeMap<String, Vec<BTreeMap<String, i32>>>;
    let owned = from_value::<Nested>(value.clone()).expect_err("`x` is no integer");
    let borrowed = from_value_ref::<Nested>(&value).expect_err("`x` is no integer");
    assert_eq!((owned.pointer(), borrowed.pointer()), ("/a/1/b".to_owned(), "/a/1/b".to_owned()));
    assert_eq!(
        from_value::<BTreeMap<String, Option<f32>>>(json!({"1": null, "2": 0.5})).ok(),
        Some(BTreeMap::from([("1".to_owned(), None), ("2".to_owned(), Some(0.5))]))
    );
}

#[test]
fn absence() {
    fn read<T: Decode>(required: bool, empty: bool) -> Result<T, ValueError> {
        Reader::source(Source::Absent { required, empty }).whole()
    }
    assert_eq!(read::<Option<i32>>(false, true), Ok(None));
    assert!(read::<Option<i32>>(true, true).is_err_and(|error| error.is_absent()));
    assert_eq!(read::<Vec<i32>>(true, true), Ok(vec![]));
    assert!(read::<Vec<i32>>(true, false).is_err());
    assert!(read::<i32>(false, true).is_err());
    assert_eq!(read::<()>(false, false), Ok(()));
}
