//! The main job's card part by OpenSC, on the virtual card through the real pcscd: how many
//! APDUs and bytes it takes. Prints one JSON line, for `cargo xtask bench`.

use std::error::Error;
use std::fs;

use tests::sandbox::{Sandbox, pkcs11_module};

fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start("traffic")?;
    let _card = sandbox.insert("valid-adult")?;
    fs::write(
        sandbox.folder().join("message"),
        b"to be signed by the card",
    )?;
    let module = pkcs11_module()?;
    let before = sandbox.traffic()?;
    let words = [
        "--module",
        &module,
        "--slot-index",
        "0",
        "--login",
        "--pin",
        "1234",
    ];
    let what = [
        "--sign",
        "-m",
        "SHA256-RSA-PKCS",
        "-i",
        "message",
        "-o",
        "signature",
    ];
    let signed = sandbox.run("pkcs11-tool", &[&words[..], &what[..]].concat())?;
    if !signed.status.success() {
        return Err(String::from_utf8_lossy(&signed.stderr).into());
    }
    let traffic = sandbox.traffic()?.since(before);
    println!(
        "{}",
        serde_json::json!({
            "apdus": traffic.apdus,
            "bytesOut": traffic.bytes_out,
            "bytesIn": traffic.bytes_in,
        })
    );
    Ok(())
}
