//! Reading a file in every way that the lake reads files: what `fuzz/` does with damaged ones.

use std::collections::BTreeMap;
use std::path::Path;

use model::{SeriesKey, Timestamp};

use super::FileError;
use super::read::OpenFile;
use super::sums::{Summing, path_of_sums};

/// Writes `file` into `folder`, with `sums` or with the sums that it should have, and reads it.
pub(crate) fn probe(folder: &Path, file: &[u8], sums: Option<&[u8]>, series: &SeriesKey) {
    let path = folder.join("probe.parquet");
    let own = || {
        let mut summing = Summing::default();
        summing.update(file);
        summing.finish()
    };
    let sums = sums.map_or_else(own, <[u8]>::to_vec);
    let written = std::fs::write(&path, file).and_then(|()| std::fs::write(path_of_sums(&path), sums));
    if written.is_ok()
        && let Err(error) = read(&path, series)
    {
        let _ = error.to_string();
    }
}

fn read(path: &Path, series: &SeriesKey) -> Result<(), FileError> {
    let (from, to) = (Timestamp::MIN, Timestamp::MAX);
    let open = OpenFile::open(path)?;
    let (mut readable, mut rows) = (Vec::new(), Vec::new());
    open.readable_rows(series, from, to, &mut readable);
    let all = open.rows(series, from, to, &mut rows);
    if all.is_ok() {
        assert_eq!(readable, rows, "what can be read page by page can be read at once");
    }
    let points = open.points(series, from, to, &mut |_| {});
    let tallies = open.tallies(series, from, to, &mut |_, _| {});
    let (mut by_source, factor) = (BTreeMap::new(), series.factor.as_str());
    let sources = open.rows_of_sources(("", "~"), factor, from, to, &mut by_source);
    all.and(points).and(tallies).and(sources)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use model::{Granularity, Mark, Origin, Problems, Reading, Unit, Values, china};

    use crate::{Batch, Lake, LakeOptions};

    use super::*;

    #[test]
    fn a_file_of_which_any_byte_is_wrong_is_read_or_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let options = LakeOptions { min_free_bytes: 0, ..LakeOptions::default() };
        let lake = Lake::open(&folder.path().join("lake"), options).unwrap();
        let series = SeriesKey { source: "outlet:O-0".parse().unwrap(), factor: "w01018".parse().unwrap() };
        let day = date(2020, 8, 30);
        let reading = |minute: i64| {
            let time = china::plus_seconds(china::instant(day.at(0, 0, 0, 0)), minute * 60);
            Reading {
                series: series.clone(),
                granularity: Granularity::Minute,
                time,
                unit: Unit::MilligramPerLitre,
                values: Values { value: Some(minute as f64 / 10.0), ..Values::default() },
                mark: Mark::Normal,
                problems: Problems::NONE,
                origin: Origin::Live,
                received_at: time,
            }
        };
        let batch = Batch { readings: (0..40).map(reading).collect(), ..Batch::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(lake.append(batch)).unwrap();
        let seal = lake.seal(Granularity::Minute, day, Timestamp::MAX).unwrap().unwrap();
        for file in &seal.files {
            let bytes = std::fs::read(folder.path().join("lake").join(&file.name)).unwrap();
            for at in (0..bytes.len()).step_by(7) {
                let mut damaged = bytes.clone();
                damaged[at] ^= 0x55;
                probe(folder.path(), &damaged, None, &series);
            }
        }
    }
}
