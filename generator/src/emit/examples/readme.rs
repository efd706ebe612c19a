//! The README of the client: a complete program, and a function for each thing that a reader asks next.

use quote::quote;

use super::super::Print;
use super::super::snippets::{Cut, Ending, Imports};
use super::setup::Address;
use super::{BARE, Prepared, REQUEST, Shown, Told, body, imports, path};

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
    /// The settings of a client with a token.
    pub(in crate::emit) with_token: Option<String>,
    /// The environment variables that the first program reads.
    pub(in crate::emit) variables: Vec<String>,
    /// Where credentials are looked for after those.
    pub(in crate::emit) places: &'static [&'static str],
    /// The parameter that the client finds out by itself.
    pub(in crate::emit) told: Option<Told>,
    /// Telling errors apart.
    pub(in crate::emit) errors: Option<Code>,
    /// Paging through a list.
    pub(in crate::emit) pages: Option<Code>,
    /// Waiting for a job.
    pub(in crate::emit) jobs: Option<Code>,
    /// Looking at a request.
    pub(in crate::emit) dry_run: Option<Code>,
    /// Calls without asynchronous code.
    pub(in crate::emit) blocking: Option<Code>,
    /// An answer in pieces.
    pub(in crate::emit) download: Option<Code>,
    /// Whether there are requests in pieces.
    pub(in crate::emit) uploads: bool,
    /// The type of an answer, for the README of the types.
    pub(in crate::emit) answer: Option<Code>,
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
    own.name_of(&print.crate_of("server"), &[], "Server");
    ReadmeCode {
        start: print.list_shown().or_else(|| print.errors_shown()).and_then(|it| print.start(it)),
        with_key: body(&print.key_setup()),
        with_token: print.token_setup().map(|it| body(&it)),
        places: print.places(),
        told: print.told(),
        of_server: body(&quote!(#invented.transport(InProcess::new(server.into_router())).build())),
        of_server_imports: imports(&own),
        variables: setup.variables,
        errors: print.errors_shown().and_then(|it| print.code(it, BARE, &["Client", "Error"])),
        pages: print.pages_shown().and_then(|it| print.code(it, BARE, &["Client", "Error"])),
        jobs: print.wait_shown().and_then(|it| print.code(it, REQUEST, &["Client", "Error"])),
        dry_run: print
            .list_shown()
            .or_else(|| print.dry_run_shown())
            .and_then(|it| print.code(it, BARE, &["Client", "Error"])),
        blocking: print.blocking_code(),
        download: print.download_shown().and_then(|it| print.code(it, BARE, &["Client", "Error"])),
        uploads: print.has_uploads(),
        answer: print.in_process_shown().into_iter().find_map(|it| print.answer_type(it)),
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

    /// The type of an operation's answer, as programs with the types alone name it.
    fn answer_type(&self, shown: Shown<'_>) -> Option<Code> {
        let answer = self.api().types.behind_aliases(self.whole_answer(shown)?.target);
        let names = self.names().types.get(&answer.ty)?;
        let mut own = Imports::new(&self.crate_of("types"));
        for (module, name) in [(&[][..], "from_json"), (&[], "to_json"), (&["runtime"], "ValueError")] {
            own.name(module, name);
        }
        let ty = own.name(&[self.module_of(names.home)], &names.ident);
        Some(Code { imports: imports(&own), call: path(&ty) })
    }

    /// A call and a list, both without asynchronous code.
    fn blocking_code(&self) -> Option<Code> {
        let call = self.errors_shown()?;
        let Prepared { lets, call: first, imports: used } =
            self.prepared(call, self.own_imports(&["Client", "Error"]), BARE, &[])?;
        let sent = match self.ending(call.operation, call.names) {
            Ending::Send { value: false } => quote!(#lets #first.send_blocking()?;),
            _ => quote!(#lets let answer = #first.send_blocking()?; println!("{answer:?}");),
        };
        let list = self.pages_shown().and_then(|it| self.prepared(it, used.clone(), BARE, &[]));
        let Some(Prepared { lets, call, imports: used }) = list else {
            return Some(Code { imports: imports(&used), call: body(&sent) });
        };
        let items = quote! {
            #lets
            for item in #call.items().blocking() {
                let item = item?;
                println!("{item:?}");
            }
        };
        Some(Code { imports: imports(&used), call: body(&quote!(#sent #items)) })
    }

    fn code(&self, shown: Shown<'_>, cut: Cut, own: &[&str]) -> Option<Code> {
        let (used, call) = self.prepared(shown, self.own_imports(own), cut, &[])?.into_let();
        Some(Code { imports: imports(&used), call })
    }
}
