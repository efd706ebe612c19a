//! Where text inside JSON stops to stand for itself (RFC 8259, section 7).

/// The place of the first quote, backslash or control character from `start` on, or the end.
///
/// Eight octets are looked at together, since nearly all text is plain.
#[inline]
pub(crate) fn plain_end(text: &[u8], start: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    let mut at = start;
    // An octet that borrows in one of the subtractions is what is looked for. One behind it may be found by mistake,
    // so the exact place is looked for octet by octet.
    while let Some(chunk) = text[at..].first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * b'"' as u64);
        let slash = word ^ (ONES * b'\\' as u64);
        let found = (quote.wrapping_sub(ONES) & !quote)
            | (slash.wrapping_sub(ONES) & !slash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        if found & HIGH != 0 {
            break;
        }
        at += 8;
    }
    let is_plain = |octet: &u8| !matches!(octet, b'"' | b'\\' | 0..0x20);
    at + text[at..].iter().take_while(|octet| is_plain(octet)).count()
}
