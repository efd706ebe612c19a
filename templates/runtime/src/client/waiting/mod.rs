//! Jobs: calls whose answer only names a job, followed until the job is done.
//!
//! A printed call of such an operation has `wait()`, which gives a [`Wait`]: settings, and a future. It sends the call,
//! takes the job's id from the answer and asks the operation that knows the job's state, first often, then less often.
//! A job ends well when every state that this operation tells is a success, and badly with the first failure.
//! No state at all, as of a job whose subtasks are not made yet, is neither.
//!
//! Dropping the future stops asking; the job itself goes on.

mod error;
mod states;
#[cfg(test)]
mod tests;

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use self::states::{Outcome, poll_input, states_at};
use super::call::{Call, Success, success};
use super::core::{Core, Overrides};
use super::error::{Error, InputError};
use super::paging::{Paging, Window};
use super::{Sending, read_input};
use crate::{Input, Value};

pub use self::error::{WaitError, Waited};

/// How to follow a job, as the description says it.
#[derive(Debug, Clone, Copy)]
pub struct Waiter {
    /// The inputs of the polled operation, each with the field of the first answer that it is taken from:
    /// `("query.job_id", "job_id")`.
    pub parameters: &'static [(&'static str, &'static str)],
    /// The field of the polled answer that holds the state or, behind `[]`, the states.
    pub state: &'static str,
    /// States that end the job well.
    pub success: &'static [&'static str],
    /// States that end it badly.
    pub failure: &'static [&'static str],
    /// How the polled operation is paged, if it is: a job can have more states than a page holds.
    pub paging: Option<Paging>,
}

/// The default of [`Wait::poll_every`].
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// The default of [`Wait::poll_at_least_every`].
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The default of [`Wait::deadline`].
const DEADLINE: Duration = Duration::from_secs(60 * 60);
/// So many polls in a row may fail in a way that may pass.
const MOST_FAULTS: u32 = 5;

/// How a job stands, after each poll.
#[derive(Debug)]
#[non_exhaustive]
pub struct Progress<'p, L> {
    /// The answer of the polled operation.
    pub answer: &'p L,
    /// The state of each subtask, in the order of the answer; empty where there is none yet.
    pub states: &'p [String],
    /// How many of them are successes.
    pub n_succeeded: usize,
    /// How many of them are failures.
    pub n_failed: usize,
    /// How often was asked.
    pub n_polls: u32,
    /// The time since the job was started.
    pub waited: Duration,
}

type OnProgress<'a, P> = Box<dyn for<'p> FnMut(Progress<'p, Success<P>>) + Send + 'a>;

/// What a wait gives: both answers, or why there are none.
pub type WaitResult<I, P> = Result<Waited<Success<I>, Success<P>>, WaitError<Success<I>, Success<P>>>;

/// A call that is sent and whose job is followed when this is awaited.
///
/// ```
/// # use specwright_runtime as runtime;
/// # use runtime::Input;
/// # use runtime::client::{Wait, WaitError};
/// # async fn example<I: Input, P: Input>(wait: Wait<'_, I, P>) {
/// use std::time::Duration;
///
/// // let wait = client.desktop().create_desktop(body).wait();
/// let done = wait
///     .deadline(Duration::from_secs(30 * 60))
///     .on_progress(|job| println!("{} of {} are done", job.n_succeeded, job.states.len()))
///     .await;
/// match done {
///     Ok(job) => println!("done after {:?}", job.waited),
///     Err(WaitError::Failed(job)) => println!("these are the states: {:?}", job.states),
///     Err(other) => println!("who knows: {}", other.to_string()),
/// }
/// # }
/// ```
#[must_use = "nothing is sent until this is awaited"]
pub struct Wait<'a, I, P: Input> {
    call: Call<'a, I>,
    waiter: &'static Waiter,
    poll: P,
    first_pause: Duration,
    longest_pause: Duration,
    deadline: Duration,
    all: bool,
    on_progress: Option<OnProgress<'a, P>>,
}

impl<'a, I: Input, P: Input> Wait<'a, I, P> {
    /// A call to be sent and followed by `poll`, an input that lacks only what the first answer tells.
    pub const fn new(call: Call<'a, I>, waiter: &'static Waiter, poll: P) -> Self {
        Self {
            call,
            waiter,
            poll,
            first_pause: FIRST_PAUSE,
            longest_pause: LONGEST_PAUSE,
            deadline: DEADLINE,
            all: false,
            on_progress: None,
        }
    }

    /// The pause before the first poll, 2 seconds by default; each pause is half as long again as the one before.
    pub const fn poll_every(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    /// The longest pause between two polls, 30 seconds by default.
    pub const fn poll_at_least_every(mut self, pause: Duration) -> Self {
        self.longest_pause = pause;
        self
    }

    /// How long to follow the job after it was started, an hour by default; then [`WaitError::Timeout`].
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Follows the job until all its subtasks are done, instead of ending with the first failure.
    pub const fn for_all(mut self) -> Self {
        self.all = true;
        self
    }

    /// Calls this after each poll.
    pub fn on_progress(mut self, call: impl for<'p> FnMut(Progress<'p, Success<P>>) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(call));
        self
    }

    async fn run(mut self) -> WaitResult<I, P> {
        let core = self.call.core;
        let overrides = Overrides { timeout: None, ..self.call.overrides.clone() };
        let own = crate::to_value(&self.call.input).map_err(|error| WaitError::Start(malformed(&error)))?;
        let received = self.call.exchange().await.map_err(WaitError::Start)?;
        let answer = serde_json::from_slice(&received.reply.body).unwrap_or(Value::Null);
        let started = success::<I>(core, received).map_err(WaitError::Start)?;
        let poll = crate::to_value(&self.poll).ok();
        let Some(input) = poll.and_then(|it| poll_input(P::OPERATION, self.waiter, it, &own, &answer)) else {
            return Err(WaitError::NoJob(Box::new(started)));
        };
        let began = Instant::now();
        let mut following = Following::<P> {
            asking: Asking { core, overrides, waiter: self.waiter, input },
            began,
            // A deadline that no clock can tell is none.
            until: began.checked_add(self.deadline).unwrap_or_else(|| began + DEADLINE * 24 * 365),
            last: None,
            n_polls: 0,
            n_faults: 0,
        };
        let mut pause = self.first_pause.min(self.longest_pause);
        let end = loop {
            match following.step(pause, self.all, &mut self.on_progress).await {
                Ok(None) => pause = pause.mul_f64(1.5).min(self.longest_pause),
                Ok(Some(outcome)) => break Ok(outcome),
                Err(end) => break Err(end),
            }
        };
        following.finish::<I>(started, end)
    }
}

impl<'a, I: Input, P: Input> IntoFuture for Wait<'a, I, P> {
    type Output = WaitResult<I, P>;
    type IntoFuture = Sending<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<I: Input, P: Input> fmt::Debug for Wait<'_, I, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("call", &self.call)
            .field("polls", &P::OPERATION.id)
            .field("first_pause", &self.first_pause)
            .field("longest_pause", &self.longest_pause)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// Why following ended without an outcome.
enum End {
    Timeout,
    Poll(Error),
}

/// A job that is being followed.
struct Following<'a, P: Input> {
    asking: Asking<'a>,
    began: Instant,
    until: Instant,
    last: Option<Round<Success<P>>>,
    n_polls: u32,
    n_faults: u32,
}

impl<'a, P: Input> Following<'a, P> {
    /// Pauses and asks once; gives the outcome, if there is one.
    async fn step(
        &mut self,
        pause: Duration,
        all: bool,
        on_progress: &mut Option<OnProgress<'a, P>>,
    ) -> Result<Option<Outcome>, End> {
        let at = Instant::now().checked_add(pause).map_or(self.until, |it| it.min(self.until));
        sleep_until(at).await;
        if Instant::now() >= self.until {
            return Err(End::Timeout);
        }
        self.n_polls += 1;
        let round = match timeout_at(self.until, self.asking.round::<P>()).await {
            Ok(Ok(round)) => round,
            Ok(Err(error)) if error.is_retryable() && self.n_faults < MOST_FAULTS => {
                self.n_faults += 1;
                return Ok(None);
            }
            Ok(Err(error)) => return Err(End::Poll(error)),
            Err(_) => return Err(End::Timeout),
        };
        self.n_faults = 0;
        let outcome = Outcome::of(&round.states, self.asking.waiter, all);
        if let Some(call) = on_progress {
            let count = |known: &[&str]| round.states.iter().filter(|it| known.contains(&it.as_str())).count();
            call(Progress {
                answer: &round.answer,
                states: &round.states,
                n_succeeded: count(self.asking.waiter.success),
                n_failed: count(self.asking.waiter.failure),
                n_polls: self.n_polls,
                waited: self.began.elapsed(),
            });
        }
        self.last = Some(round);
        Ok(outcome)
    }

    fn finish<I: Input>(self, started: Success<I>, end: Result<Outcome, End>) -> WaitResult<I, P> {
        let operation = I::OPERATION.id;
        let waited = self.began.elapsed();
        let (last, states) = self.last.map_or((None, Vec::new()), |it| (Some(it.answer), it.states));
        let unfinished = |started, last, states| Box::new(Waited { operation, started, last, states, waited });
        match (end, last) {
            (Ok(outcome), Some(last)) => {
                let waited = Waited { operation, started, last, states, waited };
                match outcome {
                    Outcome::Success => Ok(waited),
                    Outcome::Failure => Err(WaitError::Failed(Box::new(waited))),
                }
            }
            (Err(End::Poll(error)), last) => Err(WaitError::Poll(error, unfinished(started, last, states))),
            // An outcome without an answer does not occur.
            (Err(End::Timeout) | Ok(_), last) => Err(WaitError::Timeout(unfinished(started, last, states))),
        }
    }
}

/// The states that one poll found, and the answer that tells most.
struct Round<L> {
    answer: L,
    states: Vec<String>,
}

/// What every poll sends.
struct Asking<'a> {
    core: &'a Core,
    overrides: Overrides,
    waiter: &'static Waiter,
    input: Value,
}

impl Asking<'_> {
    /// Asks for the state, page by page; keeps the page with the first failure, or else the last one.
    async fn round<P: Input>(&self) -> Result<Round<Success<P>>, Error> {
        let mut window = self.waiter.paging.as_ref().map(|it| Window::new(P::OPERATION.id, it, self.input.clone()));
        let mut input = self.input.clone();
        let mut states = Vec::new();
        let mut telling = None;
        loop {
            let mut call = Call::new(self.core, read_input::<P>(input)?);
            call.overrides = self.overrides.clone();
            let received = call.exchange().await?;
            let body = serde_json::from_slice(&received.reply.body).unwrap_or(Value::Null);
            let turned = window.as_mut().map(|it| it.turn(&received.reply.body));
            let answer = success::<P>(self.core, received)?;
            let here = states_at(&body, self.waiter.state);
            let has_failed = telling.is_some() || here.iter().any(|it| self.waiter.failure.contains(&it.as_str()));
            let answer = telling.unwrap_or(answer);
            states.extend(here);
            let is_last = !turned.transpose().map_err(Error::Paging)?.unwrap_or(false);
            let Some(window) = window.as_ref().filter(|_| !is_last) else { return Ok(Round { answer, states }) };
            telling = has_failed.then_some(answer);
            input = window.input();
        }
    }
}

fn malformed(error: &crate::ValueError) -> Error {
    Error::Input(InputError::Malformed(error.to_string()))
}
