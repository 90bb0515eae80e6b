//! What the virtual machine is told of the device before it sees it: taken from
//! the device's own descriptors, so that the two cannot differ.

use super::capability::Capabilities;
use super::device::Device;
use super::encoder::Encoder;
use super::packet::kind;
use crate::reader::Setup;

/// Entries of each table ("usb_redir_interface_info", "usb_redir_ep_info").
const ENTRIES: usize = 32;
/// Type of an endpoint that is not there; 0 is a control endpoint.
const NO_ENDPOINT: u8 = 255;
/// `usb_redir_speed_full`: 12 Mbit/s, as packets of 64 bytes are.
const FULL_SPEED: u8 = 1;

/// Descriptor types (USB 2.0, table 9-5).
const DEVICE: u8 = 1;
const CONFIGURATION: u8 = 2;
const INTERFACE: u8 = 4;
const ENDPOINT: u8 = 5;

/// One endpoint's row.
#[derive(Clone, Copy)]
struct Row {
    kind: u8,
    interval: u8,
    interface: u8,
    packet_size: u16,
}

const NOTHING: Row = Row {
    kind: NO_ENDPOINT,
    interval: 0,
    interface: 0,
    packet_size: 0,
};

/// Tables of the interfaces and endpoints, the latter with 16 rows for each direction.
pub(super) fn tables(device: &mut impl Device, shared: Capabilities, encoder: &mut Encoder) {
    let configuration = descriptor(device, CONFIGURATION, usize::from(u16::MAX));
    let mut interfaces: Vec<[u8; 4]> = Vec::new();
    let mut rows = [NOTHING; ENTRIES];
    let control = Row {
        kind: 0,
        packet_size: 64,
        ..NOTHING
    };
    for index in [0, 16] {
        put(&mut rows, index, control);
    }
    for part in parts(&configuration) {
        match *part {
            [_, INTERFACE, number, 0, _, class, subclass, protocol, ..] => {
                interfaces.push([number, class, subclass, protocol]);
            }
            [_, ENDPOINT, address, attributes, low, high, interval, ..] => {
                let interface = interfaces.last().map_or(0, |[number, ..]| *number);
                let row = Row {
                    kind: attributes & 0x03,
                    interval,
                    interface,
                    packet_size: u16::from_le_bytes([low, high]),
                };
                put(&mut rows, index_of(address), row);
            }
            _ => {}
        }
    }
    encoder.packet(kind::INTERFACE_INFO, 0, &[&interface_info(&interfaces)]);
    encoder.packet(kind::ENDPOINT_INFO, 0, &[&endpoint_info(&rows, shared)]);
}

/// "usb_redir_device_connect".
pub(super) fn connect(device: &mut impl Device, shared: Capabilities, encoder: &mut Encoder) {
    let descriptor = descriptor(device, DEVICE, 18);
    let [_, _, _, _, class, subclass, protocol, _, identity @ ..] = descriptor.as_slice() else {
        // A device without a descriptor cannot be shown; it stays away.
        return;
    };
    // idVendor, idProduct and bcdDevice stand there as the packet has them.
    let length = if shared.has(Capabilities::DEVICE_VERSION) {
        6
    } else {
        4
    };
    let Some(identity) = identity.get(..length) else {
        return;
    };
    let header = [FULL_SPEED, *class, *subclass, *protocol];
    encoder.packet(kind::DEVICE_CONNECT, 0, &[&header, identity]);
}

fn interface_info(interfaces: &[[u8; 4]]) -> Vec<u8> {
    let count = interfaces.len().min(ENTRIES);
    let mut body = u32::try_from(count).unwrap_or(0).to_le_bytes().to_vec();
    for column in 0..4 {
        let cells = interfaces
            .iter()
            .map(|interface| interface.get(column).copied().unwrap_or(0));
        body.extend(cells.chain(std::iter::repeat(0)).take(ENTRIES));
    }
    body
}

fn endpoint_info(rows: &[Row; ENTRIES], shared: Capabilities) -> Vec<u8> {
    let mut body: Vec<u8> = rows.iter().map(|row| row.kind).collect();
    body.extend(rows.iter().map(|row| row.interval));
    body.extend(rows.iter().map(|row| row.interface));
    if shared.has(Capabilities::PACKET_SIZES) {
        body.extend(rows.iter().flat_map(|row| row.packet_size.to_le_bytes()));
    }
    body
}

fn put(rows: &mut [Row; ENTRIES], index: usize, row: Row) {
    if let Some(place) = rows.get_mut(index) {
        *place = row;
    }
}

/// OUT endpoints first, then IN endpoints.
fn index_of(address: u8) -> usize {
    usize::from(address & 0x80) >> 3 | usize::from(address & 0x0F)
}

/// GET_DESCRIPTOR (USB 2.0, 9.4.3).
fn descriptor(device: &mut impl Device, kind: u8, length: usize) -> Vec<u8> {
    let setup = Setup {
        request_type: 0x80,
        request: 0x06,
        value: u16::from(kind) << 8,
        index: 0,
    };
    device.control_in(setup, length).unwrap_or_default()
}

/// The descriptors behind one another, each with its length first.
fn parts(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let length = usize::from(*bytes.first()?);
        let (part, rest) = bytes.split_at_checked(length.max(2))?;
        bytes = rest;
        Some(part)
    })
}
