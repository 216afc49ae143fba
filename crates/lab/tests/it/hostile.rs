//! SQL that is hostile or endless, and what whoever wrote it is told.

use std::time::{Duration, Instant};

use lab::{LabError, Limits, Position, Query};

use crate::support::{Bench, bench, limits};

async fn refused(bench: &Bench, text: &str) -> LabError {
    match bench.run(text).await {
        Ok(answer) => panic!("{text} was answered: {:?}", answer.rows.first()),
        Err(error) => error,
    }
}

#[tokio::test]
async fn only_one_statement_that_reads_is_answered() {
    let bench = bench(limits()).await;
    for text in [
        "create table x as select 1",
        "create view x as select 1",
        "create external table x stored as csv location '/etc/passwd'",
        "insert into readings select * from readings",
        "update readings set value = 1",
        "delete from readings",
        "drop table readings",
        "copy readings to '/tmp/x.parquet'",
        "copy (select 1) to '/tmp/x.csv'",
        "explain insert into readings select * from readings",
        "explain copy readings to '/tmp/x.csv'",
        "set datafusion.execution.batch_size = 1",
        "show tables",
        "describe readings",
        "prepare x as select 1",
        "truncate table readings",
        "begin",
    ] {
        let error = refused(&bench, text).await;
        let known = matches!(error, LabError::NotReadOnly | LabError::Wrong { .. });
        assert!(known, "{text}: {error:?}");
    }
    assert_eq!(refused(&bench, "select 1; select 2").await, LabError::NotOne { count: 2 });
    assert_eq!(refused(&bench, "").await, LabError::NotOne { count: 0 });
    assert_eq!(refused(&bench, "-- nothing").await, LabError::NotOne { count: 0 });
    let plan = bench.run("explain select count(*) from readings").await.unwrap();
    assert!(!plan.rows.is_empty());
}

#[tokio::test]
async fn there_are_no_files_and_no_settings() {
    let bench = bench(limits()).await;
    for text in [
        "select * from '/etc/passwd'",
        "select * from 'file:///etc/passwd'",
        "select * from read_parquet('/tmp/x')",
        "select * from parquet_metadata('/tmp/x')",
        "select * from information_schema.tables",
        "select * from information_schema.df_settings",
        "select * from generate_series(1, 1000000000000)",
        "select * from range(1, 1000000000000)",
        "select version()",
        "select uuid()",
    ] {
        assert!(matches!(refused(&bench, text).await, LabError::Wrong { .. }), "{text}");
    }
}

#[tokio::test]
async fn what_makes_gigabytes_of_a_few_letters_is_not_there() {
    let bench = bench(limits()).await;
    for text in [
        "select repeat('x', 2000000000)",
        "select lpad('x', 2000000000)",
        "select rpad('x', 2000000000)",
        "select concat(id, id) from readings",
        "select replace(id, 'A', 'AAAAAAAA') from readings",
        "select string_agg(id, ',') from readings",
        "select array_agg(value) from readings",
    ] {
        assert!(matches!(refused(&bench, text).await, LabError::Wrong { .. }), "{text}");
    }
    for text in [
        "select id || id from readings",
        "select * from readings where id ~ '(a*)*b'",
        "select * from readings where id !~* '(a|a)*$'",
        "select * from readings where id similar to '%(b|d)%'",
        "select * from (select id || 'x' as y from outlets) where y = 'z'",
        "select 1 where exists (select 1 from outlets where id || 'x' = 'y')",
        "with recursive t as (select 1 as n union all select n + 1 from t) select max(n) from t",
        "select count(*) from readings where value in (select value from readings where mark ~ 'x{1000}{1000}')",
    ] {
        assert!(matches!(refused(&bench, text).await, LabError::NotAvailable { .. }), "{text}");
    }
    let many = vec!["readings"; 17].join(" cross join ");
    let error = refused(&bench, &format!("select count(*) from {many}")).await;
    assert!(matches!(error, LabError::NotAvailable { .. } | LabError::Wrong { .. }), "{error:?}");
}

#[tokio::test]
async fn deep_and_long_texts_are_refused_and_hurt_nobody() {
    let bench = bench(limits()).await;
    for deep in [
        format!("select {}1{}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("select {}1", "- ".repeat(9_000)),
        format!("select {} 1", "not ".repeat(4_500)),
        format!("{}select 1{}", "select * from (".repeat(1_000), ")".repeat(1_000)),
    ] {
        let error = refused(&bench, &deep).await;
        assert!(matches!(error, LabError::Wrong { .. } | LabError::NotAvailable { .. }), "{error:?}");
    }
    let long = format!("select 1 -- {}", "x".repeat(30_000));
    assert!(matches!(refused(&bench, &long).await, LabError::TooLong { max: 20_000, .. }));
    let chain = |length: usize| format!("select {}1", "1+".repeat(length));
    assert!(matches!(refused(&bench, &chain(4_900)).await, LabError::NotAvailable { .. }));
    // As long as may be: a chain of operators, which planners walk by recursion.
    let longest = bench.run(&chain(990)).await;
    assert!(matches!(longest, Ok(_) | Err(LabError::Wrong { .. } | LabError::TimeUp { .. })), "{longest:?}");
    assert!(bench.run("select 1").await.is_ok());
}

#[tokio::test]
async fn mistakes_are_told_with_their_place() {
    let bench = bench(limits()).await;
    let place = |error: LabError| match error {
        LabError::Wrong { position, message } => (position.map(|p| (p.line, p.column)), message),
        other => panic!("{other:?}"),
    };
    let (position, _) = place(refused(&bench, "select value,\n  from readings where and").await);
    assert!(position.is_some_and(|(line, _)| line == 2), "{position:?}");
    let (position, message) = place(refused(&bench, "select 1,\n  valeu from readings").await);
    assert_eq!(position, Some((2, 3)), "{message}");
    assert!(message.contains("valeu"), "{message}");
    let (_, message) = place(refused(&bench, "select * from nowhere").await);
    assert!(message.contains("nowhere"), "{message}");
    let _: Option<Position> = None;
    assert!(matches!(refused(&bench, "select 1/0 from readings").await, LabError::Failed(_)));
}

/// 5,760 readings to the fourth power are 10^15 rows.
const ENDLESS: [&str; 4] = [
    "select count(*) from readings a, readings b, readings c, readings d where a.value + b.value < c.value",
    "select a.value from readings a, readings b, readings c, readings d where a.value + b.value + c.value < -1",
    "select sum(sin(a.value) * cos(b.value) * d.value) from readings a cross join readings b cross join readings c \
     cross join readings d",
    "select max(a.value + b.value) from readings a, readings b, readings c where a.value <> b.value",
];

#[tokio::test]
async fn endless_queries_end_in_time_and_give_their_place_back() {
    let limit = Duration::from_secs(1);
    let bench = bench(Limits { time: limit, at_once: 1, ..limits() }).await;
    for text in ENDLESS {
        let error = refused(&bench, text).await;
        // A join that keeps one side in memory may meet that limit first.
        assert!(matches!(error, LabError::TimeUp { .. } | LabError::Memory { .. }), "{text}: {error:?}");
        let waited = Instant::now();
        while bench.lab.free_places() == 0 {
            assert!(waited.elapsed() < Duration::from_secs(30), "{text} goes on");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    assert!(bench.run("select 1").await.is_ok());
}

#[tokio::test]
async fn a_greedy_query_meets_its_limit_of_memory() {
    let memory = 1 << 20;
    let bench = bench(Limits { memory_bytes: memory, ..limits() }).await;
    for text in [
        "select a.time, b.time, a.value from readings a, readings b order by a.value + b.value, a.time limit 1000000",
        "select a.value, b.time, count(*) from readings a, readings b group by 1, 2",
        "select count(distinct a.value * 1000 + b.value) from readings a, readings b",
        "select a.value, row_number() over (order by b.value, a.time) from readings a, readings b",
    ] {
        assert_eq!(refused(&bench, text).await, LabError::Memory { limit_bytes: memory }, "{text}");
    }
    assert!(bench.run("select avg(value) from readings").await.is_ok());
}

#[tokio::test]
async fn rows_without_end_are_cut_without_being_made() {
    let bench = bench(limits()).await;
    let answer = bench.run("select a.id, b.time from readings a, readings b").await.unwrap();
    assert_eq!(answer.rows.len(), 10_000);
    assert!(answer.cut.is_some());
    let cubed = bench.run("select a.id, b.time from readings a, readings b, readings c").await;
    assert!(matches!(cubed, Ok(_) | Err(LabError::Memory { .. })), "{cubed:?}");
}

#[tokio::test]
async fn a_cancelled_query_ends_and_another_gets_its_place() {
    let bench = bench(Limits { at_once: 1, wait: Duration::from_secs(20), ..limits() }).await;
    let lab = std::sync::Arc::clone(&bench.lab);
    let query = |id: &str| Query { id: id.to_owned(), text: ENDLESS[0].to_owned(), rows: 1 };
    let asked = query("slow");
    let slow = tokio::spawn(async move { lab.run(asked).await });
    while bench.lab.progress("slow").is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(bench.lab.cancel("slow"));
    assert!(!bench.lab.cancel("another"));
    assert_eq!(slow.await.unwrap(), Err(LabError::Cancelled));
    // Whoever closes the page cancels too.
    let lab = std::sync::Arc::clone(&bench.lab);
    let asked = query("left");
    let left = tokio::spawn(async move { lab.run(asked).await });
    while bench.lab.progress("left").is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    left.abort();
    assert!(bench.run("select 1").await.is_ok(), "the place is free again");
}

#[tokio::test]
async fn so_many_run_at_once_and_others_are_told() {
    let bench = bench(Limits { at_once: 1, wait: Duration::from_millis(50), ..limits() }).await;
    let lab = std::sync::Arc::clone(&bench.lab);
    let asked = Query { id: "slow".to_owned(), text: ENDLESS[0].to_owned(), rows: 1 };
    let slow = tokio::spawn(async move { lab.run(asked).await });
    while bench.lab.progress("slow").is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(refused(&bench, "select 1").await, LabError::Busy { at_once: 1 });
    bench.lab.cancel("slow");
    assert!(slow.await.unwrap().is_err());
}
