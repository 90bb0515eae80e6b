//! The virtual machine: QEMU with this system's files to read, without any network, its
//! serial line as its only voice.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::guest_kernel::Kernel;
use crate::step::note;

/// Memory in mebibytes: Chromium, the gateway and what is written to the layer over the files.
const MEMORY: &str = "4096";
/// Longest time for everything; usual is half of it on a machine that does other work, too.
pub(crate) const LIMIT: Duration = Duration::from_secs(20 * 60);
/// What the guest says first. Until then nothing has happened that could not begin again.
pub(crate) const UP: &str = "guest: up";
/// What it says last, with the exit status of its work behind it.
pub(crate) const ENDED: &str = "guest: ended ";

const NO_QEMU: &str = "cannot start qemu-system-x86_64: run `sudo apt-get install qemu-system-x86`";

/// How the machine's processor is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Accelerator {
    /// By this machine's own. It can be there and yet not work, as in a machine that is
    /// virtual itself.
    Kvm,
    /// By translation, which works everywhere and takes its time. Chromium needs SSE3; QEMU 7.2
    /// was new to AVX, and programs that use it fall over.
    Translation,
}

impl Accelerator {
    fn arguments(self) -> [&'static str; 4] {
        match self {
            Self::Kvm => ["-accel", "kvm", "-cpu", "host"],
            Self::Translation => ["-accel", "tcg,thread=multi", "-cpu", "Nehalem"],
        }
    }
}

/// The machine while it runs; it is switched off when dropped.
pub(crate) struct Machine {
    process: Child,
    lines: Receiver<String>,
}

impl Drop for Machine {
    fn drop(&mut self) {
        // Mostly it has powered itself off.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether this machine's own processor is worth a try.
pub(crate) fn may_accelerate() -> bool {
    std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/kvm")
        .is_ok()
}

/// Starts a machine and hears it until it ends, at most for [`LIMIT`]; says with which status
/// its work ended. `hear` gets each line.
pub(crate) fn run(
    kernel: &Kernel,
    devices: &[String],
    accelerated: bool,
    mut hear: impl FnMut(&str),
) -> Result<i32> {
    let accelerator = if accelerated {
        Accelerator::Kvm
    } else {
        Accelerator::Translation
    };
    let machine = start(kernel, devices, accelerator)?;
    let deadline = Instant::now() + LIMIT;
    let mut status = None;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match machine.lines.recv_timeout(left) {
            Ok(line) => {
                if let Some(said) = line.strip_prefix(ENDED) {
                    status = said.trim().parse().ok();
                }
                hear(&line);
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                bail!("the guest was not done after {} s", LIMIT.as_secs())
            }
        }
    }
    status.context("the guest ended in the middle of its work")
}

/// Starts a machine whose serial line is this terminal, until it is switched off inside.
pub(crate) fn show(kernel: &Kernel, devices: &[String]) -> Result<()> {
    let status = qemu(kernel, devices, Accelerator::Translation)
        .status()
        .context(NO_QEMU)?;
    ensure!(status.success(), "qemu-system-x86_64 ended with {status}");
    Ok(())
}

fn qemu(kernel: &Kernel, devices: &[String], accelerator: Accelerator) -> Command {
    let mut command = Command::new("qemu-system-x86_64");
    command
        .args(accelerator.arguments())
        .args(["-smp", "2", "-m", MEMORY])
        .args(["-nodefaults", "-display", "none", "-monitor", "none"])
        .args(["-serial", "stdio", "-no-reboot"])
        .arg("-kernel")
        .arg(&kernel.image)
        .arg("-initrd")
        .arg(&kernel.initial)
        .args(["-append", "console=ttyS0 quiet panic=-1"])
        // Without remapping, files of different file systems would have the same number.
        .args([
            "-virtfs",
            "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
        ])
        .args(devices);
    command
}

fn start(kernel: &Kernel, devices: &[String], accelerator: Accelerator) -> Result<Machine> {
    let mut command = qemu(kernel, devices, accelerator);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    if accelerator == Accelerator::Kvm {
        // Where it does not work it says so at length, and the other way is taken.
        command.stderr(Stdio::null());
    }
    let mut process = command
        .spawn()
        .context("cannot start qemu-system-x86_64: run `sudo apt-get install qemu-system-x86`")?;
    let output = process.stdout.take().context("no voice of the guest")?;
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in lines_of(output) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    Ok(Machine { process, lines })
}

/// Lines of a terminal, whatever bytes a boot loader puts into them.
fn lines_of(output: impl Read) -> impl Iterator<Item = String> {
    BufReader::new(output)
        .split(b'\n')
        .map_while(std::io::Result::ok)
        .map(|line| {
            String::from_utf8_lossy(&line)
                .trim_end_matches('\r')
                .to_owned()
        })
}

/// Says that the other way is taken.
pub(crate) fn note_translation() {
    note("this machine cannot lend its processor to a guest: its own is translated");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_without_what_a_terminal_adds() {
        let lines: Vec<_> = lines_of(&b"\xFFone\r\n\r\ntwo"[..]).collect();
        assert_eq!(lines, ["\u{FFFD}one", "", "two"]);
    }
}
