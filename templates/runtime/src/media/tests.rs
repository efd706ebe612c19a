//! Bodies of every kind, both ways.

use serde_json::json;

use super::*;
use crate::printed::Job;
use crate::{Base64, Bytes, Map, from_value};

#[track_caller]
fn check<T: Encode + Decode + PartialEq + std::fmt::Debug>(media: &'static str, value: T, body: &[u8]) {
    assert_eq!(encode(media, &value).expect("the value can be written"), body);
    assert_eq!(reader(media, body).and_then(Reader::whole), Ok(value));
}

#[test]
fn json() {
    check("application/json", vec![1, 2], b"[1,2]");
    check("Application/Problem+JSON; charset=utf-8", "a".to_owned(), br#""a""#);
    check("*/*", Some(true), b"true");
    check("application/json", Bytes::from("f"), br#""Zg==""#);
}

#[test]
fn text_and_octets() {
    check("text/plain", "a b+ü".to_owned(), "a b+ü".as_bytes());
    check("text/plain", 12_i64, b"12");
    check("text/csv", Bytes(vec![0xff]), &[0xff]);
    check("application/octet-stream", Bytes(vec![0, 1, 2]), &[0, 1, 2]);
    check("application/octet-stream", Bytes::default(), b"");
    check("text/plain", Base64(b"f".to_vec()), b"Zg==");
    check("application/octet-stream", (), b"");
}

#[test]
fn octets_that_are_not_text_are_not_text() {
    let read = reader("text/plain", &[0xff]).and_then(Reader::whole::<String>);
    assert!(read.is_err());
}

#[test]
fn json_is_utf8_also_where_nobody_reads_it() {
    let read = reader("application/json", b"{\"name\":\"a\",\"note\":null,\"z\":\"\xff\"}");
    assert_eq!(read.expect_err("not UTF-8").message(), "the text is not UTF-8");
}

#[test]
fn forms() {
    let job: Job = from_value(json!({
        "name": "a&b", "note": "+ ü", "limit": 3, "parent": {"name": "p", "note": null},
        "pets": [{"petType": "dog", "bark": "w"}, {"petType": "cat", "password": "x"}], "more": 5,
    }))
    .expect("fits");
    let body = "name=a%26b&parent=%7B%22name%22%3A%22p%22%2C%22note%22%3Anull%7D&note=%2B%20%C3%BC&limit=3\
        &pets=%7B%22petType%22%3A%22dog%22%2C%22bark%22%3A%22w%22%7D\
        &pets=%7B%22petType%22%3A%22cat%22%2C%22password%22%3A%22x%22%7D&more=5";
    check("application/x-www-form-urlencoded", job, body.as_bytes());
    check("application/x-www-form-urlencoded", Map::from([("a".to_owned(), vec![true, false])]), b"a=true&a=false");
}

#[test]
fn forms_of_others() {
    let read = reader("application/x-www-form-urlencoded", b"a=x+y%20z&b&a=last&");
    let form = read.and_then(Reader::whole::<Map<String>>).expect("the form fits");
    assert_eq!(form, Map::from([("a".to_owned(), "last".to_owned()), ("b".to_owned(), String::new())]));
}

#[test]
fn what_has_no_codec_says_so() {
    let error = encode("application/xml", &Map::from([("a".to_owned(), 1)]));
    let error = error.expect_err("there is no codec for XML");
    assert_eq!(error.message(), "`application/xml` has no codec, only octets and text can be sent");
    assert!(encode("multipart/form-data", &vec![1]).is_err());
}

#[test]
fn documented_media_types_are_chosen() {
    let documented = ["application/json", "image/*"];
    assert_eq!(choose(&documented, ""), Some("application/json"));
    assert_eq!(choose(&documented, "Application/JSON;charset=utf-8"), Some("application/json"));
    assert_eq!(choose(&documented, "image/png"), Some("image/png"));
    assert_eq!(choose(&documented, "text/plain"), None);
    assert_eq!(choose(&["*/*"], "a/b"), Some("a/b"));
    assert_eq!((concrete("*/*"), concrete("image/*")), ("application/json", "application/octet-stream"));
}
