//! The protocol parameters of a slot (CCID 1.1, 6.1.7 and 6.2.3): how the
//! reader drives the contacts, and whether that is how the card listens.

use super::descriptor::DEFAULT_CLOCK_KHZ;
use super::message::Failure;
use super::model::Model;
use crate::transmission::{CheckCode, ContactAnswer, Contacts, Protocol, bits_per_second};

/// `abProtocolDataStructure` of either protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameters {
    /// T=0: Fi/Di, TCCKS, guard time, waiting integer, clock stop.
    Commands([u8; 5]),
    /// T=1: Fi/Di, TCCKS, guard time, waiting integers, clock stop, IFSC, NAD.
    Blocks([u8; 7]),
}

/// Offsets in the message, where a wrong field is named by its own.
const RATE: u8 = 10;
const CONVENTION: u8 = 11;
const CLOCK_STOP: u8 = 14;
const SIZE: u8 = 15;

/// `bmTCCKST1`: bits 7 to 2 are 000100; bit 1 says inverse, bit 0 says CRC.
const BLOCKS_CONVENTION: u8 = 0x10;
const INVERSE: u8 = 0x02;
const CYCLIC: u8 = 0x01;

impl Parameters {
    /// What a reader takes that knows nothing of the card (6.1.6): T=0, Fi/Di
    /// 11, direct, no guard time, WI 10, the clock not to be stopped.
    pub(crate) const DEFAULT: Self = Self::Commands([0x11, 0x00, 0x00, 0x0A, 0x00]);

    /// What readers report that exchange whole APDUs: T=1, Fi/Di 11, LRC, no
    /// guard time, BWI 4, CWI 5, clock not stopped, IFSC 254, NAD 00.
    pub(crate) const OF_APDU_LEVEL: Self = Self::Blocks([0x11, 0x10, 0x00, 0x45, 0x00, 0xFE, 0x00]);

    /// What the answer to reset asks for, at the card's present rate.
    pub(crate) fn of_card(contacts: &Contacts) -> Self {
        let (answer, rate) = (contacts.answer_to_reset(), contacts.rate());
        match contacts.protocol() {
            Protocol::Commands => Self::Commands([rate, 0x00, 0x00, 0x0A, 0x00]),
            Protocol::Blocks => {
                let convention = BLOCKS_CONVENTION | cyclic(answer);
                let integers = answer.waiting_integers();
                Self::Blocks([rate, convention, 0x00, integers, 0x00, 0xFE, 0x00])
            }
        }
    }

    /// Reads PC_to_RDR_SetParameters.
    pub(crate) fn parse(number: u8, data: &[u8], model: &Model) -> Result<Self, Failure> {
        let protocol = Protocol::of_number(number)
            .filter(|protocol| model.speaks(*protocol))
            .ok_or(Failure::BAD_SELECTION)?;
        let parsed = match protocol {
            Protocol::Commands => data.try_into().map(Self::Commands).ok(),
            Protocol::Blocks => data.try_into().map(Self::Blocks).ok(),
        };
        let parameters = parsed.ok_or(Failure::BadLength)?;
        parameters.check(model)?;
        Ok(parameters)
    }

    fn check(&self, model: &Model) -> Result<(), Failure> {
        let possible = bits_per_second(self.rate(), DEFAULT_CLOCK_KHZ)
            .is_some_and(|rate| rate <= model.max_data_rate());
        if !possible {
            return Err(Failure::BadField(RATE));
        }
        let (convention, clock_stop, size) = match self {
            Self::Commands([_, convention, _, _, clock_stop]) => {
                (convention & !INVERSE == 0, *clock_stop, None)
            }
            Self::Blocks([_, convention, _, _, clock_stop, size, _]) => {
                let rest = convention & !(INVERSE | CYCLIC);
                (rest == BLOCKS_CONVENTION, *clock_stop, Some(*size))
            }
        };
        if !convention {
            return Err(Failure::BadField(CONVENTION));
        }
        if clock_stop > 3 {
            return Err(Failure::BadField(CLOCK_STOP));
        }
        match size {
            Some(0 | 0xFF) => Err(Failure::BadField(SIZE)),
            _ => Ok(()),
        }
    }

    pub(crate) fn protocol(&self) -> Protocol {
        match self {
            Self::Commands(_) => Protocol::Commands,
            Self::Blocks(_) => Protocol::Blocks,
        }
    }

    pub(crate) fn rate(&self) -> u8 {
        match self {
            Self::Commands([rate, ..]) | Self::Blocks([rate, ..]) => *rate,
        }
    }

    /// `bClockStop`.
    pub(crate) fn clock_stop(&self) -> u8 {
        match self {
            Self::Commands([.., clock_stop]) | Self::Blocks([_, _, _, _, clock_stop, ..]) => {
                *clock_stop
            }
        }
    }

    /// The check bytes that the reader waits for behind a block of T=1.
    pub(crate) fn check_code(&self) -> CheckCode {
        match self {
            Self::Blocks([_, convention, ..]) if convention & CYCLIC != 0 => CheckCode::Cyclic,
            Self::Commands(_) | Self::Blocks(_) => CheckCode::Longitudinal,
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Commands(bytes) => bytes.to_vec(),
            Self::Blocks(bytes) => bytes.to_vec(),
        }
    }

    /// Whether the card hears a reader that talks like this, and is heard.
    pub(crate) fn fit(&self, contacts: &Contacts) -> bool {
        if self.protocol() != contacts.protocol() || self.rate() != contacts.rate() {
            return false;
        }
        let [needs_block, needs_character] = nibbles(contacts.answer_to_reset().waiting_integers());
        match self {
            Self::Commands([_, convention, ..]) => convention & INVERSE == 0,
            Self::Blocks([_, convention, _, integers, ..]) => {
                let [block, character] = nibbles(*integers);
                convention & INVERSE == 0 && block >= needs_block && character >= needs_character
            }
        }
    }
}

fn cyclic(answer: ContactAnswer) -> u8 {
    match answer.check() {
        CheckCode::Longitudinal => 0,
        CheckCode::Cyclic => CYCLIC,
    }
}

fn nibbles(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 0x0F]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_field_is_named_by_its_offset() {
        let model = Model::named("tpdu").expect("a model");
        let good = [0x11, 0x10, 0x00, 0x45, 0x00, 0xFE, 0x00];
        assert_eq!(
            Parameters::parse(1, &good, &model),
            Ok(Parameters::Blocks(good))
        );
        let with = |at: usize, byte| {
            let mut bytes = good;
            bytes[at] = byte;
            Parameters::parse(1, &bytes, &model)
        };
        assert_eq!(with(0, 0x71), Err(Failure::BadField(10)), "reserved");
        assert_eq!(
            with(0, 0x18),
            Ok(Parameters::Blocks([0x18, 0x10, 0, 0x45, 0, 0xFE, 0]))
        );
        assert_eq!(with(0, 0x17), Err(Failure::BadField(10)), "too fast");
        assert_eq!(with(1, 0x00), Err(Failure::BadField(11)));
        assert_eq!(with(4, 4), Err(Failure::BadField(14)));
        assert_eq!(with(5, 0xFF), Err(Failure::BadField(15)));
        assert_eq!(
            Parameters::parse(1, &good[..5], &model),
            Err(Failure::BadLength)
        );
        assert_eq!(
            Parameters::parse(2, &good, &model),
            Err(Failure::BAD_SELECTION)
        );
        let one = Model::named("tpdu-t0").expect("a model");
        assert_eq!(
            Parameters::parse(1, &good, &one),
            Err(Failure::BAD_SELECTION)
        );
    }

    #[test]
    fn a_card_hears_only_what_fits() {
        let card = Contacts::reset(ContactAnswer::Second);
        let fits = |bytes| Parameters::Blocks(bytes).fit(&card);
        assert!(fits([0x11, 0x10, 0, 0x46, 0, 0xFB, 0]));
        assert!(!fits([0x13, 0x10, 0, 0x46, 0, 0xFB, 0]), "another rate");
        assert!(!fits([0x11, 0x12, 0, 0x46, 0, 0xFB, 0]), "inverse");
        assert!(
            !fits([0x11, 0x10, 0, 0x45, 0, 0xFB, 0]),
            "impatient with characters"
        );
        assert!(
            !fits([0x11, 0x10, 0, 0x36, 0, 0xFB, 0]),
            "impatient with blocks"
        );
        assert!(!Parameters::DEFAULT.fit(&card));
        assert!(Parameters::of_card(&card).fit(&card));
    }
}
