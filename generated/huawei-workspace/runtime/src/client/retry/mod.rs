//! Repeats what is safe to repeat: how often, when, how long, and who is told.
//!
//! Takes a request that is ready but for its credentials and gives the answer of the last attempt.
//! It must not repeat a request that may have been executed, unless repeating does no harm: `decide` holds the rules.
//!
//! In reading order: the policy and the budget that users set, the rules, the loop that follows them, the hooks
//! that watch it, and the settings of the builder.

mod budget;
mod policy;
mod retry_after;

mod decide;
mod timeout;

mod attempts;
mod observe;

mod settings;

pub use self::budget::RetryBudget;
pub use self::observe::{AttemptEnd, AttemptOutcome, AttemptStart, Observe};
pub use self::policy::RetryPolicy;
pub use self::timeout::{Timeout, TimeoutKind};

pub(super) use self::attempts::{Plan, run};
pub(super) use self::decide::{is_idempotent, is_throttled, is_transient};
pub(super) use self::settings::{Retry, Settings};
