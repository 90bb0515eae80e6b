//! The main job, done once in headless Chromium with the practice reader.
//!
//! The browser is driven by tests/e2e/main-job.mjs, which answers with one JSON line. What
//! that line must hold is checked here once more, so that a changed script cannot turn a
//! failure into a success.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

const FIGURES: [&str; 5] = ["apdus", "bytesOut", "bytesIn", "cardMs", "totalMs"];

/// Does the job on the page at `site` and gives the JSON line.
pub(crate) fn main_job(end_to_end: &Path, site: &str, gateway: &str) -> Result<String> {
    let output = Command::new("node")
        .arg("main-job.mjs")
        .args(["--site", site, "--gateway", gateway])
        .current_dir(end_to_end)
        .stdin(Stdio::null())
        .stderr(io::stderr())
        .output()
        .context("cannot start node")?;
    if !output.status.success() {
        bail!("the main job failed in the browser");
    }
    let line = String::from_utf8(output.stdout)?.trim().to_owned();
    check(&line).with_context(|| format!("the browser answered: {line}"))?;
    Ok(line)
}

fn check(line: &str) -> Result<()> {
    let figures: Value = serde_json::from_str(line)?;
    if figures.get("verdict").and_then(Value::as_str) != Some("valid") {
        bail!("the verdict is not valid");
    }
    for name in FIGURES {
        match figures.get(name).and_then(Value::as_f64) {
            Some(number) if number > 0.0 => {}
            _ => bail!("{name} is missing"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_a_valid_verdict_with_all_figures() {
        let good =
            r#"{"verdict":"valid","apdus":7,"bytesOut":1,"bytesIn":1,"cardMs":1,"totalMs":1.5}"#;
        check(good).unwrap();
        for broken in [
            good.replace("\"valid\"", "\"invalid\""),
            good.replace("\"apdus\":7", "\"apdus\":0"),
            good.replace("\"cardMs\":1,", ""),
            String::new(),
        ] {
            assert!(check(&broken).is_err(), "{broken}");
        }
    }
}
