//! The packets that a virtual machine sends, and their numbers.

use crate::reader::Setup;

/// Packet types, in the order of the specification.
pub(super) mod kind {
    pub(crate) const HELLO: u32 = 0;
    pub(crate) const DEVICE_CONNECT: u32 = 1;
    pub(crate) const DEVICE_DISCONNECT: u32 = 2;
    pub(crate) const RESET: u32 = 3;
    pub(crate) const INTERFACE_INFO: u32 = 4;
    pub(crate) const ENDPOINT_INFO: u32 = 5;
    pub(crate) const SET_CONFIGURATION: u32 = 6;
    pub(crate) const GET_CONFIGURATION: u32 = 7;
    pub(crate) const CONFIGURATION_STATUS: u32 = 8;
    pub(crate) const SET_ALTERNATE: u32 = 9;
    pub(crate) const GET_ALTERNATE: u32 = 10;
    pub(crate) const ALTERNATE_STATUS: u32 = 11;
    pub(crate) const START_INTERRUPT: u32 = 15;
    pub(crate) const STOP_INTERRUPT: u32 = 16;
    pub(crate) const INTERRUPT_STATUS: u32 = 17;
    pub(crate) const CANCEL: u32 = 21;
    pub(crate) const CONTROL: u32 = 100;
    pub(crate) const BULK: u32 = 101;
    pub(crate) const INTERRUPT: u32 = 103;
}

/// How a packet was carried out ("status" of every answer).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Status {
    Success = 0,
    Cancelled = 1,
    Invalid = 2,
    Failed = 3,
    Stall = 4,
    Babble = 6,
}

/// A packet of the virtual machine; its answer carries the same `id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Packet {
    pub(super) id: u64,
    pub(super) body: Body,
}

/// What the packet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Hello {
        capabilities: u32,
    },
    Reset,
    SetConfiguration {
        value: u8,
    },
    GetConfiguration,
    SetAlternate {
        interface: u8,
        alternate: u8,
    },
    GetAlternate {
        interface: u8,
    },
    StartInterrupt {
        endpoint: u8,
    },
    StopInterrupt {
        endpoint: u8,
    },
    Cancel,
    Control(Control),
    Bulk(Bulk),
    InterruptOut {
        endpoint: u8,
    },
    /// Nothing that this side offered, or nothing that is answered.
    Other,
}

/// A control transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Control {
    /// 0x80 if data flows to the virtual machine.
    pub(super) endpoint: u8,
    pub(super) setup: Setup,
    pub(super) length: u16,
    pub(super) data: Vec<u8>,
}

/// A bulk transfer: data, or room for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bulk {
    pub(super) endpoint: u8,
    pub(super) stream: u32,
    pub(super) length: u32,
    pub(super) data: Vec<u8>,
}
