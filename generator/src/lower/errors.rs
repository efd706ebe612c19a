//! The error catalogue (`x-error-catalogue`): an enum of codes, and what is known about each.

use serde_json::Map;

use super::Lowering;
use super::extensions::member;
use super::trail::Trail;
use crate::ir::{EnumValue, ErrorCatalogue, ErrorEntry, Extensions, Json, Shape, TextFormat, Type, TypeName};

const KEY: &str = "x-error-catalogue";

/// The name of the enum.
const NAME: &str = "ErrorCode";

impl Lowering<'_> {
    /// Takes the catalogue out of the root's extensions.
    pub(super) fn error_catalogue(&mut self, extensions: &mut Extensions) -> Option<ErrorCatalogue> {
        let catalogue = extensions.shift_remove(KEY)?;
        let codes = catalogue.get("codes")?.as_object()?;
        let values = codes.iter().map(|(code, entry)| EnumValue {
            value: code.clone(),
            description: member(entry, "meaning"),
            rust_name: member(entry, "name"),
        });
        let root = Trail::ROOT;
        let mut ty = Type::blank(TypeName::Component(NAME.to_owned()));
        ty.shape = Shape::Text { format: TextFormat::Plain(None), values: values.collect() };
        ty.docs.description = Some("A code that tells what went wrong.".to_owned());
        ty.origin = self.origin(&root.key(KEY), KEY);
        Some(ErrorCatalogue {
            ty: self.schemas.push(ty),
            entries: codes.values().map(entry).collect(),
            statuses: statuses(catalogue.get("statuses").and_then(Json::as_object)),
        })
    }
}

fn entry(entry: &Json) -> ErrorEntry {
    let listed = entry.get("statuses").and_then(Json::as_array).into_iter().flatten();
    let mut statuses: Vec<u16> = listed.filter_map(|it| u16::try_from(it.as_u64()?).ok()).collect();
    statuses.sort_unstable();
    ErrorEntry { statuses, meaning: member(entry, "meaning").unwrap_or_default(), remedy: member(entry, "remedy") }
}

fn statuses(map: Option<&Map<String, Json>>) -> Vec<(u16, String)> {
    let known = map.into_iter().flatten();
    let mut statuses: Vec<(u16, String)> =
        known.filter_map(|(status, entry)| Some((status.parse().ok()?, member(entry, "meaning")?))).collect();
    statuses.sort_unstable();
    statuses
}
