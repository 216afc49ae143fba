//! DuckDB and pandas open the same files, as docs/examples/open_the_lake.py shows, and come to the same sums.

use std::path::Path;
use std::process::Command;

use lab::Cell;

use crate::support::{bench, figure, limits};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/open_the_lake.py");

/// The Python that `scripts/need examples` prepares; `JINGWEI_EXAMPLES_PYTHON` names another.
fn python() -> Option<String> {
    let named = std::env::var("JINGWEI_EXAMPLES_PYTHON").ok();
    named.filter(|path| Path::new(path).exists())
}

#[tokio::test]
async fn duckdb_and_pandas_come_to_the_sums_of_the_lab() {
    let Some(python) = python() else {
        eprintln!(
            "skipped: no Python with duckdb and pandas; `scripts/need examples` prepares one, see docs/lab.md"
        );
        return;
    };
    let bench = bench(limits()).await;
    let output = Command::new(python).arg(EXAMPLE).arg(bench.folder()).arg("minute").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8(output.stdout).unwrap();
    // The first day is sealed; the correction that came afterwards is not in any file.
    let before = figure(10);
    let sql = format!(
        "select source, count(*), sum(case when id = 'A' and time = '2020-08-30 00:10:00' then {before} else value end) \
               from readings where time < '2020-08-31' group by source order by source"
    );
    let rows = bench.rows(&sql).await;
    assert_eq!(told.lines().count(), rows.len());
    for (line, row) in told.lines().zip(&rows) {
        let [Cell::Text(source), Cell::Integer(count), Cell::Number(sum)] = row.as_slice() else {
            panic!("{row:?}")
        };
        assert!(line.contains(&format!("\"source\": \"{source}\"")), "{line}");
        for program in ["duckdb", "pandas"] {
            let (counted, summed) = figures(line, program);
            assert_eq!(counted, *count, "{line}");
            assert!((summed - sum).abs() < 1e-6, "{line}: {sum}");
        }
    }
}

/// The two figures of `"program": [count, sum]`.
fn figures(line: &str, program: &str) -> (i64, f64) {
    let (_, tail) = line.split_once(&format!("\"{program}\": [")).unwrap();
    let (count, sum) = tail.split_once(']').unwrap().0.split_once(", ").unwrap();
    (count.parse().unwrap(), sum.parse().unwrap())
}
