//! What a service says about its error codes: at which statuses they come, what they mean, what helps.

use crate::TextEnum;

/// What is known about one error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorEntry {
    /// The statuses that the code comes with, ascending.
    pub statuses: &'static [u16],
    /// What went wrong.
    pub meaning: &'static str,
    /// What helps, if anything is known to.
    pub remedy: Option<&'static str>,
}

impl ErrorEntry {
    /// For printed code.
    #[must_use]
    pub const fn new(statuses: &'static [u16], meaning: &'static str, remedy: Option<&'static str>) -> Self {
        Self { statuses, meaning, remedy }
    }
}

/// An enum of error codes about which more is known, as printed by the generator.
pub trait ErrorCatalogue: TextEnum {
    /// What is known about each of [`TextEnum::VALUES`], in the same order.
    const ENTRIES: &'static [ErrorEntry];
    /// What statuses mean in general, ascending.
    const STATUSES: &'static [(u16, &'static str)];
}

/// What is known about a code; nothing about one that the description does not know.
pub fn error_entry<C: ErrorCatalogue>(code: &C) -> Option<&'static ErrorEntry> {
    let position = C::VALUES.iter().position(|known| *known == code.as_str())?;
    C::ENTRIES.get(position)
}

/// What a status means in general.
#[must_use]
pub fn status_meaning<C: ErrorCatalogue>(status: u16) -> Option<&'static str> {
    let found = C::STATUSES.binary_search_by_key(&status, |(known, _)| *known).ok()?;
    Some(C::STATUSES[found].1)
}

/// Gives an enum of error codes the methods that look into its catalogue.
#[macro_export]
macro_rules! error_catalogue {
    ($ty:ident) => {
        impl $ty {
            /// What is known about this code.
            #[must_use]
            pub fn entry(&self) -> ::core::option::Option<&'static $crate::ErrorEntry> {
                $crate::error_entry(self)
            }

            /// What went wrong.
            #[must_use]
            pub fn meaning(&self) -> ::core::option::Option<&'static str> {
                self.entry().map(|entry| entry.meaning)
            }

            /// What helps.
            #[must_use]
            pub fn remedy(&self) -> ::core::option::Option<&'static str> {
                self.entry().and_then(|entry| entry.remedy)
            }

            /// The statuses that the code comes with; none for a code that the description does not know.
            #[must_use]
            pub fn statuses(&self) -> &'static [u16] {
                self.entry().map_or(&[], |entry| entry.statuses)
            }

            /// What a status means in general at this service.
            #[must_use]
            pub fn status_meaning(status: u16) -> ::core::option::Option<&'static str> {
                $crate::status_meaning::<Self>(status)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "the macro is made for printed crates, whose enums are public")]

    use crate::{ErrorCatalogue, ErrorEntry, TextEnum, UnknownText};

    #[derive(Clone)]
    enum Code {
        Full,
        Gone,
        Unknown(UnknownText),
    }

    impl TextEnum for Code {
        const VALUES: &'static [&'static str] = &["X.1", "X.2"];
        fn of(value: Result<usize, UnknownText>) -> Self {
            match value {
                Ok(0) => Self::Full,
                Ok(_) => Self::Gone,
                Err(unknown) => Self::Unknown(unknown),
            }
        }
        fn as_str(&self) -> &str {
            match self {
                Self::Full => "X.1",
                Self::Gone => "X.2",
                Self::Unknown(text) => text.as_str(),
            }
        }
    }

    impl ErrorCatalogue for Code {
        const ENTRIES: &'static [ErrorEntry] = &[
            ErrorEntry::new(&[400, 409], "It is full.", Some("Empty it.")),
            ErrorEntry::new(&[404], "It is gone.", None),
        ];
        const STATUSES: &'static [(u16, &'static str)] = &[(200, "Fine."), (404, "Not there.")];
    }

    crate::text_enum!(Code);
    crate::error_catalogue!(Code);

    #[test]
    fn codes_know_what_they_mean() {
        assert_eq!(Code::Full.meaning(), Some("It is full."));
        assert_eq!((Code::Full.statuses(), Code::Full.remedy()), (&[400, 409][..], Some("Empty it.")));
        assert_eq!((Code::Gone.meaning(), Code::Gone.remedy()), (Some("It is gone."), None));
        let later = Code::from("X.3");
        assert_eq!((later.meaning(), later.statuses(), later.as_str()), (None, &[][..], "X.3"));
    }

    #[test]
    fn statuses_have_a_general_meaning() {
        assert_eq!(Code::status_meaning(404), Some("Not there."));
        assert_eq!(Code::status_meaning(405), None);
    }
}
