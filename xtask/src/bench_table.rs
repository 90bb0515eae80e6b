//! The part of `cargo xtask bench` about tables: 10,000 patients read and listed by the page,
//! beside PapaParse with a virtual list by TanStack, in the same Chromium.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::bench::{json_line, line};
use crate::demo::Stack;
use crate::files::Files;

/// Where the page that is compared lies on the site.
const PLACE: &str = "measure/table";
/// The files of the compared page: where each comes from, and its name there.
const FILES: [(&str, &str); 10] = [
    ("compared/table.html", "table.html"),
    ("compared/table.css", "table.css"),
    ("compared/table.js", "table.js"),
    ("compared/node.js", "node.js"),
    (
        "node_modules/papaparse/papaparse.min.js",
        "papaparse.min.js",
    ),
    (
        "node_modules/@tanstack/virtual-core/dist/esm/index.js",
        "virtual-core/index.js",
    ),
    (
        "node_modules/@tanstack/virtual-core/dist/esm/utils.js",
        "virtual-core/utils.js",
    ),
    (
        "node_modules/@tanstack/virtual-core/dist/esm/lazy-measurements.js",
        "virtual-core/lazy-measurements.js",
    ),
    (
        "node_modules/@tanstack/virtual-core/dist/esm/scroll-classifier.js",
        "virtual-core/scroll-classifier.js",
    ),
    (
        "node_modules/@tanstack/virtual-core/dist/esm/ios-gesture.js",
        "virtual-core/ios-gesture.js",
    ),
];

/// The figures of both.
pub(crate) fn measure(end_to_end: &Path) -> Result<Value> {
    let mut files = Files::default();
    for (from, name) in FILES {
        let content = fs::read(end_to_end.join(from)).with_context(|| from.to_owned())?;
        files.put(&format!("{PLACE}/{name}"), content)?;
    }
    let stack = Stack::start_with(0, files)?;
    json_line(
        Command::new("node")
            .arg("measure-table.mjs")
            .args(["--site", &stack.site(), "--gateway", &stack.gateway()])
            .current_dir(end_to_end),
    )
}

/// The rows of the table.
pub(crate) fn rows(figures: &Value) -> Vec<String> {
    let number = |whose: &str, key: &str| {
        let figure = figures.pointer(&format!("/{whose}/{key}"));
        figure.and_then(Value::as_f64).unwrap_or(f64::NAN)
    };
    [
        ("10,000 rows: import, ms (PapaParse)", "importMs"),
        ("10,000 rows: list, ms (TanStack)", "listMs"),
        ("10,000 rows: a leap, ms (TanStack)", "scrollMs"),
        ("10,000 rows: longest leap, ms (TanStack)", "longestMs"),
    ]
    .into_iter()
    .map(|(title, key)| line(title, number("ours", key), number("compared", key)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ours_stand_beside_the_others() {
        let figures = json!({ "ours": { "importMs": 50.0 }, "compared": { "importMs": 100.0 } });
        let rows = rows(&figures);
        assert!(rows[0].ends_with("0.50"), "{}", rows[0]);
        assert!(rows[1].contains("NaN"), "what is missing is seen");
    }
}
