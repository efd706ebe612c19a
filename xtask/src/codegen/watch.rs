//! `codegen --watch`: prints again after every save. A faulty description is reported and waited out.
//!
//! [`follow`] is the loop; it hears of saves through a channel and knows neither files nor the generator.
//! Only files of the descriptions count, so what a round itself writes never starts another one.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    time::Duration,
};

use notify::{Event, EventKind, RecursiveMode, Watcher, event::ModifyKind};

use super::write_all;
use crate::{apis::Api, failure::Failure, repository};

/// Editors save in several steps, and a checkout saves many files: wait until it is quiet for this long.
const QUIET: Duration = Duration::from_millis(150);

/// What the loop hears.
#[derive(Debug)]
enum Signal {
    /// These paths were made, changed or removed.
    Saved(Vec<PathBuf>),
    /// The watching itself has a problem.
    Trouble(String),
    /// The user has had enough.
    Stop,
}

/// Prints the APIs once, then again whenever a file of theirs is saved, until ctrl-c.
pub(super) fn run(apis: &[&Api]) -> Result<(), Failure> {
    let root = repository::root().canonicalize()?;
    let (sender, signals) = mpsc::channel();
    stop_on_interrupt(sender.clone())?;
    let sources: Vec<PathBuf> = apis.iter().map(|api| root.join(api.source())).collect();
    let all = sources.clone();
    let mut watcher = notify::recommended_watcher(move |event| {
        // The loop has ended if nobody listens.
        let _ = sender.send(signal(event, &all));
    })
    .map_err(trouble)?;
    for source in &sources {
        watcher.watch(source, RecursiveMode::Recursive).map_err(trouble)?;
    }
    report(write_all(apis));
    println!("watching {}; ctrl-c ends", apis.iter().map(|api| api.source()).collect::<Vec<_>>().join(" and "));
    let is_source = |path: &Path| is_source(&sources, path);
    follow(&signals, QUIET, &is_source, &mut |saved| {
        let touched: Vec<&Api> = apis
            .iter()
            .copied()
            .filter(|api| saved.iter().any(|path| path.starts_with(root.join(api.source()))))
            .collect();
        report(write_all(&touched));
    });
    Ok(())
}

/// Calls `round` with the sources that were saved, once per burst, until it is told to stop or nobody can tell it.
fn follow(
    signals: &Receiver<Signal>,
    quiet: Duration,
    is_source: &dyn Fn(&Path) -> bool,
    round: &mut dyn FnMut(&BTreeSet<PathBuf>),
) {
    let mut saved = BTreeSet::new();
    loop {
        let next = match saved.is_empty() {
            true => signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
            false => signals.recv_timeout(quiet),
        };
        match next {
            Ok(Signal::Saved(paths)) => saved.extend(paths.into_iter().filter(|path| is_source(path))),
            Ok(Signal::Trouble(text)) => eprintln!("warning: watching: {text}"),
            Ok(Signal::Stop) => return,
            Err(RecvTimeoutError::Timeout) => round(&std::mem::take(&mut saved)),
            Err(RecvTimeoutError::Disconnected) => {
                if !saved.is_empty() {
                    round(&saved);
                }
                return;
            }
        }
    }
}

/// Reading a file is an event too on some systems; only those that change it count.
fn signal(event: notify::Result<Event>, sources: &[PathBuf]) -> Signal {
    match event {
        Err(error) => Signal::Trouble(error.to_string()),
        // The system lost count: anything may have changed.
        Ok(event) if event.need_rescan() => Signal::Saved(sources.to_vec()),
        Ok(event) => match event.kind {
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => Signal::Saved(Vec::new()),
            _ => Signal::Saved(event.paths),
        },
    }
}

/// Whether a path belongs to a description: a folder of one, or a file that a description can refer to.
fn is_source(sources: &[PathBuf], path: &Path) -> bool {
    let has_type = path.extension().is_some_and(|it| it == "yaml" || it == "yml" || it == "json");
    sources.iter().any(|source| path == source || (has_type && path.starts_with(source)))
}

/// The first ctrl-c lets the round in progress finish; the second does not wait.
fn stop_on_interrupt(sender: Sender<Signal>) -> Result<(), Failure> {
    let asked = AtomicBool::new(false);
    let handler = move || {
        if asked.swap(true, Ordering::SeqCst) || sender.send(Signal::Stop).is_err() {
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(handler).map_err(|error| Failure::new(format!("ctrl-c: {error}")))
}

fn report(result: Result<(), Failure>) {
    if let Err(failure) = result {
        eprintln!("{failure}");
    }
}

fn trouble(error: notify::Error) -> Failure {
    Failure::new(format!("watching: {error}"))
}

#[cfg(test)]
mod tests {
    //! The loop, driven through its channel.

    use std::{
        collections::BTreeSet,
        path::{Path, PathBuf},
        sync::mpsc,
        time::Duration,
    };

    use notify::{
        Event, EventKind,
        event::{AccessKind, Flag, MetadataKind, ModifyKind},
    };

    use super::{Signal, follow, is_source, signal};

    const QUIET: Duration = Duration::from_millis(5);

    fn saved(paths: &[&str]) -> Signal {
        Signal::Saved(paths.iter().map(PathBuf::from).collect())
    }

    fn is_yaml(path: &Path) -> bool {
        is_source(&[PathBuf::from("spec")], path)
    }

    /// Sends these signals, hangs up, and gives the paths of each round.
    fn rounds(signals: Vec<Signal>) -> Vec<BTreeSet<PathBuf>> {
        let (sender, receiver) = mpsc::channel();
        for signal in signals {
            sender.send(signal).expect("the receiver lives");
        }
        drop(sender);
        let mut rounds = Vec::new();
        follow(&receiver, QUIET, &is_yaml, &mut |saved| rounds.push(saved.clone()));
        rounds
    }

    #[test]
    fn a_burst_is_one_round() {
        let rounds = rounds(vec![saved(&["spec/a.yaml"]), saved(&["spec/b.yaml", "spec/a.yaml"])]);
        assert_eq!(rounds, [BTreeSet::from(["spec/a.yaml".into(), "spec/b.yaml".into()])]);
    }

    #[test]
    fn what_is_printed_starts_no_round() {
        let rounds = rounds(vec![saved(&["generated/x/openapi.yaml"]), saved(&["spec/.a.yaml.swp"]), saved(&[])]);
        assert!(rounds.is_empty());
    }

    #[test]
    fn stop_ends_the_loop_before_a_round_begins() {
        assert!(rounds(vec![saved(&["spec/a.yaml"]), Signal::Stop, saved(&["spec/b.yaml"])]).is_empty());
    }

    #[test]
    fn trouble_does_not_end_the_loop() {
        assert_eq!(rounds(vec![Signal::Trouble("limit reached".to_owned()), saved(&["spec/a.yaml"])]).len(), 1);
    }

    #[test]
    fn saves_during_a_round_start_the_next_one() {
        let (sender, receiver) = mpsc::channel();
        sender.send(saved(&["spec/first.yaml"])).expect("the receiver lives");
        let mut sender = Some(sender);
        let mut rounds = Vec::new();
        // The sender lives on past the first round, so the quiet time ends that one.
        follow(&receiver, QUIET, &is_yaml, &mut |saved_now| {
            rounds.push(saved_now.clone());
            if let Some(sender) = sender.take() {
                sender.send(saved(&["generated/x.yaml", "spec/second.yaml"])).expect("the receiver lives");
            }
        });
        assert_eq!(rounds, [BTreeSet::from(["spec/first.yaml".into()]), BTreeSet::from(["spec/second.yaml".into()])]);
    }

    #[test]
    fn reading_a_file_is_no_save() {
        let event = |kind| Ok(Event::new(kind).add_path("spec/a.yaml".into()));
        let paths = |kind| match signal(event(kind), &["spec".into()]) {
            Signal::Saved(paths) => paths,
            other => panic!("{other:?}"),
        };
        assert!(paths(EventKind::Access(AccessKind::Any)).is_empty());
        assert!(paths(EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime))).is_empty());
        assert_eq!(paths(EventKind::Modify(ModifyKind::Any)), [PathBuf::from("spec/a.yaml")]);
    }

    #[test]
    fn lost_events_mean_that_everything_may_have_changed() {
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        match signal(Ok(event), &["spec/x".into(), "spec/y".into()]) {
            Signal::Saved(paths) => {
                assert_eq!(paths, [PathBuf::from("spec/x"), PathBuf::from("spec/y")])
            }
            other => panic!("{other:?}"),
        }
    }
}
