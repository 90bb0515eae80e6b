//! The project's own commands, reached as `cargo xtask <command>`.
//!
//! One file per command. What several of them need stands beside them: the tools at their
//! pinned versions, the build of the site, its headers, the running demo.

use std::process::ExitCode;

use anyhow::{Result, bail};

mod arguments;
mod bench;
mod bench_table;
mod bridge_test;
mod browser;
mod check;
mod contract_test;
mod debian;
mod demo;
mod dist;
mod extension;
mod extension_crx;
mod extension_policy;
mod extension_test;
mod extension_zip;
mod files;
mod fixtures;
mod gateway;
mod guest;
mod guest_app;
mod guest_archive;
mod guest_inside;
mod guest_kernel;
mod guest_machine;
mod guest_readers;
mod headers;
mod headless;
mod host_package;
mod host_package_deb;
mod host_package_test;
mod host_program;
mod isolated_app;
mod isolated_app_config;
mod isolated_app_key;
mod isolated_app_manifest;
mod isolated_app_options;
mod isolated_app_policy;
mod isolated_app_test;
mod join_styles;
mod load;
mod postgres;
mod process;
mod python;
mod server_settings;
mod site;
mod size;
mod split_page;
mod static_server;
mod step;
mod tally;
mod test;
mod tools;
mod training_module;
mod wasm_module;
mod workspace;

use arguments::Arguments;

const HELP: &str = "\
cargo xtask <command>

  demo [--port N] [--headless]   build the site, start the gateway, serve both on loopback;
                                 with --headless do one check in Chromium and print its figures
  test                           everything that is proven by a command
  check                          format, lints, unit tests, rules of form and layering
  bench                          sizes, APDUs and times beside what they can be compared with
  dist [--gateway ORIGIN]        the site ready to upload, server settings, sizes and budget
       [extension's options]     and the bridge: the extension, packed, with policies to install
       [isolated app's options]  it, and the native host's packages; with a key, the isolated app
    [--isolated-app-key FILE]    Ed25519 or P-256 key in PEM that signs the app
    [--isolated-app-config FILE] the config.json that the app holds
    [--isolated-app-version X]   one to four numbers; higher with every release
    [--isolated-app-update-url URL]  where update.json will lie
  extension                      the bridge's extension alone, in target/extension
    [--origin ORIGIN]...         pages that may use it (otherwise those of this computer)
    [--extension-key FILE]       RSA key in PEM that signs the package
    [--extension-address URL]    folder on a web server that the package will lie in
  isolated-app [its options]     the isolated app alone, in target/isolated-app
  host [extension's options]     the native host's packages alone, in target/host
  guest [--only NAME] [--shell]  the stories on real USB in a virtual machine alone, or those
                                 named, or a shell there
  fixtures [--check]             make the practice keys and certificates again, or compare them
";

fn main() -> ExitCode {
    match run(Arguments::from_environment()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> Result<()> {
    match arguments.command().as_deref() {
        Some("demo") => demo::run(arguments),
        Some("test") => test::run(arguments),
        Some("check") => check::run(arguments),
        Some("bench") => bench::run(arguments),
        Some("dist") => dist::run(arguments),
        Some("extension") => extension::run(arguments),
        Some("host") => host_package::run(arguments),
        Some("isolated-app") => isolated_app::run(arguments),
        Some(isolated_app_test::COMMAND) => isolated_app_test::run(arguments),
        Some("fixtures") => fixtures::run(arguments),
        Some(bridge_test::COMMAND) => bridge_test::run(arguments),
        Some("guest") => guest::run(arguments),
        Some(guest_inside::COMMAND) => guest_inside::run(arguments),
        Some("split-page") => split_page::run(arguments),
        Some("training-module") => training_module::run(arguments),
        Some("help" | "--help" | "-h") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}
