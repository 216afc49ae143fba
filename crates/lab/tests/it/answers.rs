//! What the lab answers is what the lake says.

use lab::{Cell, Cut, Limits, tables};
use model::{Granularity, Timestamp};

use crate::support::{append, bench, limits, midnight, reading, series, text};

fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Null, Cell::Number)
}

#[tokio::test]
async fn sealed_and_hot_values_answer_as_one_and_as_the_lake_does() {
    let bench = bench(limits()).await;
    for outlet in ["A", "B"] {
        let said = bench
            .lake
            .range_current(&series(outlet), Granularity::Minute, Timestamp::MIN, Timestamp::MAX, usize::MAX)
            .unwrap();
        assert_eq!(said.len(), 2 * 1440);
        let expected: Vec<Vec<Cell>> = said
            .iter()
            .map(|r| vec![text(&model::china::rfc3339(r.time)), number(r.values.value), text(r.mark.text())])
            .collect();
        let sql = format!("select time, value, mark from readings where id = '{outlet}' order by time");
        assert_eq!(bench.rows(&sql).await, expected);
    }
    let corrected = "select value, problems from readings where id = 'A' and time = '2020-08-30 00:10:00'";
    assert_eq!(bench.rows(corrected).await, [[Cell::Number(1e6), text("revised")]]);
}

#[tokio::test]
async fn days_are_the_roll_ups_of_the_lake_and_the_sums_of_readings() {
    let bench = bench(limits()).await;
    let day = 86_400.try_into().unwrap();
    let to = model::china::plus_seconds(midnight(), 2 * 86_400);
    let said = bench.lake.summarise(&series("A"), Granularity::Minute, midnight(), to, day).unwrap();
    let expected: Vec<Vec<Cell>> =
        said.iter().map(|s| vec![Cell::Integer(s.count as i64), number(s.mean), number(s.max)]).collect();
    let days = bench.rows("select count, mean, max from days where id = 'A' order by time").await;
    assert_eq!(days, expected);
    let counted = "select count(*) from readings where id = 'A' group by date_trunc('day', time) order by 1";
    assert_eq!(bench.rows(counted).await, [[Cell::Integer(1440)], [Cell::Integer(1440)]]);
}

/// The scope that is read from conditions leaves out only what the conditions leave out.
#[tokio::test]
async fn whatever_narrows_a_scan_changes_no_answer() {
    let bench = bench(limits()).await;
    append(&bench.lake, vec![reading("C", Granularity::Hour, midnight(), 3.0)]).await;
    let conditions = [
        ("time >= '2020-08-31'", 2 * 1440),
        ("time > '2020-08-31'", 2 * 1439),
        ("'2020-08-31' <= time and id in ('A', 'C')", 1440),
        ("time < '2020-08-30 00:01:00'", 3),
        ("time <= '2020-08-30 00:01:00' and id = 'A'", 2),
        ("time between '2020-08-30 10:00:00' and '2020-08-30 10:59:59' and source = 'outlet:B'", 60),
        ("(id = 'A' or id = 'B' or factor = 'nothing') and time = '2020-08-30T02:00:00+08:00'", 2),
        // Noon of the second day, by the clock that was given.
        ("time < now()", 2 * (1440 + 720) + 1),
        ("not (id = 'A')", 2 * 1440 + 1),
        ("id = 'A' and id = 'B'", 0),
        ("granularity = 'hour'", 1),
        ("enterprise is null", 4 * 1440 + 1),
        ("value = 3 and granularity = 'hour' or id = 'nobody'", 1),
        ("date_trunc('day', time) = '2020-08-31'", 2 * 1440),
    ];
    for (condition, expected) in conditions {
        let sql = format!("select count(*) from readings where {condition}");
        assert_eq!(bench.rows(&sql).await, [[Cell::Integer(expected)]], "{condition}");
    }
    assert_eq!(bench.rows("select count(*) from hours").await, [[Cell::Integer(1)]]);
    let narrow = bench.run("select value from readings where id = 'C'").await.unwrap();
    assert_eq!(narrow.scanned, 1, "other series are not read");
}

#[tokio::test]
async fn every_table_and_column_that_is_described_can_be_asked_for() {
    let bench = bench(limits()).await;
    for table in tables() {
        assert!(!table.zh.is_empty() && !table.en.is_empty());
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let answer =
            bench.run(&format!("select {} from {} limit 3", names.join(", "), table.name)).await.unwrap();
        let given: Vec<(&str, &str)> = answer.columns.iter().map(|c| (c.name.as_str(), c.kind)).collect();
        let described: Vec<(&str, &str)> = table.columns.iter().map(|c| (c.name, c.kind)).collect();
        assert_eq!(given, described, "{}", table.name);
    }
}

#[tokio::test]
async fn a_large_answer_is_cut_and_says_so() {
    let bench = bench(Limits { rows: 100, ..limits() }).await;
    let answer = bench.run("select * from readings").await.unwrap();
    assert_eq!((answer.rows.len(), answer.cut), (100, Some(Cut::Rows)));
    let whole = bench.run("select * from readings limit 100").await.unwrap();
    assert_eq!((whole.rows.len(), whole.cut), (100, None));
    let small = crate::support::bench(Limits { answer_bytes: 1000, ..limits() }).await;
    let answer = small.run("select * from readings").await.unwrap();
    assert_eq!(answer.cut, Some(Cut::Bytes));
    assert!(!answer.rows.is_empty());
}
