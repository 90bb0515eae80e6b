//! The file in which the PIN counters outlive the program.

use std::fs;
use std::io;
use std::path::PathBuf;

use virtual_card::Counters;

/// A file, or nothing if the card is to forget.
pub(crate) struct State(Option<PathBuf>);

/// Why the counters cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StateError {
    #[error("the state file cannot be read")]
    Read(#[source] io::Error),
    #[error("the state file is not one of this program")]
    Syntax(#[source] Box<toml::de::Error>),
}

impl StateError {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "STATE-READ",
            Self::Syntax(_) => "STATE-SYNTAX",
        }
    }
}

impl State {
    pub(crate) fn new(path: Option<PathBuf>) -> Self {
        Self(path)
    }

    /// The counters as they were left; `None` for a card that is new.
    pub(crate) fn load(&self) -> Result<Option<Counters>, StateError> {
        let Some(path) = &self.0 else {
            return Ok(None);
        };
        match fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text)
                .map(Some)
                .map_err(|e| StateError::Syntax(Box::new(e))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StateError::Read(error)),
        }
    }

    /// Replaces the file in one step, so that it is never half written.
    pub(crate) fn save(&self, counters: &Counters) -> io::Result<()> {
        let Some(path) = &self.0 else {
            return Ok(());
        };
        let text = toml::to_string(counters).map_err(io::Error::other)?;
        let mut draft = path.clone().into_os_string();
        draft.push(".new");
        fs::write(&draft, text)?;
        fs::rename(&draft, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtual_card::Profile;

    fn state(name: &str) -> (State, PathBuf) {
        let file = format!("virtual-card-{}-{name}.toml", std::process::id());
        let path = std::env::temp_dir().join(file);
        (State::new(Some(path.clone())), path)
    }

    #[test]
    fn counters_come_back_as_they_were_saved() {
        let (state, path) = state("saved");
        assert_eq!(state.load().unwrap(), None);
        let counters = Profile::named("one-try-left").unwrap().counters();
        state.save(&counters).unwrap();
        assert_eq!(state.load().unwrap(), Some(counters));
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_file_of_another_kind_is_refused_and_left_alone() {
        let (state, path) = state("foreign");
        fs::write(&path, "authentication = 300").unwrap();
        assert_eq!(state.load().unwrap_err().code(), "STATE-SYNTAX");
        assert_eq!(fs::read_to_string(&path).unwrap(), "authentication = 300");
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn without_a_file_the_card_forgets() {
        let state = State::new(None);
        state
            .save(&Profile::named("grace").unwrap().counters())
            .unwrap();
        assert_eq!(state.load().unwrap(), None);
    }
}
