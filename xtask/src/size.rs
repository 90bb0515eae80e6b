//! How much the browser downloads: each file raw and compressed, and the budget for the
//! first view.

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::files::gzip;

/// Compressed bytes that may be loaded until the first view can be used: a second or two
/// on the slowest line of a practice.
pub(crate) const FIRST_VIEW_BUDGET: usize = 180 * 1024;

/// Compressed bytes of the whole page, training left aside: what has come when the chunks
/// have, behind the first view. Lowered with every saving; raised only with what the page can
/// do, as with the bridge, T=1, Sony's readers, Bluetooth (whose chunk most desks never fetch),
/// and the whole check: numbers, lists of patients, history, and a result in four formats.
pub(crate) const PAGE_BUDGET: usize = 848 * 1024;

/// The training module is loaded only when someone opens training.
const TRAINING: &str = "training/";

/// What the names of files contain that come after the first view: chunks (`split_page`) and
/// the styles that index.html has fetched behind it.
const LATER: [&str; 3] = ["_split_", "_chunk_", "late-"];

/// Sizes of the site's files.
pub(crate) struct Sizes(Vec<Size>);

struct Size {
    path: String,
    raw: usize,
    gzip: usize,
}

/// Bytes raw and compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
}

impl Sizes {
    /// Measures every file below a folder.
    pub(crate) fn measure(site: &Path) -> Result<Self> {
        let mut sizes = Vec::new();
        measure_folder(site, "", &mut sizes)?;
        sizes.sort_by_key(|size| std::cmp::Reverse(size.gzip));
        Ok(Self(sizes))
    }

    /// What is loaded until the first view can be used.
    pub(crate) fn first_view(&self) -> Total {
        self.total(|path| !LATER.iter().any(|part| path.contains(part)))
    }

    /// What the page has loaded when everything but training is there.
    pub(crate) fn page(&self) -> Total {
        self.total(|_| true)
    }

    fn total(&self, counts: impl Fn(&str) -> bool) -> Total {
        self.0
            .iter()
            .filter(|size| !size.path.starts_with(TRAINING) && counts(&size.path))
            .fold(Total::default(), |total, size| Total {
                raw: total.raw + size.raw,
                gzip: total.gzip + size.gzip,
            })
    }

    fn totals(&self) -> [(&'static str, Total, usize); 2] {
        [
            ("the first view", self.first_view(), FIRST_VIEW_BUDGET),
            ("the page", self.page(), PAGE_BUDGET),
        ]
    }

    /// Fails when the first view or the page is too large.
    pub(crate) fn check_budget(&self) -> Result<()> {
        for (what, Total { gzip, .. }, budget) in self.totals() {
            if gzip > budget {
                bail!("{what} has {gzip} bytes gzip, {budget} are the budget");
            }
        }
        Ok(())
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{:>10} {:>10}  file", "raw", "gzip")?;
        for size in &self.0 {
            writeln!(out, "{:>10} {:>10}  {}", size.raw, size.gzip, size.path)?;
        }
        for (what, Total { raw, gzip }, budget) in self.totals() {
            writeln!(out, "{raw:>10} {gzip:>10}  {what}; {budget} gzip allowed")?;
        }
        Ok(())
    }
}

fn measure_folder(folder: &Path, prefix: &str, sizes: &mut Vec<Size>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            measure_folder(&entry.path(), &format!("{path}/"), sizes)?;
        } else {
            let content = fs::read(entry.path())?;
            sizes.push(Size {
                path,
                raw: content.len(),
                gzip: gzip(&content)?.len(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(app: usize, chunk: usize, training: usize) -> Sizes {
        let size = |path: &str, gzip| Size {
            path: path.to_owned(),
            raw: gzip * 3,
            gzip,
        };
        Sizes(vec![
            size("web-1_bg.wasm", app),
            size("web-1_split_card.wasm", chunk),
            size("training/virtual_card_bg.wasm", training),
        ])
    }

    #[test]
    fn the_first_view_leaves_chunks_and_training_aside() {
        let rest = PAGE_BUDGET - FIRST_VIEW_BUDGET;
        let fits = sizes(FIRST_VIEW_BUDGET, rest, 1_000_000);
        assert_eq!(fits.first_view().gzip, FIRST_VIEW_BUDGET);
        fits.check_budget().unwrap();
        assert!(sizes(FIRST_VIEW_BUDGET + 1, 0, 0).check_budget().is_err());
        assert!(sizes(0, PAGE_BUDGET + 1, 0).check_budget().is_err());
    }
}
