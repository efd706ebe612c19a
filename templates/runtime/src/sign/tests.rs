//! From a client that signs to a server that checks, and what the verifier does not believe.

use std::time::{Duration, SystemTime};

use super::*;

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

const NOW: u64 = 1_713_261_221;

fn verifier(vendor: Vendor, key: AccessKey, now: u64) -> Verifier {
    Verifier::new(vendor, move |id: &str| (id == key.id()).then(|| key.clone())).clock(move || at(now))
}

/// A signed request, to be changed.
struct Signed {
    headers: Vec<(String, String)>,
    target: String,
    body: &'static str,
}

impl Signed {
    fn new(vendor: Vendor, key: &AccessKey, body: &'static str) -> Self {
        let request = Request {
            method: "POST",
            host: "h",
            path: "/v2/p%2F1",
            query: vec![("b".into(), "x y".into()), ("a".into(), "ä".into())],
            headers: vec![("Content-Type", "application/json")],
            body: body.as_bytes(),
        };
        let signature = match vendor {
            Vendor::Huawei => huawei::sign(&request, key, &huawei::Scope::default(), at(NOW)),
            Vendor::Alibaba => acs3::sign(&request, key, at(NOW), "n1"),
        };
        let given = request.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let headers = given.chain(signature.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        Self { headers: headers.collect(), target: format!("{}?{}", request.path, signature.query), body }
    }

    fn verify(&self, verifier: &Verifier) -> Result<Verified, Refusal> {
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let received = Received { method: "POST", target: &self.target, headers, body: self.body.as_bytes() };
        verifier.verify(&received)
    }

    /// What is said about the request after `change`.
    fn refusal(&self, verifier: &Verifier, change: impl FnOnce(&mut Self)) -> Refusal {
        let mut changed = Self { headers: self.headers.clone(), target: self.target.clone(), body: self.body };
        change(&mut changed);
        changed.verify(verifier).expect_err("is not believed")
    }

    fn set(&mut self, name: &str, value: impl FnOnce(&str) -> String) {
        let header = self.headers.iter_mut().find(|(it, _)| it.eq_ignore_ascii_case(name)).expect("is there");
        header.1 = value(&header.1);
    }
}

const VENDORS: [Vendor; 2] = [Vendor::Huawei, Vendor::Alibaba];

#[test]
fn what_was_not_signed_so_is_refused() {
    for vendor in VENDORS {
        let key = AccessKey::new("ID", "secret");
        let verifier = verifier(vendor, key.clone(), NOW);
        let signed = Signed::new(vendor, &key, "{}");
        let check = |expected: Refusal, change: &dyn Fn(&mut Signed)| {
            assert_eq!(signed.refusal(&verifier, change), expected, "{vendor:?}");
        };
        check(Refusal::WrongSignature, &|it| it.target.push_str("&c=1"));
        check(Refusal::WrongSignature, &|it| it.set("content-type", |_| "text/plain".to_owned()));
        check(Refusal::WrongSignature, &|it| it.set("authorization", |it| it[..it.len() - 1].to_owned()));
        check(Refusal::UnknownKey, &|it| it.set("authorization", |it| it.replace("=ID", "=OTHER")));
        check(Refusal::Malformed, &|it| it.set("authorization", |it| it.replace(";host", "")));
        check(Refusal::Malformed, &|it| it.set("authorization", |it| it.replace(";host", ";host;host")));
        check(Refusal::Malformed, &|it| it.set("authorization", |it| format!("{it},Signature=0")));
        check(Refusal::Malformed, &|it| it.headers.push(("HOST".to_owned(), "other".to_owned())));
        check(Refusal::Malformed, &|it| it.target.push_str("&c=%FF"));
        check(Refusal::Missing, &|it| it.set("authorization", |it| it.replace("SHA256", "MD5")));
        check(Refusal::Missing, &|it| it.headers.retain(|(name, _)| name != "Authorization"));
        let body = signed.refusal(&verifier, |it| it.body = "[]");
        assert!(matches!(body, Refusal::WrongSignature | Refusal::BodyMismatch), "{vendor:?} {body:?}");
        signed.verify(&verifier).expect("was never changed itself");
    }
}

#[test]
fn times_and_tokens_have_limits() {
    for vendor in VENDORS {
        let key = AccessKey::new("ID", "secret").with_security_token("token").with_expiry(at(NOW + 600));
        let signed = Signed::new(vendor, &key, "{}");
        let refusal = |now: u64| signed.verify(&verifier(vendor, key.clone(), now)).err();
        assert_eq!(refusal(NOW + 599), None);
        assert_eq!(refusal(NOW + 600), Some(Refusal::ExpiredKey));
        assert_eq!(refusal(NOW + 901), Some(Refusal::WrongTime));
        assert_eq!(refusal(NOW - 900), None);
        assert_eq!(refusal(NOW - 901), Some(Refusal::WrongTime));
        for other in [AccessKey::new("ID", "secret"), AccessKey::new("ID", "secret").with_security_token("other")] {
            assert_eq!(signed.verify(&verifier(vendor, other, NOW)).err(), Some(Refusal::WrongToken));
        }
        let tokenless = Signed::new(vendor, &AccessKey::new("ID", "secret"), "{}");
        assert_eq!(tokenless.verify(&verifier(vendor, key, NOW)).err(), Some(Refusal::WrongToken));
    }
}

/// A request that some client signed over these texts.
fn signed_over(path: &str, query: &str, key: &AccessKey) -> Vec<(&'static str, String)> {
    let date = format_basic(at(NOW));
    let hash = canonical::sha256_hex(b"");
    let request = format!("GET\n{path}\n{query}\nhost:h\nx-sdk-date:{date}\n\nhost;x-sdk-date\n{hash}");
    let text = format!("SDK-HMAC-SHA256\n{date}\n{}", canonical::sha256_hex(request.as_bytes()));
    let signature = canonical::hmac_sha256_hex(key.secret().as_bytes(), &text);
    let names = "SignedHeaders=host;x-sdk-date";
    let authorization = format!("SDK-HMAC-SHA256 Access={}, {names}, Signature={signature}", key.id());
    vec![("Host", "h".to_owned()), ("X-Sdk-Date", date), ("Authorization", authorization)]
}

#[test]
fn what_other_clients_read_out_of_the_algorithm_is_accepted() {
    let key = AccessKey::new("ID", "secret");
    let verifier = verifier(Vendor::Huawei, key.clone(), NOW);
    let verify = |target: &str, path: &str, query: &str| {
        let headers = signed_over(path, query, &key);
        let headers = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        verifier.verify(&Received { method: "GET", target, headers, body: b"" }).err()
    };
    assert_eq!(verify("/a(1)!?b=1&a=2", "/a%281%29%21/", "a=2&b=1"), None);
    assert_eq!(verify("/a%281%29!?b=1&a=2", "/a(1)!/", "a=2&b=1"), None);
    assert_eq!(verify("/a?b=1&a=2+3", "/a/", "b=1&a=2+3"), None);
    for (target, path, query) in
        [("/a?b=1&a=2", "/a/", "b=1&a=3"), ("/a?A=1", "/a/", "a=1"), ("/a$", "/a$/", ""), ("/(b)", "/(a)/", "")]
    {
        assert_eq!(verify(target, path, query), Some(Refusal::WrongSignature), "{target}");
    }
}

#[test]
fn tokens_stand_in_for_signatures_where_they_are_looked_up() {
    let key = AccessKey::new("ID", "secret");
    let verify = |verifier: &Verifier, headers: &[(&str, &str)]| {
        let received = Received { method: "GET", target: "/", headers: headers.to_vec(), body: b"" };
        verifier.verify(&received).map(|it| (it.key_id, it.algorithm))
    };
    let plain = verifier(Vendor::Huawei, key, NOW);
    let tokens = plain.clone().token_lookup(|it: &str| (it == "hush").then(|| "alice".to_owned()));
    let token = ("x-auth-token", "hush");
    assert_eq!(verify(&plain, &[token]), Err(Refusal::Missing));
    assert_eq!(verify(&tokens, &[]), Err(Refusal::Missing));
    assert_eq!(verify(&tokens, &[token]), Ok(("alice".to_owned(), TOKEN)));
    assert_eq!(verify(&tokens, &[("x-auth-token", "hush-not")]), Err(Refusal::UnknownToken));
    assert_eq!(verify(&tokens, &[token, ("X-Auth-Token", "other")]), Err(Refusal::Malformed));
    // Who signs is judged by the signature.
    let wrong = "SDK-HMAC-SHA256 Access=ID, SignedHeaders=host, Signature=0";
    assert_eq!(verify(&tokens, &[token, ("Authorization", wrong)]), Err(Refusal::Malformed));
    assert!(!format!("{tokens:?} {:?}", verify(&tokens, &[token])).contains("hush"));
}

#[test]
fn a_nonce_counts_once() {
    let key = AccessKey::new("ID", "secret");
    let verifier = verifier(Vendor::Alibaba, key.clone(), NOW);
    let signed = Signed::new(Vendor::Alibaba, &key, "{}");
    // A request that is not believed uses nothing up.
    signed.refusal(&verifier, |it| it.target.push_str("&c=1"));
    signed.verify(&verifier).expect("is the first");
    assert_eq!(signed.verify(&verifier.clone()).err(), Some(Refusal::Replayed));
}

#[test]
fn a_nonce_may_count_for_ever() {
    let key = AccessKey::new("ID", "s");
    let signed = Signed::new(Vendor::Alibaba, &key, "");
    let verifier = verifier(Vendor::Alibaba, key, NOW + 10 * 365 * 24 * 3600).skew(Duration::MAX);
    assert!(signed.verify(&verifier).is_ok());
    assert_eq!(signed.verify(&verifier).err(), Some(Refusal::Replayed));
}

#[test]
fn unsigned_bodies_can_be_refused() {
    let key = AccessKey::new("ID", "secret");
    let request = Request {
        method: "POST",
        host: "h",
        path: "/",
        query: Vec::new(),
        headers: vec![("Content-Type", "application/octet-stream")],
        body: b"x",
    };
    let signature = huawei::sign(&request, &key, &huawei::Scope::default(), at(NOW));
    let mut headers = request.headers.clone();
    headers.extend(signature.headers.iter().map(|(name, value)| (*name, value.as_str())));
    let received = Received { method: "POST", target: "/", headers, body: b"another" };
    verifier(Vendor::Huawei, key.clone(), NOW).verify(&received).expect("its body is not signed");
    let strict = verifier(Vendor::Huawei, key, NOW).signed_bodies_only();
    assert_eq!(strict.verify(&received).err(), Some(Refusal::UnsignedBody));
}

#[test]
fn nothing_that_is_shown_holds_a_secret() {
    let key = AccessKey::new("ID", "hush-1").with_security_token("hush-2");
    let verifier = verifier(Vendor::Huawei, key.clone(), NOW);
    let request = Request {
        method: "GET",
        host: "h",
        path: "/",
        query: vec![("token".into(), "hush-3".into())],
        headers: vec![("X-Auth-Token", "hush-4")],
        body: b"hush-5",
    };
    let signature = huawei::sign(&request, &key, &huawei::Scope::default(), at(NOW));
    let mut headers = request.headers.clone();
    headers.extend(signature.headers.iter().map(|(name, value)| (*name, value.as_str())));
    let target = format!("/?{}", signature.query);
    let received = Received { method: "GET", target: &target, headers, body: b"hush-5" };
    let verified = verifier.verify(&received).expect("is signed well");
    let rpc = rpc::sign("GET", &request.query, &key);
    let variables = Variables::from_iter([("HUAWEICLOUD_SDK_AK", "ID"), ("HUAWEICLOUD_SDK_SK", "hush-6")]);
    let environment = Environment::new(Vendor::Huawei, variables.clone());
    let chain = Chain::with_variables(Vendor::Huawei, &variables).then(key.clone());
    let half = Environment::new(Vendor::Huawei, Variables::from_iter([("HUAWEICLOUD_SDK_SK", "hush-7")])).read();
    let shown = format!(
        "{key:?} {verifier:?} {request:?} {signature:?} {received:?} {verified:?} {rpc:?} {environment:?} {chain:?} {half:?} {:?} {}",
        environment.read(),
        half.as_ref().expect_err("is half a key"),
    );
    assert!(shown.contains("ID") && !shown.contains("hush"), "{shown}");
    assert!(!shown.contains(&signature.value) && !shown.contains(&rpc.value), "{shown}");
}

#[cfg(all(feature = "client", feature = "conformance"))]
mod end_to_end;
