//! Every fault, and what has happened to the card behind it.

use virtual_card::{Endpoint, Fault, Model, Transfer, Until, UsbError, VirtualReader};

use crate::conversation::hex;
use crate::host::{
    POWER_OFF, POWER_ON, QUERY, SELECT_JPKI, SLOT_STATUS, TRANSFER_BLOCK, WRONG_PIN, apdu, ask,
    message, read, ready, tries_left,
};

#[test]
fn a_stall_out_executes_nothing_and_a_stall_in_everything() {
    let mut reader = ready("extended");
    reader.set_fault(Some(Fault::BulkOutStall { until: Until::Once }));
    let verify = message(TRANSFER_BLOCK, 7, 0, &hex(WRONG_PIN));
    assert_eq!(reader.bulk_out(&verify), Err(UsbError::Stall));
    assert_eq!(
        reader.bulk_out(&verify),
        Err(UsbError::Stall),
        "until the host clears it"
    );
    assert_eq!(tries_left(&reader), 3);
    reader.clear_halt(Endpoint::BulkOut);
    reader.set_fault(Some(Fault::BulkInStall { until: Until::Once }));
    reader.bulk_out(&verify).expect("taken");
    assert_eq!(reader.bulk_in(512), Transfer::Stall);
    assert_eq!(tries_left(&reader), 2);
    reader.clear_halt(Endpoint::BulkIn);
    assert_eq!(read(&mut reader).data, [0x63, 0xC2]);
}

#[test]
fn an_answer_can_be_foreign_late_or_in_pieces() {
    let mut reader = ready("extended");
    reader.set_fault(Some(Fault::ForeignSequence { until: Until::Once }));
    let foreign = ask(&mut reader, TRANSFER_BLOCK, 0, &hex(QUERY));
    assert_eq!((foreign.sequence, foreign.data), (6, vec![0x6A, 0x82]));
    assert_eq!(read(&mut reader).data, [0x63, 0xC3]);

    reader.set_fault(Some(Fault::TimeExtension { times: 2 }));
    let extension = ask(&mut reader, TRANSFER_BLOCK, 0, &hex(QUERY));
    assert_eq!(
        (extension.status, extension.error, extension.data.len()),
        (0x80, 1, 0)
    );
    assert_eq!(read(&mut reader).status, 0x80);
    assert_eq!(read(&mut reader).data, [0x63, 0xC3]);

    reader.set_fault(Some(Fault::SplitAnswers { size: 5 }));
    reader
        .bulk_out(&message(TRANSFER_BLOCK, 7, 0, &hex(QUERY)))
        .expect("taken");
    for length in [5, 5, 2] {
        assert!(matches!(reader.bulk_in(512), Transfer::Data(bytes) if bytes.len() == length));
    }
    reader.set_fault(Some(Fault::SlowAnswers { milliseconds: 900 }));
    reader
        .bulk_out(&message(TRANSFER_BLOCK, 7, 0, &hex(QUERY)))
        .expect("taken");
    assert_eq!(
        reader.next_delay().map(|delay| delay.as_millis()),
        Some(900)
    );
}

#[test]
fn a_lost_answer_has_cost_its_try() {
    let mut reader = ready("extended");
    reader.set_fault(Some(Fault::VerifyAnswerLost { until: Until::Once }));
    assert_eq!(
        apdu(&mut reader, QUERY),
        [0x63, 0xC3],
        "the query is spared"
    );
    reader
        .bulk_out(&message(TRANSFER_BLOCK, 7, 0, &hex(WRONG_PIN)))
        .expect("taken");
    assert_eq!(reader.bulk_in(512), Transfer::Pending);
    assert_eq!(tries_left(&reader), 2);
    assert_eq!(apdu(&mut reader, WRONG_PIN), [0x63, 0xC1], "once");
}

#[test]
fn the_first_command_can_fail_without_being_executed() {
    let mut reader = ready("extended");
    reader.set_fault(Some(Fault::FirstCommandFails { until: Until::Once }));
    assert_eq!(apdu(&mut reader, QUERY), [0x63, 0xC3], "not the first");
    ask(&mut reader, POWER_OFF, 0, &[]);
    ask(&mut reader, POWER_ON, 0, &[]);
    assert_eq!(apdu(&mut reader, SELECT_JPKI), [0x6F, 0x00]);
    assert_eq!(
        apdu(&mut reader, QUERY),
        [0x6A, 0x88],
        "nothing is selected"
    );
}

#[test]
fn a_card_pulled_after_n_apdus_answered_n() {
    for n in 0..4 {
        let mut reader = ready("extended");
        reader.interrupt_in(8);
        reader.set_fault(Some(Fault::CardPulled { after_apdus: n }));
        for _ in 0..n {
            assert_eq!(apdu(&mut reader, QUERY), [0x63, 0xC3]);
        }
        let pulled = ask(&mut reader, TRANSFER_BLOCK, 0, &hex(WRONG_PIN));
        assert_eq!((pulled.status, pulled.error), (0x42, 0xFE));
        assert_eq!(tries_left(&reader), 3, "the card did not see it");
        assert_eq!(reader.interrupt_in(8), Transfer::Data(vec![0x50, 0x02]));
        assert_eq!((reader.card_present(), reader.fault()), (false, None));
    }
}

#[test]
fn a_card_that_lost_contact_is_there_again_without_power_and_rights() {
    let mut reader = ready("extended");
    reader.interrupt_in(8);
    apdu(&mut reader, "00 20 00 98 04 31 32 33 34");
    reader.set_fault(Some(Fault::ContactLost { after_apdus: 1 }));
    assert_eq!(apdu(&mut reader, QUERY), [0x63, 0xC3]);
    let lost = ask(&mut reader, TRANSFER_BLOCK, 0, &hex(QUERY));
    assert_eq!((lost.status, lost.error), (0x41, 0xFE));
    assert_eq!(reader.interrupt_in(8), Transfer::Data(vec![0x50, 0x03]));
    ask(&mut reader, POWER_ON, 0, &[]);
    apdu(&mut reader, SELECT_JPKI);
    assert_eq!(apdu(&mut reader, "80 2A 00 97 01 00 00"), [0x69, 0x82]);
}

#[test]
fn an_unplugged_reader_is_gone_until_it_comes_back_afresh() {
    let mut reader = ready("extended");
    reader.set_fault(Some(Fault::Unplugged { after_apdus: 1 }));
    assert_eq!(apdu(&mut reader, QUERY), [0x63, 0xC3]);
    let query = message(TRANSFER_BLOCK, 7, 0, &hex(QUERY));
    assert_eq!(reader.bulk_out(&query), Err(UsbError::Gone));
    assert_eq!(
        (reader.bulk_in(512), reader.interrupt_in(8)),
        (Transfer::Gone, Transfer::Gone)
    );
    assert_eq!(reader.open(), Err(UsbError::Gone));
    reader.plug();
    assert_eq!(reader.open(), Ok(()));
    assert_eq!(
        ask(&mut reader, SLOT_STATUS, 0, &[]).status,
        1,
        "without power"
    );
}

#[test]
fn open_and_claim_can_be_refused_until_the_reader_is_plugged_in_again() {
    let mut reader = VirtualReader::new(Model::named("extended").unwrap());
    reader.set_fault(Some(Fault::OpenRefused {
        until: Until::Twice,
    }));
    assert_eq!(
        [reader.open(), reader.open()],
        [Err(UsbError::AccessDenied); 2]
    );
    assert_eq!(reader.open(), Ok(()));
    reader.set_fault(Some(Fault::ClaimRefused {
        until: Until::Reset,
    }));
    assert_eq!(
        [reader.claim(0), reader.claim(0)],
        [Err(UsbError::InterfaceBusy); 2]
    );
    reader.unplug();
    reader.plug();
    assert_eq!(reader.claim(0), Ok(()));
}

#[test]
fn a_signature_can_have_to_be_fetched() {
    let mut reader = ready("extended");
    apdu(&mut reader, "00 20 00 98 04 31 32 33 34");
    reader.set_fault(Some(Fault::AnswerWaits));
    assert_eq!(apdu(&mut reader, "80 2A 00 97 01 00 00"), [0x61, 0x00]);
    assert_eq!(apdu(&mut reader, "00 C0 00 00 00").len(), 258);
    assert_eq!(apdu(&mut reader, "80 2A 00 97 01 00 00"), [0x61, 0x00]);
    ask(&mut reader, POWER_OFF, 0, &[]);
    ask(&mut reader, POWER_ON, 0, &[]);
    assert_eq!(
        apdu(&mut reader, "00 C0 00 00 00"),
        [0x69, 0x85],
        "nothing outlives the power"
    );
}

#[test]
fn extended_apdus_alone_can_fail() {
    let mut reader = ready("extended");
    reader.set_fault(Some(Fault::ExtendedFails));
    let extended = ask(&mut reader, TRANSFER_BLOCK, 0, &hex("00 B0 8A 00 00 00 00"));
    assert_eq!((extended.status, extended.error), (0x40, 0xC3));
    assert_eq!(apdu(&mut reader, "00 B0 8A 00 00").len(), 258);
}
