//! What `cargo metadata` says about the workspace: packages, who uses whom, licences.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The kind of an edge between two packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Part of the program.
    Normal,
    /// Needed to build it.
    Build,
    /// Needed by its tests alone.
    Dev,
}

/// A package and the packages it names.
#[derive(Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its SPDX licence expression.
    pub licence: Option<String>,
    /// Whether it is one of ours.
    pub is_member: bool,
    /// Ids of the packages it uses.
    pub uses: BTreeSet<(Kind, String)>,
}

/// The dependency graph, by package id.
#[derive(Debug)]
pub struct Graph(BTreeMap<String, Package>);

impl Graph {
    /// Asks cargo for everything that any platform needs.
    ///
    /// # Panics
    /// When cargo fails or answers in another form: then there is nothing to test.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "used by tests alone; without metadata they fail"
    )]
    pub fn read() -> Self {
        let metadata = answer_of_cargo(&["metadata", "--format-version=1"]);
        let metadata: Value = serde_json::from_slice(&metadata).expect("metadata is JSON");
        Self::from_metadata(&metadata).expect("metadata has packages and a resolution")
    }

    fn from_metadata(metadata: &Value) -> Option<Self> {
        let members: BTreeSet<&str> = metadata
            .get("workspace_members")?
            .as_array()?
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let mut graph = BTreeMap::new();
        for package in metadata.get("packages")?.as_array()? {
            let id = package.get("id")?.as_str()?;
            graph.insert(
                id.to_owned(),
                Package {
                    name: package.get("name")?.as_str()?.to_owned(),
                    version: package.get("version")?.as_str()?.to_owned(),
                    licence: package.get("license")?.as_str().map(str::to_owned),
                    is_member: members.contains(id),
                    uses: BTreeSet::new(),
                },
            );
        }
        for node in metadata.pointer("/resolve/nodes")?.as_array()? {
            let package = graph.get_mut(node.get("id")?.as_str()?)?;
            for edge in node.get("deps")?.as_array()? {
                let used = edge.get("pkg")?.as_str()?;
                for kind in edge.get("dep_kinds")?.as_array()? {
                    let kind = match kind.get("kind")?.as_str() {
                        Some("dev") => Kind::Dev,
                        Some("build") => Kind::Build,
                        _ => Kind::Normal,
                    };
                    package.uses.insert((kind, used.to_owned()));
                }
            }
        }
        Some(Self(graph))
    }

    /// All packages.
    pub fn packages(&self) -> impl Iterator<Item = &Package> {
        self.0.values()
    }

    /// One of ours.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Package> {
        self.packages()
            .find(|package| package.is_member && package.name == name)
    }

    /// Names of our own crates that `package` uses directly in one of these ways.
    #[must_use]
    pub fn own_dependencies<'a>(
        &'a self,
        package: &'a Package,
        kinds: &'a [Kind],
    ) -> BTreeSet<&'a str> {
        self.direct(package, kinds)
            .filter(|used| used.is_member)
            .map(|used| used.name.as_str())
            .collect()
    }

    fn direct<'a>(
        &'a self,
        package: &'a Package,
        kinds: &'a [Kind],
    ) -> impl Iterator<Item = &'a Package> {
        package
            .uses
            .iter()
            .filter(|(kind, _)| kinds.contains(kind))
            .filter_map(|(_, id)| self.0.get(id))
    }
}

/// Names of everything that a package of ours is built from on one platform, when it is built
/// by itself: what other packages of the workspace ask of a crate they share does not count.
///
/// # Panics
/// When cargo fails.
#[must_use]
pub fn everything_in(package: &str, platform: &str) -> BTreeSet<String> {
    let tree = answer_of_cargo(&[
        "tree",
        "--edges=normal,build",
        "--prefix=none",
        "--format={p}",
        "--package",
        package,
        "--target",
        platform,
    ]);
    // The package itself comes first.
    let lines = String::from_utf8_lossy(&tree);
    let names = lines
        .lines()
        .skip(1)
        .filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[expect(
    clippy::expect_used,
    reason = "used by tests alone; without cargo they fail"
)]
fn answer_of_cargo(words: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO"))
        .args(words)
        .arg("--locked")
        .current_dir(crate::project::root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}
