//! What a person can have the program do.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use bridge_host::config::SettingsError;
use bridge_host::doctor::{self, Language, advice};
use bridge_host::origins::Origins;
use bridge_host::register::{self, Browser, Found, RegisterError, Scope};
use bridge_protocol::{Origin, OriginError};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Lets one web page use one My Number Card on a reader of this computer. A browser starts it;
/// these commands are for people.
#[derive(Parser)]
#[command(name = "bridge-host", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Language of advice; that of the system if not given.
    #[arg(long, global = true)]
    language: Option<Tongue>,
}

#[derive(Subcommand)]
enum Command {
    /// Make this program known to browsers.
    Install(Registration),
    /// Make browsers forget it.
    Uninstall(Registration),
    /// Show which browsers know it.
    Status(Registration),
    /// Let the pages of an origin use cards.
    Allow {
        /// As `https://check.clinic.example`.
        origin: String,
    },
    /// Do not let them any more.
    Forbid {
        /// As `https://check.clinic.example`.
        origin: String,
    },
    /// Look for what is wrong, and say what to do about it.
    Doctor {
        /// For a program to read.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
struct Registration {
    /// Only this browser; all of them if not given.
    #[arg(long)]
    browser: Option<Kind>,
    /// For every user of this computer; needs an administrator.
    #[arg(long, conflicts_with = "user_data_dir")]
    machine: bool,
    /// For one folder of a browser's data, as in a test.
    #[arg(long, value_name = "DIR")]
    user_data_dir: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Chrome,
    Chromium,
    Edge,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tongue {
    Ja,
    En,
}

/// Why the program ends with a failure.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error(transparent)]
    Origin(#[from] OriginError),
    #[error("the terminal cannot be written to")]
    Output(#[from] io::Error),
    #[error("something is wrong")]
    Found,
}

impl Failure {
    const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Settings(error) => Some(error.code()),
            Self::Register(error) => Some(error.code()),
            Self::Origin(OriginError::Insecure) => Some("BRIDGE-ORIGIN-INSECURE"),
            Self::Origin(OriginError::Malformed) | Self::Output(_) | Self::Found => None,
        }
    }
}

/// Runs a person's command.
pub(super) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let language = language(arguments.language);
    match carry_out(arguments.command, language, &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Found) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            if let Some(code) = failure.code() {
                eprintln!("{} ({code})", advice(code, language).unwrap_or_default());
            }
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: Command, language: Language, output: &mut impl Write) -> Result<(), Failure> {
    let program = env::current_exe()?;
    let origins = Origins::of_system();
    match command {
        Command::Install(registration) => {
            let extensions = origins.read()?.extensions();
            for browser in registration.browsers() {
                let path =
                    register::install(browser, &registration.scope(), &program, &extensions)?;
                writeln!(output, "{browser}: {}", path.display())?;
            }
        }
        Command::Uninstall(registration) => {
            for browser in registration.browsers() {
                let path = register::uninstall(browser, &registration.scope(), &program)?;
                let path = path.map_or("-".to_owned(), |path| path.display().to_string());
                writeln!(output, "{browser}: {path}")?;
            }
        }
        Command::Status(registration) => {
            let extensions = origins.read()?.extensions();
            for browser in registration.browsers() {
                let found = register::found(browser, &registration.scope(), &program, &extensions);
                let (path, found) = found.unwrap_or((PathBuf::from("-"), Found::Nothing));
                writeln!(output, "{browser}: {} {found:?}", path.display())?;
            }
        }
        Command::Allow { origin } => origins.allow(&Origin::try_from(origin)?)?,
        Command::Forbid { origin } => {
            origins.forbid(&Origin::try_from(origin)?)?;
        }
        Command::Doctor { json } => {
            let report = doctor::examine(&origins, &program);
            if json {
                serde_json::to_writer_pretty(&mut *output, &report).map_err(io::Error::from)?;
                writeln!(output)?;
            } else {
                write!(output, "{}", report.text(language))?;
            }
            return report.is_good().then_some(()).ok_or(Failure::Found);
        }
    }
    Ok(())
}

impl Registration {
    fn browsers(&self) -> Vec<Browser> {
        match self.browser {
            Some(Kind::Chrome) => vec![Browser::Chrome],
            Some(Kind::Chromium) => vec![Browser::Chromium],
            Some(Kind::Edge) => vec![Browser::Edge],
            // They share the folder.
            None if self.user_data_dir.is_some() => vec![Browser::Chromium],
            None => Browser::ALL.to_vec(),
        }
    }

    fn scope(&self) -> Scope {
        match &self.user_data_dir {
            Some(folder) => Scope::UserData(folder.clone()),
            None if self.machine => Scope::Machine,
            None => Scope::User,
        }
    }
}

/// Windows and macOS name no language in the environment; most of our users read Japanese.
fn language(wish: Option<Tongue>) -> Language {
    match wish {
        Some(Tongue::Ja) => Language::Japanese,
        Some(Tongue::En) => Language::English,
        None => {
            let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
            match named {
                Some(name) if !name.starts_with("ja") => Language::English,
                _ => Language::Japanese,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_make_sense() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
