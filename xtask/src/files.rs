//! A site in memory: what is not in it cannot be served, whatever a request says.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

/// Address path without the leading slash → file.
#[derive(Default)]
pub(crate) struct Files(BTreeMap<String, File>);

/// One file, compressed beforehand where that helps.
pub(crate) struct File {
    pub(crate) content_type: &'static str,
    pub(crate) plain: Vec<u8>,
    pub(crate) gzip: Option<Vec<u8>>,
}

impl Files {
    /// All files below a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut files = Self::default();
        files.read_folder(folder, "")?;
        Ok(files)
    }

    /// Adds a file or puts it in the place of another.
    pub(crate) fn put(&mut self, path: &str, content: Vec<u8>) -> Result<()> {
        let content_type = content_type(path);
        let gzip = is_compressible(content_type)
            .then(|| gzip(&content))
            .transpose()?;
        self.0.insert(
            path.to_owned(),
            File {
                content_type,
                plain: content,
                gzip,
            },
        );
        Ok(())
    }

    /// Adds all files of another site.
    pub(crate) fn add(&mut self, mut more: Self) {
        self.0.append(&mut more.0);
    }

    /// All files in the order of their paths.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &File)> {
        self.0.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// Whether a file has exactly this path.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The file that a request's target names, with its path.
    pub(crate) fn find(&self, target: &str) -> Option<(&str, &File)> {
        let path = target
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .trim_start_matches('/');
        let index = format!("{path}index.html");
        let path = if path.is_empty() || path.ends_with('/') {
            &index
        } else {
            path
        };
        self.0
            .get_key_value(path)
            .map(|(path, file)| (path.as_str(), file))
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.read_folder(&entry.path(), &format!("{path}/"))?;
            } else {
                self.put(&path, fs::read(entry.path())?)?;
            }
        }
        Ok(())
    }
}

/// A name for content: FNV-1a, 64 bits, as 16 hexadecimal digits.
pub(crate) fn fingerprint(content: &[u8]) -> String {
    let hash = content
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

/// `content` compressed as web servers do, at the best level.
pub(crate) fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("pem") => "application/x-pem-file",
        Some("cer") => "application/pkix-cert",
        _ => "application/octet-stream",
    }
}

fn is_compressible(content_type: &str) -> bool {
    content_type.starts_with("text/")
        || [
            "application/json",
            "application/wasm",
            "image/svg+xml",
            "application/manifest+json",
        ]
        .contains(&content_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_folder_by_its_index() {
        let mut files = Files::default();
        files.put("index.html", b"root".to_vec()).unwrap();
        files.put("measure/index.html", b"inner".to_vec()).unwrap();
        for (target, expected) in [
            ("/", Some("index.html")),
            ("/?lang=en", Some("index.html")),
            ("/measure/", Some("measure/index.html")),
            ("/measure", None),
            ("/missing.js", None),
        ] {
            assert_eq!(
                files.find(target).map(|(path, _)| path),
                expected,
                "{target}"
            );
        }
    }
}
