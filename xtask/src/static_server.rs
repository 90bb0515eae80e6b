//! A small static web server for the demo and the browser tests, on loopback only.
//!
//! It serves [`Files`] from memory with the production headers, and gzip where the browser
//! accepts it. One thread for each connection, kept open as browsers like it (RFC 9112).

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use anyhow::{Context, Result};

use crate::files::{File, Files};
use crate::headers::{self, Header};

/// Most bytes of a request's head; browsers send a few hundred.
const LONGEST_HEAD: u64 = 16 * 1024;

/// The running server; it takes no more connections once it is dropped.
pub(crate) struct StaticServer {
    address: SocketAddr,
    stopping: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
}

struct Site {
    files: Files,
    headers: Vec<Header>,
}

impl StaticServer {
    /// Serves `files` with `headers` on a loopback port.
    pub(crate) fn start(port: u16, files: Files, headers: Vec<Header>) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .with_context(|| format!("port {port} on loopback cannot be used"))?;
        let address = listener.local_addr()?;
        let stopping = Arc::new(AtomicBool::new(false));
        let (site, stop) = (Arc::new(Site { files, headers }), Arc::clone(&stopping));
        let listener = std::thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let site = Arc::clone(&site);
                // A browser that goes away in the middle is nobody's mistake.
                std::thread::spawn(move || drop(converse(&connection, &site)));
            }
        });
        Ok(Self {
            address,
            stopping,
            listener: Some(listener),
        })
    }

    /// The origin under which the site is served.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for StaticServer {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        // The listener looks up only when somebody comes.
        let woken = TcpStream::connect(self.address);
        if let (Ok(_), Some(listener)) = (woken, self.listener.take()) {
            // Had it panicked, it would have said so on stderr.
            let _ = listener.join();
        }
    }
}

/// What a request asks, as far as a static server cares.
struct Request {
    is_read: bool,
    wants_body: bool,
    target: String,
    accepts_gzip: bool,
    closes: bool,
}

/// Answers requests until the browser closes the connection.
fn converse(connection: &TcpStream, site: &Site) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection);
    while let Some(request) = read_request(&mut reader)? {
        connection_write(connection, &answer(&request, site))?;
        if request.closes {
            break;
        }
    }
    Ok(())
}

fn connection_write(mut connection: &TcpStream, bytes: &[u8]) -> io::Result<()> {
    connection.write_all(bytes)
}

/// `None` at the end of the connection, or when what comes is no HTTP.
fn read_request(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut head = reader.take(LONGEST_HEAD);
    let mut line = String::new();
    if head.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let mut request = Request {
        is_read: matches!(method, "GET" | "HEAD"),
        wants_body: method != "HEAD",
        target: target.to_owned(),
        accepts_gzip: false,
        // A body would have to be read over; nobody who is honest sends one.
        closes: !matches!(method, "GET" | "HEAD"),
    };
    loop {
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Ok(line.trim_end().is_empty().then_some(request));
        };
        let value = value.trim();
        if name.eq_ignore_ascii_case("accept-encoding") {
            request.accepts_gzip = value.split(',').any(|coding| coding.trim() == "gzip");
        } else if name.eq_ignore_ascii_case("connection") {
            request.closes |= value.eq_ignore_ascii_case("close");
        }
    }
}

fn answer(request: &Request, site: &Site) -> Vec<u8> {
    if !request.is_read {
        return message("405 Method Not Allowed", &[], &site.headers, &[]);
    }
    let Some((path, file)) = site.files.find(&request.target) else {
        return message("404 Not Found", &[], &site.headers, &[]);
    };
    let File {
        content_type,
        plain,
        gzip,
    } = file;
    let gzip = gzip.as_ref().filter(|_| request.accepts_gzip);
    let mut own = vec![
        ("Content-Type", (*content_type).to_owned()),
        ("Cache-Control", headers::cache_control(path).to_owned()),
        ("Vary", "Accept-Encoding".to_owned()),
    ];
    if gzip.is_some() {
        own.push(("Content-Encoding", "gzip".to_owned()));
    }
    let body = gzip.unwrap_or(plain);
    let mut bytes = message("200 OK", &own, &site.headers, body);
    if !request.wants_body {
        bytes.truncate(bytes.len() - body.len());
    }
    bytes
}

fn message(status: &str, own: &[Header], shared: &[Header], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in own.iter().chain(shared) {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(page.ends_with("\r\n\r\n<title>desk</title>"), "{page}");
        assert!(ask(&server, "HEAD / HTTP/1.1").ends_with("\r\n\r\n"));
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
        assert_eq!(ask(&server, "nonsense"), "", "no HTTP, no answer");
    }

    /// A browser holds several connections open and says nothing on most of them.
    #[test]
    fn silent_connections_keep_nobody_waiting() {
        let server = server();
        let silent: Vec<_> = (0..12)
            .map(|_| TcpStream::connect(server.address).unwrap())
            .collect();
        assert!(ask(&server, "GET / HTTP/1.1").starts_with("HTTP/1.1 200"));
        drop(silent);
    }
}
