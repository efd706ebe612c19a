//! Compares the tables of path, query and header parameters.

use specwright::load::Node;

use super::{
    At, Comparison,
    fields::{Field, TableAt},
};
use crate::audit::{
    finding::Rule,
    model::{Kind, Row},
};

/// A header that is no parameter but how a request is authenticated; its type and flag say nothing.
const TOKEN: &str = "X-Auth-Token";
/// A header that is no parameter either: the media type of the body says it.
const CONTENT_TYPE: &str = "Content-Type";

impl Comparison<'_> {
    pub(super) fn parameters(&mut self) {
        for (kind, place) in [(Kind::Path, "path"), (Kind::Query, "query"), (Kind::Header, "header")] {
            self.parameters_in(&kind, place);
        }
    }

    fn parameters_in(&mut self, kind: &Kind, place: &str) {
        let page = self.page;
        let tables: Vec<_> = page.tables.iter().filter(|table| table.kind == *kind).collect();
        for table in &tables {
            self.count(table.number, table.rows.len());
        }
        if let Some(second) = tables.get(1) {
            let at = At { place, name: "", table: Some(second.number), line: Some(second.line) };
            self.report_page(Rule::Unreadable, at, "a second table of these parameters".to_owned());
        }
        let rows: Vec<&Row> = tables.iter().flat_map(|table| &table.rows).collect();
        let rows = if *kind == Kind::Header { self.without_security(rows) } else { rows };
        let number = tables.first().map(|table| table.number);
        let at = TableAt { place, number, owner: self.operation.place };
        let bundle = &self.description.bundle;
        let is_here = |it: &&Node| it.get_text("in") == Some(place);
        let fields: Vec<Field<'_>> = self.operation.parameters(bundle).filter(is_here).map(field).collect();
        self.fields(at, &rows, &fields);
    }

    /// Compares the token with the security of the operation and leaves the rows of real parameters.
    fn without_security<'a>(&mut self, rows: Vec<&'a Row>) -> Vec<&'a Row> {
        let printed = rows.iter().find(|row| row.name == TOKEN);
        let line = printed.map(|row| row.line);
        let at = At { place: "header", name: TOKEN, table: None, line };
        match (printed.is_some(), self.takes_token()) {
            (true, false) => {
                let text = "printed, but no security scheme of the operation is this header";
                self.report(Rule::Missing, at, self.operation.place, text.to_owned());
            }
            (false, true) => {
                let text = "a security scheme of the operation, not printed";
                self.report(Rule::Extra, at, self.operation.place, text.to_owned());
            }
            _ => {}
        }
        rows.into_iter().filter(|row| row.name != TOKEN && row.name != CONTENT_TYPE).collect()
    }

    fn takes_token(&self) -> bool {
        let bundle = &self.description.bundle;
        let security = self.operation.node.get("security").or_else(|| bundle.root.get("security"));
        let requirements = security.and_then(Node::as_list).unwrap_or_default();
        let names = requirements.iter().filter_map(Node::as_map).flat_map(|it| it.keys());
        let scheme = |name| bundle.locate(&["components", "securitySchemes", name]);
        names.filter_map(scheme).any(|it| it.get_text("in") == Some("header") && it.get_text("name") == Some(TOKEN))
    }
}

fn field(parameter: &Node) -> Field<'_> {
    let name = parameter.get("name");
    Field {
        name: name.and_then(Node::as_text).unwrap_or_default(),
        place: name.unwrap_or(parameter).place,
        schema: parameter.get("schema").unwrap_or(parameter),
        required: parameter.get("required").and_then(Node::as_bool).unwrap_or(false),
    }
}
