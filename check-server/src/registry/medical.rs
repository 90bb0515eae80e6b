//! 薬剤情報 and 特定健診情報 of invented people, read from a file: a sample of what a gateway
//! of the full type would have from the service behind it.

use super::{CertificateDigest, issuer};
use crate::config::{FileError, Item, Source, Table};
use check_api::field::{Date, InsurerNumber};
use check_api::medical::{
    Checkup, CheckupGroup, CheckupValue, MedicalInformation, MedicalKind, Medication, PersonName,
    SoughtPerson,
};
use std::path::Path;

/// Whose information there is.
#[derive(Clone, Default)]
pub(crate) struct MedicalPeople(Vec<MedicalPerson>);

#[derive(Clone)]
struct MedicalPerson {
    certificates: Vec<CertificateDigest>,
    name: String,
    birthdate: Date,
    sex1: String,
    insurer_number: Option<InsurerNumber>,
    medications: Vec<Medication>,
    checkups: Vec<Checkup>,
}

impl MedicalPeople {
    /// Reads the people of a file.
    pub(crate) fn read(file: &Path) -> Result<Self, FileError> {
        let source = Source::read(file)?;
        let document = source.document()?;
        let mut table = document.table();
        let issuer = issuer(&mut table)?;
        let people = table
            .required("person")?
            .each(|item| person(&item, issuer.as_deref()))?;
        table.finish()?;
        Ok(Self(people))
    }

    /// The information of whoever holds a certificate.
    pub(crate) fn of_certificate(
        &self,
        digest: &CertificateDigest,
        kind: MedicalKind,
        audit_id: &str,
    ) -> Option<MedicalInformation> {
        let holder = |person: &&MedicalPerson| person.certificates.contains(digest);
        Some(self.0.iter().find(holder)?.information(kind, audit_id))
    }

    /// The information of the one person who is meant; nobody's if more than one may be.
    pub(crate) fn of_person(
        &self,
        sought: &SoughtPerson,
        kind: MedicalKind,
        audit_id: &str,
    ) -> Option<MedicalInformation> {
        let mut found = self.0.iter().filter(|person| person.is(sought));
        match (found.next(), found.next()) {
            (Some(person), None) => Some(person.information(kind, audit_id)),
            _ => None,
        }
    }
}

impl MedicalPerson {
    fn is(&self, sought: &SoughtPerson) -> bool {
        let name = PersonName::try_from(self.name.clone());
        let insurer = sought.insurer_number.as_ref();
        name.is_ok_and(|name| name.folded() == sought.name.folded())
            && self.birthdate == sought.birthdate
            && self.sex1 == sought.sex1
            && insurer.is_none_or(|number| self.insurer_number.as_ref() == Some(number))
    }

    /// Of the two lists, the one that was asked for.
    fn information(&self, kind: MedicalKind, audit_id: &str) -> MedicalInformation {
        let (medications, checkups) = match kind {
            MedicalKind::Medication => (self.medications.clone(), Vec::new()),
            MedicalKind::Checkup => (Vec::new(), self.checkups.clone()),
        };
        MedicalInformation {
            audit_id: audit_id.to_owned(),
            kind,
            name: self.name.clone(),
            birthdate: self.birthdate.as_str().to_owned(),
            sex1: self.sex1.clone(),
            medications,
            checkups,
        }
    }
}

fn person(item: &Item<'_>, default_issuer: Option<&[u8]>) -> Result<MedicalPerson, FileError> {
    let mut table = item.table()?;
    let own_issuer = issuer(&mut table)?;
    let issuer = match own_issuer.as_deref().or(default_issuer) {
        Some(issuer) => issuer,
        // Neither here nor at the top of the file.
        None => return Err(table.missing("issuer-key-id")),
    };
    let certificates = table
        .required("serials")?
        .each(|serial| Ok(CertificateDigest::of(issuer, &serial.octets()?)))?;
    let person = MedicalPerson {
        certificates,
        name: table.required("name")?.text()?.to_owned(),
        birthdate: table.required("birthdate")?.value()?,
        sex1: table.required("sex")?.text()?.to_owned(),
        insurer_number: table
            .optional("insurer-number")
            .map(|number| number.value())
            .transpose()?,
        medications: list(&mut table, "medication", &medication)?,
        checkups: list(&mut table, "checkup", &checkup)?,
    };
    table.finish()?;
    Ok(person)
}

/// The items of a list that may be absent.
fn list<T>(
    table: &mut Table<'_>,
    key: &'static str,
    read: &impl Fn(&Item<'_>) -> Result<T, FileError>,
) -> Result<Vec<T>, FileError> {
    table
        .optional(key)
        .map_or(Ok(Vec::new()), |items| items.each(|item| read(&item)))
}

/// Text that may be absent.
fn text(table: &mut Table<'_>, key: &'static str) -> Result<String, FileError> {
    table
        .optional(key)
        .map_or(Ok(String::new()), |item| item.text().map(str::to_owned))
}

fn medication(item: &Item<'_>) -> Result<Medication, FileError> {
    let mut table = item.table()?;
    let medication = Medication {
        month: text(&mut table, "month")?,
        setting: text(&mut table, "setting")?,
        prescribed_on: text(&mut table, "prescribed-on")?,
        dispensed_on: text(&mut table, "dispensed-on")?,
        route: text(&mut table, "route")?,
        directions: text(&mut table, "directions")?,
        product: table.required("product")?.text()?.to_owned(),
        generic: text(&mut table, "generic")?,
        quantity: text(&mut table, "quantity")?,
        times: text(&mut table, "times")?,
    };
    table.finish()?;
    Ok(medication)
}

fn checkup(item: &Item<'_>) -> Result<Checkup, FileError> {
    let mut table = item.table()?;
    let checkup = Checkup {
        date: table.required("date")?.value::<Date>()?.as_str().to_owned(),
        groups: list(&mut table, "group", &group)?,
    };
    table.finish()?;
    Ok(checkup)
}

fn group(item: &Item<'_>) -> Result<CheckupGroup, FileError> {
    let mut table = item.table()?;
    let group = CheckupGroup {
        title: table.required("title")?.text()?.to_owned(),
        values: list(&mut table, "values", &value)?,
    };
    table.finish()?;
    Ok(group)
}

fn value(item: &Item<'_>) -> Result<CheckupValue, FileError> {
    let mut table = item.table()?;
    let value = CheckupValue {
        item: table.required("item")?.text()?.to_owned(),
        value: text(&mut table, "value")?,
        unit: text(&mut table, "unit")?,
    };
    table.finish()?;
    Ok(value)
}
