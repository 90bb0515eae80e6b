//! Reads TOML value by value, so that every mistake has its line and key.
//!
//! Knows nothing of what the values mean.

use super::{Fault, FileError};
use check_api::field::FieldError;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file as it was read.
pub(crate) struct Source {
    file: PathBuf,
    text: String,
}

/// The parsed file.
pub(crate) struct Document<'a> {
    source: &'a Source,
    root: Spanned<DeTable<'a>>,
}

/// A table whose keys are taken one by one; what is left over is a mistake.
pub(crate) struct Table<'a> {
    source: &'a Source,
    path: String,
    start: usize,
    entries: &'a DeTable<'a>,
    taken: Vec<&'static str>,
}

/// A value with its place.
pub(crate) struct Item<'a> {
    source: &'a Source,
    key: String,
    value: &'a Spanned<DeValue<'a>>,
}

impl Source {
    /// Reads a file.
    pub(crate) fn read(file: &Path) -> Result<Self, FileError> {
        match std::fs::read_to_string(file) {
            Ok(text) => Ok(Self {
                file: file.to_owned(),
                text,
            }),
            Err(_) => Err(FileError {
                file: file.to_owned(),
                line: None,
                key: String::new(),
                fault: Fault::Unreadable,
            }),
        }
    }

    /// Parses it.
    pub(crate) fn document(&self) -> Result<Document<'_>, FileError> {
        match DeTable::parse(&self.text) {
            Ok(root) => Ok(Document { source: self, root }),
            Err(error) => {
                let start = error.span().map_or(0, |span| span.start);
                Err(self.error(start, String::new(), Fault::Syntax))
            }
        }
    }

    fn error(&self, at: usize, key: String, fault: Fault) -> FileError {
        let before = self.text.as_bytes().iter().take(at);
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        FileError {
            file: self.file.clone(),
            line: Some(line),
            key,
            fault,
        }
    }
}

impl<'a> Document<'a> {
    /// The outermost table.
    pub(crate) fn table(&'a self) -> Table<'a> {
        Table {
            source: self.source,
            path: String::new(),
            start: 0,
            entries: self.root.get_ref(),
            taken: Vec::new(),
        }
    }
}

impl<'a> Table<'a> {
    /// Takes a key that may be absent.
    pub(crate) fn optional(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.taken.push(key);
        let value = self.entries.get(key)?;
        Some(Item {
            source: self.source,
            key: join(&self.path, key),
            value,
        })
    }

    /// Takes a key that must be there.
    pub(crate) fn required(&mut self, key: &'static str) -> Result<Item<'a>, FileError> {
        let missing = self.missing(key);
        self.optional(key).ok_or(missing)
    }

    /// The mistake that a key is missing.
    pub(crate) fn missing(&self, key: &str) -> FileError {
        self.source
            .error(self.start, join(&self.path, key), Fault::MissingKey)
    }

    /// Every key with its value, whatever it is called.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, Item<'a>)> {
        self.entries.iter().map(|(key, value)| {
            let key: &str = key.get_ref();
            (
                key,
                Item {
                    source: self.source,
                    key: join(&self.path, key),
                    value,
                },
            )
        })
    }

    /// Says whether nothing is left over.
    pub(crate) fn finish(self) -> Result<(), FileError> {
        let left = self
            .entries
            .keys()
            .find(|key| !self.taken.contains(&key.get_ref().as_ref()));
        match left {
            Some(key) => {
                let path = join(&self.path, key.get_ref());
                Err(self.source.error(key.span().start, path, Fault::UnknownKey))
            }
            None => Ok(()),
        }
    }
}

impl<'a> Item<'a> {
    /// A mistake in this value.
    pub(crate) fn error(&self, fault: Fault) -> FileError {
        self.source
            .error(self.value.span().start, self.key.clone(), fault)
    }

    /// Text.
    pub(crate) fn text(&self) -> Result<&'a str, FileError> {
        self.value
            .get_ref()
            .as_str()
            .ok_or_else(|| self.error(Fault::NotText))
    }

    /// Text that follows the rule of a field.
    pub(crate) fn value<T: TryFrom<String, Error = FieldError>>(&self) -> Result<T, FileError> {
        T::try_from(self.text()?.to_owned()).map_err(|rule| self.error(Fault::Rule(rule)))
    }

    /// A path, relative to the file that names it.
    pub(crate) fn path(&self) -> Result<PathBuf, FileError> {
        let folder = self.source.file.parent().unwrap_or(Path::new(""));
        Ok(folder.join(self.text()?))
    }

    /// A whole number within bounds.
    pub(crate) fn number(&self, bounds: RangeInclusive<u64>) -> Result<u64, FileError> {
        let number = match self.value.get_ref() {
            DeValue::Integer(digits) => u64::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => None,
        };
        let (least, most) = (*bounds.start(), *bounds.end());
        number
            .filter(|number| bounds.contains(number))
            .ok_or_else(|| self.error(Fault::NotNumber { least, most }))
    }

    /// `true` or `false`.
    pub(crate) fn truth(&self) -> Result<bool, FileError> {
        self.value
            .get_ref()
            .as_bool()
            .ok_or_else(|| self.error(Fault::NotTruth))
    }

    /// Octets in hexadecimal.
    pub(crate) fn octets(&self) -> Result<Vec<u8>, FileError> {
        let pairs = self.text()?.as_bytes().chunks(2);
        let octets = pairs.map(|pair| match pair {
            [high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                std::str::from_utf8(pair)
                    .ok()
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            }
            _ => None,
        });
        let octets: Option<Vec<u8>> = octets.collect();
        octets
            .filter(|octets| !octets.is_empty())
            .ok_or_else(|| self.error(Fault::Hexadecimal))
    }

    /// The items of a list that is not empty.
    pub(crate) fn items(&self) -> Result<Vec<Self>, FileError> {
        let list = self
            .value
            .get_ref()
            .as_array()
            .filter(|list| !list.is_empty());
        let list = list.ok_or_else(|| self.error(Fault::NotList))?;
        let item = |(place, value)| Item {
            source: self.source,
            key: format!("{}[{place}]", self.key),
            value,
        };
        Ok(list.iter().enumerate().map(item).collect())
    }

    /// A collection of what `read` makes of the items of a list.
    pub(crate) fn each<T, C: FromIterator<T>>(
        &self,
        read: impl Fn(Self) -> Result<T, FileError>,
    ) -> Result<C, FileError> {
        self.items()?.into_iter().map(read).collect()
    }

    /// A table.
    pub(crate) fn table(&self) -> Result<Table<'a>, FileError> {
        let entries = self
            .value
            .get_ref()
            .as_table()
            .ok_or_else(|| self.error(Fault::NotTable))?;
        Ok(Table {
            source: self.source,
            path: self.key.clone(),
            start: self.value.span().start,
            entries,
            taken: Vec::new(),
        })
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
