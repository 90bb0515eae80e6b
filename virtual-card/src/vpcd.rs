//! A client for vpcd, the virtual reader driver of vsmartcard: the card is
//! offered to the system's own pcscd (vsmartcard, `doc/api.txt`).
//!
//! Each message is a length of two bytes, big-endian, and so many bytes. One
//! byte alone is a control code; anything longer is a command APDU.

use std::io::{self, Read, Write};

use crate::card::VirtualCard;

/// Control codes (vsmartcard, `vpcd.h`).
const POWER_OFF: u8 = 0x00;
const POWER_ON: u8 = 0x01;
const RESET: u8 = 0x02;
const ANSWER_TO_RESET: u8 = 0x04;

/// Serves vpcd until it closes the connection. `observe` sees the card after
/// each APDU, before the answer leaves: what it keeps there of a try that was
/// spent stays spent, whatever happens to this program next.
///
/// # Errors
/// When the connection or `observe` fails. That vpcd closes the connection
/// between two messages is the ordinary end.
pub fn serve(
    stream: &mut (impl Read + Write),
    card: &mut VirtualCard,
    mut observe: impl FnMut(&VirtualCard) -> io::Result<()>,
) -> io::Result<()> {
    while let Some(message) = read_message(stream)? {
        let answer = match *message.as_slice() {
            [POWER_OFF] => {
                card.power_off();
                continue;
            }
            [POWER_ON] => {
                card.power_on();
                continue;
            }
            [RESET] => {
                card.warm_reset();
                continue;
            }
            [ANSWER_TO_RESET] => card.atr().to_vec(),
            ref apdu => {
                let answer = card.transmit(apdu);
                observe(card)?;
                answer
            }
        };
        write_message(stream, &answer)?;
    }
    Ok(())
}

/// `None` when the other side has closed the connection.
fn read_message(stream: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 2];
    match stream.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut message = vec![0; u16::from_be_bytes(length).into()];
    stream.read_exact(&mut message)?;
    Ok(Some(message))
}

fn write_message(stream: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u16::try_from(message.len()).map_err(|_| io::ErrorKind::InvalidData)?;
    stream.write_all(&[&length.to_be_bytes(), message].concat())?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    /// What vpcd sends, and what it gets.
    struct Wire<'a> {
        sent: &'a [u8],
        received: Vec<u8>,
    }

    impl Read for Wire<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.sent.read(buffer)
        }
    }

    impl Write for Wire<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.received.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn framed(messages: &[&[u8]]) -> Vec<u8> {
        let frame = |message: &&[u8]| [&(message.len() as u16).to_be_bytes(), *message].concat();
        messages.iter().flat_map(frame).collect()
    }

    fn served(messages: &[&[u8]]) -> (io::Result<()>, Vec<u8>, Vec<u8>) {
        let mut card = VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap();
        let sent = framed(messages);
        let mut wire = Wire {
            sent: &sent,
            received: Vec::new(),
        };
        let mut seen = Vec::new();
        let result = serve(&mut wire, &mut card, |card| {
            seen.push(card.counters().authentication);
            Ok(())
        });
        (result, wire.received, seen)
    }

    const SELECT_JPKI: &[u8] = &[
        0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0, 0, 0, 1,
    ];
    const WRONG_PIN: &[u8] = &[0x00, 0x20, 0x00, 0x98, 0x04, 0x39, 0x39, 0x39, 0x39];

    #[test]
    fn only_the_answer_to_reset_is_answered_among_control_codes() {
        let (result, received, _) = served(&[&[4], &[1], &[2], &[0]]);
        assert!(result.is_ok());
        let atr = [0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14];
        assert_eq!(received, framed(&[&atr]));
    }

    #[test]
    fn each_apdu_is_observed_and_answered() {
        let (result, received, seen) = served(&[&[1], SELECT_JPKI, WRONG_PIN, SELECT_JPKI]);
        assert!(result.is_ok());
        assert_eq!(received, framed(&[&[0x90, 0], &[0x63, 0xC2], &[0x90, 0]]));
        assert_eq!(seen, [3, 2, 2]);
    }

    #[test]
    fn a_try_that_cannot_be_kept_gets_no_answer() {
        let mut card = VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap();
        let sent = framed(&[&[1], SELECT_JPKI, WRONG_PIN]);
        let mut wire = Wire {
            sent: &sent,
            received: Vec::new(),
        };
        let result = serve(&mut wire, &mut card, |card| {
            match card.counters().authentication {
                3 => Ok(()),
                _ => Err(io::ErrorKind::StorageFull.into()),
            }
        });
        assert_eq!(
            result.map_err(|error| error.kind()),
            Err(io::ErrorKind::StorageFull)
        );
        assert_eq!(wire.received, framed(&[&[0x90, 0]]));
    }

    #[test]
    fn a_message_cut_short_is_an_error() {
        let mut card = VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap();
        let mut wire = Wire {
            sent: &[0, 9, 0x00, 0xA4],
            received: Vec::new(),
        };
        let result = serve(&mut wire, &mut card, |_| Ok(()));
        assert_eq!(
            result.map_err(|error| error.kind()),
            Err(io::ErrorKind::UnexpectedEof)
        );
    }
}
