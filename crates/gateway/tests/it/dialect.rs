//! Loggers with a wrong check sum or length, and texts in GB 2312, at the gateway's face.

use std::sync::Arc;

use model::{CrcMode, DeviceProfile, RegisterEntry, Timestamp, china};
use tempfile::tempdir;

use crate::support::*;

/// `frame` with the check sum that `rule` gives, and a length that is wrong by `offset`.
fn deviating(frame: &[u8], rule: fn(&[u8]) -> u16, offset: usize) -> Vec<u8> {
    let segment = &frame[6..frame.len() - 6];
    let mut bytes = format!("##{:04}", segment.len() + offset).into_bytes();
    bytes.extend_from_slice(segment);
    bytes.extend_from_slice(format!("{:04X}\r\n", rule(segment)).as_bytes());
    bytes
}

fn swapped(segment: &[u8]) -> u16 {
    hj212::crc::modbus(segment).swap_bytes()
}

fn set_profile(site: &Site, crc: CrcMode, length_offset: i32) {
    site.register.send_modify(|register| {
        let profile = DeviceProfile { mn: mn(1), crc, length_offset };
        Arc::make_mut(register).put(RegisterEntry::DeviceProfile(profile)).unwrap();
    });
}

#[tokio::test]
async fn a_swapped_modbus_crc_is_recognised_refused_and_read_once_a_person_says_so() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let at = |n: i64| china::plus_seconds(start_time(), -n);
    let one = format!("mn:{}", mn(1));
    for n in 0..10 {
        device.send(&deviating(&frame(&mn(1), at(n), "1"), swapped, 0)).await;
    }
    eventually("the habit is seen", || site.device(&one).dialect.readable_as.is_some()).await;
    let status = site.device(&one);
    let run = status.dialect.readable_as.unwrap();
    assert_eq!((run.deviation.crc, run.deviation.length_offset, run.frames), (CrcMode::ModbusSwapped, 0, 10));
    assert_eq!(status.frames.stored, 0);
    let refused = || site.device(&one).frames.refused.get("crc_mismatch").copied();
    eventually("all are refused", || refused() == Some(10)).await;

    set_profile(&site, CrcMode::ModbusSwapped, 0);
    device.acknowledged(&deviating(&frame(&mn(1), at(20), "2"), swapped, 0)).await;
    device.acknowledged(&frame(&mn(1), at(21), "3")).await;
    let status = site.device(&one);
    assert_eq!((status.frames.stored, site.stored(1).len()), (2, 2));
    assert_eq!(status.dialect.readable_as, None);
    assert_eq!(status.dialect.profile.unwrap().crc, CrcMode::ModbusSwapped);
    // Damage stays damage.
    device.send(&with_wrong_crc(frame(&mn(1), at(22), "4"))).await;
    eventually("it is refused", || refused() == Some(11)).await;
    site.close().await;
}

#[tokio::test]
async fn a_length_that_counts_the_crc_in_is_read_with_its_profile() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let at = |n: i64| china::plus_seconds(start_time(), -n);
    let one = format!("mn:{}", mn(1));
    for n in 0..10 {
        device.send(&deviating(&frame(&mn(1), at(n), "1"), hj212::crc::hj212, 4)).await;
    }
    eventually("the habit is seen", || site.device(&one).dialect.readable_as.is_some()).await;
    assert_eq!(site.device(&one).dialect.readable_as.unwrap().deviation.length_offset, 4);
    set_profile(&site, CrcMode::Hj212, 4);
    device.acknowledged(&deviating(&frame(&mn(1), at(20), "2"), hj212::crc::hj212, 4)).await;
    assert_eq!(site.stored(1).len(), 1);
    site.close().await;
}

#[tokio::test]
async fn a_text_in_gb2312_is_kept_and_can_be_read() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let mut segment = format!(
        "QN=20200830084000000;ST=31;CN=2011;PW=123456;MN={};Flag=5;CP=&&DataTime=20200830084000;a21026-Rtd=1;i11001-Info=//",
        mn(1)
    )
    .into_bytes();
    // 校准开始
    segment.extend_from_slice(b"\xD0\xA3\xD7\xBC\xBF\xAA\xCA\xBC");
    segment.extend_from_slice(b"//&&");
    let mut sent = format!("##{:04}", segment.len()).into_bytes();
    sent.extend_from_slice(&segment);
    sent.extend_from_slice(format!("{:04X}\r\n", hj212::crc::hj212(&segment)).as_bytes());
    device.acknowledged(&sent).await;
    let status = site.device(&format!("mn:{}", mn(1)));
    assert_eq!((status.problems["frame.text_gb18030"], status.problems["item.text"]), (1, 1));
    assert_eq!(site.stored(1).len(), 1);
    let kept = site.lake.frames(&format!("mn:{}", mn(1)), Timestamp::MIN, Timestamp::MAX, 1).unwrap();
    let mut decoder = hj212::Decoder::new(hj212::Limits::default());
    assert_eq!(decoder.push(&kept[0].bytes), sent.len());
    let frame = decoder.next_frame().unwrap();
    assert_eq!(frame.message().value("i11001-Info"), Some("//校准开始//"));
    site.close().await;
}
