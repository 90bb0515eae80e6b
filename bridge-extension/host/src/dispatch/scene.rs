//! One host with a scripted card, time that stands still, and a page to speak for.

use std::cell::Cell;
use std::rc::Rc;

use bridge_protocol::{Card, ReaderName};

use super::*;
use crate::log::Level;
use crate::log::tests::Folder;
use crate::script::Table;

pub(super) const HELLO: &str = r#"{"type":"hello","protocol":1,"extensionVersion":"0.1.0","pageVersion":"0.1.0","origin":"https://a.example"}"#;
pub(super) const WELCOME: &str = r#"{"type":"welcome","protocol":1,"hostVersion":"0.1.0"}"#;
pub(super) const OPEN: &str = r#"{"type":"open","id":1,"reader":"R"}"#;
pub(super) const JPKI: &str = "00A4040C0AD392F000260100000001";
pub(super) const MANAGER: &str = "00A4040C07A0000001510000";

/// Time that passes when told to.
#[derive(Clone)]
pub(super) struct Still {
    pub(super) now: Rc<Cell<Instant>>,
    pub(super) is_stopping: Rc<Cell<bool>>,
    pub(super) watches: Rc<Cell<usize>>,
}

impl World for Still {
    fn now(&self) -> Instant {
        self.now.get()
    }

    fn is_stopping(&self) -> bool {
        self.is_stopping.get()
    }

    fn watch_readers(&mut self) {
        self.watches.set(self.watches.get() + 1);
    }
}

pub(super) struct Scene {
    pub(super) host: Host<Table, Still>,
    pub(super) table: Table,
    pub(super) world: Still,
    _folder: Folder,
}

impl Scene {
    pub(super) fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let user = folder.0.join("bridge.json");
        std::fs::write(&user, r#"{"origins": ["https://a.example"]}"#).unwrap();
        let origins = Origins::at(folder.0.join("machine.json"), Some(user));
        let table = Table::default();
        let world = Still {
            now: Rc::new(Cell::new(Instant::now())),
            is_stopping: Rc::default(),
            watches: Rc::default(),
        };
        let log = Arc::new(Log::new(None, Level::Off));
        Self {
            host: Host::new(table.clone(), world.clone(), origins, log),
            table,
            world,
            _folder: folder,
        }
    }

    pub(super) fn greeted(name: &str) -> Self {
        let mut scene = Self::new(name);
        assert_eq!(scene.say(HELLO), [WELCOME]);
        scene
    }

    pub(super) fn opened(name: &str) -> Self {
        let mut scene = Self::greeted(name);
        let opened = r#"{"type":"opened","id":1,"atr":"3B80","shortOnly":true}"#;
        assert_eq!(scene.say(OPEN), [opened]);
        scene
    }

    /// Says something after which the host goes on.
    pub(super) fn say(&mut self, message: &str) -> Vec<String> {
        let (answers, flow) = self.host.message(message.as_bytes());
        assert_eq!(flow, Flow::Continue, "{message}");
        written(&answers)
    }

    /// Says something after which the host ends.
    pub(super) fn ends(&mut self, message: &str) -> Vec<String> {
        let (answers, flow) = self.host.message(message.as_bytes());
        assert_eq!(flow, Flow::End, "{message}");
        written(&answers)
    }

    pub(super) fn transmit(&mut self, commands: &[(&str, &str)]) -> Vec<String> {
        let commands: Vec<String> = commands
            .iter()
            .map(|(apdu, expect)| format!(r#"{{"apdu":"{apdu}","expect":["{expect}"]}}"#))
            .collect();
        let commands = commands.join(",");
        self.say(&format!(
            r#"{{"type":"transmit","id":2,"commands":[{commands}]}}"#
        ))
    }
}

pub(super) fn written(answers: &[FromHost]) -> Vec<String> {
    let json = |answer| serde_json::to_string(answer).unwrap();
    answers.iter().map(json).collect()
}

pub(super) fn error(code: &str) -> [String; 1] {
    [format!(r#"{{"type":"error","code":"{code}"}}"#)]
}

pub(super) fn sight(card: Card) -> Vec<Reader> {
    vec![Reader {
        name: ReaderName::try_from("R").unwrap(),
        card,
    }]
}
