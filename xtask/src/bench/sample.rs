//! Repeated measurements of one thing: median, spread, and a table of them.

use std::time::Duration;

use super::report;

/// One run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measurement {
    pub(super) wall: Duration,
    /// Of all processors together; `None` where the system does not tell.
    pub(super) cpu: Option<Duration>,
    /// Bytes; `None` where the system does not tell.
    pub(super) peak: Option<u64>,
}

/// All runs of one thing; at least one.
#[derive(Debug)]
pub(super) struct Sample {
    title: String,
    /// Sorted.
    walls: Vec<Duration>,
    /// Sorted.
    cpus: Vec<Duration>,
    peak: Option<u64>,
}

impl Sample {
    pub(super) fn new(title: String, measurements: Vec<Measurement>) -> Self {
        let sorted = |times: Vec<Duration>| {
            let mut times = times;
            times.sort();
            times
        };
        Self {
            title,
            walls: sorted(measurements.iter().map(|it| it.wall).collect()),
            cpus: sorted(measurements.iter().filter_map(|it| it.cpu).collect()),
            peak: measurements.iter().filter_map(|it| it.peak).max(),
        }
    }

    /// The wall time of the middle run.
    pub(super) fn median(&self) -> Duration {
        median(&self.walls).unwrap_or_default()
    }

    /// The processor time of the middle run.
    pub(super) fn processor(&self) -> Option<Duration> {
        median(&self.cpus)
    }

    /// The largest peak of all runs.
    pub(super) fn peak(&self) -> Option<u64> {
        self.peak
    }

    fn row(&self) -> [String; 6] {
        let seconds = |time: Duration| format!("{:.3} s", time.as_secs_f64());
        let known = |text: Option<String>| text.unwrap_or_else(|| "?".to_owned());
        let [fastest, slowest] =
            [self.walls.first(), self.walls.last()].map(|it| seconds(it.copied().unwrap_or_default()));
        [
            self.title.clone(),
            seconds(self.median()),
            format!("{fastest} .. {slowest}"),
            known(median(&self.cpus).map(seconds)),
            known(self.peak.map(|bytes| format!("{:.1} MB", bytes as f64 / 1e6))),
            self.walls.len().to_string(),
        ]
    }
}

/// The middle of sorted times; of an even number the mean of the two in the middle.
fn median(times: &[Duration]) -> Option<Duration> {
    let n_times = times.len();
    let upper = times.get(n_times / 2)?;
    Some((*upper + times[(n_times - 1) / 2]) / 2)
}

/// The samples as a table.
pub(super) fn table(samples: &[&Sample]) -> String {
    let head = ["", "median", "fastest .. slowest", "processor", "peak", "runs"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(head).chain(samples.iter().map(|it| it.row())).collect();
    report::aligned(&rows)
}

#[cfg(test)]
mod tests {
    //! Medians, peaks and the layout of the table.

    use std::time::Duration;

    use super::{Measurement, Sample, table};

    fn sample(title: &str, milliseconds: &[u64]) -> Sample {
        let run = |(idx, time): (usize, &u64)| Measurement {
            wall: Duration::from_millis(*time),
            cpu: Some(Duration::from_millis(*time * 2)),
            peak: Some(1_000_000 * (idx as u64 + 1)),
        };
        Sample::new(title.to_owned(), milliseconds.iter().enumerate().map(run).collect())
    }

    #[test]
    fn the_median_does_not_mind_order_or_outliers() {
        assert_eq!(sample("", &[900, 10, 20]).median(), Duration::from_millis(20));
        assert_eq!(sample("", &[900, 10, 20, 30]).median(), Duration::from_millis(25));
        assert_eq!(sample("", &[7]).median(), Duration::from_millis(7));
    }

    #[test]
    fn the_peak_is_the_largest_one_known() {
        assert_eq!(sample("", &[1, 2, 3]).peak(), Some(3_000_000));
        let unknown = Measurement { wall: Duration::ZERO, cpu: None, peak: None };
        assert_eq!(Sample::new(String::new(), vec![unknown]).peak(), None);
    }

    #[test]
    fn columns_are_aligned() {
        let text = table(&[&sample("small", &[100, 300]), &sample("larger", &[12_000])]);
        let expected = "          median  fastest .. slowest processor peak  runs\n\
                        small    0.200 s  0.100 s .. 0.300 s  0.400 s  2.0 MB     2\n\
                        larger  12.000 s  12.000 s .. 12.000 s  24.000 s  1.0 MB     1\n";
        let expected: Vec<_> = expected.split_whitespace().collect();
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), expected);
        let lengths: Vec<_> = text.lines().map(str::len).collect();
        assert!(lengths.iter().all(|length| *length == lengths[0]), "{text}");
    }
}
