//! Test support: a reader that expects given messages and answers each as told, on a bus
//! where everything that can go wrong can be told to.

use core::time::Duration;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use async_trait::async_trait;
use tokio::sync::Notify;

use super::Reader;
use crate::link::script::hex;
use crate::link::{ControlSetup, EndpointAddress, LinkError, Timer, UsbPipe};

/// What the reader does after a message.
#[derive(Clone)]
pub(crate) enum Event {
    /// Answers: type, bStatus, bError, the last header byte, and data, in hexadecimal.
    Reply(&'static str),
    /// Answers with another number in bSeq.
    Stale(&'static str),
    /// Answers in transfers of so many bytes.
    Split(&'static str, usize),
    /// One transfer of just these bytes.
    Raw(&'static str),
    /// Halts the bulk-IN endpoint.
    HaltIn,
    /// Leaves the bus.
    Unplug,
}

/// A message (type, three bytes after bSeq, data) and what follows it. Before one to another
/// slot than the first stands `@` and its number.
pub(crate) type Step = (&'static str, Vec<Event>);

/// Takes a message without an answer, and halts the bulk-OUT endpoint.
pub(crate) const REFUSED: &str = "refused";

/// GetSlotStatus and its answers.
pub(crate) const STATUS: &str = "65000000";
pub(crate) const ACTIVE: Event = Event::Reply("81000000");
pub(crate) const INACTIVE: Event = Event::Reply("81010000");
pub(crate) const ABSENT: Event = Event::Reply("81020000");
/// IccPowerOn with automatic voltage, and an ATR without interface bytes.
pub(crate) const POWER_ON: &str = "62000000";
pub(crate) const ATR: Event = Event::Reply("800000003B00");
pub(crate) const POWER_OFF: &str = "63000000";

/// A device with one reader.
pub(crate) struct ScriptedPipe {
    /// idVendor and idProduct.
    pub(crate) device: RefCell<[u16; 2]>,
    configuration: Vec<u8>,
    steps: RefCell<VecDeque<Step>>,
    bulk: RefCell<VecDeque<Result<Vec<u8>, LinkError>>>,
    interrupts: RefCell<VecDeque<Result<Vec<u8>, LinkError>>>,
    arrived: Notify,
    pub(crate) cleared: RefCell<Vec<u8>>,
    pub(crate) claims: RefCell<Vec<String>>,
    claim_errors: RefCell<VecDeque<LinkError>>,
    last_sequence: RefCell<Option<u8>>,
    reads_under_way: RefCell<u32>,
    /// How much the last read had room for.
    pub(crate) read_length: Cell<usize>,
    /// The answer to GET_DATA_RATES.
    pub(crate) data_rates: RefCell<Vec<u8>>,
}

impl ScriptedPipe {
    pub(crate) fn new(configuration: Vec<u8>, steps: Vec<Step>) -> Rc<Self> {
        Rc::new(Self {
            device: RefCell::new([0x1209, 0x0001]),
            configuration,
            steps: RefCell::new(steps.into()),
            bulk: RefCell::default(),
            interrupts: RefCell::default(),
            arrived: Notify::new(),
            cleared: RefCell::default(),
            claims: RefCell::default(),
            claim_errors: RefCell::default(),
            last_sequence: RefCell::default(),
            reads_under_way: RefCell::default(),
            read_length: Cell::default(),
            data_rates: RefCell::default(),
        })
    }

    pub(crate) fn refuse_claims(&self, errors: &[LinkError]) {
        self.claim_errors.borrow_mut().extend(errors);
    }

    /// Makes something happen now: a step that no message of the driver starts.
    pub(crate) fn then(&self, steps: Vec<Step>) {
        self.steps.borrow_mut().extend(steps);
    }

    pub(crate) fn interrupt(&self, message: &str) {
        self.interrupts.borrow_mut().push_back(Ok(hex(message)));
        self.arrived.notify_waiters();
    }

    pub(crate) fn fail_interrupt(&self, error: LinkError) {
        self.interrupts.borrow_mut().push_back(Err(error));
    }

    #[track_caller]
    pub(crate) fn assert_finished(&self) {
        assert_eq!(self.steps.borrow().len(), 0, "steps that did not happen");
    }

    fn enqueue(&self, event: Event, slot: u8, sequence: u8) {
        let answer = |text: &str, sequence: u8| {
            let bytes = hex(text);
            let length = u32::try_from(bytes.len() - 4).unwrap().to_le_bytes();
            [&bytes[..1], &length, &[slot, sequence], &bytes[1..]].concat()
        };
        let mut bulk = self.bulk.borrow_mut();
        match event {
            Event::Reply(text) => bulk.push_back(Ok(answer(text, sequence))),
            Event::Stale(text) => bulk.push_back(Ok(answer(text, sequence.wrapping_sub(1)))),
            Event::Split(text, size) => {
                let message = answer(text, sequence);
                bulk.extend(message.chunks(size).map(|piece| Ok(piece.to_vec())));
            }
            Event::Raw(text) => bulk.push_back(Ok(hex(text))),
            Event::HaltIn => bulk.push_back(Err(LinkError::Stalled)),
            Event::Unplug => bulk.push_back(Err(LinkError::Unplugged)),
        }
    }

    async fn next<T>(&self, queue: &RefCell<VecDeque<T>>) -> T {
        loop {
            let arrived = self.arrived.notified();
            if let Some(item) = queue.borrow_mut().pop_front() {
                return item;
            }
            arrived.await;
        }
    }
}

#[async_trait(?Send)]
impl UsbPipe for ScriptedPipe {
    async fn claim(&self, interface: u8) -> Result<(), LinkError> {
        self.claims.borrow_mut().push(format!("claim {interface}"));
        self.claim_errors
            .borrow_mut()
            .pop_front()
            .map_or(Ok(()), Err)
    }

    async fn release(&self, interface: u8) -> Result<(), LinkError> {
        self.claims
            .borrow_mut()
            .push(format!("release {interface}"));
        Ok(())
    }

    async fn control_in(&self, setup: ControlSetup, length: u16) -> Result<Vec<u8>, LinkError> {
        if (setup.request_type, setup.request) == (0xA1, 0x03) {
            return Ok(self.data_rates.borrow().clone());
        }
        assert_eq!((setup.request_type, setup.request), (0x80, 0x06));
        let bytes = match setup.value {
            0x0100 => {
                let [vendor, product] = *self.device.borrow();
                let id = [vendor, product, 0x0100].map(u16::to_le_bytes).concat();
                [&[18, 1, 0, 2, 0, 0, 0, 64], &id[..], &[0, 0, 0, 1]].concat()
            }
            0x0200 => self.configuration.clone(),
            other => panic!("descriptor {other:04X}"),
        };
        Ok(bytes.into_iter().take(length.into()).collect())
    }

    async fn control_out(&self, _: ControlSetup, _: &[u8]) -> Result<(), LinkError> {
        Err(LinkError::Stalled)
    }

    async fn bulk_out(&self, endpoint: EndpointAddress, data: &[u8]) -> Result<(), LinkError> {
        assert_eq!(endpoint.0, 0x02);
        let [message_type, _, _, _, _, slot, sequence, specific @ ..] = data else {
            panic!("no header in {data:02X?}");
        };
        let last = self.last_sequence.replace(Some(*sequence));
        assert_ne!(last, Some(*sequence), "every message has its own number");
        let asked = [&[*message_type], specific].concat();
        let step = self.steps.borrow_mut().pop_front();
        let (expected, events) = step.unwrap_or_else(|| panic!("unexpected {asked:02X?}"));
        if expected == REFUSED {
            return Err(LinkError::Stalled);
        }
        let (expected_slot, expected) = match expected.strip_prefix('@') {
            Some(rest) => rest.split_once(' ').unwrap(),
            None => ("0", expected),
        };
        assert_eq!(slot.to_string(), expected_slot, "slot of {asked:02X?}");
        assert_eq!(asked, hex(expected), "{asked:02X?} instead of {expected}");
        for event in events {
            self.enqueue(event, *slot, *sequence);
        }
        self.arrived.notify_waiters();
        Ok(())
    }

    async fn bulk_in(
        &self,
        endpoint: EndpointAddress,
        length: usize,
    ) -> Result<Vec<u8>, LinkError> {
        assert_eq!(endpoint.0, 0x81);
        assert!(length.is_multiple_of(64), "no room for {length}");
        self.read_length.set(length);
        *self.reads_under_way.borrow_mut() += 1;
        assert_eq!(
            *self.reads_under_way.borrow(),
            1,
            "a read cannot be cancelled"
        );
        let transfer = self.next(&self.bulk).await;
        *self.reads_under_way.borrow_mut() -= 1;
        transfer
    }

    async fn interrupt_in(
        &self,
        endpoint: EndpointAddress,
        _: usize,
    ) -> Result<Vec<u8>, LinkError> {
        assert_eq!(endpoint.0, 0x83);
        self.next(&self.interrupts).await
    }

    async fn clear_halt(&self, endpoint: EndpointAddress) -> Result<(), LinkError> {
        self.cleared.borrow_mut().push(endpoint.0);
        Ok(())
    }
}

/// Time as the tests let it pass.
pub(crate) struct PausedTimer;

#[async_trait(?Send)]
impl Timer for PausedTimer {
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// What kind of reader.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) class: u8,
    pub(crate) features: u32,
    pub(crate) max_message_length: u32,
    pub(crate) voltages: u8,
    pub(crate) interrupt: bool,
    pub(crate) max_slot_index: u8,
    pub(crate) max_ifsd: u32,
    /// The fastest; above 10 752 something can be negotiated.
    pub(crate) max_data_rate: u32,
    pub(crate) data_rate_count: u8,
    pub(crate) pin_support: u8,
}

/// Chooses voltage and speed by itself, extended APDUs, messages of 271 bytes.
pub(crate) const EXTENDED: Kind = Kind {
    class: 0xFF,
    features: 0x0004_007E,
    max_message_length: 271,
    voltages: 7,
    interrupt: false,
    max_slot_index: 0,
    max_ifsd: 254,
    max_data_rate: 10_752,
    data_rate_count: 0,
    pin_support: 0,
};

pub(crate) const SHORT: Kind = Kind {
    features: 0x0002_007E,
    ..EXTENDED
};

/// The interface descriptor and all that belongs to it.
pub(crate) fn interface(number: u8, kind: Kind) -> Vec<u8> {
    let mut class_descriptor = vec![54, 0x21, 0x10, 0x01, kind.max_slot_index, kind.voltages];
    for number in [3, 4_000, 4_000] {
        class_descriptor.extend(u32::to_le_bytes(number));
    }
    class_descriptor.push(0);
    class_descriptor.extend(10_752_u32.to_le_bytes());
    class_descriptor.extend(kind.max_data_rate.to_le_bytes());
    class_descriptor.push(kind.data_rate_count);
    class_descriptor.extend(kind.max_ifsd.to_le_bytes());
    class_descriptor.extend([0; 8]);
    class_descriptor.extend(kind.features.to_le_bytes());
    class_descriptor.extend(kind.max_message_length.to_le_bytes());
    class_descriptor.extend([0xFF, 0xFF, 0, 0, kind.pin_support, 1]);
    let endpoints = 2 + u8::from(kind.interrupt);
    let mut bytes = vec![9, 4, number, 0, endpoints, kind.class, 0, 0, 0];
    bytes.extend(class_descriptor);
    bytes.extend([7, 5, 0x81, 2, 64, 0, 0]);
    bytes.extend([7, 5, 0x02, 2, 64, 0, 0]);
    if kind.interrupt {
        bytes.extend([7, 5, 0x83, 3, 8, 0, 16]);
    }
    bytes
}

/// A configuration descriptor with these interfaces.
pub(crate) fn configuration(interfaces: &[Vec<u8>]) -> Vec<u8> {
    let body = interfaces.concat();
    let length = u16::try_from(9 + body.len()).unwrap().to_le_bytes();
    let count = u8::try_from(interfaces.len()).unwrap();
    [
        &[9, 2, length[0], length[1], count, 1, 0, 0x80, 50],
        &body[..],
    ]
    .concat()
}

/// Opens a reader that has just said that no card is powered.
pub(crate) async fn open(kind: Kind, steps: Vec<Step>) -> (Reader, Rc<ScriptedPipe>) {
    let (reader, pipe) = open_as([0x1209, 0x0001], kind, steps).await;
    assert!(pipe.read_length.get() >= 271);
    (reader, pipe)
}

/// The same for a device of this vendor and product.
pub(crate) async fn open_as(
    device: [u16; 2],
    kind: Kind,
    steps: Vec<Step>,
) -> (Reader, Rc<ScriptedPipe>) {
    let steps = [vec![(STATUS, vec![INACTIVE])], steps].concat();
    let pipe = ScriptedPipe::new(configuration(&[interface(0, kind)]), steps);
    *pipe.device.borrow_mut() = device;
    let reader = Reader::open(pipe.clone(), Rc::new(PausedTimer))
        .await
        .unwrap();
    (reader, pipe)
}

/// The steps of a power-on without difficulties.
pub(crate) fn powered(steps: Vec<Step>) -> Vec<Step> {
    let begin = vec![(STATUS, vec![INACTIVE]), (POWER_ON, vec![ATR])];
    [begin, steps].concat()
}
