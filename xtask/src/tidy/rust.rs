//! Rules about Rust files. They read tokens and syntax, so a word in a string or a comment is no finding.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{
    Block, Signature,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{
    Finding,
    tree::{File, Tree},
};

const MAX_FILE_LINES: usize = 700;
const SOFT_FILE_LINES: usize = 500;
const MAX_FUNCTION_LINES: usize = 70;

/// Macros that print tokens; a function may be one long block of them.
const QUOTES: &[&str] = &["parse_quote", "quote", "quote_spanned"];
const UNFINISHED: &[&str] = &["dbg", "todo", "unimplemented"];
const SKIPS: &[&str] = &["ignore", "should_panic"];
/// What would make the IR more than inert data.
const NOT_IN_IR: &[&str] = &["fs", "openapiv3", "proc_macro2", "quote", "saphyr_parser", "serde_yaml", "syn"];

const NAMES_ROOM: &str = "generator/src/names/";
const IR_ROOM: &str = "generator/src/ir/";

/// A file says in its first line what it is for.
pub(super) fn module_docs(tree: &Tree) -> Vec<Finding> {
    let starts_well = |file: &&File| {
        let mut lines = file.text.lines().filter(|line| !line.starts_with("#!"));
        !lines.next().is_some_and(|line| line.starts_with("//! "))
    };
    let text = "does not start with `//!` and one sentence that says what the file is for";
    tree.rust().filter(starts_well).map(|file| Finding::new(&file.path, 1, text)).collect()
}

/// A file holds one idea.
pub(super) fn file_lengths(tree: &Tree) -> Vec<Finding> {
    tree.rust()
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, n_lines)| *n_lines > MAX_FILE_LINES)
        .map(|(file, n_lines)| {
            Finding::new(&file.path, 0, format!("has {n_lines} lines, more than {MAX_FILE_LINES}; split it"))
        })
        .collect()
}

/// Files that are allowed but ask for a second look, with their lengths.
pub(super) fn long_files(tree: &Tree) -> Vec<(&str, usize)> {
    tree.rust()
        .map(|file| (file.path.as_str(), file.text.lines().count()))
        .filter(|(_, n_lines)| *n_lines > SOFT_FILE_LINES)
        .collect()
}

/// A function fits on a screen; one `quote!` block in it does not count.
pub(super) fn function_lengths(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        match file.rust() {
            Ok(syntax) => {
                let mut meter = Meter { path: &file.path, findings: &mut findings };
                meter.visit_file(syntax);
            }
            Err(error) => {
                let line = error.span().start().line;
                findings.push(Finding::new(&file.path, line, format!("is not Rust: {error}")));
            }
        }
    }
    findings
}

/// No placeholder and no debugging aid is merged, nor printed from a `quote!` block.
pub(super) fn unfinished(tree: &Tree) -> Vec<Finding> {
    let is_unfinished = |pair: &[TokenTree]| match pair {
        [TokenTree::Ident(word), TokenTree::Punct(mark)] if mark.as_char() == '!' => {
            UNFINISHED.iter().find(|it| word == **it).map(|it| format!("`{it}!` is unfinished work"))
        }
        _ => None,
    };
    find_pairs(tree.rust(), &is_unfinished)
}

/// A test that is not run, or that is content with any panic, proves nothing.
pub(super) fn skipped_tests(tree: &Tree) -> Vec<Finding> {
    let is_skip = |pair: &[TokenTree]| match pair {
        [TokenTree::Punct(mark), TokenTree::Group(attribute)] if mark.as_char() == '#' => {
            match attribute.stream().into_iter().next() {
                Some(TokenTree::Ident(word)) => SKIPS.iter().find(|it| word == **it),
                _ => None,
            }
            .map(|it| format!("`#[{it}]`: make the test pass and assert what happens"))
        }
        _ => None,
    };
    find_pairs(tree.rust(), &is_skip)
}

/// Rust names are planned in one room.
pub(super) fn case_conversion(tree: &Tree) -> Vec<Finding> {
    let elsewhere = |file: &&File| file.path.starts_with("generator/") && !file.path.starts_with(NAMES_ROOM);
    let is_heck = |pair: &[TokenTree]| match pair.first() {
        Some(TokenTree::Ident(word)) if word == "heck" => Some(format!("`heck` belongs to {NAMES_ROOM} alone")),
        _ => None,
    };
    find_pairs(tree.rust().filter(elsewhere), &is_heck)
}

/// The IR is data: no YAML, no tokens, no disk.
pub(super) fn inert_ir(tree: &Tree) -> Vec<Finding> {
    let is_foreign = |pair: &[TokenTree]| match pair.first() {
        Some(TokenTree::Ident(word)) => {
            NOT_IN_IR.iter().find(|it| word == **it).map(|it| format!("`{it}` in the IR, which is inert data"))
        }
        _ => None,
    };
    find_pairs(tree.rust().filter(|file| file.path.starts_with(IR_ROOM)), &is_foreign)
}

/// Looks at every token of the files together with the one after it.
fn find_pairs<'a>(
    files: impl Iterator<Item = &'a File>,
    judge: &dyn Fn(&[TokenTree]) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        // A file that is not Rust is a finding of `function_lengths`.
        let mut pending: Vec<TokenStream> = file.text.parse().into_iter().collect();
        while let Some(stream) = pending.pop() {
            let tokens: Vec<TokenTree> = stream.into_iter().collect();
            for idx in 0..tokens.len() {
                let pair = &tokens[idx..tokens.len().min(idx + 2)];
                findings.extend(judge(pair).map(|text| Finding::new(&file.path, start(pair[0].span()), text)));
                if let TokenTree::Group(group) = &tokens[idx] {
                    pending.push(group.stream());
                }
            }
        }
    }
    // One finding per line and word: `use quote::quote` is one breach.
    findings.sort();
    findings.dedup();
    findings
}

/// Measures the functions of a file.
struct Meter<'a> {
    path: &'a str,
    findings: &'a mut Vec<Finding>,
}

impl Meter<'_> {
    fn measure(&mut self, signature: &Signature, body: &Block) {
        let first = start(signature.fn_token.span());
        let n_lines = lines(signature.fn_token.span(), body.brace_token.span.close()) - longest_quote(body);
        if n_lines > MAX_FUNCTION_LINES {
            let text = format!("`{}` has {n_lines} lines, more than {MAX_FUNCTION_LINES}; split it", signature.ident);
            self.findings.push(Finding::new(self.path, first, text));
        }
    }
}

impl<'ast> Visit<'ast> for Meter<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(body) = &item.default {
            self.measure(&item.sig, body);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

/// How many lines the longest `quote!` block of a function takes; 0 if there is none.
fn longest_quote(body: &Block) -> usize {
    let mut longest = LongestQuote(0);
    longest.visit_block(body);
    longest.0
}

struct LongestQuote(usize);

impl<'ast> Visit<'ast> for LongestQuote {
    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        let is_quote = it.path.segments.last().is_some_and(|last| QUOTES.iter().any(|quote| last.ident == quote));
        if is_quote {
            self.0 = self.0.max(lines(it.path.span(), it.delimiter.span().close()));
        }
    }
}

fn start(span: Span) -> usize {
    span.start().line
}

fn lines(from: Span, to: Span) -> usize {
    to.end().line + 1 - from.start().line
}
