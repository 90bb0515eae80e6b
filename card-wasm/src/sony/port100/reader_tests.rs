//! An RC-S380 frame by frame.

use std::cell::RefCell;
use std::collections::VecDeque;

use tokio::sync::Notify;

use super::*;
use crate::ccid::script::{PausedTimer, configuration};
use crate::iso7816::{Command, StatusWord};
use crate::link::script::{block_on, hex};
use crate::link::{ControlSetup, EndpointAddress};
use crate::sony::port100::frame::{ACKNOWLEDGEMENT, Frame};

/// A command (or "reset") and what the device sends: frames of data, or bytes as they are
/// after "raw ".
type Step = (&'static str, Vec<&'static str>);

const RESET: Step = ("reset", vec![]);
const OFF: &str = "D60600";
const SET_UP: [&str; 3] = [
    "D600 03070F07",
    "D602 0018010102010300040005000600070808000900 0A000B000C000E040F001000110012001306",
    "D602 001409010A010B010C01",
];

struct ScriptedPipe {
    steps: RefCell<VecDeque<(String, Vec<String>)>>,
    transfers: RefCell<VecDeque<Vec<u8>>>,
    arrived: Notify,
}

impl ScriptedPipe {
    fn new(steps: &[Vec<Step>]) -> Rc<Self> {
        let owned = |(command, answers): &Step| {
            let answers = answers.iter().map(|answer| String::from(*answer));
            (String::from(*command), answers.collect())
        };
        Rc::new(Self {
            steps: RefCell::new(steps.iter().flatten().map(owned).collect()),
            transfers: RefCell::default(),
            arrived: Notify::new(),
        })
    }

    #[track_caller]
    fn assert_finished(&self) {
        assert_eq!(self.steps.borrow().len(), 0, "steps that did not happen");
    }
}

#[async_trait(?Send)]
impl UsbPipe for ScriptedPipe {
    async fn claim(&self, interface: u8) -> Result<(), LinkError> {
        assert_eq!(interface, 0);
        Ok(())
    }

    async fn release(&self, _: u8) -> Result<(), LinkError> {
        Ok(())
    }

    async fn control_in(&self, _: ControlSetup, _: u16) -> Result<Vec<u8>, LinkError> {
        Err(LinkError::Stalled)
    }

    async fn control_out(&self, _: ControlSetup, _: &[u8]) -> Result<(), LinkError> {
        Err(LinkError::Stalled)
    }

    async fn bulk_out(&self, endpoint: EndpointAddress, data: &[u8]) -> Result<(), LinkError> {
        assert_eq!(endpoint.0, 0x02);
        let step = self.steps.borrow_mut().pop_front();
        let (expected, answers) = step.unwrap_or_else(|| panic!("unexpected {data:02X?}"));
        if expected == "reset" {
            assert_eq!(data, ACKNOWLEDGEMENT);
        } else {
            let command = Frame::encode(&[&hex(&expected)]);
            assert_eq!(data, *command, "{data:02X?} instead of {expected}");
        }
        let mut transfers = self.transfers.borrow_mut();
        for answer in answers {
            match answer.strip_prefix("raw ") {
                Some("unplug") => return Err(LinkError::Unplugged),
                Some(raw) => transfers.push_back(hex(raw)),
                None => {
                    transfers.push_back(ACKNOWLEDGEMENT.to_vec());
                    transfers.push_back(Frame::encode(&[&hex(&answer)]).to_vec());
                }
            }
        }
        self.arrived.notify_waiters();
        Ok(())
    }

    async fn bulk_in(&self, endpoint: EndpointAddress, _: usize) -> Result<Vec<u8>, LinkError> {
        assert_eq!(endpoint.0, 0x81);
        loop {
            let arrived = self.arrived.notified();
            if let Some(transfer) = self.transfers.borrow_mut().pop_front() {
                return Ok(transfer);
            }
            arrived.await;
        }
    }

    async fn interrupt_in(&self, _: EndpointAddress, _: usize) -> Result<Vec<u8>, LinkError> {
        Err(LinkError::Stalled)
    }

    async fn clear_halt(&self, _: EndpointAddress) -> Result<(), LinkError> {
        Ok(())
    }
}

fn prepared() -> Vec<Step> {
    vec![
        RESET,
        ("D62A01", vec!["D72B00"]),
        ("D620", vec!["D7211101"]),
        ("D622", vec!["D7230001"]),
        (OFF, vec!["D70700"]),
    ]
}

fn switched_on() -> Vec<Step> {
    let [rf, defaults, type_b] = SET_UP;
    vec![
        (OFF, vec!["D70700"]),
        (rf, vec!["D70100"]),
        (defaults, vec!["D70300"]),
        (type_b, vec!["D70300"]),
    ]
}

/// WUPB with 6 ms: 60 tenths. ATTRIB and blocks with FWI 8: 81 ms.
const CALL: &str = "D604 3C00 050008";
const CARD: &str = "D705 00000000 08 50 11223344 00000000 00 81 81";
const ATTRIB: &str = "D604 2A03 1D 11223344 00 08 01 00";
const SILENCE: &str = "D705 80000000 00";

fn activated() -> Vec<Step> {
    let card = vec![(CALL, vec![CARD]), (ATTRIB, vec!["D705 00000000 08 00"])];
    [switched_on(), card].concat()
}

async fn open(steps: &[Vec<Step>]) -> (Result<Port100Reader, LinkError>, Rc<ScriptedPipe>, Trail) {
    let pipe = ScriptedPipe::new(steps);
    let interface = hex("09 04 00 00 02 FF 00 00 00 07 05 81 02 4000 00 07 05 02 02 4000 00");
    let configuration = configuration(&[interface]);
    let trail = Trail::default();
    let timer = Rc::new(PausedTimer);
    let reader = Port100Reader::open(pipe.clone(), timer, &configuration, &trail).await;
    (reader, pipe, trail)
}

fn select() -> Command {
    Command::new([0x00, 0xA4, 0x04, 0x00])
}

#[test]
fn a_card_is_found_spoken_to_and_left() {
    block_on(async {
        let nothing = vec![
            (CALL, vec![SILENCE]),
            (CALL, vec!["D705 04000000 00"]),
            (CALL, vec![SILENCE]),
            (OFF, vec!["D70700"]),
        ];
        let empty = vec![
            (CALL, vec![SILENCE]),
            (CALL, vec![SILENCE]),
            (CALL, vec![SILENCE]),
            (OFF, vec!["D70700"]),
        ];
        let session = vec![
            ("D604 2A03 02 00A40400", vec!["D705 00000000 08 02 9000"]),
            ("D604 3C00 C2", vec!["D705 00000000 08 C2"]),
            (OFF, vec!["D70700"]),
            (OFF, vec!["D70700"]),
            (OFF, vec!["D70700"]),
        ];
        let steps = [
            prepared(),
            [switched_on(), empty].concat(),
            // Something damaged is something.
            [switched_on(), nothing].concat(),
            activated(),
            session,
        ];
        let (reader, pipe, trail) = open(&steps).await;
        let reader = reader.unwrap();
        reader.wait_for_card().await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        let response = channel.exchange(&select()).await.unwrap();
        assert_eq!(response.status(), StatusWord::Success);
        channel.power_off().await.unwrap();
        reader.close().await.unwrap();
        pipe.assert_finished();
        let expected = [TrailStep::VendorInterface(0), TrailStep::Firmware(0x0111)];
        assert_eq!(trail.steps(), expected);
    });
}

#[test]
fn what_another_program_left_is_discarded() {
    block_on(async {
        let mut steps = prepared();
        steps[0] = ("reset", vec!["D7050000000008", "raw 0000FFFFFF"]);
        let (reader, pipe, _) = open(&[steps]).await;
        assert!(reader.is_ok());
        pipe.assert_finished();
    });
}

#[test]
fn a_frame_may_come_in_pieces() {
    block_on(async {
        let mut steps = prepared();
        steps[1].1 = vec![
            "raw 0000FF00FF00 0000FFFFFF 03",
            "raw 00FD D72B00FE",
            "raw 00",
        ];
        let (reader, _, _) = open(&[steps]).await;
        assert!(reader.is_ok());
    });
}

#[test]
fn a_device_that_misbehaves_is_given_up() {
    let table = [
        (vec!["D72B01"], LinkError::NotAccepted),
        (vec!["D72100"], LinkError::UnexpectedMessage),
        (vec!["raw 0000FFFFFF"], LinkError::UnexpectedMessage),
        (
            vec!["raw 0000FF00FF00", "raw 0000FFFFFF"],
            LinkError::UnexpectedMessage,
        ),
        (vec!["raw FF"], LinkError::MalformedMessage),
        (vec!["raw "; 17], LinkError::MalformedMessage),
        (vec!["raw unplug"], LinkError::Unplugged),
        (vec![], LinkError::Timeout),
    ];
    for (answers, expected) in table {
        block_on(async {
            let steps = vec![RESET, ("D62A01", answers)];
            let (reader, pipe, _) = open(&[steps]).await;
            assert_eq!(reader.err(), Some(expected), "{expected}");
            pipe.assert_finished();
        });
    }
}

#[test]
fn after_a_lost_answer_the_device_is_reset_and_the_card_without_power() {
    block_on(async {
        let lost = vec![("D604 2A03 02 00A40400", vec!["raw 0000FF00FF00"])];
        let courtesy = vec![
            ("reset", vec!["D705 00000000 08 02 9000"]),
            ("D604 3C00 C2", vec![SILENCE]),
            ("D604 3C00 C2", vec![SILENCE]),
            (OFF, vec!["D70700"]),
        ];
        let (reader, pipe, _) = open(&[prepared(), activated(), lost, courtesy]).await;
        let reader = reader.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        let lost = channel.exchange(&select()).await;
        assert_eq!(lost.unwrap_err(), LinkError::Timeout);
        let later = channel.exchange(&select()).await;
        assert_eq!(later.unwrap_err(), LinkError::Timeout);
        pipe.assert_finished();
    });
}
