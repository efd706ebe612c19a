//! Enums and unions: known values, unknown ones, and the way back.

use serde_json::json;

use crate::printed::{Cat, Dog, IdOrName, Level, Pet, Status};
use crate::{Decode, Encode, IntEnum, TextEnum, Value, blank, from_json, from_value, to_json, to_value};

#[track_caller]
fn check<T: Encode + Decode>(value: Value) -> T {
    let read: T = from_json(value.to_string().as_bytes()).expect("the value fits");
    assert_eq!(to_value(&read), value);
    assert_eq!(serde_json::from_slice::<Value>(&to_json(&read)).expect("the text is JSON"), value);
    from_value(value).expect("the value fits")
}

#[test]
fn enums_of_text() {
    assert_eq!(check::<Status>(json!("SUCCESS")), Status::Success);
    let unknown = check::<Status>(json!("LATER"));
    assert!(matches!(&unknown, Status::Unknown(text) if text.as_str() == "LATER"));
    assert_eq!((unknown.to_string(), format!("{unknown:?}")), ("LATER".to_owned(), "\"LATER\"".to_owned()));
    assert_eq!(Status::from("RUNNING"), Status::Running);
    assert_eq!(Status::from("x").as_str(), "x");
    assert_eq!(blank::<Status>().as_str(), "");
    assert!(from_value::<Status>(json!(3)).is_err());
}

#[test]
fn enums_of_integers() {
    assert_eq!(check::<Level>(json!(10)), Level::High);
    assert_eq!(check::<Level>(json!(-7)).value(), -7);
    assert_eq!((Level::from(1), Level::Low.to_string()), (Level::Low, "1".to_owned()));
    assert!(from_value::<Level>(json!("1")).is_err());
}

#[test]
fn tagged_unions() {
    let cat = check::<Pet>(json!({"petType": "cat", "password": "p"}));
    assert!(matches!(cat, Pet::Cat(cat) if cat.own == "p"));
    assert!(matches!(check::<Pet>(json!({"petType": "kitty", "password": "p"})), Pet::Cat(_)));
    assert!(matches!(check::<Pet>(json!({"petType": "dog", "bark": "p"})), Pet::Dog(_)));
    assert!(matches!(check::<Pet>(json!({"petType": "cow", "milk": [1, 2]})), Pet::Unknown(_)));
    assert!(matches!(check::<Pet>(json!({"bark": "no tag"})), Pet::Unknown(_)));
    let error = from_value::<Pet>(json!({"petType": "dog", "bark": 1})).expect_err("a bark is text");
    assert_eq!(error.pointer(), "/bark");
}

#[test]
fn the_tag_is_put_in_where_it_is_missing_or_wrong() {
    let cat = |pet_type: Option<&str>| Cat { pet_type: pet_type.map(str::to_owned), own: "p".to_owned() };
    for (tag, written) in [(None, "cat"), (Some("dog"), "cat"), (Some("kitty"), "kitty")] {
        let value = to_value(&Pet::Cat(Box::new(cat(tag))));
        assert_eq!(value, json!({"petType": written, "password": "p"}));
    }
}

#[test]
fn untagged_unions_keep_the_most() {
    assert_eq!(check::<IdOrName>(json!(5)), IdOrName::Integer(5));
    assert_eq!(check::<IdOrName>(json!("5")), IdOrName::Text("5".to_owned()));
    assert!(matches!(check::<IdOrName>(json!({"password": "p"})), IdOrName::Cat(_)));
    assert!(matches!(check::<IdOrName>(json!([1])), IdOrName::Unknown(it) if *it.value() == json!([1])));
}

#[test]
fn of_two_records_the_one_that_loses_less_is_right() {
    #[derive(Debug, Clone, PartialEq)]
    enum Two {
        Bare(crate::Map<Option<String>>),
        Dog(Dog),
        Unknown,
    }
    impl crate::UntaggedUnion for Two {
        const VARIANTS: usize = 2;
        fn read(index: usize, value: &Value) -> Result<Self, crate::ValueError> {
            Ok(match index {
                0 => Self::Dog(crate::from_value_ref(value)?),
                _ => Self::Bare(crate::from_value_ref(value)?),
            })
        }
        fn unknown(_: crate::UnknownUnion) -> Self {
            Self::Unknown
        }
        fn write(&self) -> crate::Tree {
            match self {
                Self::Bare(it) => crate::to_tree(it),
                Self::Dog(it) => crate::to_tree(it),
                Self::Unknown => crate::Tree::Null,
            }
        }
    }
    let read = |value: Value| {
        let text = value.to_string();
        let mut reader = crate::Reader::json(text.as_bytes()).expect("the value is text");
        crate::read_untagged::<Two>(&mut reader).expect("everything fits")
    };
    assert!(matches!(read(json!({"bark": "b"})), Two::Dog(_)), "the first wins a tie");
    assert!(matches!(read(json!({"bark": "b", "more": "m"})), Two::Bare(_)), "a dog would lose `more`");
    assert!(matches!(read(json!({"bark": 1})), Two::Unknown));
}

#[test]
fn unions_inside_unions_do_not_take_forever() {
    /// Both variants look alike, so every level doubles what could be tried.
    #[derive(Clone, PartialEq)]
    enum Expression {
        And(crate::Map<Option<Box<Expression>>>),
        Or(crate::Map<Option<Box<Expression>>>),
        Unknown(crate::UnknownUnion),
    }
    impl crate::UntaggedUnion for Expression {
        const VARIANTS: usize = 2;
        fn read(index: usize, value: &Value) -> Result<Self, crate::ValueError> {
            if value.get("bad").is_some() {
                return crate::from_value_ref::<i32>(value).map(|_| Self::And(crate::Map::new()));
            }
            Ok(match index {
                0 => Self::And(crate::from_value_ref(value)?),
                _ => Self::Or(crate::from_value_ref(value)?),
            })
        }
        fn unknown(value: crate::UnknownUnion) -> Self {
            Self::Unknown(value)
        }
        fn write(&self) -> crate::Tree {
            match self {
                Self::And(it) | Self::Or(it) => {
                    crate::to_tree(&it.keys().map(|key| (key.clone(), 0)).collect::<crate::Map<_>>())
                }
                Self::Unknown(it) => crate::to_tree(it),
            }
        }
    }
    crate::untagged_union!(Expression);
    let deep = (0..60).fold(json!({"bad": 1}), |inner, _| json!({"left": inner}));
    let read: Expression = from_value(deep).expect("everything can be kept");
    assert!(matches!(read, Expression::And(_) | Expression::Unknown(_)));
}
