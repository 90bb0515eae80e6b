//! A cpio archive in the "new ASCII" format (cpio(5)): what Linux takes as the first root
//! file system. Only folders and files, all of them root's.

/// The archive being written.
#[derive(Default)]
pub(crate) struct Archive {
    bytes: Vec<u8>,
    entries: usize,
}

/// File types of `st_mode` (inode(7)).
const FOLDER: u32 = 0o040_000;
const REGULAR: u32 = 0o100_000;

impl Archive {
    /// Adds a folder.
    pub(crate) fn folder(&mut self, path: &str) {
        self.entry(path, FOLDER | 0o755, &[]);
    }

    /// Adds a file that can be run.
    pub(crate) fn program(&mut self, path: &str, content: &[u8]) {
        self.entry(path, REGULAR | 0o755, content);
    }

    /// The whole archive with its end.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.entry("TRAILER!!!", 0, &[]);
        self.bytes
    }

    fn entry(&mut self, path: &str, mode: u32, content: &[u8]) {
        self.entries += 1;
        let links = 1;
        self.bytes.extend(b"070701");
        // Inode, mode, owner, group, links, time, size, device and its kin, length of the
        // name with the zero behind it, checksum: eight hexadecimal digits each.
        for number in [
            self.entries,
            mode as usize,
            0,
            0,
            links,
            0,
            content.len(),
            0,
            0,
            0,
            0,
            path.len() + 1,
            0,
        ] {
            self.bytes.extend(format!("{number:08x}").bytes());
        }
        self.bytes.extend(path.bytes());
        self.bytes.push(0);
        self.pad();
        self.bytes.extend(content);
        self.pad();
    }

    /// Name and content each end at a multiple of four.
    fn pad(&mut self) {
        let length = self.bytes.len().next_multiple_of(4);
        self.bytes.resize(length, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_at_multiples_of_four_and_the_end_is_marked() {
        let mut archive = Archive::default();
        archive.folder("bin");
        archive.program("bin/init", b"#!/bin/busybox sh\n");
        let bytes = archive.finish();
        assert_eq!(bytes.len() % 4, 0);
        // A header has 110 bytes; "bin" and its zero end at 114, padded to 116.
        assert_eq!(&bytes[..6], b"070701");
        assert_eq!(&bytes[110..116], b"bin\0\0\0");
        assert_eq!(&bytes[116..122], b"070701");
        // Size of the second: 18 bytes.
        assert_eq!(&bytes[116 + 54..116 + 62], b"00000012");
        assert!(bytes.ends_with(b"TRAILER!!!\0\0\0\0"));
    }
}
