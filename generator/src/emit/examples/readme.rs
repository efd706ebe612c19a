//! The README of the client: a complete program, and a function for each thing that a reader asks next.

use quote::quote;

use super::super::Print;
use super::super::snippets::{Cut, Ending};
use super::setup::Address;
use super::{BARE, Prepared, REQUEST, Shown, body, imports};

/// The code in the client's README, as far as there are operations for it.
pub(in crate::emit) struct ReadmeCode {
    /// The complete program.
    pub(in crate::emit) start: Option<Start>,
    /// The settings of a client with a key in hand.
    pub(in crate::emit) with_key: String,
    /// The settings of a client of a server in this process.
    pub(in crate::emit) of_server: String,
    /// What that imports.
    pub(in crate::emit) of_server_imports: String,
    /// The environment variables that the first program reads.
    pub(in crate::emit) variables: Vec<String>,
    /// Telling errors apart.
    pub(in crate::emit) errors: Option<Code>,
    /// Paging through a list.
    pub(in crate::emit) pages: Option<Code>,
    /// Waiting for a job.
    pub(in crate::emit) jobs: Option<Code>,
    /// Looking at a request.
    pub(in crate::emit) dry_run: Option<Code>,
}

/// The complete program.
pub(in crate::emit) struct Start {
    pub(in crate::emit) imports: String,
    pub(in crate::emit) builder: String,
    pub(in crate::emit) request: String,
}

/// A call, and what it needs in scope.
pub(in crate::emit) struct Code {
    pub(in crate::emit) imports: String,
    pub(in crate::emit) call: String,
}

/// The code in the client's README.
pub(in crate::emit) fn readme(print: &Print<'_>) -> ReadmeCode {
    let setup = print.real_setup();
    let invented = print.invented_setup(Address::Local);
    let mut own = print.own_imports(&print.invented_imports());
    own.name(&[], "Error");
    own.name(&["runtime", "client"], "InProcess");
    own.name_of(&format!("{}_server", print.source.package.replace('-', "_")), &[], "Server");
    ReadmeCode {
        start: print.list_shown().or_else(|| print.errors_shown()).and_then(|it| print.start(it)),
        with_key: body(&print.key_setup()),
        of_server: body(&quote!(#invented.transport(InProcess::new(server.into_router())).build())),
        of_server_imports: imports(&own),
        variables: setup.variables,
        errors: print.errors_shown().and_then(|it| print.code(it, BARE, &["Client", "Error"])),
        pages: print.pages_shown().and_then(|it| print.code(it, BARE, &["Client", "Error"])),
        jobs: print.wait_shown().and_then(|it| print.code(it, REQUEST, &["Client"])),
        dry_run: print
            .list_shown()
            .or_else(|| print.dry_run_shown())
            .and_then(|it| print.code(it, BARE, &["Client", "Error"])),
    }
}

impl Print<'_> {
    fn start(&self, shown: Shown<'_>) -> Option<Start> {
        let builder = self.real_setup().builder;
        let Prepared { lets, call, imports: used } = self.prepared(shown, self.own_imports(&["Client"]), BARE, &[])?;
        let request = match self.ending(shown.operation, shown.names) {
            Ending::Send { value: false } => quote!(#lets #call.send().await?;),
            _ => {
                let show = self.show_answer(shown);
                quote!(#lets let answer = #call.send().await?; #show)
            }
        };
        Some(Start {
            imports: imports(&used),
            builder: body(&quote!(let client = #builder.build()?;)),
            request: body(&request),
        })
    }

    fn code(&self, shown: Shown<'_>, cut: Cut, own: &[&str]) -> Option<Code> {
        let (used, call) = self.prepared(shown, self.own_imports(own), cut, &[])?.into_let();
        Some(Code { imports: imports(&used), call })
    }
}
