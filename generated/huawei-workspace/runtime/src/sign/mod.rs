//! Who is calling, proved by a signature: credentials, how requests are signed with them, how a server checks it.
//!
//! ```text
//! chain of credentials --AccessKey--> Signer --Authorization--> (wire) --> Verifier --lookup--> the same AccessKey
//! ```
//!
//! In reading order: the request as a signature sees it (`canonical`) and times as text (`date`); one module per
//! algorithm, each a pure function of request, credentials and time that shows its intermediate texts; the
//! [`Verifier`] that a server runs; credentials and where they are found; the [`Signer`] that a client runs.
//!
//! Nothing here reads the clock, the environment or randomness except through defaults that can be replaced.

mod canonical;
mod date;

pub mod acs3;
pub mod huawei;
pub mod rpc;

mod received;
mod verify;

#[cfg(feature = "server")]
mod guard;

mod access_key;
mod credentials_error;

mod chain;
#[cfg(feature = "client")]
mod cli_profile;
mod environment;
#[cfg(feature = "client")]
mod issued;
mod profile;

#[cfg(feature = "client")]
mod cached;
#[cfg(feature = "client")]
pub(crate) mod renewal;
#[cfg(feature = "client")]
mod signer;


pub use crate::future::BoxFuture;

pub use self::access_key::{AccessKey, ProvideCredentials};
#[cfg(feature = "client")]
pub use self::cached::Cached;
pub use self::canonical::{Request, Signature, query_pairs};
pub use self::chain::{Chain, Vendor};
#[cfg(feature = "client")]
pub use self::cli_profile::CliProfile;
pub use self::credentials_error::{CredentialsError, IssuerError};
pub use self::date::{format_basic, format_extended, parse_date};
pub use self::environment::{Environment, Variables};
#[cfg(feature = "client")]
pub use self::issued::{CredentialsUri, EcsAgency, EcsRamRole, OidcRole};
#[cfg(feature = "client")]
pub(crate) use self::issued::{Issuer, Way, Ways};
pub use self::profile::Profile;
pub use self::received::Received;
#[cfg(feature = "client")]
pub use self::signer::Signer;
#[cfg(feature = "client")]
pub(crate) use self::signer::host_as_sent;
pub use self::verify::{Refusal, TOKEN, Verified, Verifier};
