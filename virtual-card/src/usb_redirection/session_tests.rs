//! The session packet by packet, as QEMU and a device hold it.

use super::*;
use crate::profile::Profile;
use crate::{Model, VirtualCard, VirtualReader};

/// The other side's view of the line: packets by kind, with ids of eight bytes.
struct Machine {
    session: Session,
    reader: VirtualReader,
}

/// A packet of the device: kind, id, body.
type Heard = (u32, u64, Vec<u8>);

fn hello(capabilities: u32) -> Vec<u8> {
    let body = [&[0; 64][..], &capabilities.to_le_bytes()].concat();
    [
        &0_u32.to_le_bytes()[..],
        &68_u32.to_le_bytes(),
        &[0; 4],
        &body,
    ]
    .concat()
}

/// QEMU 7.2 says these: all of the specification but filters.
const QEMU: u32 = 0b1111_1011;

impl Machine {
    fn new(model: &str) -> Self {
        let mut machine = Self {
            session: Session::default(),
            reader: VirtualReader::new(Model::named(model).unwrap()),
        };
        let ours = machine.session.output();
        assert_eq!(ours.len(), 12 + 64 + 4);
        assert_eq!(&ours[..12], [0, 0, 0, 0, 68, 0, 0, 0, 0, 0, 0, 0]);
        machine.feed(&hello(QEMU)).unwrap();
        machine
    }

    fn feed(&mut self, bytes: &[u8]) -> Result<(), ProtocolError> {
        self.session.receive(bytes, &mut self.reader)
    }

    fn send(&mut self, kind: u32, id: u64, body: &[u8]) {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        let packet = [&kind.to_le_bytes()[..], &length, &id.to_le_bytes(), body].concat();
        self.feed(&packet).unwrap();
    }

    fn heard(&mut self) -> Vec<Heard> {
        let bytes = self.session.output();
        let mut rest = bytes.as_slice();
        let mut packets = Vec::new();
        while let [k0, k1, k2, k3, l0, l1, l2, l3, tail @ ..] = rest {
            let (id, tail) = tail.split_first_chunk::<8>().unwrap();
            let length = u32::from_le_bytes([*l0, *l1, *l2, *l3]) as usize;
            let (body, tail) = tail.split_at(length);
            let kind = u32::from_le_bytes([*k0, *k1, *k2, *k3]);
            packets.push((kind, u64::from_le_bytes(*id), body.to_vec()));
            rest = tail;
        }
        packets
    }

    fn only(&mut self) -> Heard {
        let mut heard = self.heard();
        assert_eq!(heard.len(), 1, "{heard:?}");
        heard.remove(0)
    }

    fn bulk(&mut self, id: u64, endpoint: u8, length: u16, data: &[u8]) {
        let [low, high] = length.to_le_bytes();
        let header = [endpoint, 0, low, high, 0, 0, 0, 0, 0, 0];
        self.send(kind::BULK, id, &[&header, data].concat());
        self.session.deliver(&mut self.reader);
    }
}

/// PC_to_RDR_GetSlotStatus (CCID 1.1, 6.1.3).
const SLOT_STATUS: [u8; 10] = [0x65, 0, 0, 0, 0, 0, 7, 0, 0, 0];

#[test]
fn the_device_is_described_as_its_own_descriptors_say() {
    let mut machine = Machine::new("protected-class");
    let heard = machine.heard();
    let kinds: Vec<u32> = heard.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(
        kinds,
        [
            kind::INTERFACE_INFO,
            kind::ENDPOINT_INFO,
            kind::DEVICE_CONNECT
        ]
    );
    let [(_, _, interfaces), (_, _, endpoints), (_, _, device)] = heard.as_slice() else {
        panic!("three packets");
    };
    assert_eq!(interfaces.len(), 4 + 4 * 32);
    assert_eq!(interfaces[..5], [1, 0, 0, 0, 0]);
    assert_eq!(interfaces[4 + 32], 0x0B, "class");
    assert_eq!(endpoints.len(), 3 * 32 + 2 * 32);
    // Bulk OUT 1, bulk IN 2, interrupt IN 3; nothing else but control.
    let there: Vec<_> = (0..32).filter(|row| endpoints[*row] != 255).collect();
    assert_eq!(there, [0, 1, 16, 18, 19]);
    assert_eq!([endpoints[1], endpoints[18], endpoints[19]], [2, 2, 3]);
    assert_eq!(endpoints[96 + 2 * 18..][..2], [64, 0], "packet size");
    assert_eq!(device[..], [1, 0, 0, 0, 0x09, 0x12, 0x08, 0x00, 0x00, 0x01]);
}

#[test]
fn transfers_end_in_their_order_and_wait_for_what_they_read() {
    let mut machine = Machine::new("extended");
    machine.heard();
    machine.bulk(5, 0x82, 64, &[]);
    assert_eq!(machine.heard(), [], "nothing to read yet");
    machine.bulk(6, 0x01, 10, &SLOT_STATUS);
    let heard = machine.heard();
    let [(kind::BULK, 6, out), (kind::BULK, 5, back)] = heard.as_slice() else {
        panic!("{heard:?}");
    };
    assert_eq!(out[..], [0x01, 0, 10, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(back[..10], [0x82, 0, 10, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(back[10..], [0x81, 0, 0, 0, 0, 0, 7, 0x02, 0, 0x01]);
}

#[test]
fn an_answer_on_its_way_is_given_when_its_time_has_come() {
    let mut machine = Machine::new("extended");
    machine.heard();
    machine.reader.set_latency(Duration::from_millis(30));
    machine.bulk(1, 0x82, 64, &[]);
    machine.send(
        kind::BULK,
        2,
        &[&[0x01, 0, 10, 0, 0, 0, 0, 0, 0, 0][..], &SLOT_STATUS].concat(),
    );
    let (kind, id, _) = machine.only();
    assert_eq!((kind, id), (kind::BULK, 2));
    let delay = machine.session.delay(&machine.reader);
    assert_eq!(delay, Some(Duration::from_millis(30)));
    machine.session.deliver(&mut machine.reader);
    assert_eq!(machine.only().1, 1);
    assert_eq!(machine.session.delay(&machine.reader), None);
}

#[test]
fn a_cancelled_transfer_takes_nothing_away() {
    let mut machine = Machine::new("extended");
    machine.heard();
    machine.bulk(1, 0x82, 64, &[]);
    machine.send(kind::CANCEL, 1, &[]);
    let (_, id, body) = machine.only();
    assert_eq!((id, body[1]), (1, Status::Cancelled as u8));
    machine.send(kind::CANCEL, 1, &[]);
    assert_eq!(machine.heard(), [], "it has ended already");
    machine.bulk(2, 0x01, 10, &SLOT_STATUS);
    machine.bulk(3, 0x82, 64, &[]);
    let ids: Vec<u64> = machine.heard().into_iter().map(|(_, id, _)| id).collect();
    assert_eq!(ids, [2, 3]);
}

#[test]
fn cards_are_announced_where_somebody_listens() {
    let mut machine = Machine::new("extended");
    machine.heard();
    let card = || VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap();
    machine.reader.insert(card());
    machine.session.notice(&mut machine.reader);
    assert_eq!(machine.heard(), []);
    machine.send(kind::START_INTERRUPT, 9, &[0x83]);
    let heard = machine.heard();
    let [
        (kind::INTERRUPT_STATUS, 9, status),
        (kind::INTERRUPT, _, notice),
    ] = heard.as_slice()
    else {
        panic!("{heard:?}");
    };
    assert_eq!(status[..], [0, 0x83]);
    // RDR_to_PC_NotifySlotChange: a card, and it has changed (CCID 1.1, 6.3.1).
    assert_eq!(notice[..], [0x83, 0, 2, 0, 0x50, 0x03]);
    machine.reader.remove();
    machine.session.notice(&mut machine.reader);
    assert_eq!(machine.only().2, [0x83, 0, 2, 0, 0x50, 0x02]);
    machine.send(kind::STOP_INTERRUPT, 10, &[0x83]);
    machine.heard();
    machine.reader.put_back();
    machine.session.notice(&mut machine.reader);
    assert_eq!(machine.heard(), []);
}

#[test]
fn a_halted_endpoint_stalls_until_the_machine_clears_it() {
    let mut machine = Machine::new("extended");
    machine.heard();
    machine.bulk(1, 0x01, 3, &[1, 2, 3]);
    assert_eq!(machine.only().2[1], Status::Stall as u8);
    machine.bulk(2, 0x01, 10, &SLOT_STATUS);
    assert_eq!(machine.only().2[1], Status::Stall as u8);
    // CLEAR_FEATURE: request 1 before request type 02, value 0, the endpoint as index.
    machine.send(
        kind::CONTROL,
        3,
        &[0x00, 0x01, 0x02, 0, 0, 0, 0x01, 0, 0, 0],
    );
    assert_eq!(machine.only().2[3], Status::Success as u8);
    machine.bulk(4, 0x01, 10, &SLOT_STATUS);
    assert_eq!(machine.only().2[1], Status::Success as u8);
}

#[test]
fn control_requests_reach_the_device_and_unknown_ones_stall() {
    let mut machine = Machine::new("extended");
    machine.heard();
    // GET_DESCRIPTOR of the device, 8 bytes of it.
    machine.send(kind::CONTROL, 1, &[0x80, 0x06, 0x80, 0, 0, 1, 0, 0, 8, 0]);
    let (_, id, body) = machine.only();
    assert_eq!(id, 1);
    assert_eq!(body[..10], [0x80, 0x06, 0x80, 0, 0, 1, 0, 0, 8, 0]);
    assert_eq!(body[10..], [18, 1, 0, 2, 0, 0, 0, 64]);
    machine.send(kind::CONTROL, 2, &[0x80, 0x77, 0xC0, 0, 0, 0, 0, 0, 8, 0]);
    assert_eq!(machine.only().2[3], Status::Stall as u8);
    machine.send(kind::SET_CONFIGURATION, 3, &[1]);
    let last = machine.heard().pop().unwrap();
    assert_eq!(last, (kind::CONFIGURATION_STATUS, 3, vec![0, 1]));
    machine.send(kind::SET_ALTERNATE, 4, &[0, 1]);
    assert_eq!(machine.only(), (kind::ALTERNATE_STATUS, 4, vec![4, 0, 0]));
}

#[test]
fn pulling_the_plug_ends_everything_and_plugging_in_begins_anew() {
    let mut machine = Machine::new("extended");
    machine.heard();
    machine.bulk(1, 0x82, 64, &[]);
    machine.reader.unplug();
    machine.session.notice(&mut machine.reader);
    assert_eq!(machine.only(), (kind::DEVICE_DISCONNECT, 0, vec![]));
    machine.bulk(2, 0x82, 64, &[]);
    assert_eq!(machine.only().2[1], Status::Failed as u8);
    machine.reader.plug();
    machine.session.notice(&mut machine.reader);
    assert_eq!(machine.heard().pop().unwrap().0, kind::DEVICE_CONNECT);
    machine.session.notice(&mut machine.reader);
    assert_eq!(machine.heard(), []);
}

/// A machine of before the wider fields gets the narrower ones.
#[test]
fn what_the_machine_cannot_do_is_left_out() {
    let mut session = Session::default();
    let mut reader = VirtualReader::new(Model::named("extended").unwrap());
    session.output();
    session.receive(&hello(0), &mut reader).unwrap();
    let said = session.output();
    // Three headers of 12 bytes; endpoints without packet sizes, no bcdDevice.
    assert_eq!(said.len(), 3 * 12 + 132 + 96 + 8);
    let [low, high] = 10_u16.to_le_bytes();
    let body = [&[0x01, 0, low, high, 0, 0, 0, 0][..], &SLOT_STATUS].concat();
    let header = [101_u32, 18, 7].map(u32::to_le_bytes).concat();
    session
        .receive(&[header, body].concat(), &mut reader)
        .unwrap();
    assert_eq!(session.output()[12..], [0x01, 0, 10, 0, 0, 0, 0, 0]);
}

#[test]
fn what_is_not_the_protocol_is_refused() {
    let cases = [
        (
            vec![101, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            ProtocolError::CutShort,
        ),
        (
            vec![3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            ProtocolError::NoHello,
        ),
        (
            vec![0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0],
            ProtocolError::TooLong,
        ),
    ];
    for (bytes, error) in cases {
        let mut session = Session::default();
        let mut reader = VirtualReader::new(Model::named("extended").unwrap());
        assert_eq!(session.receive(&bytes, &mut reader), Err(error));
    }
}
