//! Identifiers: words of the spec in the casing of Rust.

use any_ascii::any_ascii;
use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};

/// The longest identifier: its documentation is a file, whose name can be 255 bytes long.
const MAX_BYTES: usize = 160;

/// `snake_case`, safe as a field, method or module.
pub(super) fn snake(text: &str) -> String {
    safe_lower(shortened(words(text).to_snake_case()))
}

/// The name, cut where it is too long for any use.
pub(super) fn shortened(mut name: String) -> String {
    let end = (0..=MAX_BYTES).rev().find(|&at| name.is_char_boundary(at));
    name.truncate(end.unwrap_or_default());
    name
}

/// `snake_case` in ASCII, safe as the name of a file too: a module.
pub(super) fn module(text: &str) -> String {
    snake(&any_ascii(text))
}

/// `UpperCamelCase`, safe as a variant.
pub(super) fn variant(text: &str) -> String {
    match pascal(text) {
        word if word == "Self" => "SelfValue".to_owned(),
        word => word,
    }
}

/// `UpperCamelCase`, safe as a type unless it is `Self`.
pub(super) fn pascal(text: &str) -> String {
    let prepared = words(text);
    let cased = split_digits(&prepared).into_iter().map(|word| word.to_upper_camel_case()).fold(
        String::new(),
        |mut all, word| {
            // Digits that would touch are told apart: `2.0` is not `20`.
            let touches =
                all.ends_with(|it: char| it.is_ascii_digit()) && word.starts_with(|it: char| it.is_ascii_digit());
            if touches {
                all.push('_');
            }
            all.push_str(&word);
            all
        },
    );
    let cased = shortened(cased);
    match cased.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if !can_start(first) => format!("V{cased}"),
        // Scripts without capitals cannot follow the convention; a letter in front keeps the lint quiet.
        Some(first) if !first.is_uppercase() && first.is_lowercase() => cased,
        Some(_) => cased,
    }
}

/// The name of a cargo feature.
#[must_use]
pub fn feature(text: &str) -> String {
    let name: String = words(&any_ascii(text))
        .to_kebab_case()
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it } else { '-' })
        .collect();
    let name = shortened(name.trim_matches('-').to_owned());
    match name.chars().next() {
        None => "untitled".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("tag-{name}"),
        Some(_) => name,
    }
}

/// Words separated by blanks: only letters, digits and what case conversion understands.
fn words(text: &str) -> String {
    let mut spaced = text.to_owned();
    // Names that case conversion would tear apart.
    for (from, to) in [("OAuth", "Oauth"), ("IPv4", "Ipv4"), ("IPv6", "Ipv6"), ("MacOS", "Macos"), ("iOS", "Ios")] {
        spaced = spaced.replace(from, to);
    }
    let spoken = if spaced.chars().any(char::is_alphanumeric) { spoken_sign(&spaced) } else { spoken(&spaced) };
    let cleaned: String = spoken.chars().map(|it| if is_word(it) { it } else { ' ' }).collect();
    cleaned.trim().to_owned()
}

fn is_word(it: char) -> bool {
    it == '_' || it.is_ascii_alphanumeric() || (!it.is_ascii() && unicode_word(it))
}

/// Letters and digits that Rust takes in identifiers; a close approximation that errs on the safe side.
fn unicode_word(it: char) -> bool {
    let mut probe = String::from("a");
    probe.push(it);
    it.is_alphanumeric() && syn::parse_str::<syn::Ident>(&probe).is_ok()
}

/// Digits of every script stand inside identifiers alone.
fn can_start(it: char) -> bool {
    it.is_ascii_alphabetic() || (!it.is_ascii() && syn::parse_str::<syn::Ident>(&it.to_string()).is_ok())
}

/// A sign before a number carries meaning: `+1` and `-1` are two things.
fn spoken_sign(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some('-'), Some(next)) if next.is_ascii_digit() => format!("minus {}", &text[1..]),
        (Some('+'), Some(next)) if next.is_ascii_digit() => format!("plus {}", &text[1..]),
        _ => text.to_owned(),
    }
}

/// A text of symbols alone is spelled out.
fn spoken(text: &str) -> String {
    let names = text.chars().map(|it| match it {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '_' => "underscore",
        ' ' => "blank",
        _ => "symbol",
    });
    names.collect::<Vec<_>>().join(" ")
}

/// The words, so that digits at their borders can be told apart.
fn split_digits(text: &str) -> Vec<&str> {
    text.split(['_', ' ']).filter(|word| !word.is_empty()).collect()
}

fn safe_lower(name: String) -> String {
    match name.chars().next() {
        None => "empty".to_owned(),
        Some(first) if !can_start(first) => format!("n{name}"),
        Some(_) if KEYWORDS.contains(&name.as_str()) => format!("{name}_"),
        Some(_) => name,
    }
}

/// The keywords of every edition, reserved ones too.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::{feature, module, pascal, snake};

    #[track_caller]
    fn check(text: &str, snake_case: &str, pascal_case: &str) {
        assert_eq!((snake(text).as_str(), pascal(text).as_str()), (snake_case, pascal_case), "for {text:?}");
    }

    #[test]
    fn words_of_specs_become_identifiers() {
        check("listDesktops", "list_desktops", "ListDesktops");
        check("OS-EXT-IPS:type", "os_ext_ips_type", "OsExtIpsType");
        check("type", "type_", "Type");
        check("self", "self_", "Self");
        check("OAuth2Token", "oauth2_token", "Oauth2Token");
        check("IPv4Address", "ipv4_address", "Ipv4Address");
        check("1password", "n1password", "V1password");
        check("+1", "plus_1", "Plus1");
        check("-1", "minus_1", "Minus1");
        check("", "empty", "Empty");
        check("*", "star", "Star");
        check(">=", "greater_equal", "GreaterEqual");
        check("$ref", "ref_", "Ref");
        check("2.0", "n2_0", "V2_0");
        check("20", "n20", "V20");
        check("໒", "n໒", "V໒");
        check("ünïcode name", "ünïcode_name", "ÜnïcodeName");
        check("名前", "名前", "名前");
        check("emoji😀only", "emoji_only", "EmojiOnly");
        let long = "名".repeat(100);
        check(&long, &"名".repeat(53), &"名".repeat(53));
    }

    #[test]
    fn features_are_plain() {
        assert_eq!(feature("Desktop Pools"), "desktop-pools");
        assert_eq!(feature("system/ip-pools"), "system-ip-pools");
        assert_eq!(feature("3D"), "tag-3d");
        assert_eq!((feature("用户 组").as_str(), module("用户 组").as_str()), ("yong-hu-zu", "yong_hu_zu"));
    }
}
