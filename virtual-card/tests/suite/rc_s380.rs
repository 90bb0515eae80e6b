//! The RC-S380, one frame after the other.

use std::time::Duration;

use virtual_card::Transfer;

use crate::conversation::hex;
use crate::host::SELECT_JPKI;
use crate::sony::{
    DEFAULTS, SPEED, TYPE_B, command, communicate, frame, reader, ready_s380, select,
};

#[test]
fn an_rc_s380_passes_frames_on() {
    let mut reader = ready_s380();
    select(|frame| communicate(&mut reader, frame));
    let block = [&[0x02][..], &hex(SELECT_JPKI)].concat();
    let answer = communicate(&mut reader, &block);
    assert_eq!(answer, Some(vec![0x02, 0x90, 0x00]));
    let read = communicate(&mut reader, &hex("03 00 B0 8A 00 00 00 00")).unwrap();
    assert_eq!(read.len(), 254);
    assert_eq!(command(&mut reader, 0x06, &[0]), [0]);
    let answer = communicate(&mut reader, &[0xA2]);
    assert_eq!(answer, None, "without field the card forgets everything");
    assert!(communicate(&mut reader, &[0x05, 0, 0]).is_some());
}

#[test]
fn an_rc_s380_wants_its_commands_in_order() {
    let mut reader = reader("rc-s380");
    assert_eq!(command(&mut reader, 0x20, &[]), [0x11, 0x01]);
    assert_eq!(command(&mut reader, 0x22, &[]), [0x00, 0x01]);
    assert_eq!(command(&mut reader, 0x28, &[]).len(), 8);
    for code in [0x00, 0x02, 0x06] {
        assert_eq!(command(&mut reader, code, &SPEED), [7], "{code:02X}");
    }
    assert_eq!(command(&mut reader, 0x2A, &[2]), [1]);
    assert_eq!(command(&mut reader, 0x2A, &[1]), [0]);
    assert_eq!(command(&mut reader, 0x00, &[1]), [1]);
    assert_eq!(command(&mut reader, 0x02, &[0x14, 0]), [1]);
    assert_eq!(command(&mut reader, 0x02, &[0x13]), [1]);
    let request = [0x10, 0x27, 0x05, 0x00, 0x00];
    assert_eq!(command(&mut reader, 0x04, &request), [1, 0, 0, 0]);
    assert_eq!(command(&mut reader, 0x00, &SPEED), [0]);
    assert_eq!(command(&mut reader, 0x02, &hex(DEFAULTS)), [0]);
    let no_answer = [0x80, 0, 0, 0];
    assert_eq!(
        command(&mut reader, 0x04, &request),
        no_answer,
        "without start and end of frame"
    );
    assert_eq!(command(&mut reader, 0x02, &hex(TYPE_B)), [0]);
    assert_eq!(command(&mut reader, 0x04, &request).len(), 4 + 1 + 12);
    for refused in [frame(&[0xD6, 0x40]), frame(&[0xD5, 0x20]), vec![0; 9]] {
        assert_eq!(reader.bulk_out(&refused), Ok(()));
        assert_eq!(reader.bulk_in(512), Transfer::Data(hex("00 00 FF FF FF")));
    }
}

#[test]
fn time_passes_with_the_card() {
    let mut reader = ready_s380();
    select(|frame| communicate(&mut reader, frame));
    let block = [&[0x02][..], &hex(SELECT_JPKI)].concat();
    communicate(&mut reader, &block);
    let verify = hex("D6 04 10 27 03 00 20 00 98 04 31 32 33 34");
    assert_eq!(reader.bulk_out(&frame(&verify)), Ok(()));
    assert_eq!(reader.next_delay(), Some(Duration::ZERO));
    reader.bulk_in(512);
    let delay = reader.next_delay().expect("an answer");
    assert!(delay > Duration::from_millis(60) && delay < Duration::from_millis(70));
    reader.bulk_in(512);
    reader.remove();
    let query = hex("D6 04 10 27 02 00 20 00 98");
    assert_eq!(reader.bulk_out(&frame(&query)), Ok(()));
    reader.bulk_in(512);
    assert!(reader.next_delay() > Some(Duration::from_secs(1)));
}
