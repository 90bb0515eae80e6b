//! An RC-S380 that was opened.

use core::time::Duration;
use std::rc::Rc;

use async_trait::async_trait;

use super::command::{self, COMMAND_TYPE, Code, DEFAULTS, FIELD_OFF, PROTOCOL_B, TYPE_B, received};
use super::line::Line;
use crate::iso_dep::{ActiveCard, FrameError, Transceiver};
use crate::link::{CardChannel, CardReader, Limits, LinkError, Timer, UsbPipe};
use crate::sony::coupled::Coupled;
use crate::sony::coupler::{Coupler, Sight};
use crate::sony::{Trail, TrailStep, VendorInterface};

/// Without field, so that a card loses its power (ISO/IEC 14443-3, 5, asks for 5 ms); with
/// it, so that a card is ready.
const OFF: Duration = Duration::from_millis(10);
const ON: Duration = Duration::from_millis(10);

/// The reader, for the exclusive use of this program.
pub struct Port100Reader {
    pipe: Rc<dyn UsbPipe>,
    interface: u8,
    coupled: Rc<Coupled<Port100>>,
}

impl Port100Reader {
    /// Claims the vendor interface of a device with this configuration and prepares it.
    ///
    /// # Errors
    /// [`LinkError::NotAReader`], [`LinkError::ReaderInUse`] above all.
    pub async fn open(
        pipe: Rc<dyn UsbPipe>,
        timer: Rc<dyn Timer>,
        configuration: &[u8],
        trail: &Trail,
    ) -> Result<Self, LinkError> {
        let interface = VendorInterface::find(configuration)?;
        pipe.claim(interface.number).await?;
        trail.note(TrailStep::VendorInterface(interface.number));
        let line = Line::new(Rc::clone(&pipe), Rc::clone(&timer), interface);
        let mut port100 = Port100 { line, card: None };
        if let Err(error) = port100.prepare(trail).await {
            // What went wrong before is worth more than what goes wrong now.
            let _ = pipe.release(interface.number).await;
            return Err(error);
        }
        Ok(Self {
            coupled: Coupled::new(port100, timer),
            pipe,
            interface: interface.number,
        })
    }
}

#[async_trait(?Send)]
impl CardReader for Port100Reader {
    async fn wait_for_card(&self) -> Result<(), LinkError> {
        self.coupled.wait_for_card().await.map(|_| ())
    }

    async fn wait_for_removal(&self) -> Result<(), LinkError> {
        self.coupled.wait_for_removal().await
    }

    async fn power_on(&self) -> Result<Box<dyn CardChannel>, LinkError> {
        self.coupled.power_on().await
    }

    async fn close(&self) -> Result<(), LinkError> {
        let ended = self.coupled.end().await;
        let released = self.pipe.release(self.interface).await;
        ended.and(released)
    }
}

/// The device, and the card that has power.
struct Port100 {
    line: Line,
    card: Option<ActiveCard>,
}

impl Port100 {
    /// What every program does first. The line begins with a reset.
    async fn prepare(&mut self, trail: &Trail) -> Result<(), LinkError> {
        self.line.set(Code::SetCommandType, &COMMAND_TYPE).await?;
        let asked = self
            .line
            .command(Code::GetFirmwareVersion, &[], Duration::ZERO);
        if let [minor, major, ..] = *asked.await? {
            trail.note(TrailStep::Firmware(u16::from_be_bytes([major, minor])));
        }
        self.line
            .command(Code::GetPdDataVersion, &[], Duration::ZERO)
            .await?;
        self.field_off().await
    }

    async fn field_off(&mut self) -> Result<(), LinkError> {
        self.line.set(Code::SwitchRf, &FIELD_OFF).await
    }

    /// Gives cards power, from cold.
    async fn field_on(&mut self) -> Result<(), LinkError> {
        self.field_off().await?;
        self.line.timer().sleep(OFF).await;
        self.line.set(Code::InSetRf, &TYPE_B).await?;
        self.line.set(Code::InSetProtocol, &DEFAULTS).await?;
        self.line.set(Code::InSetProtocol, &PROTOCOL_B).await?;
        self.line.timer().sleep(ON).await;
        Ok(())
    }
}

#[async_trait(?Send)]
impl Transceiver for Line {
    async fn transceive(&mut self, frame: &[u8], wait: Duration) -> Result<Vec<u8>, FrameError> {
        let data: [&[u8]; 2] = [&command::wait(wait), frame];
        let answer = self.command(Code::InCommRf, &data, wait).await?;
        received(&answer).map(<[u8]>::to_vec)
    }
}

#[async_trait(?Send)]
impl Coupler for Port100 {
    async fn look(&mut self) -> Result<Sight, LinkError> {
        self.card = None;
        self.field_on().await?;
        let there = ActiveCard::is_in_field(&mut self.line).await?;
        self.field_off().await?;
        Ok(if there { Sight::Card } else { Sight::Nothing })
    }

    async fn activate(&mut self) -> Result<Limits, LinkError> {
        self.card = None;
        self.field_on().await?;
        let card = ActiveCard::activate(&mut self.line).await?;
        self.card = Some(card.ok_or(LinkError::CardAbsent)?);
        Ok(Limits::EXTENDED)
    }

    async fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        match &mut self.card {
            Some(card) => card.exchange(&mut self.line, command).await,
            None => Err(LinkError::PoweredOff),
        }
    }

    async fn is_present(&mut self) -> Result<bool, LinkError> {
        match &self.card {
            Some(card) => card.is_present(&mut self.line).await,
            None => Ok(false),
        }
    }

    async fn deactivate(&mut self) -> Result<(), LinkError> {
        if let Some(card) = self.card.take() {
            // A courtesy: it loses its power in any case.
            let _ = card.deselect(&mut self.line).await;
        }
        self.field_off().await
    }

    async fn end(&mut self) -> Result<(), LinkError> {
        self.field_off().await
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
