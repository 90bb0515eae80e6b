//! Messages there and back, against bytes of the specification and against any bytes.

use proptest::prelude::*;

use super::*;
use crate::ccid::SlotError;
use crate::link::LinkError;
use crate::link::script::hex;

#[test]
fn messages_to_the_reader_have_the_bytes_of_the_specification() {
    let parameters = [0x11, 0x10, 0x00, 0x45, 0x00, 0xFE, 0x00];
    let table = [
        (
            PcToRdr::IccPowerOn { power_select: 1 },
            "62 00000000 00 07 010000",
            0x80,
        ),
        (PcToRdr::IccPowerOff, "63 00000000 00 07 000000", 0x81),
        (PcToRdr::GetSlotStatus, "65 00000000 00 07 000000", 0x81),
        (
            PcToRdr::XfrBlock {
                waiting_time: 2,
                level: 0x0010,
                data: &[0x00, 0xA4],
            },
            "6F 02000000 00 07 021000 00A4",
            0x80,
        ),
        (PcToRdr::GetParameters, "6C 00000000 00 07 000000", 0x82),
        (PcToRdr::ResetParameters, "6D 00000000 00 07 000000", 0x82),
        (
            PcToRdr::SetParameters {
                protocol: 1,
                data: &parameters,
            },
            "61 07000000 00 07 010000 1110004500FE00",
            0x82,
        ),
        (
            PcToRdr::Escape { data: &[0x1F] },
            "6B 01000000 00 07 000000 1F",
            0x83,
        ),
        (
            PcToRdr::IccClock { command: 1 },
            "6E 00000000 00 07 010000",
            0x81,
        ),
        (
            PcToRdr::T0Apdu {
                changes: 3,
                class_get_response: 0xFF,
                class_envelope: 0xFF,
            },
            "6A 00000000 00 07 03FFFF",
            0x81,
        ),
        (
            PcToRdr::Secure {
                waiting_time: 0,
                level: 0,
                data: &[0x00],
            },
            "69 01000000 00 07 000000 00",
            0x80,
        ),
        (
            PcToRdr::Mechanical { function: 4 },
            "71 00000000 00 07 040000",
            0x81,
        ),
        (PcToRdr::Abort, "72 00000000 00 07 000000", 0x81),
        (
            PcToRdr::SetDataRateAndClockFrequency {
                clock: 4000,
                data_rate: 10_752,
            },
            "73 08000000 00 07 000000 A00F0000 002A0000",
            0x84,
        ),
    ];
    for (request, bytes, answer) in table {
        let message = OutMessage {
            slot: 0,
            sequence: 7,
            request,
        };
        assert_eq!(*message.encode(), hex(bytes), "{request:?}");
        assert_eq!(OutMessage::decode(&hex(bytes)), Ok(message));
        assert_eq!(request.answered_by(), answer);
    }
}

#[test]
fn messages_from_the_reader_are_read() {
    let values = Some([4000, 10_752]);
    let table = [
        (
            "80 02000000 00 07 000001 9000",
            RdrToPc::DataBlock {
                chain: 1,
                data: vec![0x90, 0],
            },
        ),
        ("81 00000000 00 07 000002", RdrToPc::SlotStatus { clock: 2 }),
        (
            "82 01000000 00 07 000001 11",
            RdrToPc::Parameters {
                protocol: 1,
                data: vec![0x11],
            },
        ),
        (
            "83 01000000 00 07 000000 1F",
            RdrToPc::Escape { data: vec![0x1F] },
        ),
        (
            "84 08000000 00 07 000000 A00F0000 002A0000",
            RdrToPc::DataRateAndClockFrequency { values },
        ),
        (
            "84 00000000 00 07 000000",
            RdrToPc::DataRateAndClockFrequency { values: None },
        ),
    ];
    for (bytes, reply) in table {
        let message = InMessage::try_from(hex(bytes).as_slice()).unwrap();
        assert_eq!((message.slot, message.sequence), (0, 7));
        assert_eq!(message.reply.message_type(), hex(bytes)[0]);
        assert_eq!(message.reply, reply);
    }
}

#[test]
fn status_and_error_are_read_together() {
    let table = [
        (0x00, 0x00, IccStatus::Active, CommandStatus::Processed),
        (0x01, 0x81, IccStatus::Inactive, CommandStatus::Processed),
        (
            0x42,
            0xFE,
            IccStatus::Absent,
            CommandStatus::Failed(SlotError::Mute),
        ),
        (
            0x40,
            0xC3,
            IccStatus::Active,
            CommandStatus::Failed(SlotError::Other(0xC3)),
        ),
        (
            0x80,
            0x03,
            IccStatus::Active,
            CommandStatus::TimeExtension(3),
        ),
    ];
    for (status, error, icc, command) in table {
        let bytes = [0x81, 0, 0, 0, 0, 0, 1, status, error, 0];
        let message = InMessage::try_from(&bytes[..]).unwrap();
        assert_eq!(
            (message.icc, message.command),
            (icc, command),
            "{status:02X}"
        );
    }
    for reserved in [0x03, 0xC0] {
        let bytes = [0x81, 0, 0, 0, 0, 0, 1, reserved, 0, 0];
        assert_eq!(
            InMessage::try_from(&bytes[..]),
            Err(LinkError::MalformedMessage)
        );
    }
}

#[test]
fn a_pin_in_a_message_is_never_shown() {
    let request = PcToRdr::XfrBlock {
        waiting_time: 0,
        level: 0,
        data: b"4711",
    };
    assert_eq!(format!("{request:?}"), "PcToRdr(6F, [00, 00, 00], 4 bytes)");
}

proptest! {
    #[test]
    fn blocks_survive(
        slot in any::<u8>(),
        sequence in any::<u8>(),
        waiting_time in any::<u8>(),
        level in any::<u16>(),
        data in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let request = PcToRdr::XfrBlock { waiting_time, level, data: &data };
        let message = OutMessage { slot, sequence, request };
        let bytes = message.encode();
        prop_assert_eq!(announced_length(&bytes), Some(bytes.len()));
        prop_assert_eq!(OutMessage::decode(&bytes), Ok(message));
        prop_assert!(OutMessage::decode(&bytes[..bytes.len() - 1]).is_err());
    }

    /// Whatever is understood is understood completely: it can be written down again.
    #[test]
    fn any_bytes_are_read_or_refused(
        head in prop::sample::select((0x50_u8..0x90).collect::<Vec<_>>()),
        length in 0_u32..12,
        rest in proptest::collection::vec(any::<u8>(), 0..20),
    ) {
        let bytes = [&[head][..], &length.to_le_bytes(), &rest].concat();
        if let Ok(message) = OutMessage::decode(&bytes) {
            let again = message.encode();
            prop_assert_eq!(OutMessage::decode(&again), Ok(message));
        }
        if let Ok(message) = InMessage::try_from(bytes.as_slice()) {
            prop_assert_eq!(message.reply.message_type(), head);
            prop_assert_eq!(bytes.len(), HEADER_LENGTH + usize::try_from(length).unwrap());
        }
        if let Ok(message) = Interrupt::try_from(bytes.as_slice()) {
            prop_assert!(matches!(head, 0x50 | 0x51));
            let _ = message.of_slot(u8::MAX);
        }
    }
}
