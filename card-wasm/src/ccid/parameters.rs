//! Protocol, speed and what a reader has to be told of them (CCID 1.1, 6.1.7; the order of steps
//! as in libccid `IFDHSetProtocolParameters`).
//!
//! | dwFeatures | who negotiates | what the host sends |
//! |---|---|---|
//! | 40 | the reader, by itself | nothing |
//! | 80 | the reader, what it is told | SetParameters |
//! | neither, APDU level | nobody | SetParameters |
//! | neither, TPDU level | the host | PPS, then SetParameters |

use super::{ClassDescriptor, ExchangeLevel, Features};
use crate::iso7816::{Atr, Protocol};
use crate::link::LinkError;
use crate::tpdu::Pps;

/// Clock rate and baud rate after reset: Fi 372, Di 1 (ISO/IEC 7816-3, 8.1).
const DEFAULT_RATES: u8 = 0x11;

/// What of a reader matters here.
#[derive(Clone, Copy)]
pub(super) struct Capabilities<'a> {
    pub(super) descriptor: &'a ClassDescriptor,
    pub(super) level: ExchangeLevel,
    /// The data rates that it lists, in bit/s. Without a list all are possible.
    pub(super) data_rates: &'a [u32],
    /// Whether cards may be asked for more than they do after reset.
    pub(super) may_negotiate: bool,
}

/// How to speak with a card.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Choice {
    pub(super) protocol: Protocol,
    /// As TA1.
    pub(super) rates: u8,
    /// What the host has to negotiate for that.
    pub(super) pps: Option<Pps>,
}

impl Capabilities<'_> {
    /// The protocol and speed for a card.
    ///
    /// # Errors
    /// [`LinkError::ProtocolDisjoint`] if there is none, and the host has to know it.
    pub(super) fn choose(&self, atr: &Atr) -> Result<Choice, LinkError> {
        let default = atr.default_protocol();
        let is_specific = atr.is_specific_mode();
        let protocol = match self.level {
            ExchangeLevel::Tpdu if atr.has_implicit_parameters() => {
                return Err(LinkError::ProtocolDisjoint);
            }
            ExchangeLevel::Tpdu => self.common(atr).ok_or(LinkError::ProtocolDisjoint)?,
            // What it cannot do, such a reader has to know by itself.
            _ => self.common(atr).unwrap_or(default),
        };
        let rates = self.rates(atr);
        let host_negotiates = self.host_negotiates() && !is_specific;
        let fast = (rates != DEFAULT_RATES).then_some(rates);
        let pps = (host_negotiates && (protocol != default || fast.is_some())).then_some(Pps {
            protocol: number(protocol),
            rates: fast,
        });
        Ok(Choice {
            protocol,
            rates,
            pps,
        })
    }

    /// The protocol that both speak: T=1 rather than T=0, as it finds errors, if it may be
    /// chosen.
    fn common(&self, atr: &Atr) -> Option<Protocol> {
        let default = atr.default_protocol();
        let fixed = atr.is_specific_mode() || !self.may_negotiate;
        [Protocol::T1, Protocol::T0]
            .into_iter()
            .filter(|protocol| self.speaks(*protocol))
            .find(|protocol| *protocol == default || !fixed && atr.protocols().contains(protocol))
    }

    /// dwProtocols (CCID 1.1, table 5.1-1). One reader has the bytes in the wrong order
    /// (MySmartPad, 00000300), so that nothing at all means everything.
    fn speaks(&self, protocol: Protocol) -> bool {
        let announced = self.descriptor.protocols & 0x03;
        announced == 0 || announced & (1 << number(protocol)) != 0
    }

    fn host_negotiates(&self) -> bool {
        let features = self.descriptor.features;
        self.level == ExchangeLevel::Tpdu
            && !features.has(Features::AUTOMATIC_NEGOTIATION)
            && !features.has(Features::NEGOTIATION_FROM_PARAMETERS)
    }

    /// TA1 if it holds already, or the fastest that both can do and somebody negotiates.
    fn rates(&self, atr: &Atr) -> u8 {
        let Some(ta1) = atr.clock_and_baud_rate() else {
            return DEFAULT_RATES;
        };
        if atr.is_specific_mode() {
            return ta1;
        }
        let features = self.descriptor.features;
        let negotiated =
            features.has(Features::NEGOTIATION_FROM_PARAMETERS) || self.host_negotiates();
        if !negotiated || !self.may_negotiate {
            return DEFAULT_RATES;
        }
        // Cards of Di 16 to 64 go slower, too; libccid tries down to 94.
        let slowest = if matches!(ta1, 0x95..=0x97) {
            0x94
        } else {
            ta1
        };
        (slowest..=ta1)
            .rev()
            .find(|rates| self.can_do(*rates))
            .unwrap_or(DEFAULT_RATES)
    }

    fn can_do(&self, rates: u8) -> bool {
        let clock = self.descriptor.default_clock;
        let Some(rate) = data_rate(clock, rates) else {
            return false;
        };
        let listed = self.data_rates;
        rate <= self.descriptor.max_data_rate
            && data_rate(clock, DEFAULT_RATES).is_some_and(|default| rate > default)
            // Some lists are rounded up.
            && (listed.is_empty() || listed.iter().any(|it| it.abs_diff(rate) < 2))
    }
}

impl Choice {
    /// bProtocolNum and abProtocolDataStructure of SetParameters.
    pub(super) fn parameters(&self, atr: &Atr) -> Option<(u8, Vec<u8>)> {
        let inverse = if atr.is_inverse() { 0x02 } else { 0x00 };
        match self.protocol {
            Protocol::T0 => Some((
                0,
                vec![
                    self.rates,         // bmFindexDindex
                    inverse,            // bmTCCKST0
                    atr.guard_time(),   // bGuardTimeT0
                    atr.waiting_time(), // bWaitingIntegerT0
                    0x00,               // bClockStop: not allowed
                ],
            )),
            Protocol::T1 => Some((
                1,
                vec![
                    self.rates,                                // bmFindexDindex
                    0x10 | inverse | u8::from(atr.uses_crc()), // bmTCCKST1
                    atr.guard_time(),                          // bGuardTimeT1
                    atr.block_and_character_waiting_time(),    // bmWaitingIntegersT1
                    0x00,                                      // bClockStop: not allowed
                    atr.information_field_size(),              // bIFSC
                    0x00,                                      // bNadValue
                ],
            )),
            Protocol::Other(_) => None,
        }
    }
}

const fn number(protocol: Protocol) -> u8 {
    match protocol {
        Protocol::T0 => 0,
        Protocol::T1 => 1,
        Protocol::Other(number) => number,
    }
}

/// Bits per second at this clock (ISO/IEC 7816-3, 7.1 and tables 7 and 8).
fn data_rate(clock_khz: u32, ta1: u8) -> Option<u32> {
    let f = match ta1 >> 4 {
        0 | 1 => 372,
        2 => 558,
        3 => 744,
        4 => 1116,
        5 => 1488,
        6 => 1860,
        9 => 512,
        10 => 768,
        11 => 1024,
        12 => 1536,
        13 => 2048,
        _ => return None,
    };
    let d = match ta1 & 0x0F {
        1 => 1,
        2 => 2,
        3 => 4,
        4 => 8,
        5 => 16,
        6 => 32,
        7 => 64,
        8 => 12,
        9 => 20,
        _ => return None,
    };
    clock_khz
        .checked_mul(1000)?
        .checked_mul(d)
        .map(|product| product / f)
}

#[cfg(test)]
#[path = "parameters_tests.rs"]
mod tests;
