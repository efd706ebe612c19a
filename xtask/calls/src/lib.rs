//! What a call through a printed client costs beside the same call written by hand.
//!
//! Both sides sign with an access key, send over a kept loopback connection to a service in a process of its own, check
//! the status and decode a list of a hundred desktops. Two binaries do the same work: `calls` takes the time of each
//! round, `allocations` counts. They print numbers, one line per series, and judge nothing: that is `xtask bench`'s.
//!
//! ```text
//! <work> <hand|printed> <wall|cpu|allocations|octets> <number> <number> ...
//! ```

mod answer;
mod hand;
mod printed;
mod service;
mod work;

#[cfg(test)]
mod tests;

pub use service::{Service, serve_if_asked};
pub use work::{Bench, Side, Work};

/// Whatever ends a run.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The project that both sides ask about.
const PROJECT: &str = "0bec5db98280d2d02fd6c00c2de791ce";
/// The id and the secret of the key that both sides sign with.
const KEY: (&str, &str) = ("AKIDEXAMPLEHW000000A", "fakeSecretKeyForTests000000000000000000A");
