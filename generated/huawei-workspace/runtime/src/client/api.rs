//! The static description of a service, as a printed client carries it.

use crate::ErrorShape;
use crate::service::Scheme;

/// A service.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// Its title.
    pub name: &'static str,
    /// The version of its description.
    pub version: &'static str,
    /// The `User-Agent` of clients that set none.
    pub default_user_agent: &'static str,
    /// Where it is served; the first is used unless the builder names an endpoint.
    pub servers: &'static [Server],
    /// How its errors look.
    pub error_shape: ErrorShape,
    /// How it authenticates.
    pub schemes: &'static [Scheme],
}

/// An address of a service.
#[derive(Debug, Clone, Copy)]
pub struct Server {
    /// The address, with variables in braces.
    pub url: &'static str,
    /// The variables.
    pub variables: &'static [Variable],
}

/// A variable of an address.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// The value where the builder sets none.
    pub default: &'static str,
}
