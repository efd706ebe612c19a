//! The loop: attempt, decide, wait, until there is an answer or no time, attempt or token left.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use tokio::time::Instant;

use super::budget::{Reserved, SUCCESS_GAIN};
use super::decide::{Repeat, decide};
use super::observe::Watch;
use super::policy::RetryPolicy;
use crate::Operation;
use crate::client::streaming::Bodies;
use crate::client::{Core, Error, HttpRequest, HttpResponse};

/// What a call asks of its attempts.
pub(in crate::client) struct Plan {
    pub(in crate::client) operation: &'static Operation,
    pub(in crate::client) policy: RetryPolicy,
    /// Executing the request twice does no harm.
    pub(in crate::client) idempotent: bool,
    pub(in crate::client) attempt_timeout: Option<Duration>,
    /// When the call must be over; nothing if that lies beyond what clocks can say.
    pub(in crate::client) deadline: Option<Instant>,
    /// What the authentication hook notes about the credentials of the last attempt.
    pub(in crate::client) noted: AtomicU64,
    /// The bodies that go in pieces, if there are any.
    pub(in crate::client) bodies: Option<Arc<Bodies>>,
}

/// Sends a request until it is answered for good; `n_attempts` counts along for whoever interrupts this.
pub(in crate::client) async fn run(
    core: &Core,
    plan: &Plan,
    request: &HttpRequest,
    n_attempts: &mut u32,
) -> Result<HttpResponse, Error> {
    // Attempts that failed for want of fresh credentials count as attempts, but not against the policy.
    let mut n_refreshed = 0;
    let mut paid = None;
    loop {
        *n_attempts += 1;
        let mut watch = Watch::start(&core.0.retry.observers, plan.operation, *n_attempts);
        let result = watch.around(core.attempt(plan, request.clone(), *n_attempts)).await;
        watch.record(&result);
        if n_refreshed == 0 && !is_spent(plan) && is_unauthorized(&result) && core.refresh(plan, *n_attempts).await {
            n_refreshed = 1;
            watch.retry_in(Duration::ZERO);
            continue;
        }
        match next(core, plan, &result, *n_attempts - n_refreshed, paid) {
            Next::End => return result,
            Next::Again { delay, tokens } => {
                watch.retry_in(delay);
                tokio::time::sleep(delay).await;
                paid = Some(tokens.spend());
            }
        }
    }
}

enum Next<'c> {
    End,
    Again { delay: Duration, tokens: Reserved<'c> },
}

/// What follows after `n_tries`, of which the last one gave `result`; `paid` is what that one took of the budget.
fn next<'c>(
    core: &'c Core,
    plan: &Plan,
    result: &Result<HttpResponse, Error>,
    n_tries: u32,
    paid: Option<u32>,
) -> Next<'c> {
    let retry = &core.0.retry;
    let Some(Repeat { asked, cost }) = decide(&core.0.api.error_shape, plan.idempotent, result, || (retry.clock)())
    else {
        if result.as_ref().is_ok_and(|it| it.status < 500) {
            retry.budget.give(paid.unwrap_or(SUCCESS_GAIN));
        }
        return Next::End;
    };
    if !plan.policy.allows_more(n_tries) || is_spent(plan) {
        return Next::End;
    }
    let delay = asked.apply(plan.policy.delay(n_tries, (retry.jitter)()));
    if !ends_in_time(plan, delay) {
        return Next::End;
    }
    retry.budget.reserve(cost).map_or(Next::End, |tokens| Next::Again { delay, tokens })
}

/// Whether there is time left after a wait: the failure at hand says more than a timeout would.
fn ends_in_time(plan: &Plan, delay: Duration) -> bool {
    let Some(end) = Instant::now().checked_add(delay) else { return false };
    let stall = plan.bodies.as_ref().and_then(|it| it.stalls_at()).map(|(at, _)| at);
    plan.deadline.into_iter().chain(stall).all(|limit| end < limit)
}

/// Whether the body is one that cannot be sent again.
fn is_spent(plan: &Plan) -> bool {
    plan.bodies.as_ref().is_some_and(|it| it.is_spent())
}

fn is_unauthorized(result: &Result<HttpResponse, Error>) -> bool {
    result.as_ref().is_ok_and(|it| it.status == 401)
}
