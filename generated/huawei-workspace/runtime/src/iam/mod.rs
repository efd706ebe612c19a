//! Huawei Cloud's identity service (IAM): tokens in place of signatures, and the project that a region stands for.
//!
//! ```text
//! password, key, or token of an identity provider --IamToken--> IAM --X-Subject-Token--> kept --X-Auth-Token--> the service
//! ```
//!
//! A token is fetched when the first call needs one, kept, and renewed two hours before its end; however many calls
//! wait for it, IAM is asked once. A token that the service refuses with 401 is dropped, and the call is repeated once
//! with a new one.
//!
//! With an access key there is nothing to fetch: requests are signed (there is a token for a key too, see
//! [`IamToken::access_key`]). But the paths of regional services hold the id of a project, and IAM knows it: a client
//! with a key and a region looks it up when the first call needs it, and one with a token takes it from the token.
//!
//! ```no_run
//! # use specwright_runtime as runtime;
//! use runtime::client::{Builder, Core, Error};
//! use runtime::iam::IamToken;
//!
//! # static API: runtime::client::Api = runtime::client::Api {
//! #     name: "", version: "", default_user_agent: "", servers: &[], schemes: &[],
//! #     error_shape: runtime::ErrorShape { code: &[], message: &[], detail: &[], request_id: &[] },
//! # };
//! # fn main() -> Result<(), Error> {
//! # let password = std::env::var("PASSWORD").unwrap_or_default();
//! # let builder = Builder::new(&API); // for a printed client: `Client::builder()`
//! let token = IamToken::password("alice", password, "acme").project("ap-southeast-1");
//! let client: Core = builder.variable("region", "ap-southeast-1").token(token).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! Requests go through the client's own transport, unless the token has one. A call that gets no token ends with
//! `Error::Authentication`; what IAM answered stands in
//! [`CredentialsError::issuer`](crate::sign::CredentialsError::issuer):
//!
//! ```
//! # use specwright_runtime as runtime;
//! use runtime::client::Error;
//!
//! fn is_wrong_password(error: &Error) -> bool {
//!     let Error::Authentication(error) = error else { return false };
//!     error.credentials().and_then(|it| it.issuer()).is_some_and(|it| it.status == 401)
//! }
//! # drop(is_wrong_password);
//! ```

mod address;
mod hook;
mod identity;
mod project;
mod setup;
mod token;


pub(crate) use self::hook::TokenHook;
pub(crate) use self::project::WithProject;
pub(crate) use self::setup::Setup;
pub use self::token::IamToken;
