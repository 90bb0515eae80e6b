//! Names of the files that the official file exchange goes by: the folders `OQS/req`,
//! `OQS/res` and `OQS/face` of the 資格確認端末.
//!
//! As three public programs write and read them: YUKI-ENT/OQSDrug2, YUKI-ENT/sikakuxml and
//! Sotatek-ChinhVu/smart-test. Knows names alone, no folder and no file.

use super::FormatError;
use crate::field::Date;
use std::fmt;

/// A service of the exchange, such as `OQSsiquc01`: three capitals for the system, `si` for
/// one person or `mu` for many, three letters, and two digits for the phase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeService(Box<str>);

/// Which half of an exchange a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// `req`: what is asked.
    Request,
    /// `res`: the answer, under the same name otherwise.
    Response,
}

/// `OQSsiquc01req_202611210001.xml`: a request, or the response to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExchangeName {
    service: ExchangeService,
    half: Half,
    day: Date,
    sequence: u16,
}

/// `OQSsiquc01res_face_<id>_<yyyyMMddHHmmss>.xml`: a result that a face reader caused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceName {
    id: Option<Box<str>>,
    time: Box<str>,
}

/// Highest of the four digits.
const LAST_SEQUENCE: u16 = 9999;
/// Characters that the id of a face result may have; those seen have some 20.
const LONGEST_ID: usize = 64;
/// What every face result begins with.
const FACE: &str = "OQSsiquc01res_face_";

impl ExchangeService {
    /// Checks one person (`si` `quc`: qualification confirmation).
    #[must_use]
    pub fn single_check() -> Self {
        Self("OQSsiquc01".into())
    }

    /// Submits a bulk inquiry.
    #[must_use]
    pub fn bulk_submission() -> Self {
        Self("OQSmuquc01".into())
    }

    /// Fetches the answer to a bulk inquiry.
    #[must_use]
    pub fn bulk_result() -> Self {
        Self("OQSmuquc02".into())
    }

    /// The service of a text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let (system, rest) = text.split_at_checked(3)?;
        let (letters, phase) = rest.split_at_checked(5)?;
        let plain = system.bytes().all(|byte| byte.is_ascii_uppercase())
            && letters.bytes().all(|byte| byte.is_ascii_lowercase())
            && phase.len() == 2
            && phase.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| Self(text.into()))
    }

    /// The service as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ExchangeName {
    /// The name of the request with a number among those of a day; nothing beyond the 9999th.
    #[must_use]
    pub fn request(service: ExchangeService, day: Date, sequence: u16) -> Option<Self> {
        (sequence <= LAST_SEQUENCE).then_some(Self {
            service,
            half: Half::Request,
            day,
            sequence,
        })
    }

    /// The name of the response to it.
    #[must_use]
    pub fn response(&self) -> Self {
        Self {
            half: Half::Response,
            ..self.clone()
        }
    }

    /// The service.
    #[must_use]
    pub const fn service(&self) -> &ExchangeService {
        &self.service
    }

    /// Which half it is.
    #[must_use]
    pub const fn half(&self) -> Half {
        self.half
    }

    /// The day.
    #[must_use]
    pub const fn day(&self) -> &Date {
        &self.day
    }

    /// The number among those of the day.
    #[must_use]
    pub const fn sequence(&self) -> u16 {
        self.sequence
    }
}

impl FaceName {
    /// The name of a result at a time, `yyyyMMddHHmmss`; with an id where the reader gives one.
    #[must_use]
    pub fn new(id: Option<&str>, time: &str) -> Option<Self> {
        let plain_id = id.is_none_or(|id| {
            (1..=LONGEST_ID).contains(&id.len())
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        (plain_id && crate::official::Format::Time.accepts(time)).then(|| Self {
            id: id.map(Into::into),
            time: time.into(),
        })
    }

    /// What identifies the result.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// When it came, `yyyyMMddHHmmss`.
    #[must_use]
    pub fn time(&self) -> &str {
        &self.time
    }
}

impl fmt::Display for ExchangeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = match self.half {
            Half::Request => "req",
            Half::Response => "res",
        };
        let (service, day) = (self.service.as_str(), self.day.as_str());
        write!(f, "{service}{half}_{day}{:04}.xml", self.sequence)
    }
}

impl fmt::Display for FaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "{FACE}{id}_{}.xml", self.time),
            None => write!(f, "{FACE}{}.xml", self.time),
        }
    }
}

impl TryFrom<&str> for ExchangeName {
    type Error = FormatError;

    fn try_from(name: &str) -> Result<Self, FormatError> {
        exchange(name).ok_or(FormatError::FileName)
    }
}

impl TryFrom<&str> for FaceName {
    type Error = FormatError;

    fn try_from(name: &str) -> Result<Self, FormatError> {
        let rest = stem(name).and_then(|stem| stem.strip_prefix(FACE));
        let parsed = rest.and_then(|rest| match rest.rsplit_once('_') {
            Some((id, time)) => Self::new(Some(id), time),
            None => Self::new(None, rest),
        });
        parsed.ok_or(FormatError::FileName)
    }
}

fn exchange(name: &str) -> Option<ExchangeName> {
    let (service, number) = stem(name)?.split_once('_')?;
    let (service, half) = service.split_at_checked(10)?;
    let half = match half {
        "req" => Half::Request,
        "res" => Half::Response,
        _ => return None,
    };
    let (day, sequence) = number.split_at_checked(8)?;
    let four_digits = sequence.len() == 4 && sequence.bytes().all(|byte| byte.is_ascii_digit());
    let request = ExchangeName::request(
        ExchangeService::of(service)?,
        Date::try_from(day.to_owned()).ok()?,
        sequence.parse().ok().filter(|_| four_digits)?,
    )?;
    Some(ExchangeName { half, ..request })
}

/// Windows does not tell large letters in names from small ones.
fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(".xml")
        .or_else(|| name.strip_suffix(".XML"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_response_has_the_name_of_its_request() {
        let day = Date::try_from("20261121".to_owned()).expect("a day");
        let service = ExchangeService::single_check();
        let request = ExchangeName::request(service.clone(), day.clone(), 7).expect("a name");
        assert_eq!(request.to_string(), "OQSsiquc01req_202611210007.xml");
        let response = request.response();
        assert_eq!(response.to_string(), "OQSsiquc01res_202611210007.xml");
        assert_eq!(
            ExchangeName::try_from("OQSsiquc01res_202611210007.xml"),
            Ok(response)
        );
        assert_eq!(ExchangeName::request(service, day, 10_000), None);
        for service in [
            ExchangeService::bulk_submission(),
            ExchangeService::bulk_result(),
        ] {
            assert_eq!(ExchangeService::of(service.as_str()), Some(service));
        }
    }

    #[test]
    fn other_names_are_refused() {
        for name in [
            "",
            "OQSsiquc01req_202611210007",
            "OQSsiquc01req_20261121007.xml",
            "OQSsiquc01req_202613210007.xml",
            "OQSsiquc01abc_202611210007.xml",
            "oqssiquc01req_202611210007.xml",
            "../OQSsiquc01req_202611210007.xml",
            "OQSsiquc01res_face_../x_20261121090000.xml",
            "OQSsiquc01res_face__20261121090000.xml",
            "OQSsiquc01res_face_20261121250000.xml",
            "OQSsiquc01res_face_1_2_20261121090000.xml",
        ] {
            assert_eq!(
                ExchangeName::try_from(name),
                Err(FormatError::FileName),
                "{name}"
            );
            assert_eq!(
                FaceName::try_from(name),
                Err(FormatError::FileName),
                "{name}"
            );
        }
    }

    #[test]
    fn results_of_face_readers_are_known_by_their_names() {
        for (name, id) in [
            (
                "OQSsiquc01res_face_0123-a_20261121090000.xml",
                Some("0123-a"),
            ),
            ("OQSsiquc01res_face_20261121090000.xml", None),
        ] {
            let face = FaceName::try_from(name).expect("a name");
            assert_eq!((face.id(), face.time()), (id, "20261121090000"));
            assert_eq!(face.to_string(), name);
        }
    }

    proptest! {
        #[test]
        fn names_survive(sequence in 0u16..=9999, service in "[A-Z]{3}[a-z]{5}[0-9]{2}") {
            let day = Date::try_from("20240229".to_owned()).expect("a day");
            let service = ExchangeService::of(&service).expect("a service");
            let name = ExchangeName::request(service, day, sequence).expect("a name");
            prop_assert_eq!(ExchangeName::try_from(&*name.to_string()), Ok(name));
        }

        #[test]
        fn no_name_panics(name in "(OQS)?[a-z0-9_あ]{0,30}(\\.xml)?") {
            let _ = (ExchangeName::try_from(&*name), FaceName::try_from(&*name));
        }
    }
}
