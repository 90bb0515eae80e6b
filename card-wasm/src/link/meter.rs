//! Counts what passes a channel. The counts stay readable whatever becomes of the channel.

use core::cell::Cell;
use std::rc::Rc;

use async_trait::async_trait;

use super::{CardChannel, Limits, LinkError, PinEntry, Warrant};
use crate::iso7816::{Command, Response};

/// What has passed between program and card.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Traffic {
    /// Commands sent, also those that were not answered.
    pub apdus: u32,
    /// Bytes of those commands.
    pub bytes_out: u64,
    /// Bytes of the answers, status words included.
    pub bytes_in: u64,
}

/// A counter that is shared with the channel it counts for.
#[derive(Clone, Debug, Default)]
pub struct Meter(Rc<Cell<Traffic>>);

impl Meter {
    /// A counter that stands at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The counts so far, also after an error.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.0.get()
    }

    fn update(&self, change: impl FnOnce(&mut Traffic)) {
        let mut traffic = self.0.get();
        change(&mut traffic);
        self.0.set(traffic);
    }
}

/// A channel whose traffic is counted.
#[derive(Debug)]
pub struct Metered<C> {
    channel: C,
    meter: Meter,
}

impl<C> Metered<C> {
    /// Counts what passes `channel` into `meter`.
    #[must_use]
    pub const fn new(channel: C, meter: Meter) -> Self {
        Self { channel, meter }
    }

    fn update_out(&self, command: &Command) {
        self.update_sent(command.encoded_length());
    }

    fn update_sent(&self, length: usize) {
        self.meter.update(|traffic| {
            traffic.apdus += 1;
            traffic.bytes_out += length as u64;
        });
    }

    fn update_in(&self, response: &Response) {
        self.meter
            .update(|traffic| traffic.bytes_in += response.encoded_length() as u64);
    }
}

#[async_trait(?Send)]
impl<C: CardChannel> CardChannel for Metered<C> {
    fn limits(&self) -> Limits {
        self.channel.limits()
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        self.update_out(command);
        let response = self.channel.exchange(command).await?;
        self.update_in(&response);
        Ok(response)
    }

    async fn exchange_all(&mut self, commands: &[Command]) -> Result<Vec<Response>, LinkError> {
        let responses = self.channel.exchange_all(commands).await;
        // Those after an unexpected answer were not sent. After an error, all may have been.
        let sent = responses.as_ref().map_or(commands.len(), Vec::len);
        for command in commands.iter().take(sent) {
            self.update_out(command);
        }
        for response in responses.iter().flatten() {
            self.update_in(response);
        }
        responses
    }

    fn warrant(&mut self, warrant: Warrant<'_>) {
        self.channel.warrant(warrant);
    }

    fn has_pin_pad(&self) -> bool {
        self.channel.has_pin_pad()
    }

    async fn verify_on_pin_pad(&mut self, entry: &PinEntry) -> Result<Response, LinkError> {
        self.update_sent(entry.command_length());
        let response = self.channel.verify_on_pin_pad(entry).await?;
        self.update_in(&response);
        Ok(response)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        self.channel.power_off().await
    }
}
