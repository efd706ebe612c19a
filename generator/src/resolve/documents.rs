//! The files of a description: read once each, when a reference first needs them, and only where they may be read.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::pointer;
use crate::diagnostic::{Place, Sink, quote};
use crate::load::{self, Budget, Node};
use crate::source::{FileId, Files, LoadOptions, Sources};

/// The files read so far.
pub(super) struct Documents<'a> {
    files: &'a dyn Files,
    options: &'a LoadOptions,
    folder: PathBuf,
    canonical_folder: PathBuf,
    total_bytes: u64,
    /// By name relative to the folder; `None` for a file that could not be read.
    by_name: HashMap<String, Result<FileId, Unreadable>>,
    /// Two names can lead to one file.
    by_canonical: HashMap<PathBuf, FileId>,
    trees: Vec<Option<Rc<Node>>>,
    pub(super) sources: Sources,
    pub(super) budget: Budget,
}

/// Why a file is not there, as a message says it.
#[derive(Clone)]
struct Unreadable {
    rule: &'static str,
    text: String,
}

impl<'a> Documents<'a> {
    /// Reads the root file.
    pub(super) fn open(
        input: &Path,
        files: &'a dyn Files,
        options: &'a LoadOptions,
        sink: &mut Sink,
    ) -> (Self, Option<Rc<Node>>) {
        let folder = input.parent().unwrap_or(Path::new("")).to_path_buf();
        let canonical_folder = match folder.as_os_str().is_empty() {
            true => files.canonical(Path::new(".")),
            false => files.canonical(&folder),
        };
        let mut documents = Documents {
            files,
            options,
            canonical_folder: canonical_folder.unwrap_or_else(|_| folder.clone()),
            sources: Sources::new(&folder),
            folder,
            total_bytes: 0,
            by_name: HashMap::new(),
            by_canonical: HashMap::new(),
            trees: Vec::new(),
            budget: Budget::new(options.limits.nodes),
        };
        let Some(name) = input.file_name().map(|it| it.to_string_lossy().into_owned()) else {
            sink.error("unreadable-file", None, format!("{} is not a file", quote(&input.to_string_lossy())));
            return (documents, None);
        };
        let canonical = files.canonical(input).unwrap_or_else(|_| input.to_path_buf());
        let tree = match documents.read(&name, input, canonical, sink) {
            Ok(file) => documents.tree(file),
            Err(Unreadable { rule, text }) => {
                sink.error(rule, None, text);
                None
            }
        };
        (documents, tree)
    }

    /// The tree of a file, if its text is one.
    pub(super) fn tree(&self, file: FileId) -> Option<Rc<Node>> {
        self.trees.get(file.0 as usize).cloned().flatten()
    }

    /// The deepest nesting that is allowed.
    pub(super) fn max_depth(&self) -> usize {
        self.options.limits.depth
    }

    /// Gives up the tree of a file.
    pub(super) fn take(&mut self, file: FileId) -> Option<Rc<Node>> {
        self.trees.get_mut(file.0 as usize)?.take()
    }

    /// The file that a reference from `from` names; what keeps it from being read is reported at `place`.
    pub(super) fn follow(&mut self, from: FileId, file: &str, place: Place, sink: &mut Sink) -> Option<FileId> {
        if file.is_empty() {
            return Some(from);
        }
        let Some(name) = pointer::join_names(self.sources.name(from), file) else {
            sink.error("dangling-reference", place, format!("{} is a folder, expected a file", quote(file)));
            return None;
        };
        let found = match self.by_name.get(&name) {
            Some(known) => known.clone(),
            None => {
                let found = self.admit(&name, sink);
                self.by_name.insert(name.clone(), found.clone());
                found
            }
        };
        match found {
            Ok(id) => Some(id),
            Err(Unreadable { rule, text }) => {
                let known: Vec<&str> = match sink.is_full() {
                    true => Vec::new(),
                    false => self.sources.ids().map(|it| self.sources.name(it)).collect(),
                };
                let diagnostic = sink.error(rule, place, text);
                match rule {
                    "reference-leaves-folder" => {
                        diagnostic.help("move the file below the folder of the root file, or pass `--allow-outside`");
                    }
                    _ => {
                        diagnostic.did_you_mean(&name, known);
                    }
                }
                None
            }
        }
    }

    /// Reads a file for the first time, if it may be read.
    fn admit(&mut self, name: &str, sink: &mut Sink) -> Result<FileId, Unreadable> {
        let leaves = || Unreadable {
            rule: "reference-leaves-folder",
            text: format!("{} is outside the folder of the root file", quote(name)),
        };
        if name.starts_with("../") && !self.options.allow_outside {
            return Err(leaves());
        }
        let path = self.folder.join(name);
        let canonical = self.files.canonical(&path).map_err(|error| unreadable("dangling-reference", name, &error))?;
        if !self.options.allow_outside && !canonical.starts_with(&self.canonical_folder) {
            return Err(leaves());
        }
        if let Some(known) = self.by_canonical.get(&canonical) {
            return Ok(*known);
        }
        if self.sources.n_files() >= self.options.limits.files {
            let text = format!("the description has more than {} files", self.options.limits.files);
            return Err(Unreadable { rule: "too-large", text });
        }
        self.read(name, &path, canonical, sink).map_err(|it| match it.rule {
            "unreadable-file" => Unreadable { rule: "dangling-reference", ..it },
            _ => it,
        })
    }

    fn read(&mut self, name: &str, path: &Path, canonical: PathBuf, sink: &mut Sink) -> Result<FileId, Unreadable> {
        let limits = &self.options.limits;
        let left = limits.total_bytes.saturating_sub(self.total_bytes).min(limits.file_bytes);
        let bytes = self.files.read(path, left).map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => Unreadable {
                rule: "too-large",
                text: format!("{} is larger than the limit of {} bytes", quote(name), left),
            },
            _ => unreadable("unreadable-file", name, &error),
        })?;
        self.total_bytes += bytes.len() as u64;
        let id = self.sources.add(name.to_owned(), String::new());
        self.by_name.insert(name.to_owned(), Ok(id));
        self.by_canonical.insert(canonical, id);
        let mut tree = None;
        if let Some(text) = load::decode(id, bytes, sink) {
            tree = load::load(id, name, &text, limits, &mut self.budget, sink).map(Rc::new);
            self.sources.set_text(id, text);
        }
        self.trees.push(tree);
        Ok(id)
    }
}

fn unreadable(rule: &'static str, name: &str, error: &io::Error) -> Unreadable {
    let name = quote(name);
    let text = match error.kind() {
        io::ErrorKind::NotFound => format!("the file {name} does not exist"),
        io::ErrorKind::IsADirectory => format!("{name} is a folder, expected a file"),
        io::ErrorKind::PermissionDenied => format!("no permission to read {name}"),
        io::ErrorKind::Other => format!("cannot read {name}: {error}"),
        kind => format!("cannot read {name}: {kind}"),
    };
    Unreadable { rule, text }
}
