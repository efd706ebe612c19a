//! Compares the body of the request and of every answer: the table of the body, then along its fields the tables of
//! the objects in it.

use std::collections::{BTreeSet, HashSet};

use specwright::{diagnostic::Place, load::Node};

use super::{
    At, Comparison,
    fields::{Field, TableAt},
};
use crate::audit::{
    description::{operations::content_schema, schema::Schema},
    finding::Rule,
    model::{Kind, Table},
    objects::{self, Links},
};

/// The name that findings about a body as a whole carry.
const BODY: &str = "(body)";

/// The tables of one body.
struct Body<'a> {
    /// `request`, `response`, `response 409`.
    place: String,
    tables: Vec<&'a Table>,
    links: Links,
    /// Tables and schemas that were compared: objects may hold themselves.
    seen: HashSet<(usize, Place)>,
}

impl<'a> Comparison<'a> {
    pub(super) fn bodies(&mut self) {
        let bundle = &self.description.bundle;
        let operation = self.operation;
        let request = operation.node.get("requestBody");
        let schema = request.and_then(|it| content_schema(bundle, it));
        self.body(None, request.map_or(operation.place, |it| it.place), schema);
        for entry in operation.responses() {
            self.body(Some(&entry.key), entry.key_place, content_schema(bundle, &entry.value));
        }
        // What stands under a status that the description lacks is read all the same.
        let printed: BTreeSet<&str> = self.page.tables.iter().filter_map(|it| it.status.as_deref()).collect();
        for status in printed.into_iter().filter(|status| !operation.answers(status)) {
            self.body(Some(status), operation.place, None);
        }
    }

    /// Compares the body that stands under a status, or above all of them.
    fn body(&mut self, status: Option<&str>, owner: Place, schema: Option<&'a Node>) {
        let page = self.page;
        let is_here = |table: &&Table| {
            table.status.as_deref() == status && !matches!(table.kind, Kind::Path | Kind::Query | Kind::Header)
        };
        let tables: Vec<&Table> = page.tables.iter().filter(is_here).collect();
        let place = place(status);
        let first = tables.first().copied();
        let at = At { place: &place, name: BODY, table: first.map(|it| it.number), line: first.map(|it| it.line) };
        // A status that only one side has is a finding of its own.
        let is_shared =
            status.is_none_or(|code| page.statuses.iter().any(|it| it.code == code) && self.operation.answers(code));
        let Some(start) = self.start(&place, status, &tables) else {
            if schema.is_some() && is_shared {
                self.report(Rule::Extra, at, owner, "described, not printed".to_owned());
            }
            return;
        };
        let links = objects::link(&tables, start);
        let body = Body { place: place.clone(), tables, links, seen: HashSet::new() };
        self.links(&body);
        match schema {
            Some(node) => self.table(body, start, Schema::of(&self.description.bundle, node)),
            None if is_shared => self.report(Rule::Missing, at, owner, "printed, not described".to_owned()),
            None => {}
        }
    }

    /// The table of the body itself; objects alone have none.
    fn start(&mut self, place: &str, status: Option<&str>, tables: &[&Table]) -> Option<usize> {
        let expected = if status.is_none() { Kind::RequestBody } else { Kind::ResponseBody };
        let start = tables.iter().position(|table| table.kind == expected);
        for (idx, table) in tables.iter().enumerate() {
            let text = match &table.kind {
                Kind::RequestBody | Kind::ResponseBody if Some(idx) != start => "a body table that belongs to no body",
                Kind::Object(_) if start.is_none() => "the table of an object without that of its body",
                _ => continue,
            };
            let at = At { place, name: "", table: Some(table.number), line: Some(table.line) };
            self.report_page(Rule::Unreadable, at, text.to_owned());
        }
        start
    }

    /// Fields and objects that do not find each other.
    fn links(&mut self, body: &Body<'_>) {
        for (table_idx, row_idx) in &body.links.dangling {
            let table = body.tables[*table_idx];
            let row = &table.rows[*row_idx];
            let place = place_of(table, &body.place);
            let at = At { place: &place, name: &row.name, table: Some(table.number), line: Some(row.line) };
            self.report_page(Rule::Unreadable, at, format!("printed {}, which no table describes", row.cell));
        }
        // Tables of the body's own kind are reported where the start is chosen.
        let is_object = |table: &&Table| matches!(table.kind, Kind::Object(_));
        for table in body.links.unused.iter().map(|idx| body.tables[*idx]).filter(is_object) {
            let place = place_of(table, &body.place);
            let at = At { place: &place, name: "", table: Some(table.number), line: Some(table.line) };
            self.report_page(Rule::Unreadable, at, "no field leads to this table".to_owned());
        }
    }

    /// Compares a table with a schema, and all that they lead to.
    fn table(&mut self, mut body: Body<'_>, start: usize, schema: Schema<'a>) {
        let mut pending = vec![(start, schema)];
        while let Some((table_idx, schema)) = pending.pop() {
            if !body.seen.insert((table_idx, schema.place)) {
                continue;
            }
            let table = body.tables[table_idx];
            self.count(table.number, table.rows.len());
            let place = place_of(table, &body.place);
            let at = TableAt { place: &place, number: Some(table.number), owner: schema.place };
            let found = match self.whole(at, table, &schema) {
                Some(object) => object.map(|it| (0, schema.place, it)).into_iter().collect(),
                None => self.object(at, table, &schema),
            };
            // Objects are compared in the order of the fields that lead to them.
            for (row_idx, place, object) in found.into_iter().rev() {
                if let Some(caption) = body.links.spelled(table_idx, row_idx) {
                    let row = &table.rows[row_idx];
                    let text = format!("printed {}, but the caption of that table is {caption}", row.cell);
                    self.report(Rule::Type, at.row(row), place, text);
                    self.described(caption);
                }
                pending.extend(body.links.table(table_idx, row_idx).map(|it| (it, object)));
            }
        }
    }

    /// Compares the fields of an object; gives row, place and schema of those that are objects.
    fn object(&mut self, at: TableAt<'_>, table: &Table, schema: &Schema<'a>) -> Vec<(usize, Place, Schema<'a>)> {
        let rows: Vec<_> = table.rows.iter().collect();
        let field = |entry: &&'a specwright::load::Entry| Field {
            name: &entry.key,
            place: entry.key_place,
            schema: &entry.value,
            required: schema.requires(&entry.key),
        };
        let fields: Vec<Field<'a>> = schema.properties.iter().map(field).collect();
        let matches = self.fields(at, &rows, &fields);
        matches.into_iter().filter_map(|it| Some((it.row_idx, it.place, it.object?))).collect()
    }

    /// A table whose only row is no field: `{User defined key}` says that the body is a map, `[items]` that it is a
    /// list. `None` if it is a table of fields.
    fn whole(&mut self, at: TableAt<'_>, table: &Table, schema: &Schema<'a>) -> Option<Option<Schema<'a>>> {
        let [row] = table.rows.as_slice() else { return None };
        let values = match row.name.chars().next()? {
            '[' => Some(schema.clone()),
            '{' => schema.values(),
            _ => return None,
        };
        Some(match values {
            Some(values) => self.kind(at.row(row), row, schema.place, &values),
            None => {
                let words = schema.words();
                let text = format!("printed a map to {}, described {words}", row.cell);
                self.report(Rule::Type, at.row(row), schema.place, text);
                self.described(&words);
                None
            }
        })
    }
}

/// The place of a body as exceptions name it.
fn place(status: Option<&str>) -> String {
    match status {
        None => "request".to_owned(),
        Some(success) if success.starts_with('2') => "response".to_owned(),
        Some(failure) => format!("response {failure}"),
    }
}

/// The place of a table as exceptions name it.
fn place_of(table: &Table, body: &str) -> String {
    match &table.kind {
        Kind::Object(name) => format!("object:{name}"),
        _ => body.to_owned(),
    }
}
