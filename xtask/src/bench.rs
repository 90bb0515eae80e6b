//! `cargo xtask bench`: sizes, start, APDUs and times, each beside what it can be compared
//! with, measured in one run. A table on stdout, JSON under target/bench.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::bench_table;
use crate::bridge_test;
use crate::browser;
use crate::debian;
use crate::demo::Stack;
use crate::files::Files;
use crate::guest;
use crate::load;
use crate::process::{cargo, run_quietly};
use crate::site;
use crate::size::{FIRST_VIEW_BUDGET, PAGE_BUDGET, Sizes};
use crate::step::step;
use crate::tools::Tools;
use crate::wasm_module;
use crate::workspace;

pub(crate) fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    // The crate of the card tests has programs that are linked as the host is.
    debian::ensure(&debian::NATIVE_HOST)?;
    debian::ensure(&debian::SMART_CARD)?;
    let end_to_end = browser::end_to_end()?;
    let sizes = Sizes::measure(&site::build()?)?;
    let (first_view, whole) = (sizes.first_view(), sizes.page());
    let native = step("our code, native", native)?;
    let openssl = step("openssl", openssl_verify_micros)?;
    let opensc = step("the same job by OpenSC", opensc)?;
    let module = step("our code as wasm", measuring_module)?;
    let page = step("the page in Chromium", || in_browser(&end_to_end, module))?;
    let tables = step("tables in Chromium", || bench_table::measure(&end_to_end))?;
    let bridge = step("the bridge beside PC/SC directly", bridge)?;
    let load = step("load on the gateway", load::measure)?;
    let guest = step("a reader at TPDU level on real USB", guest::figures)?;
    let report = json!({
        "firstView": { "raw": first_view.raw, "gzip": first_view.gzip },
        "wholePage": { "raw": whole.raw, "gzip": whole.gzip },
        "page": page,
        "tables": tables,
        "bridge": bridge,
        "opensc": opensc,
        "guest": guest,
        "load": load,
        "native": native,
        "opensslVerifyMicros": openssl,
    });
    let folder = workspace::target().join("bench");
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join("bench.json"),
        serde_json::to_vec_pretty(&report)?,
    )?;
    print!("{}", table(&report));
    Ok(())
}

fn native() -> Result<Value> {
    json_line(cargo().args([
        "run",
        "--quiet",
        "--release",
        "--package=rig",
        "--bin=measure",
    ]))
}

fn opensc() -> Result<Value> {
    json_line(cargo().args(["run", "--quiet", "--package=tests", "--bin=opensc-traffic"]))
}

/// Microseconds that openssl takes to verify one RSA-2048 signature.
fn openssl_verify_micros() -> Result<f64> {
    let mut speed = Command::new("openssl");
    speed.args(["speed", "-mr", "-seconds", "2", "rsa2048"]);
    let output = String::from_utf8(run_quietly(&mut speed)?.stdout)?;
    // +F2:2:2048:<signatures>:<verifications>, each per second (openssl speed -mr).
    let line = output
        .lines()
        .find(|line| line.starts_with("+F2:"))
        .context("openssl speed")?;
    let per_second: f64 = line.rsplit(':').next().unwrap_or_default().parse()?;
    Ok(1e6 / per_second)
}

/// The measuring module, as files that can be served beside the page.
fn measuring_module() -> Result<Files> {
    let folder = workspace::target().join("bench").join("module");
    wasm_module::build(&Tools::ensure()?, "rig", &folder)?;
    let mut files = Files::default();
    for name in ["rig.js", "rig_bg.wasm"] {
        files.put(&format!("measure/{name}"), fs::read(folder.join(name))?)?;
    }
    files.put(
        "measure/index.html",
        b"<!doctype html><title>measure</title>".to_vec(),
    )?;
    Ok(files)
}

fn in_browser(end_to_end: &Path, module: Files) -> Result<Value> {
    let stack = Stack::start_with(0, module)?;
    json_line(
        Command::new("node")
            .arg("measure.mjs")
            .args(["--site", &stack.site(), "--gateway", &stack.gateway()])
            .current_dir(end_to_end),
    )
}

fn bridge() -> Result<Value> {
    bridge_test::prepare()?;
    json_line(&mut bridge_test::enter(&[
        bridge_test::COMMAND,
        bridge_test::MEASURE,
    ])?)
}

/// What a command prints on stdout, as JSON.
pub(crate) fn json_line(command: &mut Command) -> Result<Value> {
    let output = command
        .stdin(Stdio::null())
        .stderr(std::io::stderr())
        .output()?;
    serde_json::from_slice(&output.stdout).with_context(|| {
        format!(
            "{} did not measure",
            command.get_program().to_string_lossy()
        )
    })
}

/// The figures for people: each with what it is compared with, and the ratio.
fn table(report: &Value) -> String {
    let number = |path: &str| {
        report
            .pointer(path)
            .and_then(Value::as_f64)
            .unwrap_or(f64::NAN)
    };
    let mut lines = vec![
        format!("{:<44}{:>12}{:>14}{:>9}", "", "ours", "compared", "ratio"),
        line(
            "first view, bytes gzip (of budget)",
            number("/firstView/gzip"),
            FIRST_VIEW_BUDGET as f64,
        ),
        line("first view, bytes raw", number("/firstView/raw"), f64::NAN),
        line(
            "page with its chunks, bytes gzip (of budget)",
            number("/wholePage/gzip"),
            PAGE_BUDGET as f64,
        ),
        line(
            "time to interactive, ms",
            number("/page/interactiveMs"),
            f64::NAN,
        ),
    ];
    for level in ["extended", "short"] {
        for (what, key) in [
            ("APDUs", "apdus"),
            ("bytes out", "bytesOut"),
            ("bytes in", "bytesIn"),
        ] {
            let ours = number(&format!("/page/{level}/{key}"));
            let opensc = number(&format!("/opensc/{key}"));
            lines.push(line(
                &format!("main job, {level}: {what} (OpenSC)"),
                ours,
                opensc,
            ));
        }
    }
    let (job, direct) = (
        number("/bridge/bridge/jobMs"),
        number("/bridge/direct/jobMs"),
    );
    lines.extend([
        line(
            "bridge: one APDU, µs (pcsc crate)",
            number("/bridge/bridge/apduMicros"),
            number("/bridge/direct/apduMicros"),
        ),
        line("bridge: the whole job, ms (pcsc crate)", job, direct),
        line("bridge: overhead, ms (of 15)", job - direct, 15.0),
    ]);
    for (what, key) in [
        ("blocks of T=1", "blocks"),
        ("CCID messages out", "messagesOut"),
    ] {
        lines.push(line(
            &format!("main job at TPDU level: {what} (libccid)"),
            number(&format!("/guest/ours/{key}")),
            number(&format!("/guest/libccid/{key}")),
        ));
    }
    lines.extend(report.get("tables").into_iter().flat_map(bench_table::rows));
    lines.extend(jobs(report));
    let openssl = number("/opensslVerifyMicros");
    let web_crypto = number("/page/wasm/webCrypto");
    lines.extend([
        line("native: one APDU, µs", number("/native/apdu"), f64::NAN),
        line(
            "native: parse a certificate, µs",
            number("/native/parse"),
            f64::NAN,
        ),
        line(
            "native: judge it, µs (openssl verify)",
            number("/native/judge"),
            openssl,
        ),
        line("wasm: one APDU, µs", number("/page/wasm/apdu"), f64::NAN),
        line(
            "wasm: parse a certificate, µs",
            number("/page/wasm/parse"),
            f64::NAN,
        ),
        line(
            "wasm: judge it, µs (WebCrypto verify)",
            number("/page/wasm/judge"),
            web_crypto,
        ),
    ]);
    if let Some(load) = report.get("load") {
        lines.extend(load::rows(load, openssl));
    }
    lines.join("\n") + "\n"
}

/// The main job by each way to a reader, beside the card alone: APDUs, bytes on the cable
/// beside those of the APDUs, time of driver and emulated reader.
fn jobs(report: &Value) -> Vec<String> {
    const CARD: &str = "card";
    let jobs = report.pointer("/native/jobs").and_then(Value::as_object);
    let mut lines = Vec::new();
    let Some((jobs, card)) = jobs.and_then(|jobs| Some((jobs, jobs.get(CARD)?))) else {
        return lines;
    };
    for (way, job) in jobs.iter().filter(|(way, _)| *way != CARD) {
        let number =
            |job: &Value, key: &str| job.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN);
        let (ours, alone) = (|key| number(job, key), |key| number(card, key));
        lines.push(line(
            &format!("{way}: APDUs (card alone)"),
            ours("apdus"),
            alone("apdus"),
        ));
        if !ours("wireBytes").is_nan() {
            lines.push(line(
                &format!("{way}: bytes on the cable (in APDUs)"),
                ours("wireBytes"),
                ours("apduBytes"),
            ));
        }
        lines.push(line(
            &format!("{way}: the job, µs (card alone)"),
            ours("micros"),
            alone("micros"),
        ));
    }
    lines
}

pub(crate) fn line(title: &str, ours: f64, compared: f64) -> String {
    let other = if compared.is_nan() {
        "-".to_owned()
    } else {
        format!("{compared:.1}")
    };
    let ratio = if compared.is_nan() {
        "-".to_owned()
    } else {
        format!("{:.2}", ours / compared)
    };
    format!("{title:<44}{ours:>12.1}{other:>14}{ratio:>9}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_sets_figures_beside_what_they_are_compared_with() {
        let report = json!({
            "page": { "extended": { "apdus": 7 } },
            "opensc": { "apdus": 70 },
        });
        let table = table(&report);
        let row = table
            .lines()
            .find(|line| line.starts_with("main job, extended: APDUs"));
        assert_eq!(
            row.unwrap().split_whitespace().last(),
            Some("0.10"),
            "{table}"
        );
    }
}
