//! From a card with power to a card that can be spoken with: protocol, speed, block sizes.

use super::parameters::{Capabilities, Choice};
use super::slot::Slot;
use super::transfer_block::Tpdu;
use super::transmission::Transmission;
use super::{
    CommandStatus, ExchangeLevel, Features, HEADER_LENGTH, PcToRdr, RdrToPc, SlotError, timing,
};
use crate::iso7816::{Atr, Protocol};
use crate::link::{Limits, LinkError};
use crate::tpdu::{Block, Check, Pps, T1, block_waiting_time, work_waiting_time};

/// A card that was powered and can be spoken with.
pub(super) struct Start {
    pub(super) transmission: Transmission,
    pub(super) limits: Limits,
}

/// Why a card was not activated.
enum Refusal {
    /// It does not accept what was proposed. Only a reset helps (ISO/IEC 7816-3, 9.3).
    Proposal,
    /// Anything else.
    Link(LinkError),
}

impl From<LinkError> for Refusal {
    fn from(error: LinkError) -> Self {
        Self::Link(error)
    }
}

impl Refusal {
    /// The error, where nothing more can be tried.
    const fn into_error(self) -> LinkError {
        match self {
            Self::Proposal => LinkError::ProtocolDisjoint,
            Self::Link(error) => error,
        }
    }
}

impl Slot {
    /// Powers the card in the slot and agrees on how to speak with it. If that is not
    /// possible, its power is taken again.
    pub(super) async fn start(&mut self) -> Result<Start, LinkError> {
        let (mut atr, _) = self.power_on().await?;
        let mut activated = self.activate(&atr, true).await;
        if matches!(activated, Err(Refusal::Proposal)) {
            for _ in 0..self.quirks.resets_after_refusal.max(1) {
                self.power_off().await?;
                (atr, _) = self.power_on().await?;
            }
            activated = self.activate(&atr, false).await;
        }
        match activated {
            Ok(transmission) => Ok(Start {
                limits: self.limits(&transmission, &atr),
                transmission,
            }),
            Err(refusal) => {
                // What went wrong before is worth more than what goes wrong now; and if the
                // power stays, the next use of the slot takes it.
                let _ = self.power_off().await;
                Err(refusal.into_error())
            }
        }
    }

    fn limits(&self, transmission: &Transmission, atr: &[u8]) -> Limits {
        let limits = match (transmission, self.level()) {
            // Longer ones travel in several messages or blocks.
            (Transmission::T1 { .. }, _) | (_, ExchangeLevel::ExtendedApdu) => Limits::EXTENDED,
            (Transmission::T0 { .. }, _) => Limits::SHORT,
            (Transmission::Apdu, _) => {
                let longest = usize::try_from(self.descriptor().max_message_length);
                let block = longest.unwrap_or(usize::MAX).saturating_sub(HEADER_LENGTH);
                Limits::SHORT.narrowed(block, block)
            }
        };
        match Atr::try_from(atr).map(|atr| atr.extended_length()) {
            Ok(Some(false)) => limits.and(Limits::SHORT),
            _ => limits,
        }
    }

    /// Agrees with card and reader on how to speak. If cards may be asked for more than they
    /// do after reset, they may refuse.
    async fn activate(&mut self, atr: &[u8], may_negotiate: bool) -> Result<Transmission, Refusal> {
        let atr = match Atr::try_from(atr) {
            Ok(atr) => atr,
            Err(_) if self.level() == ExchangeLevel::Tpdu => {
                return Err(LinkError::MalformedAtr.into());
            }
            // A card is not refused for an ATR that cannot be read: the reader understood it.
            Err(_) => return Ok(Transmission::Apdu),
        };
        let mut choice = self.choose(&atr, may_negotiate)?;
        if self
            .descriptor()
            .features
            .has(Features::AUTOMATIC_NEGOTIATION)
        {
            if self.level() == ExchangeLevel::Tpdu {
                choice.protocol = self.negotiated(choice.protocol).await?;
            }
        } else {
            if let Some(pps) = choice.pps {
                choice.rates = self.propose(pps).await?;
            }
            self.set_parameters(&choice, &atr, may_negotiate).await?;
        }
        if self.level() != ExchangeLevel::Tpdu {
            return Ok(Transmission::Apdu);
        }
        let mut transmission = self.transmission(&choice, &atr);
        transmission.prepare(self).await?;
        Ok(transmission)
    }

    fn choose(&self, atr: &Atr, may_negotiate: bool) -> Result<Choice, LinkError> {
        let capabilities = Capabilities {
            descriptor: self.descriptor(),
            level: self.level(),
            data_rates: &self.data_rates,
            may_negotiate: may_negotiate && !self.quirks.no_negotiation,
        };
        capabilities.choose(atr)
    }

    /// Asks a reader that negotiates by itself what came of it. One that does not say has not
    /// changed the protocol.
    async fn negotiated(&mut self, default: Protocol) -> Result<Protocol, LinkError> {
        let message = self.ask(PcToRdr::GetParameters, timing::STATUS).await?;
        Ok(match (message.command, message.reply) {
            (CommandStatus::Processed, RdrToPc::Parameters { protocol: 0, .. }) => Protocol::T0,
            (CommandStatus::Processed, RdrToPc::Parameters { protocol: 1, .. }) => Protocol::T1,
            _ => default,
        })
    }

    /// PPS. Returns the rates that hold from now on.
    async fn propose(&mut self, pps: Pps) -> Result<u8, Refusal> {
        /// Fi 372 and Di 1 (ISO/IEC 7816-3, 9.2: without PPS1 the default values hold).
        const DEFAULT_RATES: u8 = 0x11;
        let sent = self.transfer_tpdu(&pps.request(), 0, timing::CARD).await;
        let accepted = match sent? {
            Tpdu::Bytes(response) => pps.accepted(&response),
            Tpdu::Silence | Tpdu::Garbled => None,
        };
        let accepted = accepted.ok_or(Refusal::Proposal)?;
        Ok(accepted.rates.unwrap_or(DEFAULT_RATES))
    }

    /// Tells the reader what was chosen.
    async fn set_parameters(
        &mut self,
        choice: &Choice,
        atr: &Atr,
        may_reset: bool,
    ) -> Result<(), Refusal> {
        let Some((protocol, data)) = choice.parameters(atr) else {
            return Ok(());
        };
        let request = PcToRdr::SetParameters {
            protocol,
            data: &data,
        };
        match self.ask(request, timing::STATUS).await?.command {
            CommandStatus::Failed(_) if may_reset && self.quirks.resets_after_refusal > 0 => {
                Err(Refusal::Proposal)
            }
            // A parameter that cannot be changed, or a reader that knows better.
            CommandStatus::Failed(
                SlotError::CommandNotSupported
                | SlotError::WrongLength
                | SlotError::NoSuchSlot
                | SlotError::Parameter(_),
            )
            | CommandStatus::Processed => Ok(()),
            CommandStatus::Failed(error) => Err(LinkError::ReaderRefused(error).into()),
            CommandStatus::TimeExtension(_) => Err(LinkError::UnexpectedMessage.into()),
        }
    }

    fn transmission(&self, choice: &Choice, atr: &Atr) -> Transmission {
        let clock = self.descriptor().default_clock;
        if choice.protocol == Protocol::T0 {
            let wait = work_waiting_time(atr.waiting_time(), clock) + timing::READER;
            return Transmission::T0 {
                wait: wait.max(self.patience()),
            };
        }
        let check = if atr.uses_crc() {
            Check::Crc
        } else {
            Check::Lrc
        };
        let room = self
            .longest_message()
            .saturating_sub(HEADER_LENGTH + Block::overhead(check));
        let room = u8::try_from(room).unwrap_or(u8::MAX);
        let mut protocol = T1::new(check, atr.information_field_size(), room);
        let own_size = self.descriptor().max_ifsd;
        let automatic = self.descriptor().features.has(Features::AUTOMATIC_IFSD);
        // None at all is a mistake, and the size after reset suits every reader.
        if !automatic && own_size > 0 {
            protocol = protocol.telling(u8::try_from(own_size).unwrap_or(u8::MAX));
        }
        let integers = atr.block_and_character_waiting_time();
        let wait = block_waiting_time(integers, clock) + timing::READER;
        Transmission::T1 {
            protocol: Box::new(protocol),
            wait: wait.max(self.patience()),
        }
    }
}
