//! Test support: a reader that expects given frames and brings given answers.

use core::time::Duration;
use std::collections::VecDeque;

use async_trait::async_trait;

use super::{FrameError, Transceiver};
use crate::link::LinkError;
use crate::link::script::hex;

/// No answer to a frame.
pub(crate) const SILENCE: &str = "silence";
/// An answer that is damaged.
pub(crate) const NOISE: &str = "noise";
/// The reader leaves the bus.
pub(crate) const UNPLUGGED: &str = "unplugged";

/// Frame and answer, in hexadecimal.
pub(crate) struct ScriptedField {
    steps: VecDeque<(String, String)>,
    pub(crate) waits: Vec<Duration>,
}

impl ScriptedField {
    pub(crate) fn new(steps: &[(&str, &str)]) -> Self {
        let owned = |(frame, answer): &(&str, &str)| (String::from(*frame), String::from(*answer));
        Self {
            steps: steps.iter().map(owned).collect(),
            waits: Vec::new(),
        }
    }

    #[track_caller]
    pub(crate) fn assert_finished(&self) {
        assert_eq!(self.steps.len(), 0, "steps that did not happen");
    }
}

#[async_trait(?Send)]
impl Transceiver for ScriptedField {
    async fn transceive(&mut self, frame: &[u8], wait: Duration) -> Result<Vec<u8>, FrameError> {
        let (expected, answer) = self
            .steps
            .pop_front()
            .unwrap_or_else(|| panic!("unexpected {frame:02X?}"));
        assert_eq!(frame, hex(&expected), "{frame:02X?} instead of {expected}");
        self.waits.push(wait);
        match answer.as_str() {
            SILENCE => Err(FrameError::NoAnswer),
            NOISE => Err(FrameError::Garbled),
            UNPLUGGED => Err(FrameError::Link(LinkError::Unplugged)),
            bytes => Ok(hex(bytes)),
        }
    }
}
