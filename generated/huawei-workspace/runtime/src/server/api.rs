//! The static description of a service, as a printed server carries it.

use crate::ErrorShape;
use crate::service::Scheme;

/// A service.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// Its title.
    pub name: &'static str,
    /// How its errors look.
    pub error_shape: ErrorShape,
    /// The bundled description, as YAML.
    pub description: &'static str,
    /// How it authenticates.
    pub schemes: &'static [Scheme],
}
