//! Programs: the values that each template of an example gets.

use std::collections::BTreeSet;

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::operations::success_type;
use super::super::rust::At;
use super::super::snippets::{Cut, Ending, Imports, Maker, Way};
use super::super::{Print, media, waits};
use super::setup::Address;
use super::{BARE, Prepared, REQUEST, Shown, body, imports, path};
use crate::ir::{Bound, Json, Operation, Shape, Status, Use};
use crate::names::becomes_item;

/// How much of an answer's example a stand-in answers with.
const ANSWER: Cut = Cut { items: 2, optional: 4, setters: 0 };

/// A program beside the client.
pub(in crate::emit) struct Example {
    /// The file, without its ending.
    pub(in crate::emit) stem: &'static str,
    /// The name of the target; it is the only one of its name in a workspace.
    pub(in crate::emit) target: String,
    /// What it shows.
    pub(in crate::emit) about: String,
    /// The features that it needs.
    pub(in crate::emit) features: String,
    /// Whether it runs without an account, so that tests run it.
    pub(in crate::emit) tested: bool,
    /// The program.
    pub(in crate::emit) text: String,
}

/// What every template needs.
struct Frame {
    package: String,
    target: String,
    /// What the operation does, in a few words.
    words: String,
    /// The operation's id.
    id: String,
    /// The environment variables that the program reads.
    variables: String,
    imports: String,
    /// The expression of the builder, before `.build()`.
    builder: String,
}

macro_rules! templates {
    ($($name:ident $path:literal { $($field:ident: $ty:ty),* $(,)? })*) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name {
            f: Frame,
            $($field: $ty,)*
        }
    )*};
}

templates! {
    List "client/examples/list.rs" { request: String, show: String }
    Pages "client/examples/pages.rs" { call: String, show: String, pages: Option<String> }
    Wait "client/examples/wait.rs" { call: String, polled: String }
    Batch "client/examples/batch.rs" { call: String, waits: bool, value: bool }
    Errors "client/examples/errors.rs" { call: String, value: bool, code: Option<String> }
    DryRun "client/examples/dry_run.rs" { call: String }
    InProcess "client/examples/in_process.rs" {
        tag: String, api: String, method: String, input: String, output: String, variant: String,
        answer: String, value: String, request: String,
    }
}

/// The programs for which there is an operation.
pub(in crate::emit) fn programs(print: &Print<'_>) -> Vec<Example> {
    let all = [
        print.list_shown().and_then(|it| print.list_program(it)),
        print.pages_shown().and_then(|it| print.pages_program(it)),
        print.wait_shown().and_then(|it| print.wait_program(it)),
        print.batch_shown().and_then(|it| print.batch_program(it)),
        print.errors_shown().and_then(|it| print.errors_program(it)),
        print.dry_run_shown().and_then(|it| print.dry_run_program(it)),
        print.in_process_shown().into_iter().find_map(|it| print.in_process_program(it)),
    ];
    all.into_iter().flatten().collect()
}

impl Print<'_> {
    fn list_program(&self, shown: Shown<'_>) -> Option<Example> {
        let Prepared { lets, call, imports } =
            self.prepared(shown, self.own_imports(&["Client"]), BARE, &self.window(shown, 10))?;
        let show = body(&self.show_answer(shown));
        let request = body(&quote!(#lets let answer = #call.send().await?;));
        let f = self.frame("list", shown, &imports, Account::Real);
        Some(self.example("list", "one page of a list", shown, false, &List { f, request, show }))
    }

    fn pages_program(&self, shown: Shown<'_>) -> Option<Example> {
        let item = self.item_of(shown)?;
        let Prepared { lets, call, imports } =
            self.prepared(shown, self.own_imports(&["Client"]), BARE, &self.window(shown, 50))?;
        let show = self.show_item(shown, &item);
        let pages = lets.is_empty().then(|| body(&quote!(let mut pages = #call.pages();)));
        let call = body(&quote!(#lets let mut items = #call.items();));
        let show = body(&show);
        let f = self.frame("pages", shown, &imports, Account::Real);
        Some(self.example(
            "pages",
            "a list of any length, item by item and page by page",
            shown,
            false,
            &Pages { f, call, show, pages },
        ))
    }

    fn wait_program(&self, shown: Shown<'_>) -> Option<Example> {
        let (_, polled) = waits::polled(self.api(), shown.operation)?;
        let polled = polled.id.clone();
        let mut own = self.own_imports(&["Client"]);
        own.name(&[], "WaitError");
        let (imports, call) = self.prepared(shown, own, REQUEST, &[])?.into_let();
        let f = self.frame("wait", shown, &imports, Account::Real);
        Some(self.example("wait", "a job, from its start to its end", shown, false, &Wait { f, call, polled }))
    }

    fn batch_program(&self, shown: Shown<'_>) -> Option<Example> {
        let waits = waits::polled(self.api(), shown.operation).is_some();
        let value = self.ending(shown.operation, shown.names) != Ending::Send { value: false };
        let mut own = self.own_imports(&["Client"]);
        if waits {
            own.name(&[], "WaitError");
        }
        let (imports, call) = self.prepared(shown, own, REQUEST, &[])?.into_let();
        let f = self.frame("batch", shown, &imports, Account::Real);
        Some(self.example("batch", "many things with one call", shown, false, &Batch { f, call, waits, value }))
    }

    fn errors_program(&self, shown: Shown<'_>) -> Option<Example> {
        let value = self.ending(shown.operation, shown.names) != Ending::Send { value: false };
        let mut own = self.own_imports(&["Client", "Error"]);
        let code = self.api().error_catalogue.as_ref().and_then(|it| self.names().types.get(&it.ty));
        let code = code.map(|it| path(&own.name(&["types", self.module_of(it.home)], &it.ident)));
        let (imports, call) = self.prepared(shown, own, REQUEST, &[])?.into_let();
        let f = self.frame("errors", shown, &imports, Account::Real);
        Some(self.example("errors", "errors, told apart", shown, false, &Errors { f, call, value, code }))
    }

    fn dry_run_program(&self, shown: Shown<'_>) -> Option<Example> {
        let own = self.own_imports(&self.invented_imports());
        let (imports, call) = self.prepared(shown, own, REQUEST, &[])?.into_let();
        let f = self.frame("dry_run", shown, &imports, Account::Invented);
        Some(self.example("dry_run", "a request, looked at before it is sent", shown, true, &DryRun { f, call }))
    }

    fn in_process_program(&self, shown: Shown<'_>) -> Option<Example> {
        let Shown { operation, names } = shown;
        let Answer { target, examples, variant } = self.whole_answer(shown)?;
        let krate = self.crate_of("server");
        let tag = &self.names().tags[operation.tag];
        let mut own = self.own_imports(&self.invented_imports());
        own.name(&["runtime", "client"], "InProcess");
        for name in ["Context", "Failure", "Server"] {
            own.name_of(&krate, &[], name);
        }
        let api = path(&own.name_of(&krate, &[&tag.module], &tag.trait_));
        let input = path(&own.name(&["types", "operations", &tag.module], &names.input));
        let output = path(&own.name(&["types", "operations", &tag.module], &names.output));
        let mut maker = Maker::new(self, own, ANSWER, Way::Answer);
        let answer = path(&maker.item(self.api().types.behind_aliases(target).ty)?);
        let value = body(&maker.value(target, &examples, "answer")?);
        let Prepared { lets, call, imports } = self.prepared(shown, maker.imports, BARE, &self.window(shown, 10))?;
        let request = body(&quote!(#lets let answer = #call.send().await?;));
        let f = self.frame("in_process", shown, &imports, Account::InProcess);
        let (tag, method, variant) = (tag.module.clone(), names.method.clone(), variant.to_owned());
        let program = InProcess { f, tag, api, method, input, output, variant, answer, value, request };
        Some(self.example(
            "in_process",
            "a test without a network, against a server of the same process",
            shown,
            true,
            &program,
        ))
    }

    /// The first successful answer, if it is one item of the types without headers: what else there is would show less.
    pub(super) fn whole_answer<'o>(&'o self, shown: Shown<'o>) -> Option<Answer<'o>> {
        let Shown { operation, names } = shown;
        success_type(self, operation, names, At::Outside)?;
        let types = &self.api().types;
        let mut answers = operation.responses.iter().zip(&names.responses);
        let (response, response_names) = answers.find(|(it, _)| matches!(it.status, Status::Code(200..=299)))?;
        let media = media::chosen(&response.media, types).filter(|it| media::codec(it, types) == media::Codec::Json)?;
        let target = media.ty.as_ref()?;
        let behind = types.behind_aliases(target);
        let is_item = !behind.nullable && becomes_item(&types[behind.ty]);
        let examples = media.examples.iter().map(|it| &it.value).collect();
        let answer = Answer { target, examples, variant: &response_names.variant };
        (is_item && response.headers.is_empty()).then_some(answer)
    }

    /// The setter that sizes the window of a list, if a parameter of the query does.
    fn window<'o>(&self, shown: Shown<'o>, wanted: i64) -> Vec<(&'o str, TokenStream)> {
        let limit = shown.operation.pagination.as_ref().and_then(|it| it.limit.as_ref());
        let parameter = limit.and_then(|limit| shown.operation.parameters.iter().find(|it| it.name == *limit));
        let Some(parameter) = parameter else { return Vec::new() };
        let types = &self.api().types;
        let ty = &types[types.behind_aliases(&parameter.ty).ty];
        let most = match ty.constraints.maximum {
            Some(Bound::Integer(most)) => most,
            _ => i64::MAX,
        };
        let wanted = wanted.min(most);
        let value = match &ty.shape {
            Shape::Integer { values, .. } if values.is_empty() => proc_macro2::Literal::i64_unsuffixed(wanted),
            Shape::Text { values, .. } if values.is_empty() => proc_macro2::Literal::string(&wanted.to_string()),
            _ => return Vec::new(),
        };
        vec![(parameter.name.as_str(), quote!(#value))]
    }

    fn frame(&self, stem: &str, shown: Shown<'_>, used: &Imports, account: Account) -> Frame {
        let (builder, variables) = match account {
            Account::Real => {
                let setup = self.real_setup();
                (setup.builder, setup.variables)
            }
            Account::Invented => (self.invented_setup(Address::Service), Vec::new()),
            Account::InProcess => {
                let builder = self.invented_setup(Address::Local);
                (quote!(#builder.transport(InProcess::new(router))), Vec::new())
            }
        };
        let builder = body(&quote!(let client = #builder.build()?;));
        let title = shown.operation.docs.title.as_deref().unwrap_or(&shown.operation.id);
        Frame {
            package: self.source.package.to_owned(),
            target: self.target(stem),
            words: docs::plain(title).trim_end_matches('.').to_owned(),
            id: shown.operation.id.clone(),
            variables: variables.iter().map(|it| format!("{it}=...")).collect::<Vec<_>>().join(" "),
            imports: imports(used),
            builder,
        }
    }

    /// The name of an example's target: those of all crates of a workspace lie in one folder.
    fn target(&self, stem: &str) -> String {
        format!("{}-{}", self.source.package, stem.replace('_', "-"))
    }

    fn example(
        &self,
        stem: &'static str,
        shows: &str,
        shown: Shown<'_>,
        tested: bool,
        program: &impl Template,
    ) -> Example {
        let text = program.render().expect("templates are checked when the generator is compiled");
        Example {
            stem,
            target: self.target(stem),
            about: format!("{shows}: `{}`", shown.operation.id),
            features: self.features(shown.operation),
            tested,
            text,
        }
    }

    fn features(&self, operation: &Operation) -> String {
        let polled = waits::polled(self.api(), operation).map(|(_, it)| it.tag);
        let tags: BTreeSet<usize> = [operation.tag].into_iter().chain(polled).collect();
        let mut features = vec!["\"reqwest\"".to_owned()];
        if self.api().is_signed() {
            features.push("\"sign\"".to_owned());
        }
        features.extend(tags.into_iter().map(|it| format!("\"{}\"", self.names().tags[it].feature)));
        features.join(", ")
    }
}

/// An answer that a stand-in can give.
pub(super) struct Answer<'o> {
    pub(super) target: &'o Use,
    examples: Vec<&'o Json>,
    /// The variant of the output.
    variant: &'o str,
}

/// Whose account a program uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Account {
    /// That of the environment.
    Real,
    /// None: nothing is sent.
    Invented,
    /// None: `router` answers.
    InProcess,
}
