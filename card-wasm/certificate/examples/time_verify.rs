//! Prints, as one line of JSON, how long a certificate takes to read, to judge and to use:
//! nanoseconds per call, the median of many.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use card_certificate::{Anchor, Certificate, Environment, TrustStore, UnixTime, verify};
use p256::ecdsa::signature::hazmat::PrehashSigner;
use sha2::{Digest, Sha256};

const CARD: &[u8] = include_bytes!("../../../virtual-card/profiles/certificates/valid-adult.cer");
const AUTHORITY: &[u8] = include_bytes!("../../../virtual-card/profiles/authority/practice-01.cer");
/// 2026-11-21 09:00 in Japan, when the card is valid.
const NOW: Duration = Duration::from_secs(1_795_219_200);
/// Calls per measurement.
const CALLS: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let certificate = Certificate::from_der(CARD)?;
    let anchor = Anchor::from_der(AUTHORITY)?;
    let store = TrustStore::new(Environment::Practice, [anchor])?;
    let now = UnixTime::since_unix_epoch(NOW);
    store.check(&certificate, now)?;

    let key = p256::ecdsa::SigningKey::from_slice(&[0x42; 32])?;
    let signature: p256::ecdsa::Signature = key.sign_prehash(&Sha256::digest(CARD))?;
    let point = key.verifying_key().to_sec1_point(false);
    let p256 = || {
        let algorithm = verify::ECDSA_P256_SHA256_FIXED;
        algorithm.verify_signature(point.as_bytes(), CARD, &signature.to_bytes())
    };
    p256().map_err(|_| "the P-256 signature should fit")?;

    println!(
        r#"{{"parseNs":{},"checkNs":{},"rsaVerifyNs":{},"p256VerifyNs":{}}}"#,
        median(|| Certificate::from_der(black_box(CARD))),
        median(|| store.check(black_box(&certificate), now)),
        // Any number below the modulus costs as much to verify as a true signature.
        median(|| certificate.verify(black_box(CARD), &[0x42; 256])),
        median(|| black_box(p256())),
    );
    Ok(())
}

/// Nanoseconds of the median call.
fn median<T>(call: impl Fn() -> T) -> u128 {
    let mut times: Vec<_> = (0..CALLS)
        .map(|_| {
            let start = Instant::now();
            black_box(call());
            start.elapsed().as_nanos()
        })
        .collect();
    times.sort_unstable();
    times.get(CALLS / 2).copied().unwrap_or_default()
}
