//! Markup inside cells and headings: taking it off, and finding a table that stands inside a cell.

/// The tags that the conversion left. `Map<String,String>` is no tag.
const TAGS: &[&str] =
    &["a", "b", "br", "i", "li", "ol", "p", "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"];

/// The text of a cell: no tags, no escapes, single blanks.
pub(super) fn plain(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        match tag(&rest[start..]) {
            Some((_, length)) => {
                // `a<br>b` are two words.
                text.push(' ');
                rest = &rest[start + length..];
            }
            None => {
                text.push('<');
                rest = &rest[start + 1..];
            }
        }
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace(['\\', '`'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name of the wire or of a type. Blanks in it come from narrow columns.
pub(super) fn name(cell: &str) -> String {
    let text = plain(cell);
    match text.starts_with('{') {
        true => text,
        false => text.split_whitespace().collect(),
    }
}

/// The rows of a table that stands inside a cell. The conversion prints them a second time, below the cell.
pub(super) fn inner_rows(cell: &str) -> Vec<Vec<String>> {
    if !cell.contains("<table") {
        return Vec::new();
    }
    let cells = |row: &str| {
        let starts = row.replace("<th", "<td");
        starts.split("<td").skip(1).map(|it| plain(&format!("<td{it}"))).collect::<Vec<_>>()
    };
    cell.split("<tr").skip(1).map(cells).filter(|row| !row.is_empty()).collect()
}

/// The name of the tag that a text begins with, and its length.
fn tag(text: &str) -> Option<(&str, usize)> {
    let end = text.find('>')?;
    let inner = text[1..end].trim_start_matches('/');
    let name = inner.split([' ', '/']).next()?;
    TAGS.contains(&name).then_some((name, end + 1))
}

#[cfg(test)]
mod tests {
    //! Cells as the conversion leaves them.

    use super::{inner_rows, name, plain};

    #[test]
    fn tags_go_and_types_stay() {
        assert_eq!(plain(r##"Array of <a href="#">SiteInfo</a> objects"##), "Array of SiteInfo objects");
        assert_eq!(plain("Map<String,Array< <b>AzInfo</b> >>"), "Map<String,Array< AzInfo >>");
        assert_eq!(plain(r"/v2/{project\_id}/a &lt; b<br>c"), "/v2/{project_id}/a < b c");
        assert_eq!(plain("a < b and <unknown> and <"), "a < b and <unknown> and <");
    }

    #[test]
    fn blanks_inside_names_go() {
        assert_eq!(name("clip_length_limit_f lag_c2s"), "clip_length_limit_flag_c2s");
        assert_eq!(name("{User defined key}"), "{User defined key}");
    }

    #[test]
    fn a_table_inside_a_cell_is_found() {
        let cell = "See below. <table border=\"1\"> <thead> <tr> <th>Metric</th> <th>Unit</th> </tr> </thead> <tbody> \
                    <tr> <td>cpu</td> <td>5   min</td> </tr> </tbody> </table>";
        assert_eq!(inner_rows(cell), [["Metric", "Unit"], ["cpu", "5 min"]]);
        assert!(inner_rows("no table").is_empty());
    }
}
