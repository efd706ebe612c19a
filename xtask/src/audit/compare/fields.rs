//! Compares the rows of a table with fields: names, types, flags.

use specwright::{diagnostic::Place, load::Node};

use super::{At, Comparison, names};
use crate::audit::{
    description::schema::Schema,
    finding::Rule,
    model::{Number, Row},
};

/// A parameter or a property.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) place: Place,
    pub(super) schema: &'a Node,
    pub(super) required: bool,
}

/// A table as findings name it.
#[derive(Clone, Copy)]
pub(super) struct TableAt<'a> {
    /// The place as exceptions name it.
    pub(super) place: &'a str,
    pub(super) number: Option<Number>,
    /// Where what should hold the fields stands.
    pub(super) owner: Place,
}

/// A row, the field that it describes, and the object that both lead to.
pub(super) struct Match<'a> {
    pub(super) row_idx: usize,
    pub(super) place: Place,
    pub(super) object: Option<Schema<'a>>,
}

impl<'a> Comparison<'a> {
    /// Compares rows with fields; gives the rows that have one.
    pub(super) fn fields(&mut self, at: TableAt<'_>, rows: &[&Row], fields: &[Field<'a>]) -> Vec<Match<'a>> {
        let printed: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let described: Vec<&str> = fields.iter().map(|field| field.name).collect();
        for (idx, row) in rows.iter().enumerate().filter(|(idx, row)| printed[..*idx].contains(&row.name.as_str())) {
            let text = format!("the name stands here for the second time, in row {}", idx + 1);
            self.report_page(Rule::Unreadable, at.row(row), text);
        }
        let pairs = names::pair(&printed, &described);
        for idx in &pairs.missing {
            let row = rows[*idx];
            self.report(Rule::Missing, at.row(row), at.owner, format!("printed {}, not described", row.cell));
        }
        for idx in &pairs.extra {
            let field = fields[*idx];
            let here = At { place: at.place, name: field.name, table: at.number, line: None };
            let words = Schema::of(&self.description.bundle, field.schema).words();
            self.report(Rule::Extra, here, field.place, format!("described {words}, not printed"));
        }
        for (left, right) in &pairs.similar {
            let (row, field) = (rows[*left], fields[*right]);
            let text = format!("described under the name `{}`", field.name);
            self.report(Rule::Name, at.row(row), field.place, text);
            self.described(field.name);
        }
        let mut both: Vec<&(usize, usize)> = pairs.same.iter().chain(&pairs.similar).collect();
        both.sort_unstable();
        if let Some(swapped) = both.windows(2).find(|pair| pair[0].1 > pair[1].1) {
            let (above, below) = (fields[swapped[0].1], fields[swapped[1].1]);
            let text = format!("printed below `{}`, described above it", above.name);
            self.report(Rule::Order, at.row(rows[swapped[1].0]), below.place, text);
        }
        both.into_iter().map(|(left, right)| self.field(at, *left, rows[*left], fields[*right])).collect()
    }

    fn field(&mut self, at: TableAt<'_>, row_idx: usize, row: &Row, field: Field<'a>) -> Match<'a> {
        if let Some(mandatory) = row.mandatory
            && mandatory != field.required
        {
            let (printed, described) =
                (if mandatory { "Yes" } else { "No" }, if field.required { "required" } else { "optional" });
            let text = format!("printed mandatory {printed}, described {described}");
            self.report(Rule::Mandatory, at.row(row), field.place, text);
        }
        let schema = Schema::of(&self.description.bundle, field.schema);
        let object = self.kind(at.row(row), row, field.place, &schema);
        Match { row_idx, place: field.place, object }
    }

    /// Compares a type cell with a schema; gives the object that both mean.
    pub(super) fn kind(&mut self, at: At<'_>, row: &Row, place: Place, schema: &Schema<'a>) -> Option<Schema<'a>> {
        // A cell that could not be read is a fault of the page already.
        let printed = row.kind.as_ref()?;
        schema.matches(printed).unwrap_or_else(|_| {
            let words = schema.words();
            self.report(Rule::Type, at, place, format!("printed {}, described {words}", row.cell));
            self.described(&words);
            None
        })
    }
}

impl<'a> TableAt<'a> {
    /// A row of the table.
    pub(super) fn row<'b>(&'b self, row: &'b Row) -> At<'b> {
        At { place: self.place, name: &row.name, table: self.number, line: Some(row.line) }
    }
}
