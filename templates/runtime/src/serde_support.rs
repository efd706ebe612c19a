//! serde for printed types, where a program asks for it: the feature `serde`.
//!
//! Nothing here needs it: calls read and write values by themselves. Values go through JSON values on their way.

/// Gives a printed type `Serialize` and `Deserialize`; not for printed code.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "serde")]
macro_rules! __serde {
    ($ty:ty) => {
        impl $crate::Serialize for $ty {
            fn serialize<S: $crate::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::Serialize::serialize(&$crate::to_value(self), to)
            }
        }

        impl<'de> $crate::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                let value = <$crate::Value as $crate::Deserialize>::deserialize(from)?;
                $crate::from_value(value).map_err($crate::custom_error)
            }
        }
    };
}

/// Without the feature, a printed type has nothing to do with serde.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "serde"))]
macro_rules! __serde {
    ($ty:ty) => {};
}

/// The error of a serde format; not for printed code.
#[doc(hidden)]
#[cfg(feature = "serde")]
pub fn custom_error<E: serde::de::Error>(error: crate::ValueError) -> E {
    E::custom(error)
}

#[cfg(all(test, feature = "serde", feature = "conformance"))]
mod tests {
    //! Values through a format that is not ours.

    use serde_json::json;

    use crate::printed::{Job, Level, Pet, Status};

    #[test]
    fn printed_types_are_serdes_too() {
        let value =
            json!({"name": "a", "note": null, "status": "SUCCESS", "pets": [{"petType": "cat", "password": "xx"}]});
        let job: Job = serde_json::from_value(value.clone()).expect("fits");
        assert_eq!(job.status, Some(Status::Success));
        assert!(matches!(job.pets.as_deref(), Some([Pet::Cat(_)])));
        assert_eq!(serde_json::to_value(&job).expect("is JSON"), value);
        let text = serde_yaml::to_string(&job).expect("is YAML");
        assert_eq!(serde_yaml::from_str::<Job>(&text).expect("fits"), job);
        assert_eq!(serde_json::from_str::<Level>("10").expect("fits"), Level::High);
    }

    #[test]
    fn errors_tell_the_place() {
        let error = serde_json::from_str::<Job>(r#"{"name": "a", "note": null, "pets": [{"petType": "cat"}]}"#);
        let text = error.expect_err("the password is missing").to_string();
        assert!(text.starts_with("/pets/0: missing required field `password` of Cat"), "{text}");
    }
}
