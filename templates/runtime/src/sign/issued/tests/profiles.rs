//! Profiles of Alibaba Cloud that lead to a service, and that of its command line tool.

use super::*;
use crate::sign::{CliProfile, Profile, Variables, Vendor};

const SESSION: &str = "PUT http://100.100.100.200/latest/api/token";
const ROLE: &str = "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/r";
const STS: &str = "POST https://sts.cn-beijing.aliyuncs.com/";
const URI: &str = "GET http://localhost/k";
const ANSWER: &str = r#"{"AccessKeyId": "A", "AccessKeySecret": "hush", "SecurityToken": "hush",
    "Expiration": "2024-04-16T09:53:41Z"}"#;

fn services() -> Services {
    let sts = format!(r#"{{"Credentials": {ANSWER}}}"#);
    Services::new(&[(SESSION, 404, ""), (ROLE, 200, ANSWER), (STS, 200, &sts), (URI, 200, ANSWER)])
}

/// A home directory with files, removed in the end.
struct Home(std::path::PathBuf);

impl Home {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = std::env::temp_dir().join(format!("specwright-{}-home-{name}", std::process::id()));
        for (file, text) in files {
            let file = path.join(file);
            std::fs::create_dir_all(file.parent().expect("is below the home")).expect("can be made");
            std::fs::write(file, text.replace("HOME", path.to_str().expect("is text"))).expect("can be written");
        }
        Self(path)
    }

    fn variables(&self, more: &[(&str, &str)]) -> Variables {
        [("HOME", self.0.to_str().expect("is text"))].iter().chain(more).copied().collect()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// What the tool's profile of this name gives: the id of the key, or the fault and whether it counts as absent.
async fn cli(name: &str) -> Result<String, (String, bool)> {
    let config = r#"{"current": "key", "profiles": [
        {"name": "key", "mode": "AK", "access_key_id": "K", "access_key_secret": "hush"},
        {"name": "sts", "mode": "StsToken", "access_key_id": "S", "access_key_secret": "hush", "sts_token": "hush"},
        {"name": "half", "mode": "AK", "access_key_id": "K", "access_key_secret": ""},
        {"name": "new", "mode": "AK", "access_key_id": "", "access_key_secret": ""},
        {"name": "server", "mode": "EcsRamRole", "ram_role_name": "r"},
        {"name": "pod", "mode": "OIDC", "ram_role_arn": "a", "oidc_provider_arn": "p", "sts_region": "cn-beijing",
         "oidc_token_file": "HOME/token"},
        {"name": "uri", "mode": "CredentialsURI", "credentials_uri": "http://localhost/k"},
        {"name": "other", "mode": "RamRoleArn", "access_key_id": "K", "access_key_secret": "hush"}
    ]}"#;
    let home = Home::new(&format!("cli-{name}"), &[(".aliyun/config.json", config), ("token", "hush")]);
    let profile = match name {
        "" => CliProfile::new(home.variables(&[])),
        _ => CliProfile::new(home.variables(&[("ALIBABA_CLOUD_PROFILE", name)])),
    };
    let profile = profile.by(Ways::given(Arc::new(services())));
    assert!(!format!("{profile:?}").contains("hush"));
    match profile.credentials().await {
        Ok(key) => Ok(key.id().to_owned()),
        Err(error) => {
            assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
            Err((error.to_string(), error.is_absent()))
        }
    }
}

#[tokio::test]
async fn the_command_line_tool_names_a_key_or_the_way_to_one() {
    for (name, id) in [("", "K"), ("key", "K"), ("sts", "S"), ("server", "A"), ("pod", "A"), ("uri", "A")] {
        assert_eq!(cli(name).await.as_deref(), Ok(id), "{name}");
    }
    for (name, fault, is_absent) in [
        ("half", "lacks `access_key_secret`", false),
        ("new", "is empty", true),
        ("other", "has the mode `RamRoleArn`, which is not supported", false),
        ("none", "has no profile `none`", true),
    ] {
        let (text, absent) = cli(name).await.expect_err("gives no key");
        assert!(text.ends_with(fault) && absent == is_absent, "{text}");
    }
}

#[tokio::test]
async fn a_broken_file_of_the_tool_is_a_fault_and_a_disabled_one_is_none() {
    let home = Home::new("broken", &[(".aliyun/config.json", "{\n\"hush\" hush")]);
    let (text, is_absent) = fault(&CliProfile::new(home.variables(&[]))).await;
    assert!(text.ends_with("is no JSON (line 2)") && !is_absent, "{text}");
    let off = home.variables(&[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")]);
    assert!(fault(&CliProfile::new(off)).await.1);
    assert!(fault(&CliProfile::new(Variables::from_iter([("HOME", "/nowhere")]))).await.1);
}

#[tokio::test]
async fn a_profile_file_names_a_key_or_the_way_to_one() {
    let text = "[default]\ntype=access_key\naccess_key_id=K\naccess_key_secret=hush\n\
        [server]\ntype = ecs_ram_role\nrole_name = r\n\
        [pod]\ntype = oidc_role_arn\nrole_arn = a\noidc_provider_arn = p\noidc_token_file_path = HOME/token\n\
        [half]\ntype = oidc_role_arn\nrole_arn = a\n\
        [other]\ntype = rsa_key_pair\naccess_key_id=K\naccess_key_secret=hush\n";
    let home = Home::new("profile", &[(".alibabacloud/credentials.ini", text), ("token", "hush")]);
    let read = |name: &'static str| {
        let variables = [("ALIBABA_CLOUD_PROFILE", name), ("ALIBABA_CLOUD_STS_REGION", "cn-beijing")];
        Profile::new(Vendor::Alibaba, home.variables(&variables)).by(Ways::given(Arc::new(services())))
    };
    for (name, id) in [("default", "K"), ("server", "A"), ("pod", "A")] {
        assert_eq!(parts(&read(name).credentials().await).0, id, "{name}");
    }
    for (name, expected) in [("half", "lacks `oidc_provider_arn`"), ("other", "of the type `rsa_key_pair`")] {
        let (text, is_absent) = fault(&read(name)).await;
        assert!(text.contains(expected) && !is_absent, "{text}");
    }
}
