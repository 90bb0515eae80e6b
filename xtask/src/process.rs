//! Running other programs: their output goes to stderr, their failure becomes an error
//! that names the command.

use std::io;
use std::process::{Child, Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// `cargo`, in the workspace. RUSTFLAGS is taken away because it would replace the flags
/// of .cargo/config.toml, without which web-sys has no WebUSB.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(crate::workspace::root())
        .env_remove("RUSTFLAGS");
    command
}

/// Runs to the end; the program's own stdout and stderr are shown as progress.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .stdout(io::stderr())
        .status()
        .with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs to the end in silence; what it wrote is shown only when it failed.
pub(crate) fn run_quietly(command: &mut Command) -> Result<Output> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| cannot_start(command))?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stdout));
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        bail!("{} ended with {}", shown(command), output.status);
    }
    Ok(output)
}

/// A program that runs beside us and ends with us, whatever happens.
pub(crate) struct Companion(Child);

impl Companion {
    /// Starts it; its stdout is shown as progress.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .stdout(io::stderr())
            .spawn()
            .with_context(|| cannot_start(command))?;
        Ok(Self(child))
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Says whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        Ok(self.0.try_wait()?.is_some())
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        // It may have ended already: then there is nothing to stop.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start {}", command.get_program().to_string_lossy())
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy()),
    );
    words.join(" ")
}
