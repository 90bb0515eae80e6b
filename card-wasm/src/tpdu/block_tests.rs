//! Blocks of every kind, and bytes that are none.

use proptest::prelude::*;

use super::*;
use crate::link::script::hex;

fn information(sequence: Sequence, more: bool, piece: &str) -> Block {
    Block::Information {
        sequence,
        more,
        piece: Zeroizing::new(hex(piece)),
    }
}

fn receive(expected: Sequence, reason: Reason) -> Block {
    Block::Receive { expected, reason }
}

fn supervisory(subject: Supervisory, is_response: bool) -> Block {
    Block::Supervisory {
        subject,
        is_response,
    }
}

#[test]
fn every_kind_of_block_has_its_bytes() {
    let table = [
        (information(Sequence::Even, false, "00B0"), "000002 00B0 B2"),
        (information(Sequence::Odd, true, ""), "006000 60"),
        (receive(Sequence::Even, Reason::NoError), "008000 80"),
        (receive(Sequence::Odd, Reason::Check), "009100 91"),
        (receive(Sequence::Odd, Reason::Other), "009200 92"),
        (supervisory(Supervisory::Resynchronise, false), "00C000 C0"),
        (supervisory(Supervisory::Resynchronise, true), "00E000 E0"),
        (
            supervisory(Supervisory::InformationFieldSize(0xFE), false),
            "00C101 FE 3E",
        ),
        (supervisory(Supervisory::Abort, true), "00E200 E2"),
        (
            supervisory(Supervisory::WaitingTime(2), false),
            "00C301 02 C0",
        ),
    ];
    for (block, bytes) in table {
        assert_eq!(*block.encode(Check::Lrc), hex(bytes), "{bytes}");
        let read = Block::decode(&hex(bytes), Check::Lrc);
        assert!(read == Ok(block), "{bytes}");
    }
}

/// The check value of CRC-16/MCRF4XX in the usual catalogues, and the blocks that OsEID
/// (`doc/T1_CRC.txt`) captured between reader and card.
#[test]
fn the_cyclic_check_is_the_one_in_use() {
    assert_eq!(crc(b"123456789"), 0x6F91);
    assert_eq!(crc(&[0x00, 0xC1, 0x01, 0xFE]), 0x544E);
    assert_eq!(crc(&[0x00, 0xE1, 0x01, 0xFE]), 0x5775);
    let block = information(Sequence::Even, false, "9000").encode(Check::Crc);
    assert_eq!(block.len(), 7);
    assert!(Block::decode(&block, Check::Crc).is_ok());
}

#[test]
fn what_is_no_block_is_told_by_its_flaw() {
    let table = [
        ("", Flaw::Other),
        ("0000", Flaw::Other),
        ("000000", Flaw::Other),
        // Check byte, LEN, NAD.
        ("000000 01", Flaw::Check),
        ("000001 00", Flaw::Other),
        ("010000 01", Flaw::Other),
        // Reserved bits of PCB in each kind of block.
        ("000100 01", Flaw::Other),
        ("00A000 A0", Flaw::Other),
        ("00C400 C4", Flaw::Other),
        // INF where there is none, or none where there is one.
        ("008001 00 81", Flaw::Other),
        ("00C001 00 C1", Flaw::Other),
        ("00C300 C3", Flaw::Other),
    ];
    for (bytes, flaw) in table {
        assert_eq!(
            Block::decode(&hex(bytes), Check::Lrc).err(),
            Some(flaw),
            "{bytes}"
        );
    }
    let mut long = vec![0, 0, 255];
    long.extend([0; 255]);
    long.push(lrc(&long));
    assert_eq!(Block::decode(&long, Check::Lrc).err(), Some(Flaw::Other));
}

proptest! {
    /// What is read is written again byte for byte, and one bit that falls over is noticed.
    #[test]
    fn blocks_survive_and_errors_do_not(
        pcb: u8,
        body in proptest::collection::vec(any::<u8>(), 0..=254),
        crc: bool,
        bit in 0_usize..2000,
    ) {
        let check = if crc { Check::Crc } else { Check::Lrc };
        let mut bytes = vec![0, pcb, u8::try_from(body.len()).unwrap()];
        bytes.extend(&body);
        check.append(&mut bytes);
        if let Ok(block) = Block::decode(&bytes, check) {
            prop_assert_eq!(&*block.encode(check), &bytes);
        }
        let bit = bit % (bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(Block::decode(&bytes, check).is_err());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for check in [Check::Lrc, Check::Crc] {
            if let Ok(block) = Block::decode(&bytes, check) {
                prop_assert_eq!(&*block.encode(check), &bytes);
            }
        }
    }
}
