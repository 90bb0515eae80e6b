//! `bridge-host`: started by a browser it serves one page; started by a person it installs
//! itself, manages the list of pages and looks for what is wrong.

mod command;

fn main() -> std::process::ExitCode {
    command::run()
}
