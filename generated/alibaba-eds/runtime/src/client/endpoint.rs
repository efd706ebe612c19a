//! The address that requests go to: scheme, host, and the path that stands before every operation's path.
//!
//! Read once when a client is built, so that a wrong address is a fault of the configuration and not of a call.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::Server;

/// A base address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// `http` or `https`.
    pub(crate) scheme: &'static str,
    /// Host name or address, with the port if it is not the usual one.
    pub(crate) host: String,
    /// What stands before the path of an operation: empty, or `/` and more without a `/` at the end.
    pub(crate) prefix: String,
}

impl Endpoint {
    /// Reads an address; one without scheme gets `https`.
    ///
    /// Faults do not repeat the address: it may hold a password.
    pub(crate) fn parse(address: &str) -> Result<Self, String> {
        let (scheme, rest) = match address.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => ("https", rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => ("http", rest),
            Some(_) => return Err("the endpoint's scheme is neither `http` nor `https`".to_owned()),
            None if address.starts_with('/') => {
                return Err("the service has no absolute address; set an endpoint".to_owned());
            }
            None => ("https", address),
        };
        let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, prefix) = rest.split_at(host_end);
        if host.contains('@') {
            return Err("the endpoint holds a user name or password; use `credential` instead".to_owned());
        }
        let host = parse_host(scheme, host)?;
        if !prefix.chars().all(is_path_char) || prefix.split('/').any(|it| matches!(it, "." | "..")) {
            return Err("the endpoint is more than scheme, host, port and path".to_owned());
        }
        Ok(Self { scheme, host, prefix: prefix.trim_end_matches('/').to_owned() })
    }

    /// The address of `server` with its variables filled in.
    pub(crate) fn of_server(server: &Server, values: &BTreeMap<String, String>) -> Result<Self, String> {
        let host = host_range(server.url);
        let mut address = String::new();
        let mut rest = server.url;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            let value = variable(server, values, name)?;
            let at = server.url.len() - rest.len() + before.len();
            // A region such as `example.org/` must not move requests to another host.
            if host.contains(&at) && value.contains(['/', '?', '#', '@', '\\']) {
                return Err(format!("the value of server variable `{name}` holds a character that no host has"));
            }
            address.push_str(before);
            address.push_str(value);
            rest = after;
        }
        address.push_str(rest);
        Self::parse(&address)
    }

    /// The host without brackets, and the port, the usual one if none was given.
    #[cfg(feature = "tracing")]
    pub(crate) fn host_and_port(&self) -> (&str, u16) {
        let usual = if self.scheme == "http" { 80 } else { 443 };
        let (name, port) = self.name_and_port();
        (name.trim_start_matches('[').trim_end_matches(']'), port.and_then(|it| it.parse().ok()).unwrap_or(usual))
    }

    #[cfg(any(test, feature = "reqwest", feature = "tracing"))]
    fn name_and_port(&self) -> (&str, Option<&str>) {
        match self.host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => (name, Some(port)),
            _ => (&self.host, None),
        }
    }

    /// Whether requests stay on this machine.
    // Only the transport over sockets asks.
    #[cfg(any(test, feature = "reqwest"))]
    pub(crate) fn is_loopback(&self) -> bool {
        let name = self.name_and_port().0;
        name == "localhost" || name == "[::1]" || name.parse::<Ipv4Addr>().is_ok_and(|it| it.is_loopback())
    }
}

/// Where the host stands in a template; nowhere, if a variable may be the whole address.
fn host_range(template: &str) -> std::ops::Range<usize> {
    let Some(start) = template.find("://").map(|it| it + 3) else {
        return 0..0;
    };
    let end = template[start..].find('/').map_or(template.len(), |it| it + start);
    start..end
}

fn variable<'a>(server: &'a Server, values: &'a BTreeMap<String, String>, name: &str) -> Result<&'a str, String> {
    let given = values.get(name).map(String::as_str);
    let default = || server.variables.iter().find(|it| it.name == name).map(|it| it.default);
    match given.or_else(default) {
        Some("") | None => Err(format!("server variable `{name}` has no value")),
        Some(value) => Ok(value),
    }
}

/// Reads host and port, and writes them as HTTP libraries will: in lower case, without the usual port. A signature
/// covers the host, so it must know what is sent.
fn parse_host(scheme: &str, text: &str) -> Result<String, String> {
    let name_end = match text.find(']') {
        Some(bracket) if text.starts_with('[') => bracket + 1,
        _ => text.find(':').unwrap_or(text.len()),
    };
    let (name, port) = text.split_at(name_end);
    let name = match name.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        Some(address) => match address.parse::<Ipv6Addr>() {
            Ok(address) => format!("[{address}]"),
            Err(_) => return Err("the endpoint's host is no address that stands in brackets".to_owned()),
        },
        None if is_name(name) => name.to_ascii_lowercase(),
        None => return Err("the endpoint's host is empty or no name that a host can have".to_owned()),
    };
    if port.is_empty() {
        return Ok(name);
    }
    let usual = if scheme == "https" { 443 } else { 80 };
    let digits = port.strip_prefix(':').filter(|it| it.bytes().all(|it| it.is_ascii_digit()));
    match digits.and_then(|it| it.parse::<u16>().ok()) {
        None | Some(0) => Err("the endpoint's port is no number from 1 to 65535".to_owned()),
        Some(port) if port == usual => Ok(name),
        Some(port) => Ok(format!("{name}:{port}")),
    }
}

/// Whether a host can have this name; one that ends in a number can only be an address.
fn is_name(name: &str) -> bool {
    let labels = name.strip_suffix('.').unwrap_or(name);
    let is_char = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    let is_label = |it: &str| (1..=63).contains(&it.len()) && it.bytes().all(is_char);
    let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit()) || it.starts_with("0x");
    let ends_in_number = labels.rsplit('.').next().is_some_and(is_number);
    labels.len() <= 253 && labels.split('.').all(is_label) && (!ends_in_number || name.parse::<Ipv4Addr>().is_ok())
}

/// What HTTP libraries send in a path as it is.
fn is_path_char(it: char) -> bool {
    it.is_ascii_graphic() && !"?#\\\"<>^`{|}".contains(it)
}
