//! Every device gets the driver that it needs, as far as a page may claim it.

use super::*;
use crate::ccid::script::{
    EXTENDED, Event, INACTIVE, Kind, PausedTimer, STATUS, ScriptedPipe, Step, configuration,
    interface,
};
use crate::link::script::{block_on, hex};

const SMART_CARD: Kind = Kind {
    class: 0x0B,
    ..EXTENDED
};
const BEGIN: &str = "6B000000 FF50000002 8100 00";
const END: &str = "6B000000 FF50000002 8200 00";
const DONE: Event = Event::Reply("83000000 C003009000 9000");

fn vendor(number: u8) -> Vec<u8> {
    let mut bytes = hex("09 04 00 00 02 FF 00 00 00 07 05 81 02 4000 00 07 05 02 02 4000 00");
    bytes[2] = number;
    bytes
}

async fn opened(
    device: [u16; 2],
    interfaces: &[Vec<u8>],
    claims: &[LinkError],
    steps: Vec<Step>,
) -> (Result<UsbReader, LinkError>, Rc<ScriptedPipe>) {
    let pipe = ScriptedPipe::new(configuration(interfaces), steps);
    pipe.device.replace(device);
    pipe.refuse_claims(claims);
    let wanted = Wanted {
        application: &[],
        pin_pads: PinPadTrust::Known,
    };
    let reader = open(pipe.clone(), Rc::new(PausedTimer), wanted).await;
    pipe.assert_finished();
    (reader, pipe)
}

#[test]
fn any_other_device_is_a_ccid_reader() {
    block_on(async {
        let steps = vec![(STATUS, vec![INACTIVE])];
        let device = [0x1209, 0x0001];
        let (reader, _) = opened(device, &[interface(0, EXTENDED)], &[], steps).await;
        let reader = reader.unwrap();
        assert_eq!(reader.way(), Way::Ccid(ExchangeLevel::ExtendedApdu));
        assert!(reader.ccid().is_some() && reader.trail().is_empty());
        reader.close().await.unwrap();
        let (reader, _) = opened(device, &[vendor(0)], &[], vec![]).await;
        assert_eq!(reader.err(), Some(LinkError::NotAReader));
    });
}

#[test]
fn an_rc_s300_is_reached_through_the_interface_that_is_open_to_pages() {
    block_on(async {
        let interfaces = [interface(0, SMART_CARD), vendor(1)];
        let steps = vec![(END, vec![DONE]), (BEGIN, vec![DONE])];
        for product in [0x0DC8, 0x0DC9, 0x0D8F] {
            let closed = [LinkError::ProtectedClass];
            let device = [0x054C, product];
            let (reader, pipe) = opened(device, &interfaces, &closed, steps.clone()).await;
            let reader = reader.unwrap();
            assert_eq!(reader.way(), Way::Undecided);
            assert!(reader.ccid().is_none());
            assert_eq!(*pipe.claims.borrow(), ["claim 0", "claim 1"]);
            let first = reader.trail()[0].to_string();
            assert_eq!(first, "class-0b:LINK-PROTECTED-CLASS");
        }
    });
}

#[test]
fn an_rc_s300_is_a_plain_reader_where_that_is_permitted() {
    block_on(async {
        let interfaces = [interface(0, SMART_CARD), vendor(1)];
        let steps = vec![(STATUS, vec![INACTIVE])];
        let (reader, pipe) = opened([0x054C, 0x0DC9], &interfaces, &[], steps).await;
        let way = reader.unwrap().way();
        assert_eq!(way, Way::Ccid(ExchangeLevel::ExtendedApdu));
        assert_eq!(*pipe.claims.borrow(), ["claim 0"]);
    });
}

#[test]
fn the_most_useful_reason_is_reported() {
    block_on(async {
        let interfaces = [interface(0, SMART_CARD), vendor(1)];
        let refused = [LinkError::ProtectedClass, LinkError::ReaderInUse];
        let (reader, _) = opened([0x054C, 0x0DC8], &interfaces, &refused, vec![]).await;
        assert_eq!(reader.err(), Some(LinkError::ReaderInUse));
        let refused = [LinkError::ReaderInUse, LinkError::ProtectedClass];
        let (reader, _) = opened([0x054C, 0x0DC8], &interfaces, &refused, vec![]).await;
        assert_eq!(reader.err(), Some(LinkError::ReaderInUse));
        let gone = [LinkError::Unplugged];
        let (reader, pipe) = opened([0x054C, 0x0DC8], &interfaces, &gone, vec![]).await;
        assert_eq!(reader.err(), Some(LinkError::Unplugged));
        assert_eq!(*pipe.claims.borrow(), ["claim 0"]);
    });
}

#[test]
fn every_way_has_a_name_of_its_own() {
    let ways = [
        Way::Ccid(ExchangeLevel::ShortApdu),
        Way::Ccid(ExchangeLevel::ExtendedApdu),
        Way::ReaderLayer4,
        Way::HostIsoDep,
        Way::PlainCcidOnVendorInterface,
        Way::Undecided,
        Way::Port100,
    ];
    let mut keys: Vec<_> = ways.iter().map(|way| way.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), ways.len());
}
