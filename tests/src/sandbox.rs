//! A real PC/SC daemon in network and mount namespaces of its own, with virtual cards
//! on its virtual reader. Nothing outside sees its ports or its socket.
//!
//! Needs the Debian packages that `cargo xtask test` installs.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::project;

/// Port on which vpcd waits for the card of its first slot (vsmartcard, vpcd.h).
const VPCD_PORT: u16 = 0x8C7B;
const VPCD_DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
/// Seconds after which a program in the sandbox is stopped: none needs as many.
const TIME_LIMIT: &str = "60";
const PATIENCE: Duration = Duration::from_secs(20);

/// The namespaces and the daemon in them.
pub struct Sandbox {
    holder: Running,
    daemon: Option<Running>,
    folder: PathBuf,
}

/// A program that is stopped when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already: then there is nothing to stop.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A card on the reader of a [`Sandbox`]; dropping it takes the card away.
pub struct Card(Running);

impl Card {
    /// The process that is the card.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.0.0.id()
    }
}

/// APDUs and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Commands.
    pub apdus: usize,
    /// Bytes of the commands.
    pub bytes_out: usize,
    /// Bytes of the answers, status words included.
    pub bytes_in: usize,
}

impl Traffic {
    /// Counts the lines `APDU: 00 A4 …` and `SW: … 90 00` of pcscd.
    fn in_log(log: &str) -> Self {
        let mut traffic = Self::default();
        for line in log.lines() {
            if let Some((_, bytes)) = line.split_once("APDU: ") {
                traffic.apdus += 1;
                traffic.bytes_out += count_bytes(bytes);
            } else if let Some((_, bytes)) = line.split_once("SW: ") {
                traffic.bytes_in += count_bytes(bytes);
            }
        }
        traffic
    }

    /// What was added since `before`.
    #[must_use]
    pub fn since(self, before: Self) -> Self {
        Self {
            apdus: self.apdus - before.apdus,
            bytes_out: self.bytes_out - before.bytes_out,
            bytes_in: self.bytes_in - before.bytes_in,
        }
    }
}

fn count_bytes(text: &str) -> usize {
    text.split_whitespace()
        .take_while(|word| u8::from_str_radix(word, 16).is_ok())
        .count()
}

impl Sandbox {
    /// Sets up the namespaces and starts pcscd with the virtual reader alone.
    ///
    /// # Errors
    /// When a program is missing or the daemon does not come up.
    pub fn start(name: &str) -> io::Result<Self> {
        let folder = target().join("sandbox").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let readers = folder.join("readers");
        fs::create_dir_all(&readers)?;
        fs::write(
            readers.join("vpcd"),
            format!(
                "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x{VPCD_PORT:X}\n\
                 LIBPATH {VPCD_DRIVER}\nCHANNELID 0x{VPCD_PORT:X}\n"
            ),
        )?;
        let mut sandbox = Self {
            holder: hold_namespaces()?,
            daemon: None,
            folder,
        };
        sandbox.start_daemon()?;
        Ok(sandbox)
    }

    /// Starts pcscd, or another one in place of that which runs, and waits for its readers.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn start_daemon(&mut self) -> io::Result<()> {
        self.stop_daemon();
        let mut daemon = self.command("pcscd");
        daemon
            .args(["--foreground", "--apdu", "--config"])
            .arg(self.folder.join("readers"));
        let log = fs::File::create(self.folder.join("pcscd.log"))?;
        let daemon = daemon.stdout(log.try_clone()?).stderr(log).spawn()?;
        self.daemon = Some(Running(daemon));
        self.wait_for("the daemon", || {
            self.run("opensc-tool", &["--list-readers"])
                .is_ok_and(|output| {
                    String::from_utf8_lossy(&output.stdout).contains("Virtual PCD 00 00")
                })
        })
    }

    /// Kills pcscd, and what it would have cleaned up is left as it is.
    pub fn stop_daemon(&mut self) {
        self.daemon = None;
        // Its socket would make the next one believe that it runs already.
        let _ = self.run(
            "rm",
            &["-f", "/run/pcscd/pcscd.comm", "/run/pcscd/pcscd.pid"],
        );
    }

    /// A folder for files that programs in the sandbox exchange with the test.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts a practice card on the first slot. Its PIN counters live in the sandbox's
    /// folder, so the same card can come back later.
    ///
    /// # Errors
    /// When the card cannot be built or is not seen by the daemon.
    pub fn insert(&self, profile: &str) -> io::Result<Card> {
        self.insert_at(0, profile, &[])
    }

    /// The same on the slot of this number, with more arguments for the card.
    ///
    /// # Errors
    /// As [`Sandbox::insert`].
    pub fn insert_at(&self, slot: u16, profile: &str, more: &[&str]) -> io::Result<Card> {
        let mut card = self.command(program("virtual-card")?);
        let port = (VPCD_PORT + slot).to_string();
        card.args(["vpcd", "--port", &port, "--profile", profile, "--state"])
            .arg(self.folder.join(format!("{profile}.state")))
            .args(more);
        let log = fs::File::create(self.folder.join("card.log"))?;
        let card = Running(card.stdout(log.try_clone()?).stderr(log).spawn()?);
        let reader = slot.to_string();
        self.wait_for("the card", || {
            self.run("opensc-tool", &["--reader", &reader, "--atr"])
                .is_ok_and(|output| output.status.success())
        })?;
        Ok(Card(card))
    }

    /// A program that runs in the sandbox when it is started.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        enter(&self.holder, program)
    }

    /// Takes a card away and waits until the daemon has seen it: vpcd takes the next one
    /// only after it has missed the one before.
    ///
    /// # Errors
    /// When the daemon does not see it.
    pub fn remove(&self, card: Card) -> io::Result<()> {
        drop(card);
        self.wait_for("an empty reader", || {
            self.run("opensc-tool", &["--list-readers"])
                .is_ok_and(|output| {
                    let list = String::from_utf8_lossy(&output.stdout).into_owned();
                    list.lines()
                        .any(|line| line.starts_with("0 ") && line.contains(" No "))
                })
        })
    }

    /// What has passed between programs and cards so far, as the daemon logged it.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn traffic(&self) -> io::Result<Traffic> {
        Ok(Traffic::in_log(&fs::read_to_string(
            self.folder.join("pcscd.log"),
        )?))
    }

    /// Runs a program in the sandbox to its end.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(&self, program: &str, arguments: &[&str]) -> io::Result<Output> {
        // Entering a mount namespace leads to its root, so the folder is entered afterwards.
        enter(&self.holder, "env")
            .arg("--chdir")
            .arg(&self.folder)
            .args(["timeout", TIME_LIMIT, program])
            .args(arguments)
            .output()
    }

    fn wait_for(&self, what: &str, mut is_there: impl FnMut() -> bool) -> io::Result<()> {
        let started = Instant::now();
        while !is_there() {
            if started.elapsed() > PATIENCE {
                let logs = ["card.log", "pcscd.log"].map(|log| {
                    let text = fs::read_to_string(self.folder.join(log)).unwrap_or_default();
                    text.lines().next_back().unwrap_or("nothing").to_owned()
                });
                let message = format!("{what} does not appear; card and daemon say: {logs:?}");
                return Err(io::Error::other(message));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

/// A process that keeps the namespaces alive; it ends when its input is closed.
fn hold_namespaces() -> io::Result<Running> {
    let mut child = Command::new("unshare")
        .args(unshare_flags())
        .args(["--net", "--mount", "sh", "-c"])
        .arg("ip link set lo up && mount -t tmpfs tmpfs /run && mkdir /run/pcscd && echo up && cat")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    if let Some(output) = child.stdout.take() {
        BufReader::new(output.take(16)).read_line(&mut line)?;
    }
    let holder = Running(child);
    if line.trim() == "up" {
        Ok(holder)
    } else {
        Err(io::Error::other("no namespaces here"))
    }
}

/// A command that runs in the namespaces.
fn enter(holder: &Running, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("nsenter");
    command.args(["--target", &holder.0.id().to_string(), "--net", "--mount"]);
    if !is_root() {
        command.args(["--user", "--preserve-credentials"]);
    }
    command.arg("--").arg(program).stdin(Stdio::null());
    command
}

/// Whoever is not root becomes it in a user namespace, over these namespaces alone.
fn unshare_flags() -> &'static [&'static str] {
    if is_root() {
        &[]
    } else {
        &["--user", "--map-root-user"]
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| {
        use std::os::unix::fs::MetadataExt;
        process.uid() == 0
    })
}

/// OpenSC's PKCS#11 module, which Debian keeps below a folder named after the machine.
///
/// # Errors
/// When it is not installed.
pub fn pkcs11_module() -> io::Result<String> {
    let libraries = fs::read_dir("/usr/lib")?.flatten();
    libraries
        .map(|entry| entry.path().join("opensc-pkcs11.so"))
        .find(|module| module.is_file())
        .map(|module| module.to_string_lossy().into_owned())
        .ok_or_else(|| io::Error::other("Debian's package opensc-pkcs11 is missing"))
}

/// Cargo's target folder, in whose `debug` folder this program lies.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let debug = program.ancestors().find(|folder| folder.ends_with("debug"));
    debug
        .and_then(Path::parent)
        .unwrap_or(&program)
        .to_path_buf()
}

/// Compiles one of our programs once, with the features that the whole workspace gives it, so
/// that nothing is compiled twice.
///
/// # Errors
/// When it does not build.
pub fn program(name: &'static str) -> io::Result<PathBuf> {
    static BUILT: Mutex<Vec<&str>> = Mutex::new(Vec::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if !built.contains(&name) {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--workspace", "--bin", name]);
        if !build.current_dir(project::root()).status()?.success() {
            return Err(io::Error::other(format!("{name} does not build")));
        }
        built.push(name);
    }
    Ok(target().join("debug").join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_the_daemon_logged() {
        let log = "00000012 winscard.c:1604:SCardTransmit() Send Protocol: T=1\n\
                   00000008 APDU: 00 20 00 80 \n00000212 SW: 63 C3 \n\
                   00000008 APDU: 00 B0 00 00 04 \n00000212 SW: 30 82 05 14 90 00 \n";
        let expected = Traffic {
            apdus: 2,
            bytes_out: 9,
            bytes_in: 8,
        };
        assert_eq!(Traffic::in_log(log), expected);
        assert_eq!(Traffic::in_log(log).since(expected), Traffic::default());
    }
}
