//! The command line, read by hand: a command and a few flags need no parser crate.
//!
//! A flag that no command asked for is an error, so a typing mistake never passes in silence.

use std::collections::VecDeque;
use std::str::FromStr;

use anyhow::{Context, Result, bail};

/// What stands after `cargo xtask`.
pub(crate) struct Arguments(VecDeque<String>);

impl Arguments {
    /// The arguments of this process.
    pub(crate) fn from_environment() -> Self {
        Self(std::env::args().skip(1).collect())
    }

    /// Arguments that another command gives.
    pub(crate) fn of(words: &[&str]) -> Self {
        Self(words.iter().map(|word| (*word).to_owned()).collect())
    }

    /// Takes the first argument, the command.
    pub(crate) fn command(&mut self) -> Option<String> {
        self.0.pop_front()
    }

    /// Takes `--name` and says whether it was there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|argument| argument != name);
        self.0.len() != before
    }

    /// Takes `--name VALUE`.
    pub(crate) fn value<T>(&mut self, name: &str) -> Result<Option<T>>
    where
        T: FromStr,
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        let Some(at) = self.0.iter().position(|argument| argument == name) else {
            return Ok(None);
        };
        self.0.remove(at);
        let value = self
            .0
            .remove(at)
            .with_context(|| format!("{name} needs a value"))?;
        let parsed = value.parse().with_context(|| format!("{name} {value}"))?;
        Ok(Some(parsed))
    }

    /// Everything must have been taken by now.
    pub(crate) fn finish(self) -> Result<()> {
        match self.0.front() {
            None => Ok(()),
            Some(argument) => bail!("`{argument}` is not understood here"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &str) -> Arguments {
        Arguments::of(&words.split_whitespace().collect::<Vec<_>>())
    }

    #[test]
    fn takes_command_flags_and_values() {
        let mut given = arguments("demo --headless --port 8123");
        assert_eq!(given.command().as_deref(), Some("demo"));
        assert_eq!(given.value::<u16>("--port").unwrap(), Some(8123));
        assert!(given.flag("--headless"));
        assert!(!given.flag("--headless"), "taken once");
        given.finish().unwrap();
    }

    #[test]
    fn refuses_what_nobody_asked_for() {
        assert!(arguments("--prot 1").finish().is_err());
        assert!(arguments("--port").value::<u16>("--port").is_err());
        assert!(arguments("--port x").value::<u16>("--port").is_err());
    }
}
