//! What the smart-card service reports, as a code of the protocol.

use bridge_protocol::{Code, Failure};
use pcsc::Error;

use crate::places;

/// The code for an error of PC/SC; its number goes along where the code says too little.
#[must_use]
pub fn failure(error: Error) -> Failure {
    let code = code(error);
    Failure {
        code,
        pcsc: (code == Code::Pcsc).then_some(number(error)),
    }
}

fn code(error: Error) -> Code {
    match error {
        Error::NoService
        | Error::ServiceStopped
        | Error::ServerTooBusy
        | Error::CommError
        | Error::InvalidHandle
        // pcscd serves only whom polkit lets, and says so for a moment while it is being ended.
        | Error::SecurityViolation
        | Error::Shutdown => {
            if places::is_sandboxed() {
                Code::Sandbox
            } else {
                Code::NoService
            }
        }
        Error::UnknownReader | Error::NoReadersAvailable => Code::NoReader,
        Error::SharingViolation => Code::ReaderInUse,
        Error::ReaderUnavailable => Code::ReaderGone,
        Error::NoSmartcard => Code::CardAbsent,
        Error::RemovedCard => Code::CardRemoved,
        Error::ResetCard => Code::CardReset,
        Error::UnresponsiveCard
        | Error::UnpoweredCard
        | Error::UnsupportedCard
        | Error::ProtoMismatch
        | Error::CardUnsupported => Code::CardMute,
        Error::Timeout => Code::Timeout,
        _ => Code::Pcsc,
    }
}

/// The number by which the system's documents know an error: `SCARD_E_…` as 32 bits.
const fn number(error: Error) -> u32 {
    error as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_can_do_something_about_has_a_code() {
        for (error, code) in [
            (Error::SharingViolation, Code::ReaderInUse),
            (Error::RemovedCard, Code::CardRemoved),
            (Error::NoSmartcard, Code::CardAbsent),
            (Error::SecurityViolation, Code::NoService),
            (Error::UnknownReader, Code::NoReader),
            (Error::ProtoMismatch, Code::CardMute),
        ] {
            assert_eq!(failure(error), Failure::from(code));
        }
    }

    #[test]
    fn anything_else_keeps_its_number() {
        let unknown = failure(Error::NotTransacted);
        assert_eq!(unknown.code, Code::Pcsc);
        assert_eq!(unknown.pcsc, Some(0x8010_0016));
    }
}
