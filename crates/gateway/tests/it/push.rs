//! Readings that programs push.

use gateway::{PushError, PushFormat, PushOutcome, PushRequest};
use model::{Source, Timestamp};
use tempfile::tempdir;

use crate::support::*;

fn outlet() -> Source {
    Source::Outlet("OUT-1".parse().unwrap())
}

fn request(format: PushFormat, body: impl Into<Vec<u8>>) -> PushRequest {
    PushRequest {
        client: "lab".parse().unwrap(),
        sources: vec![outlet()],
        format,
        body: body.into(),
        peer: "127.0.0.1:1".parse().unwrap(),
    }
}

fn json(value: &str) -> PushRequest {
    let one = format!(
        r#"{{"source": "outlet:OUT-1", "factor": "a21026", "time": "2020-08-30T08:30:00+08:00", "value": {value}}}"#
    );
    request(PushFormat::Json, format!("[{one}]"))
}

#[tokio::test]
async fn a_pushed_reading_is_durable_when_it_is_answered_for_and_the_same_again_changes_nothing() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    assert_eq!(site.gateway.push(json("12.5")).await.unwrap(), [PushOutcome::Stored]);
    assert_eq!(site.stored(1).len(), 1);
    assert_eq!(site.gateway.push(json("12.5")).await.unwrap(), [PushOutcome::Duplicate]);
    assert_eq!(site.gateway.push(json("13")).await.unwrap(), [PushOutcome::Revised]);
    let stored = site.stored(1);
    assert_eq!(
        stored.iter().map(|reading| reading.values.value).collect::<Vec<_>>(),
        [Some(12.5), Some(13.0)]
    );
    let status = site.device("push:lab");
    assert!(status.registered && status.frames.balance() && status.readings.balance());
    assert_eq!((status.frames.stored, status.readings.stored), (3, 3));
    assert_eq!((status.readings.duplicates, status.readings.revisions), (1, 1));
    site.close().await;
}

#[tokio::test]
async fn each_bad_reading_is_refused_with_its_reason_and_the_others_are_stored() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let body = "\u{feff}source,factor,time,value,unit,mark\r\n\
        outlet:OUT-1,a21026,2020-08-30T08:30:00+08:00,12.5,mg/m3,N\r\n\
        outlet:OUT-2,a21026,2020-08-30T08:30:00+08:00,1,,\r\n\
        boat:1,a21026,2020-08-30T08:30:00+08:00,1,,\r\n\
        outlet:OUT-1,zzz,2020-08-30T08:30:00+08:00,1,,\r\n\
        outlet:OUT-1,a21026,2020-08-30 08:30:00,1,,\r\n\
        outlet:OUT-1,a21026,2030-08-30T08:30:00+08:00,1,,\r\n\
        outlet:OUT-1,a21026,2020-08-30T08:31:00+08:00,NaN,,\r\n\
        outlet:OUT-1,a21026,2020-08-30T08:31:00+08:00,,,\r\n\
        outlet:OUT-1,a21026,2020-08-30T08:31:00+08:00,1,furlong,\r\n\
        outlet:OUT-1,a21026,2020-08-30T08:31:00+08:00,1,kW,\r\n";
    let outcomes = site.gateway.push(request(PushFormat::Csv, body)).await.unwrap();
    let refused = [
        "source_not_allowed",
        "source_unknown",
        "factor_unknown",
        "time_unreadable",
        "time_impossible",
        "value_unreadable",
        "value_missing",
        "unit_unknown",
        "unit_mismatch",
    ];
    let expected: Vec<PushOutcome> =
        [PushOutcome::Stored].into_iter().chain(refused.map(PushOutcome::Refused)).collect();
    assert_eq!(outcomes, expected);
    let status = site.device("push:lab");
    assert!(status.readings.balance());
    assert_eq!((status.readings.received, status.readings.stored), (10, 1));
    site.close().await;
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_whole_and_counted() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let bodies: [(PushFormat, &[u8], &str); 6] = [
        (PushFormat::Json, b"{", "json_malformed"),
        (PushFormat::Json, b"7", "json_shape"),
        (PushFormat::Json, b"{\"readings\": 7}", "json_shape"),
        (PushFormat::Csv, b"\xff\xfe", "not_utf8"),
        (PushFormat::Csv, b"source,colour\n", "field_unknown"),
        (PushFormat::Json, b"", "json_malformed"),
    ];
    for (format, body, reason) in bodies {
        match site.gateway.push(request(format, body)).await {
            Err(PushError::Unreadable(unreadable)) => assert_eq!(unreadable.reason, reason),
            other => panic!("{reason}: {other:?}"),
        }
    }
    let many = format!("[{}]", vec!["0"; 5001].join(","));
    assert!(matches!(site.gateway.push(request(PushFormat::Json, many)).await, Err(PushError::TooMany)));
    let status = site.device("push:lab");
    assert!(status.frames.balance());
    assert_eq!(status.frames.refused["json_malformed"], 2);
    assert_eq!(status.last_refusal.unwrap().reason, "too_many_readings");
    site.close().await;
}

#[tokio::test]
async fn who_pushes_too_fast_is_told_when_to_come_back_and_the_accounts_survive_a_restart() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let rows: String = (0..5000).map(|_| "outlet:OUT-1,a21026,2020-08-30T08:30:00+08:00,1\n").collect();
    let body = format!("source,factor,time,value\n{rows}");
    let mut answered = 0;
    let busy = loop {
        match site.gateway.push(request(PushFormat::Csv, body.clone())).await {
            Ok(outcomes) => answered += outcomes.len(),
            Err(error) => break error,
        }
        assert!(answered < 10_000_000, "nobody is slowed down");
    };
    assert!(matches!(busy, PushError::Busy { .. }), "{busy:?}");
    site.close().await;
    let site = Site::open(folder.path()).await;
    let status = site.device("push:lab");
    assert_eq!(status.readings.received as usize, answered);
    assert!(status.readings.balance() && status.last_seen.is_some_and(|seen| seen > Timestamp::UNIX_EPOCH));
    site.close().await;
}
