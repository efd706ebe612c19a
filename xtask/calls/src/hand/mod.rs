//! The same call as a careful programmer writes it for one service: reqwest, derived models, one signature.
//!
//! What it does without: other operations, retries, masked secrets, limits on inputs and answers, errors that say where.

mod models;
mod open_enum;
mod signature;

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

pub(crate) use models::ListDesktopDetailsResponse;
use signature::Key;

use crate::{Failure, KEY, PROJECT};

const USER_AGENT: &str = "huawei-workspace-client/0.1.0";
const ACCEPT: &str = "application/json";

pub(crate) struct Hand {
    http: reqwest::Client,
    scheme_and_host: String,
    host: String,
    key: Key,
    clock: fn() -> SystemTime,
}

impl Hand {
    pub(crate) fn new(address: SocketAddr) -> Result<Self, Failure> {
        // Fails if there is one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(120))
            .no_proxy()
            .build()?;
        let host = address.to_string();
        let scheme_and_host = format!("http://{host}");
        Ok(Self { http, scheme_and_host, host, key: Key { id: KEY.0, secret: KEY.1 }, clock: SystemTime::now })
    }

    /// Signs with the time that `clock` tells.
    #[cfg(test)]
    pub(crate) fn at(address: SocketAddr, clock: fn() -> SystemTime) -> Result<Self, Failure> {
        Ok(Self { clock, ..Self::new(address)? })
    }

    pub(crate) async fn list_desktop_details(&self, limit: i32) -> Result<ListDesktopDetailsResponse, Failure> {
        let path = format!("/v2/{PROJECT}/desktops/detail");
        let query = format!("limit={limit}");
        let date = client::runtime::sign::format_basic((self.clock)());
        let signed = [
            ("accept", ACCEPT),
            ("host", &self.host),
            ("user-agent", USER_AGENT),
            ("x-project-id", PROJECT),
            ("x-sdk-date", &date),
        ];
        let authorization = signature::authorization(&self.key, "GET", &path, &query, &signed, b"");
        let response = self
            .http
            .get(format!("{}{path}?{query}", self.scheme_and_host))
            .header("User-Agent", USER_AGENT)
            .header("Accept", ACCEPT)
            .header("X-Project-Id", PROJECT)
            .header("X-Sdk-Date", date)
            .header("Authorization", authorization)
            .send()
            .await?;
        let status = response.status();
        let body = response.bytes().await?;
        if !status.is_success() {
            return Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into());
        }
        Ok(serde_json::from_slice(&body)?)
    }
}
