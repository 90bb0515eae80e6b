//! Reads the certificate in as few commands as reader and card permit.
//!
//! With extended commands the whole file comes at once. Where that fails, whoever is to
//! blame, it is read in short pieces up to the length in the DER header.

use card_certificate::{Certificate, MAX_CERTIFICATE_BYTES};

use super::card::{Card, unexpected};
use super::command::File;
use super::{CardError, ExtendedLength, Step};
use crate::iso7816::{ExpectedLength, Response, StatusWord, tlv};

/// The certificate, or `None` if the card shows it only after the PIN.
pub(super) async fn read(card: &mut Card) -> Result<Option<Certificate>, CardError> {
    let Some(mut bytes) = read_beginning(card).await? else {
        return Ok(None);
    };
    // Without a header there is nothing to go by; the parser has a name for what is wrong.
    let total = tlv::Header::read(&bytes).map_or(0, |header| header.total());
    let total = total.min(MAX_CERTIFICATE_BYTES);
    while bytes.len() < total {
        let before = bytes.len();
        let longest = card.longest_answer();
        for piece in card.read_pieces(before..total).await? {
            let piece = read_data(piece)?;
            let whole = piece.len() == longest;
            bytes.extend(piece);
            // What comes behind a piece that was cut short does not belong behind it.
            if !whole {
                break;
            }
        }
        if bytes.len() == before {
            break;
        }
    }
    Ok(Some(Certificate::from_elementary_file(&bytes)?))
}

/// As much from the beginning of the file as one command brings.
async fn read_beginning(card: &mut Card) -> Result<Option<Vec<u8>>, CardError> {
    if card.extended.may_be_tried() {
        let expected = ExpectedLength::at_most(card.longest_answer());
        match card.read_first(File::Certificate, expected).await {
            Ok(response) if is_read(&response) => {
                card.extended = ExtendedLength::Works(response.data().len());
                return Ok(Some(response.into_data()));
            }
            Ok(response) if is_locked(&response) => return Ok(None),
            Err(CardError::Link(error)) if error.is_card_lost() => return Err(error.into()),
            Err(CardError::Link(error)) => card.extended = ExtendedLength::Failed(error),
            Err(error) => return Err(error),
            Ok(response) => card.extended = ExtendedLength::Refused(response.status()),
        }
    }
    let expected = ExpectedLength::at_most(card.longest_answer());
    let response = card.read_first(File::Certificate, expected).await?;
    if is_locked(&response) {
        return Ok(None);
    }
    read_data(response).map(Some)
}

/// Reading beyond the end brings what there is (ISO/IEC 7816-4, 7.2.3, 6282).
fn read_data(response: Response) -> Result<Vec<u8>, CardError> {
    match response.status() {
        StatusWord::Success | StatusWord::EndOfFile => Ok(response.into_data()),
        StatusWord::SecurityStatusNotSatisfied => Err(CardError::PinRequired(Step::Certificate)),
        status => Err(unexpected(Step::Certificate, status)),
    }
}

fn is_read(response: &Response) -> bool {
    let complete = matches!(
        response.status(),
        StatusWord::Success | StatusWord::EndOfFile
    );
    complete && !response.data().is_empty()
}

fn is_locked(response: &Response) -> bool {
    response.status() == StatusWord::SecurityStatusNotSatisfied
}

#[cfg(test)]
#[path = "certificate_file_tests.rs"]
mod tests;
