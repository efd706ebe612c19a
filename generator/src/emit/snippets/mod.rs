//! Snippets: a call of each operation as a reader would write it, made from the examples of the description.
//!
//! Takes an operation with its examples and gives Rust that compiles. Every operation's docs carry it as a doc test;
//! the printed examples are put together from the same parts. Where the description has no example, or one that is not
//! of its type, the smallest value that the schema allows stands in. Secrets never come from the description.

mod any;
mod calls;
mod expression;
mod imports;
mod records;
mod smallest;
mod unions;

pub(super) use calls::CallParts;
pub(super) use expression::{Cut, Maker, Way};
pub(super) use imports::Imports;

use proc_macro2::TokenStream;
use quote::quote;

use super::operations::success_type;
use super::rust::At;
use super::{Print, waits};
use crate::ir::Operation;
use crate::names::OperationNames;

/// The most lines that a snippet should have.
const MOST_LINES: usize = 24;

/// The characters of a line, as long as lines can be.
const LINE: usize = 80;

/// How much of an example is shown, from all that could fit to what must be there.
const CUTS: [Cut; 5] = [
    Cut { items: 8, optional: 16, setters: 4 },
    Cut { items: 1, optional: 16, setters: 4 },
    Cut { items: 1, optional: 6, setters: 3 },
    Cut { items: 1, optional: 3, setters: 2 },
    Cut { items: 1, optional: 1, setters: 1 },
];

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It is sent; whether there is a value to be shown.
    Send { value: bool },
    /// Its items are taken one by one.
    Items,
    /// Its job is followed.
    Wait,
}

impl Print<'_> {
    /// The doc test of an operation: a code block with hidden lines around it.
    pub(super) fn snippet(&self, operation: &Operation, names: &OperationNames) -> Option<String> {
        let mut lines = Vec::new();
        for (idx, cut) in CUTS.into_iter().enumerate() {
            let parts = self.snippet_parts(operation, names, cut)?;
            let is_last = idx + 1 == CUTS.len();
            // Formatting costs more than anything else here, so what cannot fit is not formatted.
            if parts.1.to_string().len() > MOST_LINES * LINE && !is_last {
                continue;
            }
            lines = joined(&parts);
            if lines.len() <= MOST_LINES {
                break;
            }
        }
        let krate = self.client_crate();
        let mut block = vec![
            "```no_run".to_owned(),
            format!("# async fn example(client: &{krate}::Client) -> Result<(), Box<dyn std::error::Error>> {{"),
        ];
        block.extend(lines);
        block.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        Some(block.join("\n"))
    }

    /// The name of the client crate in Rust.
    pub(super) fn client_crate(&self) -> String {
        self.crate_of("client")
    }

    /// The name of a printed crate in Rust.
    pub(super) fn crate_of(&self, part: &str) -> String {
        format!("{}_{part}", self.source.package.replace('-', "_"))
    }

    /// The imports and the statements of a snippet.
    fn snippet_parts(
        &self,
        operation: &Operation,
        names: &OperationNames,
        cut: Cut,
    ) -> Option<(TokenStream, TokenStream)> {
        let mut maker = Maker::new(self, Imports::new(&self.client_crate()), cut, Way::Request);
        let CallParts { lets, call } = maker.call(operation, names, &[])?;
        let statement = match self.ending(operation, names) {
            Ending::Send { value: false } => quote!(#call.send().await?;),
            Ending::Send { value: true } => quote! {
                let answer = #call.send().await?;
                println!("{answer:?}");
            },
            Ending::Items => quote! {
                let mut items = #call.items();
                while let Some(item) = items.next().await {
                    let item = item?;
                    println!("{item:?}");
                }
            },
            Ending::Wait => quote! {
                let done = #call.wait().await?;
                println!("{:?} after {:?}", done.states, done.waited);
            },
        };
        Some((maker.imports.tokens(), quote!(#lets #statement)))
    }

    /// What the reader of an operation's docs most likely does with a call.
    pub(super) fn ending(&self, operation: &Operation, names: &OperationNames) -> Ending {
        if waits::polled(self.api(), operation).is_some() {
            return Ending::Wait;
        }
        if self.paging(operation).is_some() && self.items(operation, names).is_some() {
            return Ending::Items;
        }
        let success = success_type(self, operation, names, At::Outside);
        Ending::Send { value: success.is_none_or(|it| it.to_string() != quote!(()).to_string()) }
    }
}

/// Imports, a blank line, and what uses them.
fn joined((imports, code): &(TokenStream, TokenStream)) -> Vec<String> {
    let mut lines = top_level(imports);
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(statements(code));
    lines
}

/// The lines of items, as `prettyplease` prints them.
///
/// # Panics
/// If the tokens are not Rust, which is a fault of this generator and of nobody's description.
pub(super) fn top_level(items: &TokenStream) -> Vec<String> {
    match syn::parse2::<syn::File>(items.clone()) {
        Ok(file) => with_lists(prettyplease::unparse(&file)).lines().map(str::to_owned).collect(),
        Err(fault) => panic!("a snippet is not Rust: {fault}\n{items}"),
    }
}

/// The lines of statements, without what `prettyplease` needs around them.
pub(super) fn statements(statements: &TokenStream) -> Vec<String> {
    let lines = top_level(&quote!(async fn example() { #statements }));
    let inner = lines.iter().skip(1).take(lines.len().saturating_sub(2));
    inner.map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect()
}

/// Writes `Vec::from([..])` as `vec![..]`, as everybody does: what stands inside a macro is not formatted.
fn with_lists(mut code: String) -> String {
    const LIST: &str = "Vec::from([";
    while let Some(start) = code.rfind(LIST) {
        let inside = start + LIST.len();
        let Some(length) = closing(&code[inside..]) else { break };
        let end = inside + length;
        let (before, inner, after) = (&code[..start], &code[inside..end], &code[end..]);
        code = match after.strip_prefix("])") {
            Some(after) => format!("{before}vec![{inner}]{after}"),
            // The bracket and the parenthesis stand on lines of their own: another notation of the same.
            None => format!("{before}<Vec<_>>::from([{inner}{after}"),
        };
    }
    code
}

/// Where the bracket that is open before this text is closed.
fn closing(code: &str) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (idx, it) in code.char_indices() {
        match it {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            '[' if !in_text => depth += 1,
            ']' if !in_text && depth == 0 => return Some(idx),
            ']' if !in_text => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::statements;

    #[test]
    fn lists_are_written_as_everybody_does() {
        let code = quote!(let all = Vec::from([A { name: "]\"[".into(), of: Vec::from([1, 2]) }, B::new(Vec::from([Vec::from([3])]))]););
        let expected = [
            "let all = vec![",
            "    A {",
            r#"        name: "]\"[".into(),"#,
            "        of: vec![1, 2],",
            "    },",
            "    B::new(vec![vec![3]]),",
            "];",
        ];
        assert_eq!(statements(&code), expected);
    }
}
