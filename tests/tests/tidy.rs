//! Rules of form for every file that is written by hand.

#![cfg(test)]

use tests::project::{SourceFile, files};

/// Lines that one file may have, its tests included.
const MOST_LINES: usize = 400;

fn faults(extensions: &[&str], fault: impl Fn(&SourceFile) -> Option<String>) -> Vec<String> {
    let files = files(extensions);
    assert!(!files.is_empty(), "no file ends with any of {extensions:?}");
    files
        .iter()
        .filter_map(|file| Some(format!("{}: {}", file.path, fault(file)?)))
        .collect()
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_module_says_what_it_is() {
    assert_none(&faults(&["rs"], |file| {
        (!file.text.starts_with("//! ")).then(|| "does not begin with `//!`".to_owned())
    }));
    assert_none(&faults(&["mjs"], |file| {
        (!file.text.starts_with("// ")).then(|| "does not begin with `//`".to_owned())
    }));
}

#[test]
fn no_file_is_too_long() {
    assert_none(&faults(&["rs", "js", "mjs"], |file| {
        let lines = file.text.lines().count();
        (lines > MOST_LINES).then(|| format!("has {lines} lines, {MOST_LINES} are the most"))
    }));
}

#[test]
fn lines_end_cleanly() {
    let texts = [
        "rs", "js", "mjs", "css", "html", "toml", "md", "yml", "json",
    ];
    assert_none(&faults(&texts, |file| {
        let blank = file
            .text
            .lines()
            .position(|line| line.ends_with([' ', '\t', '\r']));
        if let Some(line) = blank {
            return Some(format!("line {} ends with a blank", line + 1));
        }
        (!file.text.ends_with('\n')).then(|| "does not end with a line break".to_owned())
    }));
}

/// A path of one developer's machine means nothing on another.
#[test]
fn no_path_of_one_machine_is_left_in() {
    let homes = ["home", "root", "Users", "work"].map(|folder| format!("/{folder}/"));
    let texts = ["rs", "js", "mjs", "toml", "md", "json", "html"];
    assert_none(&faults(&texts, |file| {
        file.text.lines().find_map(|line| {
            let home = homes.iter().find(|home| starts_a_path(line, home))?;
            Some(format!("has a path below {home}: {}", line.trim()))
        })
    }));
}

/// Whether `home` stands at the beginning of a path and not within an address or a longer one.
fn starts_a_path(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|letter| {
            letter == '"' || letter == '\'' || letter == '`' || letter.is_whitespace()
        })
    })
}

/// Download addresses in a lock file tie it to the network of whoever wrote it.
#[test]
fn lock_files_name_no_download_address() {
    assert_none(&faults(&["json"], |file| {
        (file.path.ends_with("package-lock.json") && file.text.contains("\"resolved\""))
            .then(|| "has `resolved` addresses".to_owned())
    }));
}

#[test]
fn a_path_is_told_from_an_address() {
    let home = format!("/{}/", "root");
    assert!(starts_a_path(&format!("see {home}x"), &home));
    assert!(!starts_a_path(
        &format!("https://example.org{home}x"),
        &home
    ));
}
