//! Enums of text that keep what they do not know, as one writes them by hand where `#[serde(untagged)]` is too slow: a
//! `match` on the text that allocates for unknown values only.

macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) enum $name {
            $($variant,)+
            Unknown(String),
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(text) => text,
                })
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Visitor;

                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("text")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        Ok(match text {
                            $($text => $name::$variant,)+
                            _ => $name::Unknown(text.to_owned()),
                        })
                    }
                }

                from.deserialize_str(Visitor)
            }
        }
    };
}

pub(super) use open_enum;
