//! The runtime of blocking calls: one for the process, started when it is first needed.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Handle};

use crate::client::{Error, TransportError, TransportErrorKind};

/// Blocks the thread until `future` is done, on the runtime of blocking calls: for what has no blocking method of its
/// own.
///
/// ```
/// # use specwright_runtime as runtime;
/// # fn main() -> Result<(), runtime::client::Error> {
/// // let request = runtime::client::block_on(client.desktop().list_desktops().dry_run())??;
/// let answer = runtime::client::block_on(async { 42 })?;
/// assert_eq!(answer, 42);
/// # Ok(())
/// # }
/// ```
///
/// A source of an [`Upload`](crate::client::Upload) must not block on another call: it is read by the thread that would
/// have to drive that call.
///
/// # Errors
/// [`Error::Transport`] of the kind [`Setup`](TransportErrorKind::Setup) if the system gives no thread or no sockets.
pub fn block_on<T: Send>(future: impl Future<Output = T> + Send) -> Result<T, Error> {
    let runtime = handle()?;
    if Handle::try_current().is_err() {
        return Ok(runtime.block_on(future));
    }
    // A thread that belongs to a runtime must not enter another one, so this waits for one that belongs to none.
    thread::scope(|scope| {
        let run = move || runtime.block_on(future);
        let thread = thread::Builder::new().name("blocking-call".to_owned()).spawn_scoped(scope, run);
        match thread.map_err(unavailable)?.join() {
            Ok(value) => Ok(value),
            Err(panic) => resume_unwind(panic),
        }
    })
}

/// The runtime, if it runs; after a failure the next call tries again.
fn handle() -> Result<Handle, Error> {
    static RUNNING: Mutex<Option<Handle>> = Mutex::new(None);

    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    match &*running {
        Some(handle) => Ok(handle.clone()),
        None => Ok(running.insert(start()?).clone()),
    }
}

fn start() -> Result<Handle, Error> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(unavailable)?;
    let handle = runtime.handle().clone();
    // Connections and timers go on between calls: this thread is never done.
    let drive = move || runtime.block_on(std::future::pending::<()>());
    thread::Builder::new().name("blocking-calls".to_owned()).spawn(drive).map_err(unavailable)?;
    Ok(handle)
}

fn unavailable(error: std::io::Error) -> Error {
    let text = "the runtime of blocking calls cannot be started";
    Error::Transport(TransportError::new(TransportErrorKind::Setup, text).with_source(error))
}
