//! The RC-S300 and its variants, one pseudo-APDU after the other.

use virtual_card::{Endpoint, Fault, Model, Transfer, Until, UsbError, VirtualReader};

use crate::conversation::hex;
use crate::host::{SELECT_JPKI, message};
use crate::sony::{
    ESCAPE, OK, RAW, answered, escape, expect, reader, select, session, transceive, vendor,
};

#[test]
fn an_rc_s300_passes_frames_on() {
    for model in ["rc-s300", "rc-s300-owned"] {
        let mut reader = reader(model);
        session(&mut reader);
        select(|frame| transceive(&mut reader, RAW, frame));
        let block = [&[0x02][..], &hex(SELECT_JPKI)].concat();
        let answer = transceive(&mut reader, RAW, &block);
        assert_eq!(answer, Some(vec![0x02, 0x90, 0x00]));
        let read = hex("03 00 B0 8A 00 00 00 00");
        let answer = transceive(&mut reader, RAW, &read).expect("the first piece");
        assert_eq!((answer[0], answer.len()), (0x13, 254));
        let answer = transceive(&mut reader, RAW, &[0xA2]).expect("the second piece");
        assert_eq!(answer[0], 0x12);
        assert_eq!(transceive(&mut reader, RAW, &[0xC2]), Some(vec![0xC2]));
        assert_eq!(reader.traffic().frames, 12);
        expect(
            &mut reader,
            "FF C2 00 00 02 83 00 00",
            &format!("{OK} 90 00"),
        );
        assert_eq!(
            transceive(&mut reader, RAW, &[0x05, 0, 0]),
            None,
            "field off"
        );
    }
}

#[test]
fn an_rc_s300_can_speak_layer_4_itself() {
    let mut reader = reader("rc-s300-prologue");
    session(&mut reader);
    let atr = "3B 88 80 01 00 00 41 E0 B3 81 A1 00 3B";
    let activated = format!("{OK} 8F 02 01 04 5F 51 0D {atr} 90 00");
    expect(&mut reader, "FF 50 00 02 04 8F 02 01 04 00", &activated);
    let select = hex(SELECT_JPKI);
    let answer = transceive(&mut reader, 0x0C, &select);
    assert_eq!(answer, Some(vec![0x90, 0x00]));
    let read = transceive(&mut reader, 0x0C, &hex("00 B0 8A 00 00")).expect("256 bytes");
    assert_eq!(read.len(), 258);
    let verify = hex("00 20 00 98 04 31 32 33 34");
    assert_eq!(
        transceive(&mut reader, 0x0C, &verify),
        Some(vec![0x90, 0x00])
    );
    let sign = [&hex("80 2A 00 97 33")[..], &[0x30; 51], &[0]].concat();
    let signature = transceive(&mut reader, 0x0C, &sign).expect("a signature");
    assert_eq!(signature.len(), 258);
    // 290 bytes are the most, in both directions.
    let long = transceive(&mut reader, 0x0C, &hex("00 B0 8A 00 00 00 00"));
    assert_eq!(long, None);
    expect(&mut reader, "FF 50 00 02 04 8F 02 01 04 00", &activated);
    let query = transceive(&mut reader, 0x0C, &hex("00 20 00 98"));
    assert_eq!(query, Some(vec![0x6A, 0x88]), "activated anew");
}

#[test]
fn what_a_model_does_not_offer_is_refused() {
    let invalid = "C0 03 01 63 01 90 00";
    let unsupported = "C0 03 01 6A 81 90 00";
    let mut reader = reader("rc-s300-prologue");
    session(&mut reader);
    expect(&mut reader, "FF 50 00 02 04 8F 02 01 03 00", unsupported);
    expect(
        &mut reader,
        "FF 50 00 01 07 90 02 00 1C 95 01 05 00",
        invalid,
    );
    let power_on = vendor(&mut reader, 0x62, &[]);
    assert_eq!((power_on[7] & 0xC0, power_on[8]), (0x40, 0x00));

    let mut reader = crate::sony::reader("rc-s300");
    session(&mut reader);
    // An APDU without prologue is no block, whatever the flags say.
    expect(
        &mut reader,
        "FF 50 00 02 04 8F 02 01 04 00",
        &format!("{OK} 8F 02 01 04 5F 51 0D 3B 88 80 01 00 00 41 E0 B3 81 A1 00 3B 90 00"),
    );
    assert_eq!(transceive(&mut reader, 0x0C, &hex(SELECT_JPKI)), None);
    // Selected, the card hears no further request.
    assert_eq!(transceive(&mut reader, RAW, &[0x05, 0, 0]), None);
    let answer = transceive(&mut reader, RAW, &hex("02 00 20 00 98"));
    assert_eq!(answer, Some(vec![0x02, 0x6A, 0x88]));

    let mut reader = crate::sony::reader("rc-s300-short-escape");
    session(&mut reader);
    let extended = "FF 50 00 01 00 00 03 95 01 05 00 00 00";
    expect(&mut reader, extended, "67 00");
    let short = "FF 50 00 01 09 90 02 00 1C 95 03 05 00 00 00";
    let answer = escape(&mut reader, &hex(short));
    assert_eq!(answered(&answer).expect("ATQB").len(), 12);
}

#[test]
fn a_plain_rc_s300_is_a_ccid_reader_on_its_second_interface_too() {
    let mut reader = reader("rc-s300-plain");
    expect(&mut reader, "FF 50 00 00 02 82 00 00", "6D 00");
    expect(&mut reader, "FF 56 00 00", "00 01 90 00");
    assert_eq!(vendor(&mut reader, 0x62, &[])[10], 0x3B);
    let selected = vendor(&mut reader, 0x6F, &hex(SELECT_JPKI));
    assert_eq!(selected[10..], [0x90, 0x00]);
    assert_eq!(reader.bulk_in(64), Transfer::Pending);
}

#[test]
fn a_session_belongs_to_one_program() {
    let mut reader = reader("rc-s300");
    let start = "FF 50 00 00 02 81 00 00";
    let field_on = "FF 50 00 00 02 84 00 00";
    let layer = "FF 50 00 02 04 8F 02 01 03 00";
    for early in [field_on, layer, "FF 50 00 01 03 95 01 05 00"] {
        expect(&mut reader, early, "69 85");
    }
    expect(&mut reader, "FF 5D 00 00 01 00 00", "01 01 90 00");
    session(&mut reader);
    expect(&mut reader, "FF 5D 00 00 01 00 00", "69 85");
    let found = format!("{OK} 8F 02 01 03 90 00");
    expect(&mut reader, layer, &found);
    let pupi = escape(&mut reader, &hex("FF CA 00 00 00"));
    assert_eq!((pupi.len(), &pupi[4..]), (6, &[0x90, 0x00][..]));
    reader.seize_session();
    for late in [start, field_on, layer] {
        expect(&mut reader, late, "69 8A");
    }
    session(&mut reader);
    let seized = Fault::SessionSeized { until: Until::Once };
    reader.set_fault(Some(seized));
    expect(&mut reader, start, "69 8A");
    session(&mut reader);
    reader.set_fault(Some(Fault::SlotBusy { until: Until::Once }));
    let busy = vendor(&mut reader, ESCAPE, &hex(start));
    assert_eq!((busy[7] & 0xC0, busy[8], busy.len()), (0x40, 0xE0, 10));
    expect(&mut reader, start, &format!("{OK} 90 00"));
}

#[test]
fn a_card_that_moves_is_another_start() {
    let mut reader = reader("rc-s300");
    session(&mut reader);
    select(|frame| transceive(&mut reader, RAW, frame));
    reader.remove();
    assert_eq!(transceive(&mut reader, RAW, &hex("02 00 20 00 98")), None);
    assert_eq!(transceive(&mut reader, RAW, &[0x05, 0, 0]), None);
    reader.put_back();
    assert_eq!(transceive(&mut reader, RAW, &hex("02 00 20 00 98")), None);
    select(|frame| transceive(&mut reader, RAW, frame));
    let fault = Fault::Unplugged { after_apdus: 0 };
    reader.set_fault(Some(fault));
    let objects = hex("FF 50 00 01 07 95 05 02 00 20 00 98 00");
    let sent = reader.transfer_out(Endpoint::VendorOut, &message(ESCAPE, 7, 0, &objects));
    assert_eq!(sent, Err(UsbError::Gone));
    assert!(!reader.is_plugged());
    assert_eq!(reader.transfer_in(Endpoint::VendorIn, 64), Transfer::Gone);
}

#[test]
fn the_composite_shows_both_interfaces() {
    let model = Model::named("rc-s300").unwrap();
    let interfaces = model.interfaces();
    let classes: Vec<_> = interfaces.iter().map(|each| each.class).collect();
    assert_eq!(classes, [0x0B, 0xFF]);
    assert!(model.is_protected(0) && !model.is_protected(1));
    let addresses: Vec<_> = Endpoint::of(&model)
        .map(|each| each.address(&model))
        .collect();
    assert_eq!(addresses, [0x01, 0x81, 0x83, 0x02, 0x82]);
    assert_eq!(Endpoint::at(&model, 0x82), Some(Endpoint::VendorIn));
    let bytes = model.configuration_descriptor();
    assert_eq!(usize::from(bytes[2]), bytes.len());
    assert_eq!(bytes[4], 2);
    assert_eq!(bytes.len(), 9 + 9 + 54 + 3 * 7 + 9 + 2 * 7);
    let device = model.device_descriptor();
    assert_eq!(device[8..12], [0x4C, 0x05, 0xC8, 0x0D]);
    let mut reader = VirtualReader::new(model);
    assert_eq!(reader.claim(1), Ok(()));
    assert_eq!(reader.claim(2), Err(UsbError::NoSuchInterface));
    let sent = reader.transfer_out(Endpoint::VendorIn, &[0]);
    assert_eq!(sent, Err(UsbError::Stall));
}
