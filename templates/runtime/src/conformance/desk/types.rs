//! The types of the test API, as the generator would print them.

use std::collections::BTreeMap;

use crate as rt;

#[derive(Clone)]
pub(crate) enum State {
    Active,
    Shutoff,
    Error,
    Unknown(rt::UnknownText),
}

impl rt::TextEnum for State {
    const VALUES: &'static [&'static str] = &["ACTIVE", "SHUTOFF", "ERROR"];

    fn of(value: Result<usize, rt::UnknownText>) -> Self {
        match value {
            Ok(0) => Self::Active,
            Ok(1) => Self::Shutoff,
            Ok(_) => Self::Error,
            Err(unknown) => Self::Unknown(unknown),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Active => "ACTIVE",
            Self::Shutoff => "SHUTOFF",
            Self::Error => "ERROR",
            Self::Unknown(text) => text.as_str(),
        }
    }
}

rt::text_enum!(State);

#[derive(Clone)]
pub(crate) enum Size {
    One,
    Two,
    Four,
    Unknown(rt::UnknownInt),
}

impl rt::IntEnum for Size {
    const VALUES: &'static [i64] = &[1, 2, 4];

    fn of(value: Result<usize, rt::UnknownInt>) -> Self {
        match value {
            Ok(0) => Self::One,
            Ok(1) => Self::Two,
            Ok(_) => Self::Four,
            Err(unknown) => Self::Unknown(unknown),
        }
    }

    fn value(&self) -> i64 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Unknown(value) => value.value(),
        }
    }
}

rt::int_enum!(Size);

/// Prints a record whose fields are all of one kind, as the generator would.
macro_rules! printed_record {
    ($name:ident { $($index:literal $field:ident: $ty:ty = $wire:literal $flags:expr, $check:expr, $how:ident;)* }) => {
        #[derive(Clone)]
        pub(crate) struct $name {
            $(pub(crate) $field: $ty,)*
        }

        impl rt::Record for $name {
            const SHAPE: rt::Shape = rt::Shape { name: stringify!($name), fields: &[$($wire),*], flags: &[$(($index, $flags)),*], checks: &[$(($index, $check)),*], ..rt::Shape::PLAIN };

            fn blank() -> Self {
                Self { $($field: rt::blank(),)* }
            }

            fn read(&mut self, field: usize, from: &mut rt::Reader<'_>) -> Result<(), rt::ValueError> {
                match field {
                    $($index => from.read(&mut self.$field),)*
                    _ => from.skip(),
                }
            }

            fn write(&self, to: &mut rt::Fields<'_>) {
                $(to.$how($index, &self.$field);)*
                let _ = to;
            }
        }

        rt::record!($name);
    };
}

pub(crate) use printed_record;

printed_record!(Error {
    0 code: String = "error_code" rt::REQUIRED, &rt::Check::ANY, required;
    1 message: String = "error_msg" rt::REQUIRED, &rt::Check::ANY, required;
});

printed_record!(Item {
    0 name: String = "Name" rt::REQUIRED, &rt::Check::ANY, required;
    1 count: Option<i64> = "Count" rt::OPTIONAL, &rt::Check::ANY, optional;
});

printed_record!(Public {
    0 kind: String = "kind" rt::REQUIRED, &rt::Check::ANY, required;
    1 id: String = "id" rt::REQUIRED, &rt::Check::ANY, required;
});

printed_record!(Private {
    0 kind: String = "kind" rt::REQUIRED, &rt::Check::ANY, required;
    1 owner: Owner = "owner" rt::REQUIRED, &rt::Check::ANY, required;
});

printed_record!(Desktop {
    0 id: Option<String> = "id" rt::OPTIONAL | rt::READ_ONLY, &rt::Check::ANY, optional;
    1 name: String = "name" rt::REQUIRED,
        &rt::Check { min_length: Some(1), max_length: Some(12), ..rt::Check::ANY }, required;
    2 password: Option<String> = "password" rt::OPTIONAL | rt::WRITE_ONLY | rt::SECRET, &rt::Check::ANY, optional;
    3 state: Option<State> = "state" rt::OPTIONAL, &rt::Check::ANY, optional;
    4 size: Option<Size> = "size" rt::OPTIONAL, &rt::Check::ANY, optional;
    5 note: Option<String> = "note" rt::REQUIRED, &rt::Check::ANY, required;
    6 limit: rt::Patch<i32> = "limit" rt::OPTIONAL,
        &rt::Check { minimum: Some(rt::Bound::Int(0)), ..rt::Check::ANY }, patch;
    7 price: Option<f64> = "price" rt::OPTIONAL, &rt::Check::ANY, optional;
    8 parent: Option<Box<Desktop>> = "parent" rt::OPTIONAL, &rt::Check::ANY, optional;
    9 image: Option<Image> = "image" rt::OPTIONAL, &rt::Check::ANY, optional;
    10 tags: Option<BTreeMap<String, String>> = "tags" rt::OPTIONAL, &rt::Check::ANY, optional;
    11 disks: Option<Vec<String>> = "disks" rt::OPTIONAL,
        &rt::Check { max_items: Some(3), ..rt::Check::ANY }, optional;
});

#[derive(Clone, PartialEq)]
pub(crate) enum Image {
    Public(Box<Public>),
    Private(Box<Private>),
    Unknown(rt::UnknownUnion),
}

impl rt::TaggedUnion for Image {
    const TAG: &'static str = "kind";
    const VALUES: &'static [&'static str] = &["public", "private"];

    fn read(index: usize, value: rt::Value) -> Result<Self, rt::ValueError> {
        Ok(match index {
            0 => Self::Public(rt::from_value(value)?),
            _ => Self::Private(rt::from_value(value)?),
        })
    }

    fn unknown(value: rt::UnknownUnion) -> Self {
        Self::Unknown(value)
    }

    fn write(&self) -> (&'static [&'static str], rt::Tree) {
        match self {
            Self::Public(it) => (&["public"], rt::to_tree(it)),
            Self::Private(it) => (&["private"], rt::to_tree(it)),
            Self::Unknown(it) => (&[], rt::to_tree(it)),
        }
    }
}

rt::tagged_union!(Image);

#[derive(Clone, PartialEq)]
pub(crate) enum Owner {
    Number(i64),
    Name(String),
    Unknown(rt::UnknownUnion),
}

impl rt::UntaggedUnion for Owner {
    const VARIANTS: usize = 2;

    fn read(index: usize, value: &rt::Value) -> Result<Self, rt::ValueError> {
        Ok(match index {
            0 => Self::Number(rt::from_value_ref(value)?),
            _ => Self::Name(rt::from_value_ref(value)?),
        })
    }

    fn unknown(value: rt::UnknownUnion) -> Self {
        Self::Unknown(value)
    }

    fn write(&self) -> rt::Tree {
        match self {
            Self::Number(it) => rt::to_tree(it),
            Self::Name(it) => rt::to_tree(it),
            Self::Unknown(it) => rt::to_tree(it),
        }
    }
}

rt::untagged_union!(Owner);
