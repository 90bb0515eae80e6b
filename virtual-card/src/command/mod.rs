//! The command line.

mod hand;
mod line;
mod prompt;
mod state;
mod usb;
mod vscard;

use std::io;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use prompt::Prompt;
use state::{State, StateError};
use usb::UsbFailure;
use virtual_card::{Counters, Profile, ProfileError, VirtualCard, WarmReset, vpcd};
use vscard::VscardFailure;

/// A software My Number Card for tests and training.
#[derive(Parser)]
#[command(name = "virtual-card", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the cards.
    List,
    /// Offer a card to pcscd through vpcd, until vpcd ends or the card is "pulled" (Ctrl-C).
    Vpcd {
        /// Host on which vpcd listens.
        #[arg(long, default_value = "127.0.0.1")]
        host: String,
        /// Port on which vpcd listens; its second slot is one higher.
        #[arg(long, default_value_t = 35963)]
        port: u16,
        /// Name of the card.
        #[arg(long)]
        profile: String,
        /// File in which the PIN counters are kept; created if missing.
        #[arg(long)]
        state: Option<PathBuf>,
        /// What a warm reset does to a verified PIN, if not what the card says.
        #[arg(long)]
        warm_reset: Option<Reset>,
    },
    /// Be a USB reader of a virtual machine (QEMU's usb-redir), handled by lines on
    /// standard input: insert CARD, remove, put-back, unplug, plug, fault NAME, status.
    Usb {
        /// Name of the reader.
        #[arg(long, default_value = "extended")]
        model: String,
        /// Begin without the reader being plugged in.
        #[arg(long)]
        unplugged: bool,
        /// Port on loopback to listen on; 0 for a free one, which is then printed.
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
    /// Be the card in QEMU's own USB reader (ccid-card-passthru), handled by lines on
    /// standard input: insert CARD, remove, put-back, status.
    Vscard {
        /// Port on loopback to listen on; 0 for a free one, which is then printed.
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Reset {
    Keeps,
    Drops,
}

impl From<Reset> for WarmReset {
    fn from(reset: Reset) -> Self {
        match reset {
            Reset::Keeps => Self::KeepsRights,
            Reset::Drops => Self::DropsRights,
        }
    }
}

/// Why the program ends with a failure.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error(transparent)]
    State(#[from] StateError),
    #[error("nothing listens at {host}:{port}: is pcscd running with vsmartcard-vpcd?")]
    Unreachable { host: String, port: u16 },
    #[error("the connection to vpcd broke")]
    Connection(#[source] io::Error),
    #[error("a program reached for the individual number")]
    Alarm,
    #[error("cannot write to the terminal")]
    Output(#[source] io::Error),
    #[error(transparent)]
    Usb(#[from] UsbFailure),
    #[error(transparent)]
    Vscard(#[from] VscardFailure),
}

impl Failure {
    fn code(&self) -> &'static str {
        match self {
            Self::Profile(error) => error.code(),
            Self::State(error) => error.code(),
            Self::Unreachable { .. } => "VPCD-UNREACHABLE",
            Self::Connection(_) => "VPCD-BROKEN",
            Self::Alarm => "ALARM",
            Self::Output(_) => "OUTPUT",
            Self::Usb(failure) => failure.code(),
            Self::Vscard(failure) => failure.code(),
        }
    }
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::List => list(&mut io::stdout()),
        Command::Vpcd {
            host,
            port,
            profile,
            state,
            warm_reset,
        } => offer(&host, port, &profile, state, warm_reset),
        Command::Usb {
            model,
            unplugged,
            port,
        } => usb::serve(&model, !unplugged, port).map_err(Failure::from),
        Command::Vscard { port } => vscard::serve(port).map_err(Failure::from),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}: {failure}", failure.code());
            ExitCode::FAILURE
        }
    }
}

fn list(output: &mut impl io::Write) -> Result<(), Failure> {
    for name in Profile::names() {
        let profile = Profile::named(name)?;
        let title = profile.title();
        writeln!(output, "{name:<20} {} / {}", title.en, title.ja).map_err(Failure::Output)?;
    }
    Ok(())
}

fn offer(
    host: &str,
    port: u16,
    name: &str,
    state: Option<PathBuf>,
    warm_reset: Option<Reset>,
) -> Result<(), Failure> {
    let mut profile = Profile::named(name)?;
    if let Some(warm_reset) = warm_reset {
        profile = profile.with_warm_reset(warm_reset.into());
    }
    let state = State::new(state);
    let counters = state.load()?.unwrap_or_else(|| profile.counters());
    let mut card = VirtualCard::with_counters(profile, counters)?;
    let stream = TcpStream::connect((host, port))
        .and_then(|stream| stream.set_nodelay(true).map(|()| stream))
        .map_err(|_| Failure::Unreachable {
            host: host.to_owned(),
            port,
        })?;
    eprintln!("{name} lies on the reader at {host}:{port}");
    let mut observer = Observer {
        state,
        counters: card.counters().clone(),
        alarms: 0,
    };
    let mut stream = Prompt::new(stream);
    vpcd::serve(&mut stream, &mut card, |card| observer.look_at(card))
        .map_err(Failure::Connection)?;
    if observer.alarms == 0 {
        Ok(())
    } else {
        Err(Failure::Alarm)
    }
}

/// Keeps the counters, and says at once what nobody may do.
struct Observer {
    state: State,
    counters: Counters,
    alarms: usize,
}

impl Observer {
    fn look_at(&mut self, card: &VirtualCard) -> io::Result<()> {
        for alarm in card.alarms().iter().skip(self.alarms) {
            eprintln!("{}", alarm.code());
        }
        self.alarms = card.alarms().len();
        if *card.counters() != self.counters {
            self.state.save(card.counters())?;
            self.counters = card.counters().clone();
        }
        Ok(())
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

    #[test]
    fn every_card_is_listed_on_a_line_of_its_own() {
        let mut output = Vec::new();
        list(&mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        let names: Vec<_> = output
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(names, Profile::names().collect::<Vec<_>>());
    }
}
