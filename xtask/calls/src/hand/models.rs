//! The models of the answer, as one derives them by hand: the same fields, types and depth as the printed ones.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::open_enum::open_enum;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ListDesktopDetailsResponse {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) desktops: Option<Vec<DesktopDetailInfo>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total_count: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DesktopDetailInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) desktop_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) computer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) os_host_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) addresses: Option<BTreeMap<String, Vec<AddressInfo>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ip_addresses: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ipv4: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ipv6: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_list: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_group_list: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) desktop_type: Option<DesktopDetailInfoDesktopType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_type: Option<DesktopResourceType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) metadata: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) flavor: Option<FlavorInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) task_status: Option<DesktopTaskStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) in_maintenance_mode: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) security_groups: Option<Vec<SecurityGroupInfo>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) login_status: Option<DesktopLoginStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attach_user_infos: Option<Vec<AttachInstancesUserInfo>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) product_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) share_resource_sku: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) root_volume: Option<VolumeDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) data_volumes: Option<Vec<VolumeDetail>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_group: Option<DesktopUserGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) availability_zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) site_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) site_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) product: Option<ProductInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ou_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) os_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tags: Option<Vec<Tag>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_support_internet: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) internet_mode: Option<InternetMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) internet_mode_list: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_attaching_eip: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attach_state: Option<DesktopAttachState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) enterprise_project_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subnet_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bill_resource_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(crate) process: Option<Option<i32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) root_resource_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hour_package_info: Option<HourPackageInfo>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AddressInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) addr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<AddressInfoVersion>,
    #[serde(rename = "OS-EXT-IPS-MAC:mac_addr", skip_serializing_if = "Option::is_none")]
    pub(crate) os_ext_ips_mac_mac_addr: Option<String>,
    #[serde(rename = "OS-EXT-IPS:type", skip_serializing_if = "Option::is_none")]
    pub(crate) os_ext_ips_type: Option<AddressInfoOsExtIpsType>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FlavorInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) links: Option<Vec<FlavorLinkInfo>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SecurityGroupInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AttachInstancesUserInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_group: Option<DesktopUserGroup>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) type_: Option<AttachUserType>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct VolumeDetail {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) type_: Option<VolumeType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) size: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) device: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) volume_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bill_resource_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) create_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_spec_code: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ProductInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) product_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) flavor_id: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) type_: Option<ProductType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cpu: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) memory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) descriptions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) charge_mode: Option<ChargeMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) architecture: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_gpu: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) package_type: Option<PackageType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) system_disk_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) system_disk_size: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contain_data_disk: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cloud_service_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) volume_product_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<ProductStatus>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tag {
    pub(crate) key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct HourPackageInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) root_order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) package_resource_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) package_instance_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) package_spec_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) combined_product_type_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) use_up_policy: Option<HourPackageUseUpPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) package_duration: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) use_duration: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FlavorLinkInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) href: Option<String>,
}

/// Null is a value; only what is absent is [`None`].
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<i32>>, D::Error> {
    Deserialize::deserialize(from).map(Some)
}

open_enum!(DesktopDetailInfoDesktopType {
    Dedicated = "DEDICATED",
});

open_enum!(DesktopResourceType {
    DedicatedDesktop = "DEDICATED_DESKTOP",
    PooledDesktop = "POOLED_DESKTOP",
    RenderDesktop = "RENDER_DESKTOP",
    ExclusiveHost = "EXCLUSIVE_HOST",
    SharedDesktop = "SHARED_DESKTOP",
});

open_enum!(DesktopTaskStatus {
    Scheduling = "scheduling",
    BlockDeviceMapping = "block_device_mapping",
    Networking = "networking",
    Spawning = "spawning",
    Rebooting = "rebooting",
    RebootPending = "reboot_pending",
    RebootStarted = "reboot_started",
    RebootingHard = "rebooting_hard",
    RebootPendingHard = "reboot_pending_hard",
    RebootStartedHard = "reboot_started_hard",
    Rebuilding = "rebuilding",
    RebuildBlockDeviceMapping = "rebuild_block_device_mapping",
    RebuildSpawning = "rebuild_spawning",
    Migrating = "migrating",
    ResizePrep = "resize_prep",
    ResizeMigrating = "resize_migrating",
    ResizeMigrated = "resize_migrated",
    ResizeFinish = "resize_finish",
    ResizeReverting = "resize_reverting",
    PoweringOff = "powering-off",
    PoweringOn = "powering-on",
    Deleting = "deleting",
    DeleteFailed = "deleteFailed",
    Updating = "updating",
    DesktopNetworkChanging = "desktopNetworkChanging",
});

open_enum!(DesktopLoginStatus {
    Unregister = "UNREGISTER",
    Registered = "REGISTERED",
    Connected = "CONNECTED",
    Disconnected = "DISCONNECTED",
});

open_enum!(DesktopUserGroup {
    Sudo = "sudo",
    Default = "default",
    Administrators = "administrators",
    Users = "users",
});

open_enum!(InternetMode {
    Nat = "NAT",
    Eip = "EIP",
    Both = "BOTH",
});

open_enum!(DesktopAttachState {
    Attached = "ATTACHED",
    Unattach = "UNATTACH",
    Deattached = "DEATTACHED",
    Attaching = "ATTACHING",
    Deattaching = "DEATTACHING",
    Attachfail = "ATTACHFAIL",
    Deattachfail = "DEATTACHFAIL",
    Waiting = "WAITING",
    AttachFailCanAttachAgain = "ATTACH_FAIL_CAN_ATTACH_AGAIN",
    DeattachFailCanDeattachAgain = "DEATTACH_FAIL_CAN_DEATTACH_AGAIN",
});

open_enum!(AddressInfoVersion {
    V4 = "4",
    V6 = "6",
});

open_enum!(AddressInfoOsExtIpsType {
    Fixed = "fixed",
    Floating = "floating",
});

open_enum!(AttachUserType {
    User = "USER",
    Group = "GROUP",
});

open_enum!(VolumeType {
    Sas = "SAS",
    Ssd = "SSD",
});

open_enum!(ProductType {
    Base = "BASE",
});

open_enum!(ChargeMode {
    V0 = "0",
    V1 = "1",
});

open_enum!(PackageType {
    Ultimate = "ultimate",
    Enterprise = "enterprise",
    General = "general",
    Workstation = "workstation",
    Dedicated = "dedicated",
    Solver = "solver",
    Agile = "agile",
});

open_enum!(ProductStatus {
    Normal = "normal",
    Sellout = "sellout",
    Abandon = "abandon",
});

open_enum!(HourPackageUseUpPolicy {
    ShutdownOrHibernate = "SHUTDOWN_OR_HIBERNATE",
    PayPerUse = "PAY_PER_USE",
});
