//! What an API says about its error codes.

use super::TypeId;

/// The codes of errors, as an enum and what is known about each of its values.
#[derive(Debug, Clone)]
pub struct ErrorCatalogue {
    /// The enum of the codes.
    pub ty: TypeId,
    /// What is known about each value of the enum, in its order.
    pub entries: Vec<ErrorEntry>,
    /// What statuses mean in general, ascending.
    pub statuses: Vec<(u16, String)>,
}

/// What is known about one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorEntry {
    /// The statuses that it comes with, ascending.
    pub statuses: Vec<u16>,
    /// What went wrong.
    pub meaning: String,
    /// What helps.
    pub remedy: Option<String>,
}
