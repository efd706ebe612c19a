//! What a user waits for: models and client of the largest API together, with all tags and with one.

use std::{ffi::OsString, fs, path::Path};

use super::{
    crates::{cargo, package_name, run_quietly},
    probe, report, sample,
    sample::Sample,
};
use crate::{apis::APIS, failure::Failure};

const API: &str = "huawei-workspace";
/// A tag with more operations than most.
const TAG: &str = "user";
/// Processor time in seconds.
const WHOLE: f64 = 6.0;
/// Of the whole.
const ONE_TAG: f64 = 0.2;

/// Checks models and client cold, with what they depend on checked before, and prints a table and the budgets.
pub(super) fn run() -> Result<(), Failure> {
    let Some(api) = APIS.iter().find(|it| it.name == API) else {
        return Err(Failure::new(format!("there is no API `{API}`")));
    };
    let folders = ["types", "client"].map(|name| api.output().join(name));
    let [Some(types), Some(client)] = folders.each_ref().map(|it| package_name(it)) else {
        println!("{API}: is not printed");
        return Ok(());
    };
    let size = size(&api.output());
    let check = cargo("check", &folders[1], &client);
    let mut clean = cargo("clean", &folders[1], &client);
    clean.extend(["--package".into(), types.into()]);
    let features = ["--no-default-features", "--features"].map(OsString::from);
    let one_tag = [check.clone(), features.into(), vec![format!("reqwest,sign,{TAG}").into()]].concat();
    let whole = cold(&check, &clean, format!("models and client of {API} ({size})"))?;
    let one_tag = cold(&one_tag, &clean, format!("the same with the tag `{TAG}` alone"))?;
    print!("{}", sample::table(&[&whole, &one_tag]));
    print!("{}", budgets(&whole, &one_tag));
    Ok(())
}

fn cold(check: &[OsString], clean: &[OsString], title: String) -> Result<Sample, Failure> {
    run_quietly(check)?;
    let measure = || run_quietly(clean).and_then(|()| probe::measure(check));
    Ok(Sample::new(title, (0..3).map(|_| measure()).collect::<Result<_, _>>()?))
}

/// `280 operations, 833 types`: how the inventory begins.
fn size(output: &Path) -> String {
    let inventory = fs::read_to_string(output.join("inventory.txt")).unwrap_or_default();
    let first = inventory.lines().next().unwrap_or_default();
    first.strip_prefix("# ").unwrap_or("of unknown size").to_owned()
}

fn budgets(whole: &Sample, one_tag: &Sample) -> String {
    let [whole, one_tag] = [whole, one_tag].map(|it| it.processor().map(|it| it.as_secs_f64()));
    let part = one_tag.zip(whole).map(|(one_tag, whole)| one_tag / whole.max(f64::MIN_POSITIVE));
    let all = report::budget("checking models and client, processor", whole, WHOLE, " s");
    all + &report::budget(&format!("checking the tag `{TAG}` alone, of the whole"), part, ONE_TAG, "x")
}

#[cfg(test)]
mod tests {
    //! The marks of the budgets.

    use std::time::Duration;

    use super::{Sample, budgets};
    use crate::bench::sample::Measurement;

    fn sample(cpu: Option<u64>) -> Sample {
        let cpu = cpu.map(Duration::from_millis);
        Sample::new(String::new(), vec![Measurement { wall: Duration::from_secs(1), cpu, peak: None }])
    }

    #[test]
    fn budgets_are_marked() {
        let text = budgets(&sample(Some(6001)), &sample(Some(1200)));
        assert!(text.starts_with("OVER  checking models and client, processor: 6.00 s (budget 6 s)\npass  "), "{text}");
        let text = budgets(&sample(Some(5000)), &sample(Some(1001)));
        assert_eq!(text.lines().map(|it| &it[..4]).collect::<Vec<_>>(), ["pass", "OVER"]);
        let text = budgets(&sample(None), &sample(Some(1)));
        assert_eq!(text.lines().map(|it| &it[..4]).collect::<Vec<_>>(), ["----", "----"]);
    }
}
