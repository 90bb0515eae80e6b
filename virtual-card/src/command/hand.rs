//! What a hand at the desk does to a reader, said in lines on standard input;
//! each line is answered by one on standard output. Standard input's end is the
//! program's end.

use std::fmt;
use std::str::FromStr;

use virtual_card::{Fault, NamedFault, Profile, ProfileError, VirtualCard};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gesture {
    /// `insert NAME`: puts a practice card in.
    Insert(String),
    /// `remove`: takes the card away; it stays at hand.
    Remove,
    /// `put-back`: the same card again.
    PutBack,
    /// `unplug`: pulls the reader's plug.
    Unplug,
    /// `plug`: plugs the reader in.
    Plug,
    /// `fault NAME`, `fault none`: what goes wrong from now on.
    Fault(Option<Fault>),
    /// `status`: counters, changes nothing.
    Status,
}

/// Why a line is not carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum GestureError {
    #[error("there is no such command")]
    Unknown,
    #[error("there is no such fault")]
    NoSuchFault,
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

impl GestureError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "COMMAND-UNKNOWN",
            Self::NoSuchFault => "FAULT-UNKNOWN",
            Self::Profile(error) => error.code(),
        }
    }
}

impl FromStr for Gesture {
    type Err = GestureError;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let words: Vec<&str> = line.split_whitespace().collect();
        Ok(match words.as_slice() {
            ["insert", name] => Self::Insert((*name).to_owned()),
            ["remove"] => Self::Remove,
            ["put-back"] => Self::PutBack,
            ["unplug"] => Self::Unplug,
            ["plug"] => Self::Plug,
            ["fault", "none"] => Self::Fault(None),
            ["fault", name] => {
                let named = NamedFault::find(name).ok_or(GestureError::NoSuchFault)?;
                Self::Fault(Some(named.fault))
            }
            ["status"] => Self::Status,
            _ => return Err(GestureError::Unknown),
        })
    }
}

/// A practice card of this name.
pub(super) fn card(name: &str) -> Result<VirtualCard, GestureError> {
    Ok(VirtualCard::new(Profile::named(name)?)?)
}

/// The line that answers a gesture: `ok` with counters, or `error` with a code.
pub(super) struct Reply<'a>(pub(super) Result<Figures<'a>, GestureError>);

/// Counters by name.
pub(super) type Figures<'a> = Vec<(&'a str, u64)>;

impl fmt::Display for Reply<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(figures) => {
                formatter.write_str("ok")?;
                figures
                    .iter()
                    .try_for_each(|(name, value)| write!(formatter, " {name}={value}"))
            }
            Err(error) => write!(formatter, "error {}", error.code()),
        }
    }
}

/// What the card says of itself, whether it lies on the reader or beside it.
pub(super) fn card_figures(card: Option<&VirtualCard>) -> Figures<'static> {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    card.map_or_else(Vec::new, |card| {
        vec![
            ("tries", card.counters().authentication.into()),
            ("alarms", count(card.alarms().len())),
        ]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_others_refused_with_a_code() {
        assert_eq!(
            "insert valid-adult".parse::<Gesture>().unwrap(),
            Gesture::Insert("valid-adult".to_owned())
        );
        assert_eq!(
            "fault none".parse::<Gesture>().unwrap(),
            Gesture::Fault(None)
        );
        for (line, code) in [
            ("", "COMMAND-UNKNOWN"),
            ("insert", "COMMAND-UNKNOWN"),
            ("fault of-mine", "FAULT-UNKNOWN"),
        ] {
            let refusal = line.parse::<Gesture>().unwrap_err();
            assert_eq!(Reply(Err(refusal)).to_string(), format!("error {code}"));
        }
    }

    #[test]
    fn every_named_fault_can_be_said() {
        for named in NamedFault::ALL {
            let line = format!("fault {}", named.name);
            assert_eq!(
                line.parse::<Gesture>().unwrap(),
                Gesture::Fault(Some(named.fault))
            );
        }
    }

    #[test]
    fn replies_are_words_and_numbers() {
        let card = card("valid-adult").unwrap();
        let reply = Reply(Ok(card_figures(Some(&card)))).to_string();
        assert_eq!(reply, "ok tries=3 alarms=0");
    }
}
