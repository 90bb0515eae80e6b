//! Names of requests: which service, which day, and a number within the day.
//!
//! `OQSsiquc01req_202611210001.xml` is answered by `OQSsiquc01res_202611210001.xml`
//! or the same in a `.zip` (public code YUKI-ENT/OQSDrug2). A path is only ever made
//! from a [`RequestName`], never from a text that came from outside.

use check_api::field::Date;
use std::fmt;

/// The requests that are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Service {
    /// 資格確認要求, about one person.
    Single,
    /// 資格確認一括照会要求, which hands over a batch.
    Upload,
    /// 資格確認一括照会ダウンロード要求, which asks for its answers.
    Download,
}

/// The name of one request. It is used once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RequestName {
    service: Service,
    /// `yyyyMMdd`.
    day: String,
    sequence: u16,
}

impl Service {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Single, Self::Upload, Self::Download];

    /// What its files begin with (public code Sotatek-ChinhVu/smart-test).
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Single => "OQSsiquc01",
            Self::Upload => "OQSmuquc01",
            Self::Download => "OQSmuquc02",
        }
    }
}

impl RequestName {
    /// The last number of a day: four digits.
    pub(super) const LAST: u16 = 9999;

    pub(super) fn new(service: Service, day: &Date, sequence: u16) -> Self {
        Self {
            service,
            day: day.as_str().to_owned(),
            sequence: sequence.min(Self::LAST),
        }
    }

    /// Reads the name of a request file.
    pub(super) fn of_request(file: &str) -> Option<Self> {
        Self::of(file.strip_suffix(".xml")?, "req_")
    }

    /// Reads the name of an answer file.
    pub(super) fn of_answer(file: &str) -> Option<Self> {
        let stem = file
            .strip_suffix(".xml")
            .or_else(|| file.strip_suffix(".zip"))?;
        Self::of(stem, "res_")
    }

    fn of(stem: &str, infix: &str) -> Option<Self> {
        let service = Service::ALL
            .into_iter()
            .find(|service| stem.starts_with(service.prefix()))?;
        let digits = stem.strip_prefix(service.prefix())?.strip_prefix(infix)?;
        let (day, sequence) = digits.split_at_checked(8)?;
        let plain = sequence.len() == 4 && sequence.bytes().all(|byte| byte.is_ascii_digit());
        let day = Date::try_from(day.to_owned()).ok().filter(|_| plain)?;
        Some(Self::new(service, &day, sequence.parse().ok()?))
    }

    /// The request.
    pub(super) fn request_file(&self) -> String {
        format!("{}req_{self}.xml", self.service.prefix())
    }

    /// The request while it is being written, and while it is being withdrawn. What the
    /// terminal looks for ends with `.xml`.
    pub(super) fn part_file(&self) -> String {
        format!("{}.part", self.request_file())
    }

    /// What the answer may be called.
    pub(super) fn answer_files(&self) -> [String; 2] {
        ["xml", "zip"].map(|end| format!("{}res_{self}.{end}", self.service.prefix()))
    }

    /// The service and the day: names are counted within it.
    pub(super) fn series(&self) -> String {
        format!("{}_{}", self.service.prefix(), self.day)
    }

    /// The number within the day.
    pub(super) const fn sequence(&self) -> u16 {
        self.sequence
    }

    /// Which service it asks.
    pub(super) const fn service(&self) -> Service {
        self.service
    }
}

/// Day and number, twelve digits.
impl fmt::Display for RequestName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:04}", self.day, self.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day() -> Date {
        Date::try_from("20261121".to_owned()).expect("a day")
    }

    #[test]
    fn a_request_and_its_answers_have_one_name() {
        let name = RequestName::new(Service::Upload, &day(), 7);
        assert_eq!(name.request_file(), "OQSmuquc01req_202611210007.xml");
        assert_eq!(name.part_file(), "OQSmuquc01req_202611210007.xml.part");
        assert_eq!(
            name.answer_files(),
            [
                "OQSmuquc01res_202611210007.xml",
                "OQSmuquc01res_202611210007.zip"
            ]
        );
        assert_eq!(name.series(), "OQSmuquc01_20261121");
    }

    #[test]
    fn names_of_others_are_not_ours() {
        for file in [
            "OQSsiquc01res_face_1_20261121090000.xml",
            "OQSsiimm01res_202611210001.xml",
            "OQSsiquc01res_20261121001.xml",
            "OQSsiquc01res_202611310001.xml",
            "OQSsiquc01res_20261121+001.xml",
            "OQSsiquc01res_202611210001.xml.part",
            "../OQSsiquc01res_202611210001.xml",
            "OQSsiquc01req_202611210001.xml",
            "",
        ] {
            assert_eq!(RequestName::of_answer(file), None, "{file}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(service in 0usize..3, sequence in 0u16..=9999) {
            let name = RequestName::new(Service::ALL[service], &day(), sequence);
            prop_assert_eq!(RequestName::of_request(&name.request_file()), Some(name.clone()));
            for file in name.answer_files() {
                prop_assert_eq!(RequestName::of_answer(&file), Some(name.clone()));
            }
        }

        #[test]
        fn no_name_panics(file in "\\PC{0,40}") {
            let _ = RequestName::of_answer(&file);
            let _ = RequestName::of_request(&format!("OQSsiquc01req_{file}.xml"));
        }
    }
}
