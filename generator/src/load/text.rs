//! Bytes become text: UTF-8 without a byte order mark and without control characters.

use crate::diagnostic::{Place, Sink};
use crate::source::FileId;

/// The bytes of a file as text; the first byte that is not UTF-8 is reported.
pub fn decode(file: FileId, bytes: Vec<u8>, sink: &mut Sink) -> Option<String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        sink.error("invalid-utf8", Place::start_of(file), "the file is UTF-16, expected UTF-8")
            .help("save the file as UTF-8");
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let valid_up_to = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let bad = bytes[valid_up_to];
            let before = String::from_utf8_lossy(&bytes[..valid_up_to]);
            let place = place_after(file, &before);
            sink.error("invalid-utf8", place, format!("byte 0x{bad:02x} is not UTF-8")).help("save the file as UTF-8");
            None
        }
    }
}

/// Reports the first control character; YAML and JSON forbid all but line ends and tabs.
pub(crate) fn check_characters(file: FileId, text: &str, sink: &mut Sink) -> bool {
    let is_bad = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r') || *byte == 0x7f;
    let Some(idx) = text.as_bytes().iter().position(is_bad) else { return true };
    let message = format!("control character U+{:04X} may not stand in a text file", text.as_bytes()[idx]);
    sink.error("invalid-character", place_after(file, &text[..idx]), message);
    false
}

/// The place of the character that follows this text.
fn place_after(file: FileId, before: &str) -> Place {
    let line_start = before.rfind(['\n', '\r']).map_or(0, |idx| idx + 1);
    let bytes = before.as_bytes();
    let is_end = |idx: &usize| bytes[*idx] == b'\n' || bytes[*idx] == b'\r' && bytes.get(idx + 1) != Some(&b'\n');
    let line = 1 + (0..bytes.len()).filter(is_end).count();
    let column = 1 + before[line_start..].chars().count();
    Place::new(file, count(line), count(column))
}

/// Lines and columns are 32 bits wide; files are far smaller.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
