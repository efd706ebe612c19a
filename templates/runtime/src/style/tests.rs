//! The table of styles of OpenAPI 3.0.3, cell by cell and both ways, and round trips of anything.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::source::Source;
use crate::{Decode, Encode, EncodeError, Location, Map, Param, Reader, Style, ValueError, to_tree};

fn param(location: Location, style: Style, explode: bool) -> &'static Param {
    let param = match location {
        Location::Path => Param::path("color"),
        Location::Query => Param::query("color"),
        Location::Header => Param::header("color"),
        Location::Cookie => Param::cookie("color"),
    };
    // Operations are static, so a test that makes one on the fly leaks it.
    Box::leak(Box::new(param.style(style, explode)))
}

/// What stands on the wire: path or header as it is, pairs joined as in a query or in cookies.
fn write<T: Encode + ?Sized>(param: &Param, value: &T) -> Result<Option<String>, EncodeError> {
    let joint = if param.location == Location::Cookie { "; " } else { "&" };
    Ok(match encode(param, &to_tree(value))? {
        Encoded::Nothing => None,
        Encoded::Text(text) => Some(text),
        Encoded::Pairs(pairs) if pairs.is_empty() => None,
        Encoded::Pairs(pairs) => {
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            Some(pairs.join(joint))
        }
    })
}

fn read<T: Decode>(param: &'static Param, wire: Option<&str>) -> Result<T, ValueError> {
    let headers: Vec<_> = wire.map(|wire| ("Color".to_owned(), wire.to_owned())).into_iter().collect();
    let pieces = wire.unwrap_or("").split(if param.location == Location::Cookie { "; " } else { "&" });
    let pairs = Pairs::new(pieces, std::slice::from_ref(param), param.location);
    let found = match param.location {
        Location::Path => Found::path(param, wire),
        Location::Header => Found::header(param, &headers),
        Location::Query | Location::Cookie => Found::pairs(param, &pairs)?,
    };
    Reader::source(Source::param(found, true)).whole()
}

#[track_caller]
fn check<T>(param: &'static Param, value: T, wire: &str)
where
    T: Encode + Decode + PartialEq + Debug,
{
    assert_eq!(write(param, &value).expect("the value has a text").as_deref(), Some(wire));
    assert_eq!(read::<T>(param, Some(wire)).as_ref(), Ok(&value));
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn list() -> Vec<String> {
    words(&["blue", "black", "brown"])
}

/// The members in the order of the table, which is that of a record there.
#[allow(non_snake_case)]
struct Rgb {
    R: u8,
    G: u8,
    B: u8,
}

impl crate::Record for Rgb {
    const SHAPE: crate::Shape = crate::Shape {
        name: "Rgb",
        fields: &["R", "G", "B"],
        flags: &[(0, crate::REQUIRED), (1, crate::REQUIRED), (2, crate::REQUIRED)],
        ..crate::Shape::PLAIN
    };
    fn blank() -> Self {
        Self { R: 0, G: 0, B: 0 }
    }
    fn read(&mut self, field: usize, from: &mut Reader<'_>) -> Result<(), ValueError> {
        match field {
            0 => from.read(&mut self.R),
            1 => from.read(&mut self.G),
            _ => from.read(&mut self.B),
        }
    }
    fn write(&self, to: &mut crate::Fields<'_>) {
        to.required(0, &self.R);
        to.required(1, &self.G);
        to.required(2, &self.B);
    }
}
crate::record!(Rgb);

const RGB: Rgb = Rgb { R: 100, G: 200, B: 150 };

/// One row of the table: empty text, text, list, object; `n/a` is an error.
#[track_caller]
fn row(location: Location, style: Style, explode: bool, cells: [&str; 4]) {
    let param = param(location, style, explode);
    let [empty, text, list_text, object] = cells;
    cell(param, String::new(), empty);
    cell(param, "blue".to_owned(), text);
    cell(param, list(), list_text);
    cell(param, RGB, object);
}

#[track_caller]
fn cell<T: Encode + Decode + PartialEq + Debug>(param: &'static Param, value: T, wire: &str) {
    if wire == "n/a" {
        assert!(write(param, &value).is_err(), "{param:?} has no text for {value:?}");
        return;
    }
    check(param, value, wire);
}

#[test]
fn the_table() {
    use Location::{Cookie, Header, Path, Query};
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    row(Path, Matrix, false, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]);
    row(Path, Matrix, true, [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]);
    row(Path, Label, false, [".", ".blue", ".blue.black.brown", ".R.100.G.200.B.150"]);
    row(Path, Label, true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]);
    for location in [Path, Header] {
        row(location, Simple, false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]);
        row(location, Simple, true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]);
    }
    row(Query, Form, false, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]);
    row(Query, Form, true, ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]);
    row(Cookie, Form, false, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]);
    row(Cookie, Form, true, ["color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"]);
    let spaces = ["n/a", "n/a", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"];
    row(Query, SpaceDelimited, false, spaces);
    row(Query, PipeDelimited, false, ["n/a", "n/a", "color=blue|black|brown", "color=R|100|G|200|B|150"]);
    row(Query, DeepObject, true, ["n/a", "n/a", "n/a", "color[R]=100&color[G]=200&color[B]=150"]);
    row(Query, SpaceDelimited, true, ["n/a", "n/a", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]);
    row(Query, PipeDelimited, true, ["n/a", "n/a", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]);
}

#[test]
fn json_text() {
    let query = param(Location::Query, Style::Json, false);
    check(query, list(), "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D");
    check(query, "a b".to_owned(), "color=%22a%20b%22");
    check(param(Location::Header, Style::Json, false), RGB, r#"{"R":100,"G":200,"B":150}"#);
    assert!(read::<Vec<String>>(query, Some("color=%5B")).is_err());
}

#[test]
fn flattening() {
    let flat = param(Location::Query, Style::Flat, true);
    check(flat, list(), "color.1=blue&color.2=black&color.3=brown");
    check(flat, "blue".to_owned(), "color=blue");
    check(flat, RGB, "color.R=100&color.G=200&color.B=150");
    type Nested = Vec<BTreeMap<String, Vec<String>>>;
    let nested: Nested =
        vec![Map::from([("A".to_owned(), words(&["x", "y"]))]), Map::from([("B".to_owned(), words(&["z"]))])];
    check(flat, nested, "color.1.A.1=x&color.1.A.2=y&color.2.B.1=z");
}

#[test]
fn flattening_by_others() {
    let flat = param(Location::Query, Style::Flat, true);
    assert_eq!(read(flat, Some("color.10=c&color.2=b&color.1=a+b%2Bc")), Ok(words(&["a b+c", "b", "c"])));
    assert_eq!(read(flat, Some("color.3=True&color.7=FALSE&colors.1=x")), Ok(vec![true, false]));
    assert_eq!(read::<Vec<String>>(flat, None), Ok(Vec::new()));
    assert!(read::<Vec<String>>(flat, Some("color.10001=x")).is_err());
    assert_eq!(read(flat, Some("color.10000=x")), Ok(words(&["x"])));
    assert!(read::<Vec<String>>(flat, Some("color.one=x")).is_err());
    assert!(read::<crate::Value>(flat, Some(&format!("color{}=x", ".1".repeat(40)))).is_err());
    let error = read::<Vec<i32>>(flat, Some("color.1=1&color.2=x")).expect_err("`x` is no integer");
    assert_eq!(error.pointer(), "/1");
}

#[test]
fn what_flattening_would_lose_is_an_error() {
    let flat = param(Location::Query, Style::Flat, true);
    assert!(write(flat, &json!([{}, {"a": 1}])).is_err());
    assert!(write(flat, &json!({"a.b": 1})).is_err());
    assert!(write(flat, &json!([null])).is_err());
}

#[test]
fn deep_objects_by_others() {
    let deep = param(Location::Query, Style::DeepObject, true);
    assert_eq!(read(deep, Some("color%5BR%5D=100&color[G]=200&color[B]=150&other[R]=1")), Ok(RGB));
    let value: crate::Value = read(deep, Some("color[a][b]=1&color[c][]=2&color[c][]=3")).expect("the pairs fit");
    assert_eq!(value, json!({"a": {"b": "1"}, "c": ["2", "3"]}));
    check(deep, Map::from([("x]y".to_owned(), words(&["1", "2"]))]), "color[x%5Dy]=1&color[x%5Dy]=2");
}

#[test]
fn empty_lists_send_nothing_and_absent_ones_are_empty() {
    for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::Flat] {
        for explode in [false, true] {
            let param = param(Location::Query, style, explode);
            assert_eq!(write(param, &Vec::<String>::new()), Ok(None));
            assert_eq!(read::<Vec<String>>(param, None), Ok(Vec::new()));
        }
    }
}

#[test]
fn null_sends_nothing_and_members_that_are_null_are_left_out() {
    let form = param(Location::Query, Style::Form, true);
    assert_eq!(write(form, &None::<i32>), Ok(None));
    assert_eq!(write(form, &json!({"a": null, "b": 1})), Ok(Some("b=1".to_owned())));
    assert!(write(form, &json!([1, null])).is_err());
    assert!(write(form, &json!([[1]])).is_err());
    assert!(read::<String>(form, None).is_err_and(|error| error.is_absent()));
}

#[test]
fn numbers_are_exact_and_short() {
    let form = param(Location::Query, Style::Form, true);
    check(form, i64::MIN, "color=-9223372036854775808");
    check(form, u64::MAX, "color=18446744073709551615");
    check(form, 0.1_f32, "color=0.1");
    check(form, 1.0_f64, "color=1");
    check(form, 1e300_f64, "color=1e300");
    check(form, true, "color=true");
    assert!(write(form, &f64::NAN).is_err());
}

#[test]
fn reserved_characters_may_stay() {
    let plain: &'static Param = param(Location::Query, Style::Form, true);
    check(plain, "a/b?c=d&e".to_owned(), "color=a%2Fb%3Fc%3Dd%26e");
    let reserved: &'static Param = Box::leak(Box::new(Param::query("color").allow_reserved()));
    check(reserved, "a/b?c=d&e#f+g h".to_owned(), "color=a/b?c=d%26e%23f+g%20h");
    let list: &'static Param = Box::leak(Box::new(Param::query("color").style(Style::Form, false).allow_reserved()));
    check(list, words(&["a,b", "c;d"]), "color=a%2Cb,c;d");
}

#[test]
fn plus_is_a_plus_in_urls() {
    let form = param(Location::Query, Style::Form, true);
    assert_eq!(read(form, Some("color=a+b%2Bc")), Ok("a+b+c".to_owned()));
    assert_eq!(read(form, Some("color=100%")), Ok("100%".to_owned()));
}

#[test]
fn headers_say_what_they_cannot() {
    let header = param(Location::Header, Style::Simple, false);
    check(header, "a, b ü%20".to_owned(), "a, b ü%20");
    assert_eq!(read(header, Some("a , b,c")), Ok(words(&["a", "b", "c"])));
    assert!(write(header, "a\r\nb").is_err());
    assert!(write(header, "a\0b").is_err());
    assert!(write(header, &words(&["a,b"])).is_err());
    assert!(write(header, &words(&[" a"])).is_err());
    assert!(write(param(Location::Header, Style::Simple, true), &json!({"a=b": 1})).is_err());
}

#[test]
fn spaces_between_and_inside_items_cannot_be_told_apart() {
    let spaces = param(Location::Query, Style::SpaceDelimited, false);
    assert!(write(spaces, &words(&["a b"])).is_err());
}

#[test]
fn wrong_texts_are_faults() {
    assert!(read::<Rgb>(param(Location::Path, Style::Simple, false), Some("R,100,G")).is_err());
    assert!(read::<String>(param(Location::Path, Style::Label, false), Some("blue")).is_err());
    assert!(read::<String>(param(Location::Path, Style::Matrix, false), Some(";shade=blue")).is_err());
}

/// Every style with every place it may stand in.
fn places() -> Vec<&'static Param> {
    use Location::{Cookie, Header, Path, Query};
    let styles = [
        (Path, Style::Matrix),
        (Path, Style::Label),
        (Path, Style::Simple),
        (Header, Style::Simple),
        (Query, Style::Form),
        (Cookie, Style::Form),
        (Query, Style::SpaceDelimited),
        (Query, Style::PipeDelimited),
        (Query, Style::DeepObject),
        (Query, Style::Json),
        (Cookie, Style::Json),
        (Query, Style::Flat),
    ];
    styles.into_iter().flat_map(|(place, style)| [param(place, style, false), param(place, style, true)]).collect()
}

static PLACES: LazyLock<Vec<&'static Param>> = LazyLock::new(places);

/// What can be written comes back; what cannot be written says so.
fn round_trip<T: Encode + Decode + PartialEq + Debug>(value: &T) -> Result<(), TestCaseError> {
    for param in PLACES.iter() {
        let Ok(wire) = write(param, value) else {
            continue;
        };
        let Some(wire) = wire else { continue };
        prop_assert!(param.location == Location::Header || wire.is_ascii(), "{wire}");
        let back = read::<T>(param, Some(&wire));
        prop_assert_eq!(back.as_ref(), Ok(value), "{:?} {:?} {}", param.location, param.style, wire);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_round_trip(text: String) {
        round_trip(&text)?;
    }

    #[test]
    fn numbers_round_trip(integer: i64, float in proptest::num::f64::NORMAL, single in proptest::num::f32::NORMAL, truth: bool) {
        round_trip(&integer)?;
        round_trip(&float)?;
        round_trip(&single)?;
        round_trip(&truth)?;
    }

    #[test]
    fn lists_round_trip(list: Vec<String>) {
        round_trip(&list)?;
    }

    #[test]
    fn lists_of_integers_round_trip(list: Vec<i64>) {
        round_trip(&list)?;
    }

    #[test]
    fn maps_round_trip(map: BTreeMap<String, String>) {
        round_trip(&map)?;
    }

    #[test]
    fn tricky_lists_round_trip(list in proptest::collection::vec("[,;.=|&%+ \\[\\]#~üa1-]{0,4}", 1..5)) {
        round_trip(&list)?;
    }

    #[test]
    fn tricky_maps_round_trip(map in proptest::collection::btree_map("[,;.=|&%+ \\[\\]#~üa1-]{1,4}", "[,;.=|&%+ üa1]{0,4}", 1..4)) {
        round_trip(&map)?;
    }

    #[test]
    fn nested_values_flatten_and_come_back(value in proptest::collection::vec(
        proptest::collection::btree_map("[A-Z][a-z ü+%&]{0,3}", proptest::collection::vec(".*", 1..4), 1..4), 1..14,
    )) {
        let flat = param(Location::Query, Style::Flat, true);
        let wire = write(flat, &value).expect("nothing here is empty");
        prop_assert_eq!(read(flat, wire.as_deref()), Ok(value));
    }

    #[test]
    fn anything_may_come_in(wire: String) {
        for param in PLACES.iter() {
            let _ = read::<Vec<i32>>(param, Some(&wire));
            let _ = read::<Rgb>(param, Some(&wire));
            let _ = read::<crate::Value>(param, Some(&wire));
        }
    }
}
