//! Counting tests: what cargo's and Node's test runners say at their end, and whole steps.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Tally {
    /// A step that is one test by itself.
    pub(crate) fn of_step(outcome: &Result<()>) -> Self {
        if outcome.is_ok() {
            Self {
                passed: 1,
                failed: 0,
            }
        } else {
            Self {
                passed: 0,
                failed: 1,
            }
        }
    }

    /// Adds another's counts.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Runs a test command, shows its output and counts. A command that fails without
    /// naming a failed test counts as one.
    pub(crate) fn run(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        let mut tally = Self::default();
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).lines() {
                let line = line?;
                eprintln!("{line}");
                tally.add(Self::in_line(&line));
            }
        }
        if !child.wait()?.success() && tally.failed == 0 {
            tally.failed = 1;
        }
        Ok(tally)
    }

    /// `test result: ok. 3 passed; 0 failed; …` of cargo, `# pass 3` or `ℹ pass 3` of Node.
    pub(crate) fn in_line(line: &str) -> Self {
        let mut tally = Self::default();
        if let Some((_, counts)) = line.split_once("test result: ") {
            for count in counts.split(['.', ';']) {
                match count.trim().split_once(' ') {
                    Some((number, "passed")) => tally.passed = number.parse().unwrap_or(0),
                    Some((number, "failed")) => tally.failed = number.parse().unwrap_or(0),
                    _ => {}
                }
            }
        } else if let Some(count) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
            match count.split_once(' ') {
                Some(("pass", number)) => tally.passed = number.parse().unwrap_or(0),
                Some(("fail" | "cancelled" | "skipped" | "todo", number)) => {
                    tally.failed = number.parse().unwrap_or(0);
                }
                _ => {}
            }
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_runners_say() {
        let cases = [
            (
                "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured",
                12,
                0,
            ),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored", 3, 2),
            ("# pass 41", 41, 0),
            ("ℹ fail 1", 0, 1),
            // A skipped test proves nothing: it counts as failed.
            ("# skipped 2", 0, 2),
            ("test driver::reads ... ok", 0, 0),
        ];
        for (line, passed, failed) in cases {
            assert_eq!(Tally::in_line(line), Tally { passed, failed }, "{line}");
        }
    }
}
