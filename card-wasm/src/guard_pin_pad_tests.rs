//! What the keys of a reader may be used for.

use super::*;
use crate::link::script::{ScriptedChannel, block_on};

const SELECT: (&str, &str) = ("00A4040C0AD392F000260100000001", "9000");
const VERIFY: (&str, &str) = ("002000980431323334", "9000");

fn entry(header: [u8; 4], digits: u8) -> PinEntry {
    PinEntry::new(header, digits, 0x0411)
}

/// Selects the application if told to, and has a PIN entered.
fn enter(selected: bool, entry: PinEntry, expected: &[(&str, &str)]) -> Option<LinkError> {
    let begin = if selected { &[SELECT][..] } else { &[] };
    let card = ScriptedChannel::new(&[begin, expected].concat()).with_pin_pad();
    let mut channel = Guarded::new(card.clone());
    assert!(channel.has_pin_pad());
    let result = block_on(async {
        if selected {
            let select = Command::new([0x00, 0xA4, 0x04, 0x0C]).with_data(&JPKI_AID);
            channel.exchange(&select.unwrap()).await?;
        }
        channel.verify_on_pin_pad(&entry).await
    });
    card.assert_finished();
    result.err()
}

#[test]
fn one_pin_of_one_application_may_be_entered_and_no_other() {
    let right = entry([0x00, 0x20, 0x00, 0x98], 4);
    assert_eq!(enter(true, right, &[VERIFY]), None);
    let forbidden = Some(LinkError::Forbidden);
    assert_eq!(enter(false, right, &[]), forbidden);
    for wrong in [
        // Another length, PIN, instruction, class or parameter; no file that is selected.
        entry([0x00, 0x20, 0x00, 0x98], 6),
        entry([0x00, 0x20, 0x00, 0x98], 0),
        entry([0x00, 0x20, 0x00, 0x9B], 4),
        entry([0x00, 0x24, 0x00, 0x98], 4),
        entry([0x80, 0x20, 0x00, 0x98], 4),
        entry([0x00, 0x20, 0x01, 0x98], 4),
        entry([0x00, 0x20, 0x00, 0x80], 4),
    ] {
        assert_eq!(enter(true, wrong, &[]), forbidden, "{wrong:?}");
    }
}
