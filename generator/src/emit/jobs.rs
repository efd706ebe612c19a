//! Jobs: the Rust files of a print, each made from tokens to text in one go.
//!
//! Making tokens, parsing and printing them is most of a run's time, and the tokens of one file are not needed for the
//! next. So files are made one by one, on as many threads as there are cores, and each drops its tokens when done.
//! The order of the result does not depend on threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::PlannedFile;
use crate::ir::Api;
use crate::names::Home;

/// A Rust file to be made; numbers are those of tags.
#[derive(Debug, Clone, Copy)]
pub(super) enum Job {
    Types(Home),
    OperationIndex,
    Operations(usize),
    ClientFront,
    ClientApi,
    ClientDynamic,
    Client(usize),
    ServerFront,
    ServerDynamic,
    Server(usize),
}

/// Every Rust file of an API.
pub(super) fn all(api: &Api) -> Vec<Job> {
    let mut jobs = vec![
        Job::Types(Home::Shared),
        Job::OperationIndex,
        Job::ClientFront,
        Job::ClientApi,
        Job::ClientDynamic,
        Job::ServerFront,
        Job::ServerDynamic,
    ];
    for tag in 0..api.tags.len() {
        jobs.extend([Job::Types(Home::Tag(tag)), Job::Operations(tag), Job::Client(tag), Job::Server(tag)]);
    }
    jobs
}

/// Does all jobs; the results stand in the order of the jobs.
pub(super) fn run(jobs: &[Job], work: impl Fn(&Job) -> PlannedFile + Sync) -> Vec<PlannedFile> {
    // More threads than this only cost memory: every one holds the tokens of a file.
    const MOST: usize = 8;
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST).min(jobs.len().max(1));
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let idx = next.fetch_add(1, Ordering::Relaxed);
            match jobs.get(idx) {
                Some(job) => done.push((idx, work(job))),
                None => return done,
            }
        }
    };
    let mut done: Vec<(usize, PlannedFile)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(worker)).collect();
        let mut all = worker();
        for other in others {
            match other.join() {
                Ok(files) => all.extend(files),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    done.sort_unstable_by_key(|(idx, _)| *idx);
    done.into_iter().map(|(_, file)| file).collect()
}
