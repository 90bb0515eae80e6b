//! The embedded registry: people and revoked certificates, read from files that
//! an administrator can read and write.
//!
//! A person is filed under the certificate, and the certificate under a digest
//! of its issuer's key identifier and its serial number; and under the numbers of
//! the insurance, as far as the stored answer holds them or the file names them.

mod certificate;
mod insured;
mod medical;
mod official;
mod source;

pub(crate) use certificate::CertificateDigest;
pub(crate) use insured::InsuredKey;
pub(crate) use medical::MedicalPeople;
pub(crate) use source::{RegistrySource, without_result};

use crate::config::{Fault, FileError, Item, Source, Table};
use check_api::official::Shape;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::path::Path;

/// The people of a file.
#[derive(Clone, Default)]
pub struct People(Vec<Person>);

/// A person: what is answered for the holder of one of these certificates, or for
/// whoever names one of these numbers.
#[derive(Clone)]
pub struct Person {
    pub(crate) certificates: Vec<CertificateDigest>,
    pub(crate) insured: Vec<InsuredKey>,
    pub(crate) header: Map<String, Value>,
    pub(crate) body: Map<String, Value>,
}

/// The revoked certificates of a file.
#[derive(Clone, Default)]
pub struct Revocations(Vec<CertificateDigest>);

impl People {
    /// Reads the people of a file.
    ///
    /// # Errors
    /// The first mistake, with file, line and key.
    pub fn read(file: &Path) -> Result<Self, FileError> {
        let source = Source::read(file)?;
        let document = source.document()?;
        let mut table = document.table();
        let issuer = issuer(&mut table)?;
        let mut seen = HashSet::new();
        let mut numbers = HashSet::new();
        let mut people = Vec::new();
        for item in table.required("person")?.items()? {
            let mut person = person(&item, issuer.as_deref(), &mut seen)?;
            // One person under several certificates is one insured: the first answers.
            person.insured.retain(|key| numbers.insert(key.clone()));
            people.push(person);
        }
        table.finish()?;
        Ok(Self(people))
    }

    /// The people, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.0.iter()
    }
}

impl Revocations {
    /// Reads the revoked certificates of a file.
    ///
    /// # Errors
    /// The first mistake, with file, line and key.
    pub fn read(file: &Path) -> Result<Self, FileError> {
        let source = Source::read(file)?;
        let document = source.document()?;
        let mut table = document.table();
        let mut seen = HashSet::new();
        let mut list = Vec::new();
        for issuer in table.required("issuer")?.items()? {
            let mut table = issuer.table()?;
            let key = table.required("key-id")?.octets()?;
            for serial in table.required("serials")?.items()? {
                let certificate = CertificateDigest::of(&key, &serial.octets()?);
                if !seen.insert(certificate.clone()) {
                    return Err(serial.error(Fault::Duplicate));
                }
                list.push(certificate);
            }
            table.finish()?;
        }
        table.finish()?;
        Ok(Self(list))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &CertificateDigest> {
        self.0.iter()
    }
}

fn person(
    item: &Item<'_>,
    default_issuer: Option<&[u8]>,
    seen: &mut HashSet<CertificateDigest>,
) -> Result<Person, FileError> {
    let mut table = item.table()?;
    let own_issuer = issuer(&mut table)?;
    let mut certificates = Vec::new();
    // A person without a card is asked for by number alone.
    let named = table.optional("insured");
    let serials = match table.optional("serials") {
        None if named.is_none() => return Err(table.missing("serials")),
        serials => serials,
    };
    if let Some(serials) = serials {
        let issuer = match own_issuer.as_deref().or(default_issuer) {
            Some(issuer) => issuer,
            // Neither here nor at the top of the file.
            None => return Err(table.missing("issuer-key-id")),
        };
        for serial in serials.items()? {
            let certificate = CertificateDigest::of(issuer, &serial.octets()?);
            if !seen.insert(certificate.clone()) {
                return Err(serial.error(Fault::Duplicate));
            }
            certificates.push(certificate);
        }
    }
    let header = match table.optional("header") {
        Some(header) => official::group(&header, &Shape::HEADER)?,
        None => Map::new(),
    };
    let body = match table.optional("body") {
        Some(body) => official::group(&body, &Shape::BODY)?,
        None => Map::new(),
    };
    // For whoever reads the file.
    table
        .optional("title")
        .map(|title| title.text().map(drop))
        .transpose()?;
    table.finish()?;
    let mut insured = insured::of_results(&body);
    if let Some(named) = named {
        insured.extend(named.each::<_, Vec<_>>(|item| insured::named(&item))?);
    }
    insured.sort();
    insured.dedup();
    Ok(Person {
        certificates,
        insured,
        header,
        body,
    })
}

fn issuer(table: &mut Table<'_>) -> Result<Option<Vec<u8>>, FileError> {
    table
        .optional("issuer-key-id")
        .map(|issuer| issuer.octets())
        .transpose()
}
