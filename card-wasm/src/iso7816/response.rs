//! Response APDUs (ISO/IEC 7816-4, 5.1): data and a status word.

use core::fmt;

use thiserror::Error;

use super::StatusWord;

/// Bytes without a status word, or more than any answer has.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("not a response APDU")]
pub struct MalformedResponse;

/// What the card answered. `Debug` shows no data, because they may be personal.
#[derive(Clone, Eq, PartialEq)]
pub struct Response {
    data: Vec<u8>,
    status: StatusWord,
}

impl Response {
    /// Most bytes of data.
    pub const MAXIMUM_DATA: usize = 65_536;

    /// An answer of these parts.
    ///
    /// # Errors
    /// If there are more than [`Self::MAXIMUM_DATA`].
    pub fn new(data: Vec<u8>, status: StatusWord) -> Result<Self, MalformedResponse> {
        if data.len() > Self::MAXIMUM_DATA {
            return Err(MalformedResponse);
        }
        Ok(Self { data, status })
    }

    /// The data, without the status word.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The data, taken out.
    #[must_use]
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }

    /// The status word.
    #[must_use]
    pub const fn status(&self) -> StatusWord {
        self.status
    }

    /// Bytes on the wire, status word included.
    #[must_use]
    pub fn encoded_length(&self) -> usize {
        self.data.len() + 2
    }
}

impl TryFrom<&[u8]> for Response {
    type Error = MalformedResponse;

    fn try_from(bytes: &[u8]) -> Result<Self, MalformedResponse> {
        let (data, status) = bytes.split_last_chunk::<2>().ok_or(MalformedResponse)?;
        Self::new(data.to_vec(), StatusWord::from(*status))
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Response({} bytes, {})",
            self.data.len(),
            self.status
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_answer_has_a_status_word() {
        for short in [&[][..], &[0x90]] {
            assert_eq!(Response::try_from(short), Err(MalformedResponse));
        }
        let bare = Response::try_from(&[0x90, 0x00][..]).unwrap();
        assert_eq!((bare.data(), bare.status()), (&[][..], StatusWord::Success));
        assert!(Response::try_from(&vec![0; Response::MAXIMUM_DATA + 3][..]).is_err());
    }

    proptest! {
        #[test]
        fn data_and_status_word_are_separated(bytes in proptest::collection::vec(any::<u8>(), 2..300)) {
            let response = Response::try_from(bytes.as_slice()).unwrap();
            let again = [response.data(), &response.status().to_bytes()].concat();
            prop_assert_eq!(again, bytes);
        }
    }
}
