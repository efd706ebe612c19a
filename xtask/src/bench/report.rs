//! What a bench prints: tables, and one line per budget.

/// Rows as a table: the first column stands at the left edge, numbers stand at the right edge of theirs.
pub(super) fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; N] = std::array::from_fn(width);
    let mut out = String::new();
    for row in rows {
        let mut cells = row.iter().zip(widths);
        if let Some((title, width)) = cells.next() {
            out.push_str(&format!("{title:<width$}"));
        }
        for (cell, width) in cells {
            out.push_str(&format!("  {cell:>width$}"));
        }
        out.push('\n');
    }
    out
}

/// A value beside its limit. A budget that is exceeded fails nothing: a busy machine is no defect.
pub(super) fn budget(title: &str, value: Option<f64>, limit: f64, unit: &str) -> String {
    let (mark, value) = match value {
        None => ("----", "not measured here".to_owned()),
        Some(value) if value <= limit => ("pass", format!("{value:.2}{unit}")),
        Some(value) => ("OVER", format!("{value:.2}{unit}")),
    };
    format!("{mark}  {title}: {value} (budget {limit}{unit})\n")
}
