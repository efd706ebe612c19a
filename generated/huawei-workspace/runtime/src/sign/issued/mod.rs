//! Keys that a service issues: instance metadata, a security token service, an address.
//!
//! All of them expire, so a [`Cached`](super::Cached) belongs around them; [`Chain`](super::Chain) has each vendor's
//! in their order, and the `default_credentials` of a client are cached.
//!
//! Requests go through a [`Transport`](crate::client::Transport). Unless one is given, metadata services are called
//! without a proxy, with a short time to connect: a machine that is no cloud instance has no credentials there, and
//! learns so soon. With the `default_credentials` of a client, all other services are called over the transport that
//! the client was given, or with its HTTP settings. Answers are bounded in time and size.

mod ask;
mod ecs_agency;
mod ecs_ram_role;
mod oidc_role;
mod uri;
mod variables;
mod way;

pub(crate) use self::ask::Issuer;
pub use self::ecs_agency::EcsAgency;
pub use self::ecs_ram_role::EcsRamRole;
pub use self::oidc_role::OidcRole;
pub use self::uri::CredentialsUri;
pub(super) use self::variables::{OidcVariables, UriVariable};
pub(crate) use self::way::{Way, Ways};
