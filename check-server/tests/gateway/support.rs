//! A gateway in memory with a real database, and cards that sign.

use crate::place::{configure, pool};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use check_api::{
    Challenge, ChallengeContext, CheckAnswer, SignatureAlgorithm, field::Origin, signed,
};
use check_server::source::EligibilitySource;
use check_server::{
    Clock, Config, Event, Gateway, Log, Parts, Randomness, SystemRandomness, router,
};
use rsa::pkcs8::DecodePrivateKey;
use rsa::signature::{SignatureEncoding, Signer};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tower::ServiceExt;

/// 2026-11-21T09:00:00+09:00.
pub(crate) const PRACTICE_START: i64 = 1_795_219_200;
pub(crate) const ORIGIN: &str = "https://desk.example";
pub(crate) const OTHER_ORIGIN: &str = "https://other.example";

/// A gateway, its clock and its log.
pub(crate) struct Bench {
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) router: Router,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) log: Arc<Memory>,
    pub(crate) folder: TempDir,
}

/// A clock that is set by hand.
pub(crate) struct HandClock(AtomicI64);

/// A log that is kept.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Vec<String>>);

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

/// A card: its certificate and key, read from the practice profiles.
pub(crate) struct Card {
    pub(crate) certificate: Vec<u8>,
    pub(crate) algorithm: SignatureAlgorithm,
    key: Vec<u8>,
}

impl Clock for HandClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl HandClock {
    pub(crate) fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Log for Memory {
    fn write(&self, event: &Event) {
        let line = serde_json::to_string(event).expect("an event is JSON");
        self.0.lock().expect("nobody panicked").push(line);
    }
}

impl Memory {
    pub(crate) fn text(&self) -> String {
        self.0.lock().expect("nobody panicked").join("\n")
    }
}

impl Bench {
    /// With the practice people and two origins.
    pub(crate) async fn new() -> Self {
        Self::with("").await
    }

    /// With more lines at the end of the configuration.
    pub(crate) async fn with(more: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        Self::in_folder(folder, &configuration(more)).await
    }

    /// With a source of randomness of the test's own.
    pub(crate) async fn with_randomness(randomness: Arc<dyn Randomness>) -> Self {
        let folder = TempDir::new().expect("a folder");
        Self::of_parts(folder, &configuration(""), randomness).await
    }

    /// In the folder, and so with the database, of an earlier one.
    pub(crate) async fn in_folder(folder: TempDir, text: &str) -> Self {
        Self::of_parts(folder, text, Arc::new(SystemRandomness)).await
    }

    /// With a source in place of the embedded registry.
    pub(crate) async fn with_source(more: &str, source: Arc<dyn EligibilitySource>) -> Self {
        let folder = TempDir::new().expect("a folder");
        let randomness = Arc::new(SystemRandomness);
        Self::of_all(folder, &configuration(more), randomness, Some(source)).await
    }

    async fn of_parts(folder: TempDir, text: &str, randomness: Arc<dyn Randomness>) -> Self {
        Self::of_all(folder, text, randomness, None).await
    }

    async fn of_all(
        folder: TempDir,
        text: &str,
        randomness: Arc<dyn Randomness>,
        source: Option<Arc<dyn EligibilitySource>>,
    ) -> Self {
        let file = configure(folder.path(), text);
        let config = Config::read(&file).expect("a configuration");
        let clock = Arc::new(HandClock(AtomicI64::new(PRACTICE_START)));
        let log = Arc::new(Memory::default());
        let parts = Parts {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            randomness,
            log: Arc::clone(&log) as Arc<dyn Log>,
        };
        let gateway = match source {
            None => Gateway::open(config, parts).await,
            source => Gateway::open_with(config, parts, source).await,
        };
        let gateway = gateway.expect("a gateway");
        let gateway = Arc::new(gateway);
        Self {
            router: router(Arc::clone(&gateway)),
            gateway,
            clock,
            log,
            folder,
        }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("no error");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    pub(crate) async fn post(&self, path: &str, origin: &str, body: &Value) -> Answer {
        self.send(post(path, origin, body.to_string())).await
    }

    pub(crate) async fn challenge(&self, context: &Value) -> Challenge {
        let answer = self.post(check_api::CHALLENGES_PATH, ORIGIN, context).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        serde_json::from_slice(&answer.bytes).expect("a challenge")
    }

    /// The whole job: challenge, signature, check.
    pub(crate) async fn check(&self, card: &Card) -> Answer {
        self.check_in(card, &context()).await
    }

    pub(crate) async fn check_in(&self, card: &Card, context: &Value) -> Answer {
        let challenge = self.challenge(context).await;
        let request = card.request(&challenge, ORIGIN, context);
        self.post(check_api::CARD_CHECKS_PATH, ORIGIN, &request)
            .await
    }

    /// Everything that is in the database, as octets to search.
    pub(crate) async fn remains(&self) -> Vec<u8> {
        if !crate::ON_POSTGRES {
            let read = |name| std::fs::read(self.folder.path().join(name)).unwrap_or_default();
            let octets = [read("gateway.sqlite"), read("gateway.sqlite-wal")].concat();
            assert!(!octets.is_empty(), "the database");
            return octets;
        }
        let pool = self.pool().await;
        let all: String =
            sqlx::query_scalar("SELECT CAST(schema_to_xml('public', true, false, '') AS TEXT)")
                .fetch_one(&pool)
                .await
                .expect("everything");
        assert!(all.contains("audit"));
        all.into_bytes()
    }

    /// The database, for looking into it.
    pub(crate) async fn pool(&self) -> sqlx::AnyPool {
        pool(self.folder.path()).await
    }
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).expect("JSON")
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn checked(&self) -> CheckAnswer {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        CheckAnswer::from_json(&self.bytes).expect("an answer")
    }
}

impl Card {
    /// The card of a practice profile.
    pub(crate) fn of(profile: &str) -> Self {
        let folder = profiles();
        let read = |path: PathBuf| std::fs::read(&path).expect("a file of the practice profiles");
        let algorithm = match profile {
            "p384-future" => SignatureAlgorithm::Es384,
            _ => SignatureAlgorithm::Rs256,
        };
        Self {
            certificate: read(folder.join("certificates").join(format!("{profile}.cer"))),
            key: read(folder.join("keys").join(format!("{profile}.pk8"))),
            algorithm,
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self.algorithm {
            SignatureAlgorithm::Es384 => {
                use p384::ecdsa::{Signature, SigningKey, signature::Signer};
                use p384::pkcs8::DecodePrivateKey;
                let key = SigningKey::from_pkcs8_der(&self.key).expect("a key");
                let signature: Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            _ => {
                let key = rsa::RsaPrivateKey::from_pkcs8_der(&self.key).expect("a key");
                let key = rsa::pkcs1v15::SigningKey::<rsa::sha2::Sha256>::new(key);
                key.sign(message).to_vec()
            }
        }
    }

    /// The body of a check, as a page of `origin` in `context` makes it.
    pub(crate) fn request(&self, challenge: &Challenge, origin: &str, context: &Value) -> Value {
        let origin = Origin::try_from(origin.to_owned()).expect("an origin");
        let context: ChallengeContext = serde_json::from_value(context.clone()).expect("a context");
        let message = signed::to_be_signed(self.algorithm, &origin, &challenge.nonce, &context);
        json!({
            "challengeId": challenge.challenge_id,
            "token": {
                "format": "myna-check:1.0",
                "algorithm": self.algorithm.name(),
                "unverifiedCertificate": base64(&self.certificate),
                "signature": base64(&self.sign(&message)),
                "appVersion": "test",
            },
        })
    }
}

/// What a desk asks with consent to the limit certificate.
pub(crate) fn context() -> Value {
    json!({
        "facilityCode": "1312345678",
        "terminalId": "PRACTICE-01",
        "purpose": "eligibility",
        "confirmationDate": "20261121",
        "consents": { "LimitApplicationCertificateRelatedConsFlg": "1" },
        "authMethod": "pin",
    })
}

pub(crate) fn post(path: &str, origin: &str, body: String) -> Request<Body> {
    Request::post(path)
        .header("origin", origin)
        .header("content-type", "application/json")
        .body(Body::from(body))
        .expect("a request")
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A configuration that stands in a folder of its own; `more` comes last.
pub(crate) fn configuration(more: &str) -> String {
    let anchor = profiles().join("authority/practice-01.cer");
    let practice = practice();
    format!(
        r#"
        listen = "127.0.0.1:0"
        database = "gateway.sqlite"
        environment = "practice"
        origins = ["{ORIGIN}", "{OTHER_ORIGIN}"]
        anchors = ['{anchor}']
        people = '{people}'
        revocations = '{revocations}'
        [[facility]]
        code = "1312345678"
        name = "厚労医院"
        terminals = ["PRACTICE-01", "PRACTICE-02"]
        [[facility]]
        code = "0110113719"
        terminals = ["OTHER-01"]
        {more}
        "#,
        anchor = anchor.display(),
        people = practice.join("people.toml").display(),
        revocations = practice.join("revocations.toml").display(),
    )
}

pub(crate) fn practice() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("practice")
}

pub(crate) fn profiles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../virtual-card/profiles")
}
