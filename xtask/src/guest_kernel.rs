//! What the guest boots from: Debian's kernel and busybox, fetched once for each version that
//! apt offers, and the first root file system made of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::files::gzip;
use crate::guest_archive::Archive;
use crate::process;
use crate::step::step;
use crate::workspace;

/// The package that depends on Debian's newest kernel.
const KERNEL: &str = "linux-image-amd64";
const BUSYBOX: &str = "busybox-static";

/// Drivers that the guest needs before it sees the host's files, and those of its USB
/// controller and of the port by which stories handle the readers. What a kernel has built
/// in has no file; what is missing shows when the guest does not come up.
const DRIVERS: [&str; 15] = [
    "virtio_ring",
    "virtio",
    "virtio_pci_modern_dev",
    "virtio_pci_legacy_dev",
    "virtio_pci",
    "netfs",
    "fscache",
    "9pnet",
    "9pnet_virtio",
    "9p",
    "overlay",
    "usb-common",
    "usbcore",
    "xhci-hcd",
    "xhci-pci",
];
const PORT_DRIVER: &str = "virtio_console";

/// The kernel's file and the first root file system's.
pub(crate) struct Kernel {
    pub(crate) image: PathBuf,
    pub(crate) initial: PathBuf,
}

impl Kernel {
    /// Fetches what is missing and writes a first root file system that goes on with `start`,
    /// a shell script, in a copy of this system.
    pub(crate) fn ensure(start: &str) -> Result<Self> {
        ensure!(
            cfg!(all(target_os = "linux", target_arch = "x86_64")),
            "the guest runs on Debian for x86-64 only"
        );
        let name = newest_kernel()?;
        let folder = workspace::tool("guest", &name)?;
        if !folder.join("boot").is_dir() || !folder.join("bin/busybox").is_file() {
            step(&format!("fetching {name} and {BUSYBOX}"), || {
                fetch(&name, &folder)
            })?;
        }
        let image = only_file(&folder.join("boot"), "vmlinuz-")?;
        let initial = workspace::target().join("guest").join("initial.gz");
        fs::create_dir_all(workspace::target().join("guest"))?;
        fs::write(&initial, gzip(&archive(&folder, start)?)?)?;
        Ok(Self { image, initial })
    }
}

/// The package that `linux-image-amd64` stands for at present.
fn newest_kernel() -> Result<String> {
    let output = process::run_quietly(Command::new("apt-cache").args(["depends", KERNEL]))
        .with_context(|| format!("apt does not know {KERNEL}: run `sudo apt-get update`"))?;
    named_in(&String::from_utf8(output.stdout)?)
        .with_context(|| format!("{KERNEL} depends on no kernel: run `sudo apt-get update`"))
}

fn named_in(dependencies: &str) -> Option<String> {
    dependencies
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Depends: "))
        .find(|name| name.starts_with("linux-image-"))
        .map(str::to_owned)
}

/// Unpacks the packages beside the folder first, so that it is whole once it is there.
fn fetch(kernel: &str, folder: &Path) -> Result<()> {
    let draft = folder.with_extension("draft");
    // Left over from a time that was interrupted.
    let _ = fs::remove_dir_all(&draft);
    fs::create_dir_all(&draft)?;
    process::run_quietly(
        Command::new("apt-get")
            .args(["-q", "download", kernel, BUSYBOX])
            .current_dir(&draft),
    )
    .context("cannot fetch the guest's kernel: run `sudo apt-get update`")?;
    for entry in fs::read_dir(&draft)? {
        let package = entry?.path();
        process::run_quietly(Command::new("dpkg").arg("-x").arg(&package).arg(&draft))?;
        fs::remove_file(&package)?;
    }
    let _ = fs::remove_dir_all(folder);
    fs::rename(&draft, folder)?;
    Ok(())
}

fn only_file(folder: &Path, prefix: &str) -> Result<PathBuf> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            return Ok(entry.path());
        }
    }
    bail!("{} has no {prefix}", folder.display())
}

/// busybox, drivers, the program that the kernel starts, and the script that follows it.
fn archive(folder: &Path, start: &str) -> Result<Vec<u8>> {
    let mut archive = Archive::default();
    for place in [
        "bin", "dev", "host", "modules", "new", "proc", "sys", "writable",
    ] {
        archive.folder(place);
    }
    archive.program("bin/busybox", &fs::read(folder.join("bin/busybox"))?);
    archive.program("init", INIT.as_bytes());
    archive.program("start", start.as_bytes());
    let mut drivers = Vec::new();
    let modules = ["lib/modules", "usr/lib/modules"].map(|place| folder.join(place));
    for place in modules.iter().filter(|place| place.is_dir()) {
        find_drivers(place, &mut drivers)?;
    }
    drivers.sort();
    for driver in drivers {
        let name = driver.file_name().unwrap_or_default().to_string_lossy();
        let name = name.trim_end_matches(".xz");
        archive.program(&format!("modules/{name}"), &read_driver(&driver)?);
    }
    Ok(archive.finish())
}

fn find_drivers(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let wanted = name
            .split_once(".ko")
            .is_some_and(|(name, _)| name == PORT_DRIVER || DRIVERS.contains(&name));
        if wanted {
            found.push(path);
        } else if path.is_dir() {
            find_drivers(&path, found)?;
        }
    }
    Ok(())
}

/// Newer kernels have their drivers compressed.
fn read_driver(path: &Path) -> Result<Vec<u8>> {
    if path.extension().is_some_and(|extension| extension == "xz") {
        return Ok(process::run_quietly(Command::new("xz").arg("-dc").arg(path))?.stdout);
    }
    Ok(fs::read(path)?)
}

/// Drivers in rounds, as they need one another; then this system's files, which can be read
/// only, under a layer that can be written and is gone with the guest.
const INIT: &str = r"#!/bin/busybox sh
box=/bin/busybox
$box mount -t proc proc /proc
$box mount -t sysfs sys /sys
$box mount -t devtmpfs dev /dev
for round in 1 2 3; do
  for driver in /modules/*; do $box insmod $driver 2>/dev/null; done
done
$box mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=1048576,cache=loose host /host
$box mount -t tmpfs writable /writable
$box mkdir /writable/upper /writable/work
$box mount -t overlay -o lowerdir=/host,upperdir=/writable/upper,workdir=/writable/work root /new
$box mount -t devtmpfs dev /new/dev
$box mount -t proc proc /new/proc
$box mount -t sysfs sys /new/sys
$box mount -t tmpfs run /new/run
$box mkdir -p /new/dev/shm /new/dev/pts
$box mount -t tmpfs shm /new/dev/shm
$box mount -t devpts pts /new/dev/pts
$box cp /bin/busybox /start /new/run/
exec $box switch_root /new /bin/sh /run/start
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_is_the_one_that_is_depended_on() {
        let said = "linux-image-amd64\n  Depends: linux-image-6.1.0-56-amd64\n";
        assert_eq!(
            named_in(said).as_deref(),
            Some("linux-image-6.1.0-56-amd64")
        );
        assert_eq!(
            named_in("linux-image-amd64\n  Suggests: debian-kernel-handbook\n"),
            None
        );
    }
}
