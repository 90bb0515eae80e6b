//! `POST /v1/challenges/{challengeId}/relay`: what a verifier says to a card over the page,
//! so that the card lends its key without a PIN.
//!
//! A card does that only for a verifier that it trusts (公的個人認証法 38条の2:
//! 特定利用者証明検証者). The page carries the verifier's commands to the card and the card's
//! answers back, a few rounds of a few commands, and sends nothing that is not on a list of
//! its own. When the verifier is done, the page has the card sign what it always signs, and
//! asks with `POST /v1/checks/card` as always.
//!
//! The contract is the frame. Which commands a real verifier sends is not public; this crate
//! knows none of them.

use crate::field::{Base64, ChallengeId};
use serde::{Deserialize, Serialize};

/// Most rounds of one relay. The verifiers that are known in part need two.
pub const MOST_ROUNDS: usize = 4;
/// Most commands of one round.
pub const MOST_COMMANDS: usize = 8;
/// Most bytes of one command: a certificate of a terminal (307 bytes) or a signature of a
/// 4096-bit key, with headers and length fields, and room for half as much again.
pub const LONGEST_COMMAND: usize = 768;
/// Most bytes of one answer: those of a short command (ISO/IEC 7816-4, 5.1).
pub const LONGEST_RESPONSE: usize = 258;

/// Path of the relay of a challenge: `POST`.
#[must_use]
pub fn path(challenge: &ChallengeId) -> String {
    // The name of a challenge is of letters that need no escape.
    [crate::CHALLENGES_PATH, "/", challenge.as_str(), "/relay"].concat()
}

/// The commands of one round, each a whole APDU: one to [`MOST_COMMANDS`], none longer than
/// [`LONGEST_COMMAND`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Base64>", into = "Vec<Base64>")]
pub struct RelayCommands(Vec<Base64>);

/// The card's answers to the commands of one round, in order, each with its status word.
/// They are all, or end with the first that is not 9000.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Base64>", into = "Vec<Base64>")]
pub struct RelayResponses(Vec<Base64>);

/// The body of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelayRequest {
    /// What the card answered.
    pub responses: RelayResponses,
}

/// What follows a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RelayStep {
    /// Another round.
    Commands(RelayCommands),
    /// The card should now lend its key: once, to sign.
    Done(Done),
}

/// The verifier has nothing more to say. Always `true`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "bool", into = "bool")]
pub struct Done;

/// Not a round: no command, too many, or one that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayError {
    /// None, or more than a round may have.
    #[error("must be one to eight items")]
    Count,
    /// One of them is empty or longer than any good one.
    #[error("must not have items that are empty or too long")]
    Length,
    /// `done` was not true.
    #[error("must be true")]
    NotDone,
}

impl RelayCommands {
    /// The commands as bytes.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(Base64::as_bytes)
    }
}

impl RelayResponses {
    /// The answers as bytes.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(Base64::as_bytes)
    }
}

impl TryFrom<Vec<Base64>> for RelayCommands {
    type Error = RelayError;

    fn try_from(items: Vec<Base64>) -> Result<Self, RelayError> {
        bounded(items, LONGEST_COMMAND).map(Self)
    }
}

impl TryFrom<Vec<Base64>> for RelayResponses {
    type Error = RelayError;

    fn try_from(items: Vec<Base64>) -> Result<Self, RelayError> {
        bounded(items, LONGEST_RESPONSE).map(Self)
    }
}

impl From<RelayCommands> for Vec<Base64> {
    fn from(commands: RelayCommands) -> Self {
        commands.0
    }
}

impl From<RelayResponses> for Vec<Base64> {
    fn from(responses: RelayResponses) -> Self {
        responses.0
    }
}

impl TryFrom<bool> for Done {
    type Error = RelayError;

    fn try_from(done: bool) -> Result<Self, RelayError> {
        done.then_some(Self).ok_or(RelayError::NotDone)
    }
}

impl From<Done> for bool {
    fn from(Done: Done) -> Self {
        true
    }
}

fn bounded(items: Vec<Base64>, longest: usize) -> Result<Vec<Base64>, RelayError> {
    if !(1..=MOST_COMMANDS).contains(&items.len()) {
        return Err(RelayError::Count);
    }
    let fits = |item: &Base64| (1..=longest).contains(&item.as_bytes().len());
    if items.iter().all(fits) {
        Ok(items)
    } else {
        Err(RelayError::Length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn items(lengths: &[usize]) -> Vec<Base64> {
        let item = |length: &usize| Base64::try_from(vec![7; *length]).expect("short");
        lengths.iter().map(item).collect()
    }

    #[test]
    fn a_round_has_its_bounds() {
        for (lengths, fits) in [
            (&[1][..], Ok(())),
            (&[LONGEST_RESPONSE; MOST_COMMANDS], Ok(())),
            (&[], Err(RelayError::Count)),
            (&[2; MOST_COMMANDS + 1], Err(RelayError::Count)),
            (&[2, 0], Err(RelayError::Length)),
            (&[LONGEST_RESPONSE + 1], Err(RelayError::Length)),
        ] {
            let round = RelayResponses::try_from(items(lengths));
            assert_eq!(round.map(drop), fits, "{lengths:?}");
        }
        assert!(RelayCommands::try_from(items(&[LONGEST_COMMAND])).is_ok());
        let longer = RelayCommands::try_from(items(&[LONGEST_COMMAND + 1]));
        assert_eq!(longer, Err(RelayError::Length));
    }

    #[test]
    fn a_step_is_commands_or_the_end() {
        let read = |text| serde_json::from_str::<RelayStep>(text).ok();
        let commands = RelayCommands::try_from(items(&[1])).expect("a round");
        assert_eq!(
            read(r#"{"commands":["Bw=="]}"#),
            Some(RelayStep::Commands(commands.clone()))
        );
        assert_eq!(read(r#"{"done":true}"#), Some(RelayStep::Done(Done)));
        for wrong in [
            r#"{"done":false}"#,
            r#"{"commands":[]}"#,
            r#"{"commands":["Bw=="],"done":true}"#,
            "{}",
            "[]",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        let text = serde_json::to_string(&RelayStep::Commands(commands)).expect("JSON");
        assert_eq!(text, r#"{"commands":["Bw=="]}"#);
        let text = serde_json::to_string(&RelayStep::Done(Done)).expect("JSON");
        assert_eq!(text, r#"{"done":true}"#);
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_alike_and_never_shown(
            lengths in proptest::collection::vec(1..=LONGEST_RESPONSE, 1..=MOST_COMMANDS),
        ) {
            let round = RelayResponses::try_from(items(&lengths)).expect("within its bounds");
            let text = serde_json::to_string(&round).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<RelayResponses>(&text).ok(), Some(round.clone()));
            let shown = format!("{round:?}");
            prop_assert!(!shown.contains("BwcH"));
        }
    }
}
