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
