//! Signatures against recorded ones: every intermediate text, for who signs and for who checks.
//!
//! The vectors stand in `tests/vectors`; further folders of such files are named by `SIGNING_VECTORS`, separated like
//! the folders of `PATH`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;
use specwright_runtime::sign::{
    AccessKey, Received, Refusal, Request, Signature, Vendor, Verified, Verifier, acs3, huawei, parse_date, rpc,
};

type Pairs = Vec<(Cow<'static, str>, Cow<'static, str>)>;

#[test]
fn vectors_are_signed_and_verified() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let more = std::env::var_os("SIGNING_VECTORS").unwrap_or_default();
    let more = std::env::split_paths(&more).filter(|it| !it.as_os_str().is_empty());
    let mut n_cases = BTreeMap::new();
    for folder in [own].into_iter().chain(more) {
        for file in files(&folder) {
            run(&file, &mut n_cases);
        }
    }
    // Written past the capture of the test harness, which hides what `println!` says.
    for (algorithm, n_cases) in &n_cases {
        writeln!(std::io::stdout().lock(), "signing vectors: {n_cases} cases of {algorithm}").expect("is open");
    }
    assert!(n_cases.len() == 3 && n_cases.values().sum::<usize>() >= 134, "{n_cases:?}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|it| it.expect("can be listed").path());
    let mut paths: Vec<PathBuf> = paths.filter(|it| it.extension().is_some_and(|it| it == "json")).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} holds no vectors", folder.display());
    paths
}

fn run(file: &Path, n_cases: &mut BTreeMap<&'static str, usize>) {
    let text = std::fs::read_to_string(file).expect("can be read");
    let vectors: Value = serde_json::from_str(&text).expect("is JSON");
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for case in list(&vectors["cases"]) {
        let name = format!("{}: {}", file.display(), case["name"]);
        let authorization = text_of(&case["expected"]["authorization"]);
        let algorithm = match authorization.split(' ').next() {
            Some(huawei::ALGORITHM) => huawei_case(&name, &case),
            Some(acs3::ALGORITHM) => acs3_case(&name, &case),
            other => panic!("{name}: {other:?} is not known"),
        };
        *n_cases.entry(algorithm).or_default() += 1;
    }
    for case in list(&vectors["rpc_v1_hmac_sha1"]["cases"]) {
        rpc_case(&format!("{}: {}", file.display(), case["name"]), &case);
        *n_cases.entry(rpc::ALGORITHM).or_default() += 1;
    }
}

fn huawei_case(name: &str, case: &Value) -> &'static str {
    let (input, expected) = (&case["input"], &case["expected"]);
    let (key, body) = (key_of(input), body_of(input));
    let given = headers_of(&input["headers"]);
    let request = request_of(input, huawei_query(&input["query"]), &given, &body);
    let scope = huawei::Scope { project_id: input["project_id"].as_str(), domain_id: input["domain_id"].as_str() };
    let now = time_of(&input["now"]);
    let signature = huawei::sign(&request, &key, &scope, now);
    check_texts(name, &signature, expected);
    let names: Vec<String> = expected["signed_headers"].as_array().expect("is a list").iter().map(text_of).collect();
    assert_eq!(signature.signed_headers, names, "{name}");
    assert_eq!(target_of(&request, &signature), text_of(&expected["request_target"]), "{name}");

    let sent = sent_headers(&given, &signature);
    assert_eq!(by_name(&sent), by_name(&headers_of(&expected["headers_sent"])), "{name}");
    let date = time_of(&Value::from(by_name(&sent)["x-sdk-date"].clone()));
    let target = text_of(&expected["request_target"]);
    check_verifier(name, Vendor::Huawei, &key, date, (&request.method.to_uppercase(), &target), &sent, &body, expected);
    huawei::ALGORITHM
}

fn acs3_case(name: &str, case: &Value) -> &'static str {
    let (input, expected) = (&case["input"], &case["expected"]);
    let (key, body) = (key_of(input), body_of(input));
    let given = headers_of(&input["headers"]);
    let query: Pairs =
        headers_of(&input["query"]).into_iter().map(|(name, value)| (name.into(), value.into())).collect();
    let request = request_of(input, query.clone(), &given, &body);
    let headers = by_name(&given);
    let (date, nonce) = (&headers["x-acs-date"], &headers["x-acs-signature-nonce"]);
    let date = parse_date(date).expect("is a time");
    let signature = acs3::sign(&request, &key, date, nonce);
    check_texts(name, &signature, expected);

    // Without what the signer adds by itself, it gives the same.
    let added = [
        "host",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-content-sha256",
        "x-acs-accesskey-id",
        "x-acs-security-token",
    ];
    let bare: Vec<_> = given.iter().filter(|(name, _)| !added.contains(&name.as_str())).cloned().collect();
    let bare = acs3::sign(&request_of(input, query, &bare, &body), &key, date, nonce);
    check_texts(name, &bare, expected);

    let sent = sent_headers(&given, &signature);
    for target in [text_of(&expected["wire_target"]), target_of(&request, &signature)] {
        let line = (request.method, target.as_str());
        check_verifier(name, Vendor::Alibaba, &key, date, line, &sent, &body, expected);
    }
    acs3::ALGORITHM
}

fn rpc_case(name: &str, case: &Value) {
    let (input, expected) = (&case["input"], &case["expected"]);
    let params = headers_of(&input["params"]);
    let param = |wanted: &str| params.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    let key = AccessKey::new(param("AccessKeyId").expect("is there"), text_of(&input["sk"]));
    let key = param("SecurityToken").into_iter().fold(key, AccessKey::with_security_token);
    let pairs: Pairs = params.iter().map(|(name, value)| (name.clone().into(), value.clone().into())).collect();
    let method = text_of(&input["method"]);
    let signature = rpc::sign(&method, &pairs, &key);
    assert_eq!(signature.value, text_of(&expected["signature"]), "{name}");
    if let Some(expected) = expected["string_to_sign"].as_str() {
        assert_eq!(signature.string_to_sign, expected, "{name}");
    }

    let encode = |text: &str| text.bytes().map(|it| format!("%{it:02X}")).collect::<String>();
    let mut query: Vec<String> =
        params.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    query.push(format!("Signature={}", encode(&signature.value)));
    let query = query.join("&");
    let headers = vec![("host".to_owned(), text_of(&input["host"]))];
    let date = parse_date(&param("Timestamp").expect("is there")).expect("is a time");
    let target = format!("/?{query}");
    let verified = verify(Vendor::Alibaba, &key, date, (&method, &target), &headers, b"");
    assert_eq!(verified.map(|it| it.string_to_sign), Ok(signature.string_to_sign.clone()), "{name}");
    let form = vec![("Content-Type".to_owned(), "application/x-www-form-urlencoded; charset=utf-8".to_owned())];
    let verified = verify(Vendor::Alibaba, &key, date, (&method, "/"), &form, query.as_bytes());
    assert_eq!(verified.map(|it| it.string_to_sign), Ok(signature.string_to_sign), "{name}");
    let other = verify(Vendor::Alibaba, &key, date, (&method, &format!("{target}&x=1")), &headers, b"");
    assert_eq!(other.err(), Some(Refusal::WrongSignature), "{name}");
}

#[track_caller]
fn check_texts(name: &str, signature: &Signature, expected: &Value) {
    assert_eq!(signature.canonical_request, text_of(&expected["canonical_request"]), "{name}");
    assert_eq!(signature.string_to_sign, text_of(&expected["string_to_sign"]), "{name}");
    assert_eq!(signature.authorization(), text_of(&expected["authorization"]), "{name}");
    assert!(signature.authorization().ends_with(&signature.value), "{name}");
}

/// The request is believed, with the same texts; a changed one is not.
#[track_caller]
#[expect(clippy::too_many_arguments, reason = "the parts of a request")]
fn check_verifier(
    name: &str,
    vendor: Vendor,
    key: &AccessKey,
    date: SystemTime,
    (method, target): (&str, &str),
    sent: &[(String, String)],
    body: &[u8],
    expected: &Value,
) {
    let verified = verify(vendor, key, date, (method, target), sent, body);
    let verified = verified.unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    assert_eq!(verified.canonical_request, text_of(&expected["canonical_request"]), "{name}");
    assert_eq!(verified.string_to_sign, text_of(&expected["string_to_sign"]), "{name}");

    let refused = |key: &AccessKey, method: &str, target: &str, sent: &[(String, String)], body: &[u8]| {
        verify(vendor, key, date, (method, target), sent, body).expect_err(name)
    };
    let other_key = AccessKey::new(key.id(), "another secret");
    let other_key = key.security_token().into_iter().fold(other_key, AccessKey::with_security_token);
    assert_eq!(refused(&other_key, method, target, sent, body), Refusal::WrongSignature, "{name}");
    assert_eq!(refused(key, "OPTIONS", target, sent, body), Refusal::WrongSignature, "{name}");
    let other_target = format!("{target}{}zz=1", if target.contains('?') { '&' } else { '?' });
    assert_eq!(refused(key, method, &other_target, sent, body), Refusal::WrongSignature, "{name}");
    if !verified.canonical_request.ends_with("UNSIGNED-PAYLOAD") {
        let other_body = [body, b"x"].concat();
        let refusal = refused(key, method, target, sent, &other_body);
        assert!(matches!(refusal, Refusal::WrongSignature | Refusal::BodyMismatch), "{name}: {refusal:?}");
    }
    for signed in verified.canonical_request.lines().rev().nth(1).expect("names headers").split(';') {
        let changed: Vec<(String, String)> = sent
            .iter()
            .map(|(name, value)| match name.eq_ignore_ascii_case(signed) {
                true => (name.clone(), format!("{value}1")),
                false => (name.clone(), value.clone()),
            })
            .collect();
        let refusal = refused(key, method, target, &changed, body);
        assert!(matches!(refusal, Refusal::WrongSignature | Refusal::BodyMismatch), "{name}: {signed}: {refusal:?}");
    }
}

fn verify(
    vendor: Vendor,
    key: &AccessKey,
    date: SystemTime,
    (method, target): (&str, &str),
    headers: &[(String, String)],
    body: &[u8],
) -> Result<Verified, Refusal> {
    let known = key.clone();
    let verifier = Verifier::new(vendor, move |id: &str| (id == known.id()).then(|| known.clone())).clock(move || date);
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    verifier.verify(&Received { method, target, headers, body })
}

fn request_of<'a>(input: &'a Value, query: Pairs, headers: &'a [(String, String)], body: &'a [u8]) -> Request<'a> {
    let text = |name: &str| input[name].as_str().unwrap_or_default();
    Request {
        method: text("method"),
        host: text("host"),
        path: text("path"),
        query,
        headers: headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        body,
    }
}

fn target_of(request: &Request<'_>, signature: &Signature) -> String {
    match signature.query.is_empty() {
        true => request.path.to_owned(),
        false => format!("{}?{}", request.path, signature.query),
    }
}

fn sent_headers(given: &[(String, String)], signature: &Signature) -> Vec<(String, String)> {
    let is_set = |name: &str| signature.headers.iter().any(|(it, _)| it.eq_ignore_ascii_case(name));
    let kept = given.iter().filter(|(name, _)| !is_set(name)).cloned();
    kept.chain(signature.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone()))).collect()
}

fn by_name(headers: &[(String, String)]) -> BTreeMap<String, String> {
    headers.iter().map(|(name, value)| (name.to_lowercase(), value.trim_matches([' ', '\t']).to_owned())).collect()
}

fn key_of(input: &Value) -> AccessKey {
    let key = AccessKey::new(text_of(&input["ak"]), text_of(&input["sk"]));
    input["security_token"].as_str().into_iter().fold(key, AccessKey::with_security_token)
}

fn body_of(input: &Value) -> Vec<u8> {
    if let Some(text) = input["body_base64"].as_str() {
        let body: specwright_runtime::Base64 = specwright_runtime::from_value(Value::from(text)).expect("is base64");
        return body.into_vec();
    }
    input["body_utf8"].as_str().unwrap_or_default().as_bytes().to_vec()
}

fn headers_of(value: &Value) -> Vec<(String, String)> {
    let object = value.as_object().expect("is an object");
    object.iter().map(|(name, value)| (name.clone(), text_of(value))).collect()
}

/// Pairs whose values may be what a typed client takes.
fn huawei_query(value: &Value) -> Pairs {
    let pairs = value.as_array().expect("is a list").iter();
    let expand = |pair: &Value| {
        let values = pair[1].as_array().cloned().unwrap_or_else(|| vec![pair[1].clone()]);
        values.iter().map(|it| (text_of(&pair[0]).into(), text_of(it).into())).collect::<Pairs>()
    };
    pairs.flat_map(expand).collect()
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn time_of(value: &Value) -> SystemTime {
    parse_date(&text_of(value)).expect("is a time")
}
