//! Jobs: calls whose answer only names a job, followed until the job is done.
//!
//! A printed call of such an operation has `wait()`, which gives a [`Wait`]: settings, and a future. It sends the call,
//! takes the job's id from the answer and asks the operation that knows the job's state, first often, then less often.
//! A job ends badly with the first failure, and well when every state that this operation tells is a success: twice in
//! a row with the same number of subtasks, or with as many as [`Wait::subtasks`] says, because services make subtasks
//! one after the other. No state at all, as of a job whose subtasks are not made yet, is neither.
//!
//! Polls bear what passes: five faults in a row of the connection, the time limit or the service (429, 5xx but 501), and
//! a 404 as long as the job was never seen. Each poll is also repeated by the client's own policy.
//!
//! Dropping the future stops asking; the job itself goes on.

mod error;
mod outcome;
mod round;
mod states;

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use self::round::{Asking, Round};
use self::states::{Goal, Outcome, Verdict, poll_input};
use super::call::{Call, Success, success};
use super::core::Overrides;
use super::error::Error;
use super::paging::Paging;
use super::{Headers, Sending};
use crate::{Input, Value};

pub use self::error::WaitError;
pub use self::outcome::{JobError, JobErrorKind, JobFailure, Waited};

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
    /// The field that holds the code of what went wrong, beside each state.
    pub error_code: Option<&'static str>,
    /// The field that says what went wrong, beside each state.
    pub error_message: Option<&'static str>,
    /// How the polled operation is paged, if it is: a job can have more states than a page holds.
    pub paging: Option<Paging>,
}

/// What no pause is shorter than.
const LEAST_PAUSE: Duration = Duration::from_millis(100);
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
    goal: Goal,
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
            goal: Goal { all: false, n_subtasks: None },
            on_progress: None,
        }
    }

    /// The pause before the first poll, 2 seconds by default and never below 100 milliseconds; each pause is half as
    /// long again as the one before.
    pub const fn poll_every(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    /// The longest pause between two polls, 30 seconds by default and never below 100 milliseconds.
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
        self.goal.all = true;
        self
    }

    /// How many subtasks the job has, where the caller knows: one per desktop, say. The job is then done as soon as so
    /// many have ended well, and never before. Without it, the end of all subtasks is believed when two polls in a row
    /// see the same number of them.
    pub const fn subtasks(mut self, number: usize) -> Self {
        self.goal.n_subtasks = Some(number);
        self
    }

    /// Calls this after each poll.
    pub fn on_progress(mut self, call: impl for<'p> FnMut(Progress<'p, Success<P>>) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(call));
        self
    }

    async fn run(mut self) -> WaitResult<I, P> {
        let core = self.call.core;
        // The headers of the call, such as a key by which the service knows it again, are not for polls.
        let overrides = Overrides {
            timeout: None,
            headers: Headers::new(),
            idempotent: false,
            streamed: false,
            ..self.call.overrides.clone()
        };
        let own = crate::to_value(&self.call.input);
        let received = self.call.exchange().await.map_err(WaitError::Start)?;
        let answer = serde_json::from_slice(&received.reply.body).unwrap_or(Value::Null);
        let started = success::<I>(core, received).map_err(WaitError::Start)?;
        let poll = crate::to_value(&self.poll);
        let Some(input) = poll_input(P::OPERATION, self.waiter, poll, &own, &answer) else {
            return Err(WaitError::NoJob(Box::new(Waited::unknown(I::OPERATION.id, started))));
        };
        let began = Instant::now();
        let mut following = Following::<P> {
            asking: Asking { core, overrides, waiter: self.waiter, input },
            began,
            // A deadline that no clock can tell is none.
            until: began.checked_add(self.deadline).unwrap_or_else(|| began + DEADLINE * 24 * 365),
            goal: self.goal,
            n_settled: None,
            last: None,
            n_polls: 0,
            n_faults: 0,
        };
        let longest = self.longest_pause.max(LEAST_PAUSE);
        let first = self.first_pause.clamp(LEAST_PAUSE, longest);
        let end = following.follow(first, longest, &mut self.on_progress).await;
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
    goal: Goal,
    /// How many subtasks there were when the last poll found all of them ended.
    n_settled: Option<usize>,
    began: Instant,
    until: Instant,
    last: Option<Round<Success<P>>>,
    n_polls: u32,
    n_faults: u32,
}

impl<'a, P: Input> Following<'a, P> {
    /// Asks until there is an outcome, after pauses that grow from the first to the longest.
    async fn follow(
        &mut self,
        first: Duration,
        longest: Duration,
        on_progress: &mut Option<OnProgress<'a, P>>,
    ) -> Result<Outcome, End> {
        let (mut pause, mut next) = (first, first);
        loop {
            match self.step(pause, on_progress).await? {
                Verdict::Open => {
                    next = next.mul_f64(1.5).min(longest);
                    pause = next;
                }
                // What is left is to see the same again, which need not take long.
                Verdict::Settled => pause = first,
                Verdict::Done(outcome) => return Ok(outcome),
            }
        }
    }

    /// Pauses and asks once.
    async fn step(&mut self, pause: Duration, on_progress: &mut Option<OnProgress<'a, P>>) -> Result<Verdict, End> {
        let at = Instant::now().checked_add(pause).map_or(self.until, |it| it.min(self.until));
        sleep_until(at).await;
        if Instant::now() >= self.until {
            return Err(End::Timeout);
        }
        self.n_polls += 1;
        let round = match timeout_at(self.until, self.asking.round::<P>()).await {
            Ok(Ok(round)) => round,
            Ok(Err(error)) if self.bears(&error) => {
                self.n_faults += 1;
                return Ok(Verdict::Open);
            }
            Ok(Err(error)) => return Err(End::Poll(error)),
            Err(_) => return Err(End::Timeout),
        };
        self.n_faults = 0;
        let verdict = Verdict::of(&round.states, self.asking.waiter, self.goal, self.n_settled);
        self.n_settled = (verdict == Verdict::Settled).then_some(round.states.len());
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
        Ok(verdict)
    }

    /// Whether to ask again after this fault, because it may pass.
    fn bears(&self, error: &Error) -> bool {
        // A job can be started a little before it can be found.
        let is_passing = |status: u16| match status {
            404 => self.last.is_none(),
            501 => false,
            _ => status >= 500,
        };
        let may_pass = error.is_retryable() || error.service().is_some_and(|it| is_passing(it.status));
        may_pass && self.n_faults < MOST_FAULTS
    }

    fn finish<I: Input>(self, started: Success<I>, end: Result<Outcome, End>) -> WaitResult<I, P> {
        let operation = I::OPERATION.id;
        let waited = self.began.elapsed();
        let known = |started, last: Option<Round<Success<P>>>| {
            let (last, states, failures) =
                last.map_or((None, Vec::new(), Vec::new()), |it| (Some(it.answer), it.states, it.failures));
            Box::new(Waited { operation, started, last, states, failures, waited })
        };
        match (end, self.last) {
            (Ok(outcome), Some(Round { answer: last, states, failures })) => {
                let waited = Waited { operation, started, last, states, failures, waited };
                match outcome {
                    Outcome::Success => Ok(waited),
                    Outcome::Failure => Err(WaitError::Failed(Box::new(waited))),
                }
            }
            (Err(End::Poll(error)), last) => Err(WaitError::Poll(error, known(started, last))),
            // An outcome without an answer does not occur.
            (Err(End::Timeout) | Ok(_), last) => Err(WaitError::Timeout(known(started, last))),
        }
    }
}
