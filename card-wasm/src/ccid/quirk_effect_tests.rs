//! What the driver does differently for readers that stand in the table.

use core::time::Duration;
use std::rc::Rc;

use super::script::{
    ATR, EXTENDED, Event, INACTIVE, Kind, POWER_OFF, POWER_ON, PausedTimer, STATUS, ScriptedPipe,
    configuration, interface, open_as,
};
use super::{ExchangeLevel, Reader};
use crate::iso7816::Command;
use crate::link::LinkError;
use crate::link::script::block_on;

const TOLD: Kind = Kind {
    features: 0x0001_00B8,
    max_data_rate: 344_086,
    ..EXTENDED
};
/// T=1 alone, TA1 13, IFSC 251.
const T1_CARD: Event = Event::Reply("80000000 3BDA13FF8131FB468012392F31C173C601C03B");
const SET_FAST: &str = "61010000 1310FF4600FB00";
const SET_SLOW: &str = "61010000 1110FF4600FB00";
const ACCEPTED: Event = Event::Reply("82000001");
const TELL: &str = "6F000000 00C101FE3E";
const TOLD_SIZE: Event = Event::Reply("80000000 00E101FE1E");

#[test]
fn old_firmware_is_not_used() {
    let pipe = ScriptedPipe::new(configuration(&[interface(0, EXTENDED)]), vec![]);
    // SCM SCR331 of release 1.00.
    *pipe.device.borrow_mut() = [0x04E6, 0xE001];
    let opened = block_on(Reader::open(pipe.clone(), Rc::new(PausedTimer)));
    assert_eq!(opened.err(), Some(LinkError::FirmwareOld));
    assert_eq!(*pipe.claims.borrow(), ["claim 0", "release 0"]);
}

/// O2Micro OZ776: one packet for each read, and cards keep their speed.
#[test]
fn a_reader_may_want_packets_one_by_one_and_cards_left_alone() {
    block_on(async {
        let steps = vec![
            (STATUS, vec![INACTIVE]),
            (POWER_ON, vec![T1_CARD]),
            (SET_SLOW, vec![ACCEPTED]),
            (TELL, vec![TOLD_SIZE]),
        ];
        let (reader, pipe) = open_as([0x0B97, 0x7762], TOLD, steps).await;
        assert_eq!(pipe.read_length.get(), 64);
        reader.power_on().await.unwrap();
        pipe.assert_finished();
    });
}

/// Alcor AU9540: refuses parameters, and goes on after two resets.
#[test]
fn a_reader_may_have_to_be_calmed_after_a_refusal() {
    block_on(async {
        let reset = [
            (POWER_OFF, vec![INACTIVE]),
            (STATUS, vec![INACTIVE]),
            (POWER_ON, vec![T1_CARD]),
        ];
        let steps = [
            &[
                (STATUS, vec![INACTIVE]),
                (POWER_ON, vec![T1_CARD]),
                (SET_FAST, vec![Event::Reply("82400A00")]),
            ][..],
            &reset,
            &reset,
            &[
                (SET_SLOW, vec![Event::Reply("82400A00")]),
                (TELL, vec![TOLD_SIZE]),
            ],
        ];
        let (reader, pipe) = open_as([0x058F, 0x9540], TOLD, steps.concat()).await;
        reader.power_on().await.unwrap();
        pipe.assert_finished();
    });
}

/// SafeNet eToken 5100 1.00 is told nothing only up to 0.13; MySmartPad lies about its size.
#[test]
fn sizes_are_corrected() {
    block_on(async {
        let kind = Kind {
            max_ifsd: 0,
            ..TOLD
        };
        let steps = vec![
            (STATUS, vec![INACTIVE]),
            (POWER_ON, vec![T1_CARD]),
            (SET_FAST, vec![ACCEPTED]),
            (TELL, vec![TOLD_SIZE]),
        ];
        let (reader, pipe) = open_as([0x09BE, 0x0002], kind, steps).await;
        reader.power_on().await.unwrap();
        pipe.assert_finished();
    });
}

/// Kobil IDToken.
#[test]
fn a_reader_may_want_power_off_before_power() {
    block_on(async {
        let steps = vec![
            (STATUS, vec![INACTIVE]),
            (POWER_OFF, vec![INACTIVE]),
            (POWER_ON, vec![ATR]),
        ];
        let (reader, pipe) = open_as([0x0D46, 0x301D], EXTENDED, steps).await;
        reader.power_on().await.unwrap();
        pipe.assert_finished();
    });
}

/// id3 CL1356D: a second after it was opened, a minute for a card.
#[test]
fn a_reader_may_need_time() {
    block_on(async {
        let begin = tokio::time::Instant::now();
        let steps = vec![
            (STATUS, vec![INACTIVE]),
            (POWER_ON, vec![ATR]),
            ("6F00000000B00000", vec![]),
        ];
        let (reader, pipe) = open_as([0x0B81, 0x0200], EXTENDED, steps).await;
        assert_eq!(begin.elapsed(), Duration::from_secs(1));
        let mut channel = reader.power_on().await.unwrap();
        let begin = tokio::time::Instant::now();
        let result = channel.exchange(&Command::new([0, 0xB0, 0, 0])).await;
        assert_eq!(result.err(), Some(LinkError::Timeout));
        assert_eq!(begin.elapsed(), Duration::from_secs(60));
        pipe.assert_finished();
    });
}

/// SCM SCR331-DI for NTT Com: contacts at TPDU level, contactless at APDU level.
#[test]
fn slots_of_one_reader_may_differ() {
    block_on(async {
        let kind = Kind {
            max_slot_index: 1,
            ..TOLD
        };
        let absent = || vec![Event::Reply("81020000")];
        let steps = vec![
            ("@1 65000000", absent()),
            (STATUS, absent()),
            ("@1 65000000", vec![INACTIVE]),
            ("@1 65000000", vec![INACTIVE]),
            ("@1 62000000", vec![T1_CARD]),
            ("@1 61010000 1310FF4600FB00", vec![ACCEPTED]),
            ("@1 6F00000000B00000", vec![Event::Reply("80000000 9000")]),
        ];
        let (reader, pipe) = open_as([0x04E6, 0x5120], kind, steps).await;
        assert_eq!(reader.level(), ExchangeLevel::Tpdu);
        let mut channel = reader.power_on().await.unwrap();
        let read = Command::new([0, 0xB0, 0, 0]);
        assert!(channel.exchange(&read).await.is_ok());
        pipe.assert_finished();
    });
}

/// The list of data rates decides where there is one.
#[test]
fn a_rate_that_is_not_listed_is_not_proposed() {
    block_on(async {
        let kind = Kind {
            data_rate_count: 2,
            ..TOLD
        };
        let configuration = configuration(&[interface(0, kind)]);
        let steps = vec![
            (STATUS, vec![INACTIVE]),
            (STATUS, vec![INACTIVE]),
            (POWER_ON, vec![T1_CARD]),
            (SET_SLOW, vec![ACCEPTED]),
            (TELL, vec![TOLD_SIZE]),
        ];
        let pipe = ScriptedPipe::new(configuration, steps);
        let rates = [10_753_u32, 21_506].map(u32::to_le_bytes).concat();
        pipe.data_rates.replace(rates);
        let reader = Reader::open(pipe.clone(), Rc::new(PausedTimer))
            .await
            .unwrap();
        reader.power_on().await.unwrap();
        pipe.assert_finished();
    });
}
