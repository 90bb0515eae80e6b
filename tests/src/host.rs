//! The native host in a sandbox, spoken to as a browser does: through its standard input and
//! output.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use bridge_protocol::{
    Close, EXTENSION_ORIGIN, Exchange, FromHost, Hello, Hex, Open, PROTOCOL, Pattern, PinTyped,
    Reader, ReaderName, ToHost, Transmit, Transmitted, Version, Watch, caps, frame,
};

use crate::sandbox::{self, Sandbox};

/// SELECT of the public-key application (公的個人認証AP).
pub const JPKI: (&str, &str) = ("00A4040C0AD392F000260100000001", "9000");
/// The tries left of the PIN for user authentication.
pub const QUERY: (&str, &str) = ("00200098", "63Cx");
/// The PIN of the practice cards, 1234.
pub const RIGHT: (&str, &str) = ("002000980431323334", "9000");
/// Another.
pub const WRONG: (&str, &str) = ("002000980439393939", "63Cx");
/// A statement for a page of [`ORIGIN`], its nonce and context hashes of zeros.
pub const STATEMENT: &str = concat!(
    "6DEB15E120CD9BB4017C417B511353F1B0D2CA19AB0D313405E7ED94ABEF3D8E",
    "D30A576C0318716717366AB932E3D7DFBC4009A5BC10176403B60892912F070E",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000000",
);
/// The signature over it.
pub const SIGN: (&str, &str) = (
    concat!(
        "802A009733",
        "3031300D060960864801650304020105000420",
        "D91EA9723681A85532D2B860F70A9C33FA105C032DDA00F4325B200405FC0939",
        "00"
    ),
    "9000",
);

/// For [`Sandbox::insert_at`]: the cards that were surveyed keep rights over a warm reset.
pub const KEEPS_RIGHTS: [&str; 2] = ["--warm-reset", "keeps"];

/// The page that the user's list in the sandbox has.
pub const ORIGIN: &str = "http://127.0.0.1:8080";
const PATIENCE: Duration = Duration::from_secs(20);

/// A running host. Dropping it closes its input, as a browser does when the page goes.
pub struct Host {
    process: Child,
    input: Option<ChildStdin>,
    output: Receiver<FromHost>,
    readers: Vec<Reader>,
}

impl Host {
    /// Starts a host, as a browser would for the extension, and greets it.
    ///
    /// # Errors
    /// When it does not welcome the page.
    pub fn greeted(sandbox: &Sandbox) -> io::Result<Self> {
        let mut host = Self::start(sandbox, &[EXTENSION_ORIGIN])?;
        host.say(&hello(ORIGIN))?;
        match host.hear()? {
            FromHost::Welcome(_) => Ok(host),
            other => Err(unexpected(&other)),
        }
    }

    /// Starts a host with these arguments.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(sandbox: &Sandbox, arguments: &[&str]) -> io::Result<Self> {
        let settings = settings(sandbox);
        if let Some(folder) = settings.parent() {
            fs::create_dir_all(folder)?;
        }
        if !settings.exists() {
            fs::write(&settings, format!("{{\"origins\": [\"{ORIGIN}\"]}}"))?;
        }
        let mut process = command(sandbox)?
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = process.stdin.take();
        let mut output = process.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            while let Ok(Some(json)) = frame::read(&mut output, caps::FROM_HOST_BYTES) {
                let Ok(message) = serde_json::from_slice(&json) else {
                    return;
                };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            process,
            input,
            output: receiver,
            readers: Vec::new(),
        })
    }

    /// Says something.
    ///
    /// # Errors
    /// When the host is gone.
    pub fn say(&mut self, message: &ToHost) -> io::Result<()> {
        self.say_bytes(&serde_json::to_vec(message)?)
    }

    /// Says something that may be no message.
    ///
    /// # Errors
    /// When the host is gone.
    pub fn say_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        frame::write(input, bytes, usize::MAX).map_err(io::Error::other)
    }

    /// Sends bytes that may be no frame.
    ///
    /// # Errors
    /// When the host is gone.
    pub fn send_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.write_all(bytes)?;
        input.flush()
    }

    /// The next message that is not about readers.
    ///
    /// # Errors
    /// When none comes.
    pub fn hear(&mut self) -> io::Result<FromHost> {
        loop {
            let message = self.output.recv_timeout(PATIENCE);
            match message.map_err(io::Error::other)? {
                FromHost::Readers(message) => self.readers = message.readers,
                message => return Ok(message),
            }
        }
    }

    /// Waits until the readers are as wanted.
    ///
    /// # Errors
    /// When they do not become so, or something else is said.
    pub fn wait_for_readers(&mut self, is_wanted: impl Fn(&[Reader]) -> bool) -> io::Result<()> {
        while !is_wanted(&self.readers) {
            let message = self.output.recv_timeout(PATIENCE);
            match message.map_err(|_| io::Error::other(format!("{:?}", self.readers)))? {
                FromHost::Readers(message) => self.readers = message.readers,
                other => return Err(unexpected(&other)),
            }
        }
        Ok(())
    }

    /// Wants to hear of readers.
    ///
    /// # Errors
    /// When the host is gone.
    pub fn watch(&mut self) -> io::Result<()> {
        self.say(&ToHost::Watch(Watch {}))
    }

    /// Opens the card on the slot of this number.
    ///
    /// # Errors
    /// When the host is gone.
    pub fn open(&mut self, slot: u16) -> io::Result<FromHost> {
        let reader = ReaderName::try_from(reader(slot)).map_err(io::Error::other)?;
        self.say(&ToHost::Open(Open { id: 1, reader }))?;
        self.hear()
    }

    /// Notes that a PIN was typed.
    ///
    /// # Errors
    /// When the host is gone.
    pub fn pin_typed(&mut self, last_try_confirmed: bool) -> io::Result<FromHost> {
        self.say(&ToHost::PinTyped(PinTyped {
            id: 2,
            last_try_confirmed,
        }))?;
        self.hear()
    }

    /// Sends commands, each with one pattern for its status.
    ///
    /// # Errors
    /// When the host is gone or says something else than what the card said.
    pub fn transmit(&mut self, commands: &[(&str, &str)]) -> io::Result<Transmitted> {
        self.say(&transmit(commands)?)?;
        match self.hear()? {
            FromHost::Transmitted(transmitted) => Ok(transmitted),
            other => Err(unexpected(&other)),
        }
    }

    /// Sends commands that must all be sent, and returns the answers.
    ///
    /// # Errors
    /// When one is not.
    pub fn send(&mut self, commands: &[(&str, &str)]) -> io::Result<Vec<String>> {
        responses(&self.transmit(commands)?)
    }

    /// Closes the card.
    ///
    /// # Errors
    /// When the host is gone.
    pub fn close(&mut self) -> io::Result<FromHost> {
        self.say(&ToHost::Close(Close { id: 4 }))?;
        self.hear()
    }

    /// The process that a browser would kill.
    #[must_use]
    pub fn keeper(&self) -> u32 {
        self.process.id()
    }

    /// The process that has the card.
    ///
    /// # Errors
    /// When there is none.
    pub fn worker(&self) -> io::Result<u32> {
        let keeper = self.keeper();
        let children = fs::read_to_string(format!("/proc/{keeper}/task/{keeper}/children"))?;
        let worker = children.split_whitespace().next();
        worker
            .and_then(|worker| worker.parse().ok())
            .ok_or_else(|| io::Error::other("no worker"))
    }

    /// Closes the host's input, as a browser does when the page goes.
    pub fn closes_input(&mut self) {
        self.input = None;
    }

    /// Closes the host's input and waits for its end.
    ///
    /// # Errors
    /// When it does not end.
    pub fn ends(mut self) -> io::Result<ExitStatus> {
        self.closes_input();
        self.wait()
    }

    /// Waits for the host's end.
    ///
    /// # Errors
    /// When it does not end.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait()? {
                return Ok(status);
            }
            if started.elapsed() > PATIENCE {
                return Err(io::Error::other("the host does not end"));
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.input = None;
        // It may be one that hangs: nothing of a test stays behind.
        if self.wait().is_err() {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }
}

/// The host's program in the sandbox, with the user's files in the sandbox's folder.
///
/// # Errors
/// When it does not build.
pub fn command(sandbox: &Sandbox) -> io::Result<Command> {
    let mut command = sandbox.command(sandbox::program("bridge-host")?);
    command
        .env("XDG_CONFIG_HOME", sandbox.folder().join("config"))
        .env("XDG_STATE_HOME", sandbox.folder().join("state"));
    Ok(command)
}

/// The user's settings in the sandbox.
#[must_use]
pub fn settings(sandbox: &Sandbox) -> PathBuf {
    sandbox.folder().join("config/myna-check/bridge.json")
}

/// What the hosts of the sandbox have logged.
#[must_use]
pub fn log(sandbox: &Sandbox) -> String {
    let log = sandbox.folder().join("state/myna-check/bridge.log");
    fs::read_to_string(log).unwrap_or_default()
}

/// The name of the reader whose slot has this number.
#[must_use]
pub fn reader(slot: u16) -> String {
    format!("Virtual PCD 00 {slot:02}")
}

/// The first message, for a page of this origin.
#[must_use]
pub fn hello(origin: &str) -> ToHost {
    ToHost::Hello(Hello {
        protocol: PROTOCOL,
        extension_version: Version::new(0, 1, 0),
        page_version: Version::new(0, 1, 0),
        origin: origin.to_owned(),
    })
}

/// Commands, each with one pattern for its status.
///
/// # Errors
/// When they are not of that form.
pub fn transmit(commands: &[(&str, &str)]) -> io::Result<ToHost> {
    let exchange = |(apdu, expect): &(&str, &str)| {
        Ok(Exchange {
            message: is_signature(apdu).then(statement).transpose()?,
            apdu: Hex::try_from(*apdu).map_err(io::Error::other)?,
            expect: vec![Pattern::try_from(*expect).map_err(io::Error::other)?],
        })
    };
    Ok(ToHost::Transmit(Transmit {
        id: 3,
        commands: commands.iter().map(exchange).collect::<io::Result<_>>()?,
    }))
}

/// Whether a command has the card sign, so that the statement has to go with it.
fn is_signature(apdu: &str) -> bool {
    apdu.starts_with("802A")
}

fn statement() -> io::Result<Hex> {
    Hex::try_from(STATEMENT).map_err(io::Error::other)
}

fn responses(transmitted: &Transmitted) -> io::Result<Vec<String>> {
    match transmitted.error {
        None => Ok(transmitted.responses.iter().map(Hex::to_string).collect()),
        Some(failure) => Err(io::Error::other(failure.code.as_str())),
    }
}

fn unexpected(message: &FromHost) -> io::Error {
    io::Error::other(format!("unexpected: {message:?}"))
}
