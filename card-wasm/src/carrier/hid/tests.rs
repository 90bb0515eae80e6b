//! HID devices that are readers, others, and answers that come late or make no sense.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::Notify;

use super::*;
use crate::ccid::script::PausedTimer;
use crate::iso7816::{Command, StatusWord};
use crate::link::CardReader;
use crate::link::script::{block_on, hex};

const VENDOR: [u16; 1] = [0xFFA0];
const SELECT: &str = "00A4040C07A0000001510000";

/// An answer, and after how long.
struct Answer(Duration, Vec<u8>);

/// What the device does with one APDU.
type Respond = dyn Fn(&[u8]) -> Option<Answer>;

/// The same for a table.
type Row = fn(&[u8]) -> Option<Answer>;

/// A device that answers as a function of the APDU.
struct Device {
    answer: Box<Respond>,
    command: RefCell<Collector>,
    asked: RefCell<Vec<Vec<u8>>>,
    told: Rc<RefCell<VecDeque<Report>>>,
    arrived: Rc<Notify>,
    closed: Cell<bool>,
}

impl Device {
    fn new(answer: impl Fn(&[u8]) -> Option<Answer> + 'static) -> Rc<Self> {
        Rc::new(Self {
            answer: Box::new(answer),
            command: RefCell::default(),
            asked: RefCell::default(),
            told: Rc::default(),
            arrived: Rc::default(),
            closed: Cell::new(false),
        })
    }

    fn times_asked(&self, instruction: u8) -> usize {
        let asked = self.asked.borrow();
        asked.iter().filter(|apdu| apdu[1] == instruction).count()
    }
}

#[async_trait(?Send)]
impl HidPipe for Device {
    async fn send(&self, report: &Report) -> Result<(), LinkError> {
        let Some(apdu) = self.command.borrow_mut().push(report).unwrap() else {
            return Ok(());
        };
        let answer = (self.answer)(&apdu);
        self.asked.borrow_mut().push(apdu);
        if let Some(Answer(delay, bytes)) = answer {
            let (told, arrived) = (self.told.clone(), self.arrived.clone());
            let tell = async move {
                tokio::time::sleep(delay).await;
                told.borrow_mut().extend(reports(&bytes).unwrap().iter());
                arrived.notify_one();
            };
            tokio::task::spawn_local(tell);
        }
        Ok(())
    }

    async fn next(&self) -> Result<Vec<u8>, LinkError> {
        loop {
            if let Some(report) = self.told.borrow_mut().pop_front() {
                return Ok(report.to_vec());
            }
            self.arrived.notified().await;
        }
    }

    fn close(&self) {
        self.closed.set(true);
    }
}

fn run<F: core::future::Future>(future: F) -> F::Output {
    block_on(tokio::task::LocalSet::new().run_until(future))
}

async fn opened(device: &Rc<Device>) -> Result<SlotReader, LinkError> {
    open(device.clone(), Rc::new(PausedTimer), &VENDOR).await
}

fn at_once(answer: &str) -> Option<Answer> {
    Some(Answer(Duration::ZERO, hex(answer)))
}

#[test]
fn what_is_no_reader_is_told_apart_and_closed() {
    let table: [(&[u16], Row); 5] = [
        // Silence.
        (&VENDOR, |_| None),
        // A hardware wallet.
        (&VENDOR, |_| at_once("6E00")),
        (&VENDOR, |_| at_once("6D00")),
        // No status word.
        (&VENDOR, |_| at_once("90")),
        // A mouse and a keyboard are not even asked.
        (&[0x0001], |_| at_once("9000")),
    ];
    for (pages, answer) in table {
        run(async {
            let device = Device::new(answer);
            let refused = open(device.clone(), Rc::new(PausedTimer), pages).await;
            assert_eq!(refused.err(), Some(LinkError::NotAReader));
            assert!(device.closed.get());
            assert_eq!(device.asked.borrow().len(), usize::from(pages == VENDOR));
        });
    }
}

#[test]
fn a_card_is_there_unless_the_device_says_otherwise() {
    for (answer, there) in [
        ("9000", true),
        ("6A82", true),
        ("6F00", false),
        ("6400", false),
        ("6401", false),
    ] {
        run(async {
            let device = Device::new(move |_| at_once(answer));
            let reader = opened(&device).await.unwrap();
            let waited = tokio::time::timeout(Duration::from_secs(1), reader.wait_for_card()).await;
            assert_eq!(waited.is_ok(), there, "{answer}");
            let powered = reader.power_on().await.err();
            let expected = (!there).then_some(LinkError::CardAbsent);
            assert_eq!(powered, expected, "{answer}");
        });
    }
}

#[test]
fn nothing_is_selected_during_a_session() {
    run(async {
        let device = Device::new(|_| at_once("9000"));
        let reader = opened(&device).await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        let before = device.asked.borrow().len();
        let removal = reader.wait_for_removal();
        assert!(
            tokio::time::timeout(Duration::from_secs(9), removal)
                .await
                .is_err()
        );
        assert_eq!(device.asked.borrow().len(), before);
        channel.power_off().await.unwrap();
        assert_eq!(device.asked.borrow().last(), Some(&hex(SELECT)));
    });
}

#[test]
fn a_card_that_may_be_unlocked_is_only_left_when_it_certainly_is_not() {
    for (instruction, expected) in [(0x20, Err(LinkError::UnexpectedMessage)), (0xB0, Ok(()))] {
        run(async {
            let device = Device::new(|apdu| at_once(if apdu[1] == 0xA4 { "6A82" } else { "9000" }));
            let reader = opened(&device).await.unwrap();
            let mut channel = reader.power_on().await.unwrap();
            let command = Command::new([0, instruction, 0, 0x80]);
            channel.exchange(&command).await.unwrap();
            assert_eq!(channel.power_off().await, expected, "{instruction:02X}");
        });
    }
}

#[test]
fn a_late_answer_is_never_taken_for_the_next() {
    run(async {
        let device = Device::new(|apdu| match apdu[1] {
            0x20 => Some(Answer(Duration::from_millis(8_500), hex("63C2"))),
            _ => at_once("9000"),
        });
        let reader = opened(&device).await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        let verify = Command::new([0, 0x20, 0, 0x80]).with_data(b"1234").unwrap();
        assert_eq!(
            channel.exchange(&verify).await.err(),
            Some(LinkError::Timeout)
        );
        let query = Command::new([0, 0xB0, 0, 0]);
        let answer = channel.exchange(&query).await.unwrap();
        assert_eq!(answer.status(), StatusWord::Success);
        assert_eq!(device.times_asked(0x20), 1);
    });
}

#[test]
fn after_nonsense_nothing_is_believed() {
    run(async {
        let device = Device::new(|_| at_once("9000"));
        let reader = opened(&device).await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        device.told.borrow_mut().push_back([0x02; REPORT_LENGTH]);
        let query = Command::new([0, 0xB0, 0, 0]);
        let error = channel.exchange(&query).await.err();
        assert_eq!(error, Some(LinkError::UnexpectedMessage));
        // Its answer has come meanwhile, and is not that to this one.
        let error = channel.exchange(&query).await.err();
        assert_eq!(error, Some(LinkError::MalformedMessage));
        assert_eq!(device.times_asked(0xB0), 1);
    });
}
