//! The readers that are plugged into the guest: one process each on this side, all unplugged
//! at first. Stories in the guest handle them by lines on one port, the reader's name first.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

/// How a reader comes into the guest.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// The program is the device: the model of this name.
    Usb(&'static str),
    /// QEMU is the device, the program is its card.
    Card,
}

/// A reader by the name that stories call it.
pub(crate) struct Socket {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// A running reader.
struct Reader {
    name: &'static str,
    kind: Kind,
    process: Child,
    port: u16,
    hand: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It may have ended with the guest already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// All readers, and the port by which they are handled.
pub(crate) struct Readers {
    readers: Vec<Reader>,
    port: TcpListener,
}

impl Readers {
    /// Starts each of them with the program `virtual-card`.
    pub(crate) fn start(program: &Path, sockets: &[Socket]) -> Result<Self> {
        Ok(Self {
            readers: sockets
                .iter()
                .map(|socket| start(program, socket).context(socket.name))
                .collect::<Result<_>>()?,
            port: TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?,
        })
    }

    /// What QEMU has to be told: a channel to each reader and the port of the hand.
    pub(crate) fn arguments(&self) -> Result<Vec<String>> {
        let mut arguments = Vec::new();
        let mut channel = |name: &str, port: u16| {
            arguments.push("-chardev".to_owned());
            arguments.push(format!(
                "socket,id={name},host=127.0.0.1,port={port},nodelay=on"
            ));
        };
        channel("hand", self.port.local_addr()?.port());
        for reader in &self.readers {
            channel(reader.name, reader.port);
        }
        let mut device = |device: String| arguments.extend(["-device".to_owned(), device]);
        device("virtio-serial-pci".to_owned());
        device("virtserialport,chardev=hand,name=hand".to_owned());
        // As many ports as there may be readers.
        device("qemu-xhci,p2=8,p3=8".to_owned());
        for reader in &self.readers {
            let name = reader.name;
            match reader.kind {
                Kind::Usb(_) => device(format!("usb-redir,chardev={name},id=usb-{name}")),
                Kind::Card => {
                    device(format!("usb-ccid,id=usb-{name}"));
                    device(format!("ccid-card-passthru,chardev={name}"));
                }
            }
        }
        Ok(arguments)
    }

    /// Passes lines of the guest on, from now until it goes away.
    pub(crate) fn obey(mut self) {
        thread::spawn(move || {
            // A broken channel is that of a guest that went away.
            if let Ok((guest, _)) = self.port.accept() {
                let _ = self.converse(&guest);
            }
        });
    }

    fn converse(&mut self, mut guest: &TcpStream) -> Result<()> {
        guest.set_nodelay(true)?;
        for line in BufReader::new(guest).lines() {
            let answer = self.pass_on(line?.trim());
            let answer = answer.unwrap_or_else(|_| "error READER-GONE".to_owned());
            writeln!(guest, "{answer}")?;
        }
        Ok(())
    }

    fn pass_on(&mut self, line: &str) -> Result<String> {
        let (name, gesture) = line.split_once(' ').unwrap_or((line, ""));
        match self.readers.iter_mut().find(|reader| reader.name == name) {
            Some(reader) => reader.ask(gesture),
            None => Ok("error READER-UNKNOWN".to_owned()),
        }
    }
}

impl Reader {
    fn ask(&mut self, gesture: &str) -> Result<String> {
        writeln!(self.hand, "{gesture}")?;
        self.answer()
    }

    fn answer(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            bail!("the reader {} has ended", self.name);
        }
        Ok(line.trim_end().to_owned())
    }
}

fn start(program: &Path, socket: &Socket) -> Result<Reader> {
    let mut command = Command::new(program);
    match socket.kind {
        Kind::Usb(model) => command.args(["usb", "--unplugged", "--model", model]),
        Kind::Card => command.arg("vscard"),
    };
    let mut process = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let (hand, answers) = process
        .stdin
        .take()
        .zip(process.stdout.take())
        .context("no pipes to it")?;
    let mut reader = Reader {
        name: socket.name,
        kind: socket.kind,
        process,
        port: 0,
        hand,
        answers: BufReader::new(answers),
    };
    let said = reader.answer()?;
    reader.port = said
        .strip_prefix("listening ")
        .with_context(|| format!("it says {said:?} where its port was expected"))?
        .parse()?;
    Ok(reader)
}
