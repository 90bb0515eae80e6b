//! Joins the page's styles: one file for the first view and one for what comes behind it, in
//! the order of index.html. Many small files compress worse, and each is a request.
//! Knows the links that Trunk writes, and no CSS.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::files::fingerprint;

/// Marks a style that the first view does not need; boot.js lets it count.
const LATE: &str = "data-late";

/// Joins the styles of a built page.
pub(crate) fn join(site: &Path) -> Result<()> {
    let index = site.join("index.html");
    let mut html = fs::read_to_string(&index).context("index.html")?;
    for late in [false, true] {
        let links = links(&html, late);
        let mut joined = Vec::new();
        for link in &links {
            let file = site.join(address(link).context("a style without an address")?);
            joined.extend(fs::read(&file).with_context(|| file.display().to_string())?);
            joined.push(b'\n');
            fs::remove_file(file)?;
        }
        let (prefix, attributes) = if late {
            ("late", " media=\"print\" data-late")
        } else {
            ("style", "")
        };
        let name = format!("{prefix}-{}.css", fingerprint(&joined));
        fs::write(site.join(&name), joined)?;
        let mut link = format!("<link rel=\"stylesheet\" href=\"./{name}\"{attributes}/>");
        for old in links {
            // The first gives its place to the joined one, the others go.
            html = html.replacen(&old, &std::mem::take(&mut link), 1);
        }
    }
    Ok(fs::write(index, html)?)
}

/// The links to styles of one kind. Print alone is neither.
fn links(html: &str, late: bool) -> Vec<String> {
    let tags = html.match_indices("<link ").filter_map(|(start, _)| {
        let tag = html.get(start..)?;
        tag.get(..=tag.find('>')?)
    });
    tags.filter(|tag| tag.contains("rel=\"stylesheet\""))
        .filter(|tag| tag.contains(LATE) == late && (late || !tag.contains("media=")))
        .map(str::to_owned)
        .collect()
}

fn address(link: &str) -> Option<&str> {
    let (_, rest) = link.split_once("href=\"")?;
    let (address, _) = rest.split_once('"')?;
    Some(address.trim_start_matches("./"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_files_take_the_place_of_many_and_print_stays() {
        let site = std::env::temp_dir().join(format!("join-styles-{}", std::process::id()));
        fs::create_dir_all(&site).unwrap();
        let link = |name: &str, more: &str| {
            fs::write(site.join(name), format!("/* {name} */")).unwrap();
            format!("<link rel=\"stylesheet\" href=\"./{name}\" integrity=\"x\"{more}/>")
        };
        let html = [
            "<head><link rel=\"icon\" href=\"./i.svg\"/>".to_owned(),
            link("a.css", ""),
            link("b.css", ""),
            link("c.css", " media=\"print\" data-late"),
            link("d.css", " media=\"print\""),
            "</head>".to_owned(),
        ];
        fs::write(site.join("index.html"), html.concat()).unwrap();
        join(&site).unwrap();
        let html = fs::read_to_string(site.join("index.html")).unwrap();
        assert_eq!(html.matches("rel=\"stylesheet\"").count(), 3, "{html}");
        assert!(
            html.contains("href=\"./d.css\"") && !html.contains("a.css"),
            "{html}"
        );
        let first = links(&html, false);
        let first = fs::read_to_string(site.join(address(&first[0]).unwrap())).unwrap();
        assert_eq!(first, "/* a.css */\n/* b.css */\n");
        assert!(html.find("style-") < html.find("late-"), "{html}");
        fs::remove_dir_all(site).unwrap();
    }
}
