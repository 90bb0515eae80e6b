//! Messages as browsers frame them for native hosts: a length of four bytes in the order of
//! the machine, then so many bytes of JSON (Chrome, "Native messaging protocol").

use std::io::{self, ErrorKind, Read, Write};

use thiserror::Error;

/// Why there is no message.
#[derive(Debug, Error)]
pub enum FrameError {
    /// The announced length is above the cap. Nothing of the message was read.
    #[error("a message of {0} bytes is too large")]
    TooLarge(u64),
    /// The other side went away in the middle, or the channel failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Reads one message of at most `cap` bytes; `None` when the other side has closed the channel
/// between two messages. No memory is taken for bytes that were announced and never came.
///
/// # Errors
/// [`FrameError`], after which the channel is of no use.
pub fn read(input: &mut impl Read, cap: usize) -> Result<Option<Vec<u8>>, FrameError> {
    let mut length = [0; 4];
    if !fill_or_end(input, &mut length)? {
        return Ok(None);
    }
    let announced = u64::from(u32::from_ne_bytes(length));
    let length = usize::try_from(announced)
        .ok()
        .filter(|length| *length <= cap)
        .ok_or(FrameError::TooLarge(announced))?;
    // All at once, so that a growing buffer leaves no copy of a PIN behind; the cap is small.
    let mut message = vec![0; length];
    input.read_exact(&mut message)?;
    Ok(Some(message))
}

/// Writes one message of at most `cap` bytes and flushes it.
///
/// # Errors
/// [`FrameError`]. A message that is too large is not begun.
pub fn write(output: &mut impl Write, message: &[u8], cap: usize) -> Result<(), FrameError> {
    let announced = u64::try_from(message.len()).unwrap_or(u64::MAX);
    let length = u32::try_from(announced)
        .ok()
        .filter(|_| message.len() <= cap)
        .ok_or(FrameError::TooLarge(announced))?;
    output.write_all(&length.to_ne_bytes())?;
    output.write_all(message)?;
    output.flush()?;
    Ok(())
}

/// Fills the buffer; `false` when the input ended before its first byte.
fn fill_or_end(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    let mut rest = &mut *buffer;
    let whole = rest.len();
    while !rest.is_empty() {
        match input.read(rest) {
            Ok(0) if rest.len() == whole => return Ok(false),
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => rest = rest.get_mut(count..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_message_above_the_cap_is_neither_read_nor_written() {
        let announced = 0x7FFF_FFFF_u32.to_ne_bytes();
        let result = read(&mut announced.as_slice(), 65_536);
        assert!(matches!(result, Err(FrameError::TooLarge(0x7FFF_FFFF))));
        let mut output = Vec::new();
        let result = write(&mut output, &[0; 5], 4);
        assert!(matches!(result, Err(FrameError::TooLarge(5))));
        assert!(output.is_empty());
    }

    #[test]
    fn an_end_between_messages_is_none_and_within_one_an_error() {
        let mut output = Vec::new();
        write(&mut output, b"{}", 4).unwrap();
        assert!(matches!(read(&mut &output[..0], 4), Ok(None)));
        for end in 1..output.len() {
            assert!(read(&mut &output[..end], 4).is_err(), "{end}");
        }
    }

    proptest! {
        #[test]
        fn messages_arrive_as_they_were_sent(messages: Vec<Vec<u8>>) {
            let mut wire = Vec::new();
            for message in &messages {
                write(&mut wire, message, 65_536).unwrap();
            }
            let mut input = wire.as_slice();
            for message in &messages {
                let read = read(&mut input, 65_536).unwrap();
                prop_assert_eq!(read.as_ref(), Some(message));
            }
            prop_assert!(read(&mut input, 65_536).unwrap().is_none());
        }
    }
}
