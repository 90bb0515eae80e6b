//! Keys made by openssl, and those of the explainer.

use std::fs;

use super::*;
use crate::process;
use crate::workspace;

/// A file that goes away with the test.
struct File(PathBuf);

impl File {
    fn path(name: &str) -> Self {
        let folder = workspace::target().join("isolated-app-keys");
        fs::create_dir_all(&folder).unwrap();
        Self(folder.join(format!("{name}-{}.pem", std::process::id())))
    }

    fn make(name: &str, openssl: &[&str]) -> Self {
        let file = Self::path(name);
        let mut command = Command::new("openssl");
        process::run_quietly(command.args(openssl).arg("-out").arg(&file.0)).unwrap();
        file
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn complaint(file: &Path) -> String {
    format!("{:#}", Key::read(file).unwrap_err())
}

/// The example of `Scheme.md`.
#[test]
fn the_id_is_that_of_the_explainer() {
    let key = [
        0x01, 0x23, 0x43, 0x43, 0x33, 0x42, 0x7A, 0x14, 0x42, 0x14, 0xA2, 0xB6, 0xC2, 0xD9, 0xF2,
        0x02, 0x03, 0x42, 0x18, 0x10, 0x12, 0x26, 0x62, 0x88, 0xF6, 0xA3, 0xA5, 0x47, 0x14, 0x69,
        0x00, 0x73,
    ];
    assert_eq!(
        id(&[ED25519.as_slice(), &key].concat()).unwrap(),
        "aerugqztij5biqquuk3mfwpsaibuegaqcitgfchwuosuofdjabzqaaic"
    );
}

/// RFC 4648, 10.
#[test]
fn base32_is_that_of_its_rfc() {
    for (bytes, text) in [
        ("", ""),
        ("f", "my"),
        ("fo", "mzxq"),
        ("foo", "mzxw6"),
        ("foob", "mzxw6yq"),
        ("fooba", "mzxw6ytb"),
        ("foobar", "mzxw6ytboi"),
    ] {
        assert_eq!(base32(bytes.as_bytes()), text);
    }
}

#[test]
fn takes_both_kinds_of_key() {
    let ed25519 = File::make("ed25519", &["genpkey", "-algorithm", "ED25519"]);
    let key = Key::read(&ed25519.0).unwrap();
    assert_eq!(key.id().len(), 56);
    assert!(key.id().ends_with("aaic"), "{}", key.id());
    assert_eq!(key.origin(), format!("isolated-app://{}", key.id()));
    assert_eq!(Key::read(&ed25519.0).unwrap().id(), key.id());

    let p256 = File::make(
        "p256",
        &[
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ],
    );
    let key = Key::read(&p256.0).unwrap();
    // 36 bytes, the first of which is 02 or 03.
    assert_eq!(key.id().len(), 58);
    assert!(matches!(key.id().as_bytes(), [b'a', b'i'..=b'p', ..]));
}

#[test]
fn says_what_to_do_about_a_wrong_key() {
    let missing = File::path("missing");
    assert!(complaint(&missing.0).contains("openssl genpkey"));

    let rsa = File::make("rsa", &["genpkey", "-algorithm", "RSA"]);
    assert!(complaint(&rsa.0).contains("neither Ed25519 nor ECDSA P-256; make one"));

    let p384 = File::make(
        "p384",
        &[
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-384",
        ],
    );
    assert!(complaint(&p384.0).contains("neither"));

    let locked = File::make(
        "locked",
        &[
            "genpkey",
            "-algorithm",
            "ED25519",
            "-aes256",
            "-pass",
            "pass:secret",
        ],
    );
    assert!(complaint(&locked.0).contains("has a password"));

    let public = File::path("public");
    let ed25519 = File::make("private", &["genpkey", "-algorithm", "ED25519"]);
    let mut command = Command::new("openssl");
    command.args(["pkey", "-pubout", "-in"]).arg(&ed25519.0);
    process::run_quietly(command.arg("-out").arg(&public.0)).unwrap();
    assert!(complaint(&public.0).contains("holds no private key"));

    let words = File::path("words");
    fs::write(&words.0, "no key at all\n").unwrap();
    assert!(complaint(&words.0).contains("holds no private key"));
}

#[test]
fn a_public_key_of_another_length_has_no_id() {
    for prefix in [ED25519.as_slice(), P256.as_slice(), &[]] {
        for length in [0, 1, 31, 33, 63, 65, 200] {
            let bytes = [prefix, &vec![7; length]].concat();
            assert_eq!(id(&bytes), None, "{length} bytes after {prefix:02X?}");
        }
    }
}
