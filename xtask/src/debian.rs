//! Debian packages that the native host, the browser tests and the card tests need: installed
//! where that can be done without a question, else named in one line.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::step::step;

/// A package and a file by which one sees that it is there.
pub(crate) struct Package {
    name: &'static str,
    witness: &'static str,
}

/// What a headless browser needs, Japanese letters included.
pub(crate) const BROWSER: [Package; 2] = [
    Package {
        name: "chromium",
        witness: "/usr/bin/chromium",
    },
    Package {
        name: "fonts-noto-cjk",
        witness: "/usr/share/doc/fonts-noto-cjk",
    },
];

/// What the bridge's native host is linked with.
pub(crate) const NATIVE_HOST: [Package; 2] = [
    Package {
        name: "libpcsclite-dev",
        witness: "/usr/include/PCSC/winscard.h",
    },
    Package {
        name: "pkg-config",
        witness: "/usr/bin/pkg-config",
    },
];

/// What the tests with the real PC/SC daemon and OpenSC need.
pub(crate) const SMART_CARD: [Package; 7] = [
    Package {
        name: "iproute2",
        witness: "/usr/share/doc/iproute2",
    },
    Package {
        name: "opensc",
        witness: "/usr/bin/pkcs11-tool",
    },
    Package {
        name: "openssl",
        witness: "/usr/bin/openssl",
    },
    Package {
        name: "pcscd",
        witness: "/usr/sbin/pcscd",
    },
    Package {
        name: "procps",
        witness: "/usr/bin/pgrep",
    },
    Package {
        name: "util-linux",
        witness: "/usr/bin/unshare",
    },
    Package {
        name: "vsmartcard-vpcd",
        witness: "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
    },
];

/// The gateway's other database.
pub(crate) const POSTGRES: [Package; 1] = [Package {
    name: "postgresql",
    witness: "/usr/lib/postgresql",
}];

/// What reads our output from outside.
pub(crate) const PYTHON: [Package; 1] = [Package {
    name: "python3-venv",
    witness: "/usr/share/doc/python3-venv",
}];

/// What the guest with real USB needs, besides a browser and the tests with PC/SC.
pub(crate) const GUEST: [Package; 4] = [
    Package {
        name: "libccid",
        witness: "/usr/lib/pcsc/drivers/ifd-ccid.bundle",
    },
    Package {
        name: "qemu-system-x86",
        witness: "/usr/bin/qemu-system-x86_64",
    },
    Package {
        name: "udev",
        witness: "/usr/bin/udevadm",
    },
    Package {
        name: "xz-utils",
        witness: "/usr/bin/xz",
    },
];

/// Installs what is missing.
pub(crate) fn ensure(packages: &[Package]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .filter(|package| !Path::new(package.witness).exists())
        .map(|package| package.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let Some(prefix) = privilege() else {
        bail!("these Debian packages are missing: run `sudo apt-get install {list}`");
    };
    step(&format!("installing Debian packages: {list}"), || {
        process::run_quietly(&mut apt(prefix, &["update", "-q"]))?;
        let mut install = vec!["install", "-q", "-y", "--no-install-recommends"];
        install.extend(&missing);
        process::run_quietly(&mut apt(prefix, &install))
    })?;
    Ok(())
}

/// The words before `apt-get` that make it work without a question: none for root, sudo
/// where it asks for no password; nothing where the system is not Debian's.
fn privilege() -> Option<&'static [&'static str]> {
    if !Path::new("/etc/debian_version").exists() {
        return None;
    }
    let user = Command::new("id").arg("-u").output().ok()?;
    if user.stdout.trim_ascii() == b"0" {
        return Some(&[]);
    }
    let sudo = Command::new("sudo").args(["-n", "true"]).output().ok()?;
    sudo.status.success().then_some(&["sudo", "-n"])
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Command {
    let mut words = prefix
        .iter()
        .chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    let mut command = Command::new(words.next().unwrap_or(&"env"));
    command.args(words).args(arguments);
    command
}
