//! The APIs of this repository: what is printed from where.

use std::path::PathBuf;

use crate::failure::Failure;

/// One description and what is printed from it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Api {
    /// Name of the output folder below `generated/` and prefix of the crates.
    pub(crate) name: &'static str,
    /// The root file, relative to the repository.
    pub(crate) spec: &'static str,
}

/// Every API, in the order in which they are printed.
pub(crate) const APIS: &[Api] = &[
    Api { name: "huawei-workspace", spec: "spec/huawei-workspace/openapi.yaml" },
    Api { name: "alibaba-eds", spec: "spec/alibaba-eds/openapi.yaml" },
];

/// The folder that holds everything that is printed, relative to the repository.
pub(crate) const OUTPUT: &str = "generated";

impl Api {
    /// The folder with everything that is printed for this API, relative to the repository.
    pub(crate) fn output(&self) -> PathBuf {
        PathBuf::from(format!("{OUTPUT}/{}", self.name))
    }

    /// The folder with everything that is written by hand for this API, relative to the repository.
    pub(crate) fn source(&self) -> &'static str {
        self.spec.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// The APIs that a command is about: the named one, or all.
pub(crate) fn choose(name: Option<&str>) -> Result<Vec<&'static Api>, Failure> {
    let Some(name) = name else {
        return Ok(APIS.iter().collect());
    };
    match APIS.iter().find(|api| api.name == name) {
        Some(api) => Ok(vec![api]),
        None => {
            let known: Vec<_> = APIS.iter().map(|api| format!("`{}`", api.name)).collect();
            Err(Failure::new(format!("there is no API `{name}`, only {}", known.join(" and "))))
        }
    }
}

#[cfg(test)]
mod tests {
    //! The table against the repository.

    use super::{APIS, choose};

    #[test]
    fn every_description_exists() {
        for api in APIS {
            assert!(crate::repository::root().join(api.spec).is_file(), "{}", api.spec);
            assert!(api.source().ends_with(api.name), "the output is named after the folder of the description");
        }
    }

    #[test]
    fn a_name_chooses_one_and_none_chooses_all() {
        assert_eq!(choose(None).expect("all").len(), APIS.len());
        assert_eq!(choose(Some("alibaba-eds")).expect("one"), [&APIS[1]]);
        let failure = choose(Some("aws")).expect_err("unknown").to_string();
        assert_eq!(failure, "error: there is no API `aws`, only `huawei-workspace` and `alibaba-eds`");
    }
}
