//! The call through the printed client.

use std::net::SocketAddr;

use client::types::desktop::ListDesktopDetailsResponse;
use client::{AccessKey, Client};

use crate::{Failure, KEY, PROJECT};

pub(crate) struct Printed {
    client: Client,
}

impl Printed {
    pub(crate) fn new(address: SocketAddr) -> Result<Self, Failure> {
        let builder = Client::builder().endpoint(format!("http://{address}")).project_id(PROJECT);
        Ok(Self { client: builder.access_key(AccessKey::new(KEY.0, KEY.1)).build()? })
    }

    /// Signs with the time that `clock` tells.
    #[cfg(test)]
    pub(crate) fn at(address: SocketAddr, clock: fn() -> std::time::SystemTime) -> Result<Self, Failure> {
        let builder = Client::builder().endpoint(format!("http://{address}")).project_id(PROJECT);
        let signer = client::API
            .schemes
            .iter()
            .find_map(|it| client::runtime::sign::Signer::new(it, AccessKey::new(KEY.0, KEY.1)));
        let signer = signer.ok_or("the service is not signed")?.clock(clock);
        Ok(Self { client: builder.authenticator(signer).build()? })
    }

    pub(crate) async fn list_desktop_details(&self, limit: i32) -> Result<ListDesktopDetailsResponse, Failure> {
        Ok(self.client.desktop().list_desktop_details().limit(limit).send().await?)
    }
}
