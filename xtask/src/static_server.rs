//! A small static web server for the demo and the browser tests, on loopback only.
//!
//! It holds the whole site in memory, so no request can reach a file outside it. It sends
//! the production headers, and gzip where the browser accepts it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Context, Result, anyhow};
use flate2::{Compression, write::GzEncoder};
use tiny_http::{Method, Request, Response, Server};

use crate::headers::{self, Header};

const WORKERS: usize = 4;

/// A site in memory: address path without the leading slash → file.
#[derive(Default)]
pub(crate) struct Files(BTreeMap<String, File>);

struct File {
    content_type: &'static str,
    plain: Vec<u8>,
    gzip: Option<Vec<u8>>,
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

    fn find(&self, url: &str) -> Option<(&str, &File)> {
        let path = url
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .trim_start_matches('/');
        let path = if path.is_empty() { "index.html" } else { path };
        self.0
            .get_key_value(path)
            .map(|(path, file)| (path.as_str(), file))
    }
}

/// The running server; it stops when dropped.
pub(crate) struct StaticServer {
    server: Arc<Server>,
    workers: Vec<JoinHandle<()>>,
    address: SocketAddr,
}

impl StaticServer {
    /// Serves `files` with `headers` on a loopback port.
    pub(crate) fn start(port: u16, files: Files, headers: Vec<Header>) -> Result<Self> {
        let server = Server::http(("127.0.0.1", port))
            .map_err(|error| anyhow!("port {port} on loopback cannot be used: {error}"))?;
        let address = server.server_addr().to_ip().context("a loopback address")?;
        let server = Arc::new(server);
        let shared = Arc::new((files, headers));
        let workers = (0..WORKERS)
            .map(|_| {
                let (server, shared) = (Arc::clone(&server), Arc::clone(&shared));
                std::thread::spawn(move || {
                    while let Ok(request) = server.recv() {
                        answer(request, &shared.0, &shared.1);
                    }
                })
            })
            .collect();
        Ok(Self {
            server,
            workers,
            address,
        })
    }

    /// The origin under which the site is served.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for StaticServer {
    fn drop(&mut self) {
        // Each call lets one worker go, whichever takes it: all calls before the first join.
        self.workers.iter().for_each(|_| self.server.unblock());
        for worker in self.workers.drain(..) {
            // A worker that panicked has already said so on stderr.
            let _ = worker.join();
        }
    }
}

fn answer(request: Request, files: &Files, headers: &[Header]) {
    let is_read = matches!(request.method(), Method::Get | Method::Head);
    let found = if is_read {
        files.find(request.url())
    } else {
        None
    };
    let Some((path, file)) = found else {
        let status = if is_read { 404 } else { 405 };
        let mut response = Response::from_data(Vec::new()).with_status_code(status);
        add_headers(&mut response, headers);
        return send(request, response);
    };
    let gzip = file.gzip.as_ref().filter(|_| accepts_gzip(&request));
    let mut response = Response::from_data(gzip.unwrap_or(&file.plain).clone());
    let mut own = vec![
        ("Content-Type", file.content_type.to_owned()),
        ("Cache-Control", headers::cache_control(path).to_owned()),
        ("Vary", "Accept-Encoding".to_owned()),
    ];
    if gzip.is_some() {
        own.push(("Content-Encoding", "gzip".to_owned()));
    }
    add_headers(&mut response, &own);
    add_headers(&mut response, headers);
    send(request, response);
}

fn add_headers(response: &mut Response<std::io::Cursor<Vec<u8>>>, headers: &[Header]) {
    for (name, value) in headers {
        if let Ok(header) = tiny_http::Header::from_bytes(*name, value.as_bytes()) {
            response.add_header(header);
        }
    }
}

fn send(request: Request, response: Response<std::io::Cursor<Vec<u8>>>) {
    // The browser may have gone away: nobody is left to tell.
    let _ = request.respond(response);
}

fn accepts_gzip(request: &Request) -> bool {
    request
        .headers()
        .iter()
        .filter(|header| header.field.equiv("Accept-Encoding"))
        .any(|header| {
            header
                .value
                .as_str()
                .split(',')
                .any(|coding| coding.trim() == "gzip")
        })
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
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    fn ask(server: &StaticServer, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(
            stream,
            "{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn server() -> StaticServer {
        let mut files = Files::default();
        files
            .put("index.html", b"<title>desk</title>".to_vec())
            .unwrap();
        files
            .put("app-0123456789abcdef.js", b"export {}".to_vec())
            .unwrap();
        StaticServer::start(0, files, headers::production(&[])).unwrap()
    }

    #[test]
    fn serves_with_the_production_headers() {
        let server = server();
        let page = ask(&server, "GET /?lang=en HTTP/1.1");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(
            page.contains("Content-Security-Policy: default-src 'none'"),
            "{page}"
        );
        assert!(page.contains("Cache-Control: no-cache"), "{page}");
        assert!(page.ends_with("<title>desk</title>"), "{page}");
        let script = ask(&server, "GET /app-0123456789abcdef.js HTTP/1.1");
        assert!(script.contains("immutable"), "{script}");
    }

    #[test]
    fn compresses_only_when_asked() {
        let server = server();
        let zipped = ask(&server, "GET / HTTP/1.1\r\nAccept-Encoding: br, gzip");
        assert!(zipped.contains("Content-Encoding: gzip"), "{zipped}");
        assert!(!ask(&server, "GET / HTTP/1.1").contains("Content-Encoding"));
    }

    #[test]
    fn has_nothing_outside_the_site() {
        let server = server();
        for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/missing"] {
            let answer = ask(&server, &format!("GET {path} HTTP/1.1"));
            assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        }
        assert!(ask(&server, "POST / HTTP/1.1").starts_with("HTTP/1.1 405"));
    }
}
