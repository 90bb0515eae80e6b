//! Test support: a channel that expects exactly a given conversation.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::rc::Rc;

use async_trait::async_trait;

use super::{CardChannel, Limits, LinkError, PinEntry, Warrant};
use crate::iso7816::{Command, Response};

/// What is answered to one command.
pub(crate) type Answer = Result<Vec<u8>, LinkError>;

/// A command and its answer.
type Step = (Vec<u8>, Answer);

/// Expects commands in order and answers each; a clone watches the same conversation.
#[derive(Clone)]
pub(crate) struct ScriptedChannel {
    steps: Rc<RefCell<VecDeque<Step>>>,
    powered_off: Rc<RefCell<u32>>,
    warrants: Rc<RefCell<Vec<String>>>,
    limits: Limits,
    power_off: Result<(), LinkError>,
    has_pin_pad: bool,
}

impl ScriptedChannel {
    /// Pairs of command and answer in hexadecimal. An answer may be the code of an error.
    pub(crate) fn new(script: &[(&str, &str)]) -> Self {
        let steps = script
            .iter()
            .map(|(command, answer)| (hex(command), parse_answer(answer)));
        Self {
            steps: Rc::new(RefCell::new(steps.collect())),
            powered_off: Rc::default(),
            warrants: Rc::default(),
            limits: Limits::SHORT,
            power_off: Ok(()),
            has_pin_pad: false,
        }
    }

    pub(crate) fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// On its keys 1234 is entered, as often as a PIN is asked for.
    pub(crate) fn with_pin_pad(mut self) -> Self {
        self.has_pin_pad = true;
        self
    }

    fn answer(&self, bytes: &[u8]) -> Result<Response, LinkError> {
        let step = self.steps.borrow_mut().pop_front();
        let (expected, answer) = step.unwrap_or_else(|| panic!("unexpected {bytes:02X?}"));
        assert_eq!(bytes, expected, "{bytes:02X?} instead of {expected:02X?}");
        Ok(Response::try_from(answer?.as_slice()).unwrap())
    }

    pub(crate) fn failing_to_power_off(mut self, error: LinkError) -> Self {
        self.power_off = Err(error);
        self
    }

    pub(crate) fn times_powered_off(&self) -> u32 {
        *self.powered_off.borrow()
    }

    /// What was said to make commands right, as `Debug` shows it.
    pub(crate) fn warrants(&self) -> Vec<String> {
        self.warrants.borrow().clone()
    }

    /// Fails if part of the conversation did not take place.
    #[track_caller]
    pub(crate) fn assert_finished(&self) {
        let left = self.steps.borrow().len();
        assert_eq!(left, 0, "steps that did not happen");
    }
}

#[async_trait(?Send)]
impl CardChannel for ScriptedChannel {
    fn limits(&self) -> Limits {
        self.limits
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        self.answer(&command.encode())
    }

    fn has_pin_pad(&self) -> bool {
        self.has_pin_pad
    }

    async fn verify_on_pin_pad(&mut self, entry: &PinEntry) -> Result<Response, LinkError> {
        if !self.has_pin_pad {
            return Err(LinkError::PinPadUnavailable);
        }
        assert_eq!(entry.digits(), 4);
        self.answer(&[&entry.header()[..], &[4], b"1234"].concat())
    }

    fn warrant(&mut self, warrant: Warrant<'_>) {
        self.warrants.borrow_mut().push(format!("{warrant:?}"));
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        *self.powered_off.borrow_mut() += 1;
        self.power_off
    }
}

fn parse_answer(text: &str) -> Answer {
    const ERRORS: [LinkError; 7] = [
        LinkError::PinEntryCancelled,
        LinkError::PinEntryTimedOut,
        LinkError::NotAccepted,
        LinkError::Timeout,
        LinkError::CardRemoved,
        LinkError::Unplugged,
        LinkError::TransferFailed,
    ];
    let error = ERRORS.into_iter().find(|error| error.code() == text);
    error.map_or_else(|| Ok(hex(text)), Err)
}

/// Bytes of hexadecimal digits; blanks may stand between them.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap())
        .collect();
    assert!(
        digits.len().is_multiple_of(2),
        "odd number of digits in {text}"
    );
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// Runs a future to its end. Time passes only while nothing else can happen.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(future)
}
