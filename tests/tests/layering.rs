//! The dependency table of docs/architecture.md, held against what cargo resolved.

#![cfg(test)]

use std::collections::BTreeSet;

use tests::metadata::{self, Graph, Kind};
use tests::project;

struct Rule {
    package: &'static str,
    /// Our own crates that it may be built from.
    may_use: &'static [&'static str],
    /// Our own crates that its tests may use besides.
    tests_may_use: &'static [&'static str],
    /// Crates that it never contains, however far away.
    never: &'static [&'static str],
}

const TABLE: &[Rule] = &[
    Rule {
        package: "bridge-protocol",
        may_use: &[],
        tests_may_use: &[],
        never: &["web-sys", "js-sys", "wasm-bindgen", "tokio", "pcsc"],
    },
    Rule {
        package: "bridge-host",
        may_use: &["bridge-protocol"],
        tests_may_use: &[],
        never: &["card-wasm", "virtual-card", "tokio", "web-sys", "yew"],
    },
    Rule {
        package: "card-certificate",
        may_use: &[],
        tests_may_use: &[],
        never: &["web-sys", "js-sys", "wasm-bindgen", "tokio"],
    },
    Rule {
        package: "card-wasm",
        // The protocol is for its route over the bridge alone.
        may_use: &["bridge-protocol", "card-certificate"],
        tests_may_use: &[],
        never: &["pcsc", "tokio", "yew"],
    },
    Rule {
        package: "check-api",
        may_use: &[],
        tests_may_use: &[],
        never: &["web-sys", "js-sys", "wasm-bindgen", "tokio", "axum"],
    },
    Rule {
        package: "check-server",
        may_use: &["check-api", "card-certificate"],
        tests_may_use: &[],
        never: &[
            "card-wasm",
            "bridge-protocol",
            "pcsc",
            "web",
            "web-sys",
            "yew",
        ],
    },
    Rule {
        package: "virtual-card",
        may_use: &[],
        tests_may_use: &[],
        never: &["card-wasm", "card-certificate", "tokio", "yew"],
    },
    Rule {
        package: "web",
        // The virtual card is a module that the page loads at run time, no part of it.
        may_use: &["card-wasm", "check-api"],
        tests_may_use: &[],
        never: &["check-server", "virtual-card", "tests", "tokio", "pcsc"],
    },
    Rule {
        package: "xtask",
        may_use: &[],
        tests_may_use: &[],
        never: &["yew", "axum", "tokio"],
    },
    Rule {
        package: "fixtures",
        may_use: &[],
        tests_may_use: &[],
        never: &["yew", "axum", "tokio"],
    },
    Rule {
        package: "rig",
        may_use: &["card-wasm", "virtual-card"],
        tests_may_use: &[],
        // It runs in the browser, too.
        never: &["tokio", "yew", "check-api"],
    },
    Rule {
        package: "tests",
        may_use: &[
            "bridge-protocol",
            "card-certificate",
            "card-wasm",
            "check-api",
            "check-server",
            "rig",
            "virtual-card",
            "web",
        ],
        tests_may_use: &[],
        never: &["xtask"],
    },
];

#[test]
fn every_crate_stands_in_the_table() {
    let graph = Graph::read();
    let members: BTreeSet<&str> = graph
        .packages()
        .filter(|package| package.is_member)
        .map(|p| p.name.as_str())
        .collect();
    let table: BTreeSet<&str> = TABLE.iter().map(|rule| rule.package).collect();
    assert_eq!(members, table);
}

#[test]
fn dependencies_point_inward() {
    let graph = Graph::read();
    for rule in TABLE {
        let package = graph.member(rule.package).unwrap();
        let allowed: BTreeSet<&str> = rule.may_use.iter().copied().collect();
        let used = graph.own_dependencies(package, &[Kind::Normal, Kind::Build]);
        assert!(
            used.is_subset(&allowed),
            "{} uses {used:?}, may use {allowed:?}",
            rule.package
        );

        let allowed: BTreeSet<&str> = rule
            .may_use
            .iter()
            .chain(rule.tests_may_use)
            .copied()
            .collect();
        let used = graph.own_dependencies(package, &[Kind::Dev]);
        assert!(
            used.is_subset(&allowed),
            "{}'s tests use {used:?}",
            rule.package
        );
    }
}

#[test]
fn nothing_forbidden_comes_in_from_afar() {
    for (platform, is_browser) in [
        ("wasm32-unknown-unknown", true),
        ("x86_64-unknown-linux-gnu", false),
    ] {
        // The page runs in a browser alone; its framework brings a runtime elsewhere.
        let built_here = |rule: &&Rule| is_browser || rule.package != "web";
        for rule in TABLE.iter().filter(built_here) {
            let everything = metadata::everything_in(rule.package, platform);
            let forbidden: Vec<_> = rule
                .never
                .iter()
                .filter(|name| everything.contains(**name))
                .collect();
            assert!(
                forbidden.is_empty(),
                "{} contains {forbidden:?} on {platform}",
                rule.package
            );
        }
    }
}

/// Time, randomness and language are parameters of the core, never read by it.
#[test]
fn the_core_reads_no_clock_and_no_randomness() {
    const CORE: [&str; 3] = [
        "card-wasm/src/",
        "card-wasm/certificate/src/",
        "check-api/src/",
    ];
    const READINGS: [&str; 7] = [
        "SystemTime::now",
        "Instant::now",
        "now_utc",
        "now_local",
        "Date::new_0",
        "getrandom",
        "Math::random",
    ];
    for file in project::files(&["rs"]) {
        let is_test = file.path.ends_with("_tests.rs");
        if !is_test && CORE.iter().any(|folder| file.path.starts_with(folder)) {
            for reading in READINGS {
                assert!(!file.text.contains(reading), "{} uses {reading}", file.path);
            }
        }
    }
}
