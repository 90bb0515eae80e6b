//! Names of requests: which service, which day, and a number within the day.
//!
//! `OQSsiquc01req_202611210001.xml` is answered by `OQSsiquc01res_202611210001.xml`
//! or the same in a `.zip` (public code YUKI-ENT/OQSDrug2). A path is only ever made
//! from a [`RequestName`], never from a text that came from outside.

use check_api::field::Date;
use check_api::format::file_name::{ExchangeName, ExchangeService, Half};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestName {
    service: Service,
    name: ExchangeName,
}

impl Service {
    const ALL: [Self; 3] = [Self::Single, Self::Upload, Self::Download];

    fn official(self) -> ExchangeService {
        match self {
            Self::Single => ExchangeService::single_check(),
            Self::Upload => ExchangeService::bulk_submission(),
            Self::Download => ExchangeService::bulk_result(),
        }
    }
}

impl RequestName {
    /// The name with a number; none beyond the 9999th of a day.
    pub(super) fn new(service: Service, day: &Date, sequence: u16) -> Option<Self> {
        let name = ExchangeName::request(service.official(), day.clone(), sequence)?;
        Some(Self { service, name })
    }

    /// Reads the name of a request file.
    pub(super) fn of_request(file: &str) -> Option<Self> {
        Self::of(file, Half::Request)
    }

    /// Reads the name of an answer file.
    pub(super) fn of_answer(file: &str) -> Option<Self> {
        match file.strip_suffix(".zip") {
            Some(stem) => Self::of(&format!("{stem}.xml"), Half::Response),
            None => Self::of(file, Half::Response),
        }
    }

    fn of(file: &str, half: Half) -> Option<Self> {
        let name = ExchangeName::try_from(file).ok()?;
        let ours = |service: &Service| service.official() == *name.service();
        let service = Service::ALL.into_iter().find(ours)?;
        if name.half() == half {
            Self::new(service, name.day(), name.sequence())
        } else {
            None
        }
    }

    /// The request.
    pub(super) fn request_file(&self) -> String {
        self.name.to_string()
    }

    /// The request while it is being written, and while it is being withdrawn. What the
    /// terminal looks for ends with `.xml`.
    pub(super) fn part_file(&self) -> String {
        format!("{}.part", self.name)
    }

    /// What the answer may be called.
    pub(super) fn answer_files(&self) -> [String; 2] {
        let message = self.name.response().to_string();
        let package = message.replace(".xml", ".zip");
        [message, package]
    }

    /// The service and the day: names are counted within it.
    pub(super) fn series(&self) -> String {
        series(self.service, self.name.day())
    }

    /// The number within the day.
    pub(super) const fn sequence(&self) -> u16 {
        self.name.sequence()
    }

    /// Which service it asks.
    pub(super) const fn service(&self) -> Service {
        self.service
    }
}

/// The service and the day.
pub(super) fn series(service: Service, day: &Date) -> String {
    format!("{}_{}", service.official().as_str(), day.as_str())
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
        let name = RequestName::new(Service::Upload, &day(), 7).expect("a name");
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
            let name = RequestName::new(Service::ALL[service], &day(), sequence).expect("a name");
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
