//! A data segment: read, walked, answered, and built again to what is read alike.
#![no_main]

use hj212::{Frame, Message, MessageBuilder};
use libfuzzer_sys::fuzz_target;

fn rebuilt(message: &Message<'_>) -> Option<Vec<u8>> {
    let mut again = MessageBuilder::new(message.version())
        .cn(message.command()?)
        .flag(message.flag())
        .backfill(message.rf() == Some(1));
    if let Some(qn) = message.qn() {
        again = again.qn(qn);
    }
    if let Some(st) = message.system() {
        again = again.st(st);
    }
    if let Some(pw) = message.pw() {
        again = again.pw(pw);
    }
    if let Some(mn) = message.mn() {
        again = again.mn(mn);
    }
    if let (Some(pnum), Some(pno)) = (message.pnum(), message.pno()) {
        again = again.packet(pnum, pno);
    }
    for group in message.cp()?.groups() {
        again = again.group(group.items().map(|item| (item.name, item.value)));
    }
    again.build().ok()
}

fn items(message: &Message<'_>) -> Vec<(String, String)> {
    let items = message.cp().into_iter().flat_map(hj212::DataArea::items);
    items.map(|item| (item.name.to_owned(), item.value.to_owned())).collect()
}

fn check_frame(built: &[u8], message: &Message<'_>) {
    let frames: Vec<Frame<'_>> = hj212::frames(built, hj212::Limits::default()).collect();
    assert_eq!(frames.len(), 1, "what was built is one frame");
    assert!(frames[0].crc_ok());
    let again = frames[0].message();
    assert_eq!((again.qn(), again.mn(), again.command()), (message.qn(), message.mn(), message.command()));
    assert_eq!(items(&again), items(message));
}

fuzz_target!(|segment: &[u8]| {
    let message = Message::parse(segment);
    assert_eq!(message.usable(), !message.problems().any_fatal());
    if let Some(area) = message.cp() {
        let in_groups: usize = area.groups().map(|group| group.items().count()).sum();
        assert_eq!(in_groups, area.items().count(), "every item is in one group");
        for item in area.items() {
            let _ = (item.code_and_attribute(), item.figure().map(hj212::Decimal::to_f64));
            assert_eq!(item.figure(), hj212::Decimal::parse(item.value), "the short way reads figures alike");
        }
    }
    if let Some(built) = rebuilt(&message) {
        check_frame(&built, &message);
    }
    let _ = hj212::reply::demanded_by(&message);
    for reply in [hj212::reply::data_ack(&message), hj212::reply::notice_ack(&message)].into_iter().flatten()
    {
        let frames: Vec<_> = hj212::frames(&reply, hj212::Limits::default()).collect();
        assert!(frames.len() == 1 && frames[0].crc_ok(), "a reply is a frame");
    }
});
