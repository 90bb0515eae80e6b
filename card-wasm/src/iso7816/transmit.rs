//! One command from the caller's point of view: 61xx and 6Cxx are dealt with here
//! (ISO/IEC 7816-4, 5.3.4 and 7.6.1; ISO/IEC 7816-3, 10.3.3).

use super::{Command, ExpectedLength, Response, StatusWord};
use crate::link::{CardChannel, LinkError};

/// Most commands that fetch the rest of one answer: 65 536 bytes in short pieces.
const MAXIMUM_PIECES: usize = 256;

/// Whether a command may be sent again when the card names the right length.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Repeat {
    /// It changes nothing on the card, so sending it again with another Le is safe.
    Harmless,
    /// It may cost a try. Whatever the card answers, it is not sent again.
    Never,
}

/// Exchanges a command and collects its whole answer.
pub(crate) async fn transmit<C: CardChannel>(
    channel: &mut C,
    command: &Command,
    repeat: Repeat,
) -> Result<Response, LinkError> {
    let response = match channel.exchange(command).await {
        // It never reached the card. Even so, a PIN is not sent again by itself.
        Err(LinkError::NotAccepted) if repeat == Repeat::Harmless => {
            channel.exchange(command).await?
        }
        answered => answered?,
    };
    complete(channel, command, response, repeat).await
}

/// Exchanges harmless commands together. The last answer may be but a beginning, for
/// [`complete`].
pub(crate) async fn transmit_all<C: CardChannel>(
    channel: &mut C,
    commands: &[Command],
) -> Result<Vec<Response>, LinkError> {
    match channel.exchange_all(commands).await {
        // One of them never reached the card.
        Err(LinkError::NotAccepted) => channel.exchange_all(commands).await,
        answered => answered,
    }
}

/// Collects the whole answer to a command, of which this is the beginning.
pub(crate) async fn complete<C: CardChannel>(
    channel: &mut C,
    command: &Command,
    mut response: Response,
    repeat: Repeat,
) -> Result<Response, LinkError> {
    if let (StatusWord::ExactLength(length), Repeat::Harmless) = (response.status(), repeat) {
        let corrected = command.with_expected(announced(length));
        response = channel.exchange(&corrected).await?;
    }
    if matches!(response.status(), StatusWord::MoreData(_)) {
        return collect(channel, response).await;
    }
    Ok(response)
}

/// Appends what GET RESPONSE brings until the card says anything but 61xx.
async fn collect<C: CardChannel>(channel: &mut C, first: Response) -> Result<Response, LinkError> {
    let mut status = first.status();
    let mut data = first.into_data();
    for _ in 0..MAXIMUM_PIECES {
        let StatusWord::MoreData(available) = status else {
            return Response::new(data, status).map_err(|_| LinkError::ResponseTooLong);
        };
        let mut next = channel
            .exchange(&get_response(announced(available)))
            .await?;
        if let StatusWord::ExactLength(length) = next.status() {
            next = channel.exchange(&get_response(announced(length))).await?;
        }
        status = next.status();
        data.extend(next.into_data());
    }
    Err(LinkError::ResponseTooLong)
}

/// GET RESPONSE (ISO/IEC 7816-4, 7.6.1).
fn get_response(expected: ExpectedLength) -> Command {
    Command::new([0x00, 0xC0, 0x00, 0x00]).expecting(expected)
}

/// SW2 of 61xx and 6Cxx: 00 stands for 256.
fn announced(sw2: u8) -> ExpectedLength {
    match sw2 {
        0 => ExpectedLength::SHORT_MAXIMUM,
        length => ExpectedLength::at_most(length.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::script::{ScriptedChannel, block_on};

    fn run(script: &[(&str, &str)], repeat: Repeat) -> Result<Response, LinkError> {
        let mut channel = ScriptedChannel::new(script);
        let command =
            Command::new([0x00, 0xB0, 0x86, 0x00]).expecting(ExpectedLength::SHORT_MAXIMUM);
        let response = block_on(transmit(&mut channel, &command, repeat));
        channel.assert_finished();
        response
    }

    #[test]
    fn the_rest_of_an_answer_is_fetched() {
        let response = run(
            &[
                ("00B0860000", "0102 6102"),
                ("00C0000002", "0304 6101"),
                ("00C0000001", "05 9000"),
            ],
            Repeat::Never,
        )
        .unwrap();
        assert_eq!(response.data(), [1, 2, 3, 4, 5]);
        assert_eq!(response.status(), StatusWord::Success);
    }

    #[test]
    fn a_failed_fetch_is_not_success() {
        let script = [("00B0860000", "6100"), ("00C0000000", "6F00")];
        let response = run(&script, Repeat::Harmless).unwrap();
        assert_eq!(response.status(), StatusWord::NoDiagnosis);
    }

    #[test]
    fn a_harmless_command_is_sent_once_more_with_the_right_length() {
        let script = [("00B0860000", "6C02"), ("00B0860002", "0102 9000")];
        assert_eq!(run(&script, Repeat::Harmless).unwrap().data(), [1, 2]);
        // Not for ever.
        let stubborn = [("00B0860000", "6C02"), ("00B0860002", "6C02")];
        let response = run(&stubborn, Repeat::Harmless).unwrap();
        assert_eq!(response.status(), StatusWord::ExactLength(2));
    }

    #[test]
    fn a_harmless_command_is_sent_once_more_if_it_was_not_accepted() {
        let refused = ("00B0860000", "LINK-NOT-ACCEPTED");
        let script = [refused, ("00B0860000", "07 9000")];
        assert_eq!(run(&script, Repeat::Harmless).unwrap().data(), [7]);
        let not_accepted = Err(LinkError::NotAccepted);
        assert_eq!(run(&[refused, refused], Repeat::Harmless), not_accepted);
        assert_eq!(run(&[refused], Repeat::Never), not_accepted);
        let lost = [("00B0860000", "LINK-TIMEOUT")];
        assert_eq!(run(&lost, Repeat::Harmless), Err(LinkError::Timeout));
    }

    #[test]
    fn any_other_command_is_sent_once_only() {
        let response = run(&[("00B0860000", "6C02")], Repeat::Never).unwrap();
        assert_eq!(response.status(), StatusWord::ExactLength(2));
    }

    #[test]
    fn a_card_that_never_comes_to_an_end_is_given_up() {
        let mut script = vec![("00B0860000", "6101")];
        script.extend([("00C0000001", "00 6101"); MAXIMUM_PIECES]);
        assert_eq!(
            run(&script, Repeat::Harmless),
            Err(LinkError::ResponseTooLong)
        );
    }
}
