//! The command line, for a browser and for a person.

mod person;

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::Arc;

use bridge_host::config::Settings;
use bridge_host::log::Log;
use bridge_host::origins::Origins;
use bridge_host::{keeper, places, serve};

/// A browser that is not ours started the program.
const STRANGER: u8 = 2;

/// Who started the program.
#[derive(Debug, Eq, PartialEq)]
enum Caller {
    /// A browser, for our extension.
    Extension,
    /// A browser, for another extension.
    Stranger,
    /// The keeper, which wants a worker.
    Keeper,
    /// A person.
    Person,
}

/// Chrome names the extension in the first argument; on Windows more follow. The portal of
/// Snap and Flatpak names nothing, but it too has checked the registered extension.
fn caller(arguments: &[String], has_terminal: bool, extensions: &[String]) -> Caller {
    match arguments {
        [origin, ..] if extensions.contains(origin) => Caller::Extension,
        [origin, ..] if origin.contains("://") => Caller::Stranger,
        [word, ..] if word == keeper::WORKER => Caller::Keeper,
        [] if !has_terminal => Caller::Extension,
        _ => Caller::Person,
    }
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let arguments: Vec<String> = env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    // With settings that cannot be read nobody is served either; but our extension is told.
    let listed = Origins::of_system().read().unwrap_or_default();
    let has_terminal = io::stdin().is_terminal();
    match caller(&arguments, has_terminal, &listed.extensions()) {
        Caller::Extension => keep(),
        Caller::Stranger => {
            log().error(format_args!("started for another extension"));
            ExitCode::from(STRANGER)
        }
        Caller::Keeper => work(),
        Caller::Person => person::run(),
    }
}

fn keep() -> ExitCode {
    match serve::unbuffered_input().and_then(keeper::run) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            log().error(format_args!("no worker: {}", error.kind()));
            ExitCode::FAILURE
        }
    }
}

fn work() -> ExitCode {
    let log = Arc::new(log());
    match serve::run(Origins::of_system(), Arc::clone(&log)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log.error(format_args!("ends: {}", error.kind()));
            ExitCode::FAILURE
        }
    }
}

/// The log as the settings want it: the administrator's word first. Settings that cannot be
/// read are the business of those who need more of them.
fn log() -> Log {
    let level = Settings::read(&places::machine_settings())
        .ok()
        .and_then(|settings| settings.log)
        .or_else(|| Settings::read(&places::user_settings()?).ok()?.log)
        .unwrap_or_default();
    Log::new(places::log(), level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_from_people() {
        let ours = bridge_protocol::EXTENSION_ORIGIN;
        let check = |arguments: &[&str], has_terminal| {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            caller(&arguments, has_terminal, &[ours.to_owned()])
        };
        assert_eq!(check(&[ours], false), Caller::Extension);
        let window = "--parent-window=0";
        assert_eq!(check(&[ours, window], false), Caller::Extension);
        assert_eq!(check(&[], false), Caller::Extension);
        assert_eq!(check(&[], true), Caller::Person);
        assert_eq!(check(&["doctor"], false), Caller::Person);
        let other = "chrome-extension://abcdefghijklmnopabcdefghijklmnop/";
        assert_eq!(check(&[other], false), Caller::Stranger);
        assert_eq!(check(&[other, ours], false), Caller::Stranger);
    }
}
