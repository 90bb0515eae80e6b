//! Licences of everything the project is made of: exactly those that deny.toml allows.

#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;

use tests::metadata::Graph;
use tests::project;

/// The licences that deny.toml allows.
fn allowed() -> BTreeSet<String> {
    let text = fs::read_to_string(project::root().join("deny.toml")).unwrap();
    let settings: toml::Table = text.parse().unwrap();
    settings["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|licence| licence.as_str().unwrap().to_owned())
        .collect()
}

/// Licences out of `expression` that together satisfy it, where `allowed` can.
///
/// SPDX 2.3, annex D, without its rare `+`; `/` is an old way of writing OR.
fn satisfied_by(expression: &str, allowed: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    let expression = expression.trim();
    if let Some(either) = split_outside_brackets(expression, &[" OR ", "/"]) {
        return either.iter().find_map(|part| satisfied_by(part, allowed));
    }
    if let Some(both) = split_outside_brackets(expression, &[" AND "]) {
        return both.iter().try_fold(BTreeSet::new(), |mut used, part| {
            used.extend(satisfied_by(part, allowed)?);
            Some(used)
        });
    }
    if let Some(inner) = expression
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    {
        return satisfied_by(inner, allowed);
    }
    let licence = allowed.get(expression)?;
    Some(BTreeSet::from([licence.clone()]))
}

fn split_outside_brackets<'a>(text: &'a str, words: &[&str]) -> Option<Vec<&'a str>> {
    let mut depth = 0;
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        let word = words
            .iter()
            .find(|word| depth == 0 && text[at..].starts_with(**word));
        if let Some(word) = word {
            parts.push(&text[start..at]);
            start = at + word.len();
        }
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(&text[start..]);
    Some(parts)
}

#[test]
fn every_licence_is_allowed_and_no_allowance_is_idle() {
    let allowed = allowed();
    let mut used = BTreeSet::new();
    for package in Graph::read().packages() {
        let licence = package.licence.as_deref().unwrap_or("none stated");
        match satisfied_by(licence, &allowed) {
            Some(licences) => used.extend(licences),
            None => panic!(
                "{} {} has the licence {licence}",
                package.name, package.version
            ),
        }
    }
    assert_eq!(used, allowed, "left: in use, right: allowed by deny.toml");
}

#[test]
fn expressions_are_read_as_spdx_says() {
    let allowed: BTreeSet<String> = ["MIT", "Unicode-3.0"].map(str::to_owned).into();
    for (expression, satisfied) in [
        ("MIT", true),
        ("MIT OR Apache-2.0", true),
        ("Apache-2.0/MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT AND BSD-3-Clause", false),
        ("Apache-2.0 WITH LLVM-exception", false),
        ("GPL-3.0", false),
    ] {
        assert_eq!(
            satisfied_by(expression, &allowed).is_some(),
            satisfied,
            "{expression}"
        );
    }
}
