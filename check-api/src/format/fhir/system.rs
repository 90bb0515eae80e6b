//! Addresses of identifier systems, code systems and extensions: JP Core 1.x
//! (jami-fhir-jp-wg/jp-core-v1x) and HL7.

/// 保険者番号 (urn:oid:1.2.392.100495.20.3.61).
pub(super) const INSURER_NUMBER: &str = "http://jpfhir.jp/fhir/core/mhlw/IdSystem/InsurerNumber";
/// 公費負担者番号 (urn:oid:1.2.392.100495.20.3.71).
pub(super) const PUBLIC_PAYER_NUMBER: &str =
    "http://jpfhir.jp/fhir/core/mhlw/IdSystem/PublicPayerNumber";
/// 公費受給者番号 (urn:oid:1.2.392.100495.20.3.72).
pub(super) const PUBLIC_INSURED_NUMBER: &str =
    "http://jpfhir.jp/fhir/core/mhlw/IdSystem/PublicInsuredPersonNumber";
/// 医療機関コード, ten digits.
pub(super) const FACILITY_CODE: &str =
    "http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no";
/// Insurer, symbol, number and branch in one text with colons.
pub(super) const MEMBER: &str = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";
/// The same as CSV.
pub(super) const MEMBER_CSV: &str = "http://jpfhir.jp/fhir/core/IdSystem/JP_Coverage_id";

/// Kind of insurance.
pub(super) const MAJOR_CATEGORY: &str =
    "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/InsuranceMajorCategory";
/// 1 被保険者, 2 被扶養者.
pub(super) const INSURED_CATEGORY: &str =
    "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/InsuredPersonCategory";
/// HL7: what an organization is.
pub(super) const ORGANIZATION_TYPE: &str =
    "http://terminology.hl7.org/CodeSystem/organization-type";
/// HL7: how a patient's share is told.
pub(super) const COPAY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/coverage-copay-type";
/// UCUM, for the unit of a share.
pub(super) const UCUM: &str = "http://unitsofmeasure.org";

/// 記号.
pub(super) const SYMBOL: &str =
    "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Coverage_InsuredPersonSymbol";
/// 番号.
pub(super) const NUMBER: &str =
    "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Coverage_InsuredPersonNumber";
/// 枝番.
pub(super) const BRANCH: &str =
    "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Coverage_InsuredPersonSubNumber";
/// 都道府県番号, the first two digits of a facility's code.
pub(super) const PREFECTURE: &str =
    "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Organization_PrefectureNo";
/// Code system of 都道府県番号.
pub(super) const PREFECTURE_CODE: &str = "urn:oid:1.2.392.100495.20.3.21";
/// 点数表コード, the third digit.
pub(super) const SCORE_TABLE: &str = "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Organization_InsuranceOrganizationCategory";
/// Code system of 点数表コード.
pub(super) const SCORE_TABLE_CODE: &str = "urn:oid:1.2.392.100495.20.3.22";
/// 保険医療機関番号, the last seven digits.
pub(super) const FACILITY_NUMBER: &str = "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Organization_InsuranceOrganizationNo";
/// Identifier system of 保険医療機関番号.
pub(super) const FACILITY_NUMBER_ID: &str =
    "http://jpfhir.jp/fhir/core/mhlw/IdSystem/MedicalOrganizationID";
/// HL7: whether a name is written with ideographs or in syllables.
pub(super) const NAME_REPRESENTATION: &str =
    "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";
/// HL7: why something that must be there is not.
pub(super) const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// Profile of an insurance.
pub(super) const JP_COVERAGE: &str = "http://jpfhir.jp/fhir/core/StructureDefinition/JP_Coverage";
/// Profile of a person.
pub(super) const JP_PATIENT: &str = "http://jpfhir.jp/fhir/core/StructureDefinition/JP_Patient";
/// Profile of an organization.
pub(super) const JP_ORGANIZATION: &str =
    "http://jpfhir.jp/fhir/core/StructureDefinition/JP_Organization";
