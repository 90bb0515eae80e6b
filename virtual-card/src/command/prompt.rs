//! A connection to vpcd that confirms at once what arrives. vpcd sends each length and its
//! message apart, and a system that waits for the first to be confirmed before it sends the
//! second, as TCP does by itself, spends 40 ms on each command.

use std::io::{self, Read, Write};
use std::net::TcpStream;

pub(super) struct Prompt(TcpStream);

impl Prompt {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self(stream)
    }
}

impl Read for Prompt {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Linux forgets it after a while (tcp(7), TCP_QUICKACK). Without it all is only slower.
        #[cfg(target_os = "linux")]
        let _ = socket2::SockRef::from(&self.0).set_tcp_quickack(true);
        self.0.read(buffer)
    }
}

impl Write for Prompt {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
