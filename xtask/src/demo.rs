//! `cargo xtask demo`: the whole product on this machine, with practice cards.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::arguments::Arguments;
use crate::browser;
use crate::files::Files;
use crate::gateway::{Gateway, Profile};
use crate::headers;
use crate::headless;
use crate::site;
use crate::static_server::StaticServer;
use crate::step::step;
use crate::workspace;

const DEFAULT_PORT: u16 = 8080;

pub(crate) fn run(mut arguments: Arguments) -> Result<()> {
    let headless = arguments.flag("--headless");
    let port = arguments.value("--port")?;
    arguments.finish()?;
    if headless {
        return run_headless(port.unwrap_or(0));
    }
    let stop = interrupts()?;
    let mut stack = Stack::start(port.unwrap_or(DEFAULT_PORT))?;
    println!("{}/", stack.site());
    eprintln!(
        "     gateway {}, practice PIN 1234; Ctrl-C stops both",
        stack.gateway()
    );
    browser::open(&stack.site());
    loop {
        match stop.recv_timeout(Duration::from_millis(500)) {
            Ok(()) | Err(mpsc::RecvTimeoutError::Disconnected) => return Ok(()),
            Err(mpsc::RecvTimeoutError::Timeout) if stack.gateway.has_ended()? => {
                bail!("the gateway has stopped")
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Does the main job once and prints its figures.
pub(crate) fn run_headless(port: u16) -> Result<()> {
    let end_to_end = browser::end_to_end()?;
    let stack = Stack::start(port)?;
    let line = step("the main job in headless Chromium", || {
        headless::main_job(&end_to_end, &stack.site(), &stack.gateway())
    })?;
    println!("{line}");
    Ok(())
}

/// The gateway and the site, both running; they stop when dropped.
pub(crate) struct Stack {
    gateway: Gateway,
    site: StaticServer,
}

impl Stack {
    /// Builds and starts both; the site on `port`, or on a free one for 0.
    pub(crate) fn start(port: u16) -> Result<Self> {
        Self::start_with(port, Files::default())
    }

    /// The same, with more files beside those of the site.
    pub(crate) fn start_with(port: u16, more: Files) -> Result<Self> {
        let site = site::build()?;
        Gateway::build(Profile::Debug)?;
        Self::serve(port, &site, more, &[])
    }

    /// Starts both as they were built before; the gateway serves pages of `others`, too.
    pub(crate) fn serve(port: u16, site: &Path, more: Files, others: &[&str]) -> Result<Self> {
        let port = if port == 0 {
            workspace::free_port()?
        } else {
            port
        };
        let site_origin = format!("http://127.0.0.1:{port}");
        let gateway = step("starting the gateway", || {
            Gateway::start(&[&[site_origin.as_str()], others].concat())
        })?;
        let mut files = Files::read(site)?;
        let sample = std::fs::read(site.join("config.json")).context("the site's config.json")?;
        files.put("config.json", gateway.page_configuration(&sample)?)?;
        files.add(more);
        let site = StaticServer::start(port, files, headers::production(&[gateway.origin()]))?;
        Ok(Self { gateway, site })
    }

    /// The origin of the site.
    pub(crate) fn site(&self) -> String {
        self.site.origin()
    }

    /// The origin of the gateway.
    pub(crate) fn gateway(&self) -> String {
        self.gateway.origin().to_owned()
    }
}

/// Receives once for Ctrl-C or a request to terminate.
fn interrupts() -> Result<mpsc::Receiver<()>> {
    let (sender, receiver) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Nobody listens any more when the demo is stopping already.
        let _ = sender.send(());
    })?;
    Ok(receiver)
}
