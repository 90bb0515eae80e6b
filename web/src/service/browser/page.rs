//! The running page: begins its services, carries out what people want and reports
//! what happened to the store.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use card_wasm::link::Timer;
use card_wasm::route::BrowserTimer;
use futures_util::future::select;
use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use gloo::utils::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::PageTransitionEvent;
use yew::Callback;

use super::config::AnchorFile;
use super::hand_over::Wanted;
use super::http::Fetch;
use super::reader::ReaderService;
use super::sound::{Speaker, Tone};
use super::training::TrainingService;
use super::{address, card, carrier, clock, config, hand_over, inquiry, keyboard, panic, settings};
use crate::chunk::NotFetched;
use crate::domain::advice::ErrorCode;
use crate::domain::answer::Verdict;
use crate::domain::config::Config;
use crate::domain::earlier::Earlier;
use crate::domain::time::Reading;
use crate::screen::late;
use crate::service::gateway::HttpGateway;
use crate::service::log::Log;
use crate::service::pin_desk::{NoPin, PinDesk};
use crate::service::signal::Signal;
use crate::service::store::Store;
use crate::state::{Action, Arrival, Intent, Screen, State, Visit, VisitEvent};

/// How often the screen is told that time passes: often enough for a countdown.
const TICK_MILLIS: u32 = 250;
/// What could not be fetched is tried again after this pause.
const RETRY: Duration = Duration::from_secs(10);

/// What the administrator configured, made usable.
pub(crate) struct Site {
    pub(crate) config: Rc<Config>,
    pub(crate) anchors: Vec<AnchorFile>,
    pub(crate) gateway: HttpGateway<Fetch>,
}

/// The services of the page.
pub(crate) struct Services {
    pub(crate) store: Rc<Store>,
    pub(crate) pin: PinDesk,
    /// Rings when the desk stops the present visit.
    pub(crate) cancelled: Signal,
    pub(crate) reader: ReaderService,
    pub(crate) log: RefCell<Log>,
    pub(super) training: TrainingService,
    /// Rings when the bridge is to be looked for now.
    pub(super) find_bridge: Signal,
    speaker: Speaker,
    ask_gateway: Signal,
    /// The clocks of this computer when the gateway's clock was taken.
    pub(super) clock_taken: Cell<Reading>,
    site: RefCell<Option<Rc<Site>>>,
    /// What was checked earlier in this sitting; forgotten with the history.
    pub(super) earlier: RefCell<Earlier>,
}

/// Starts the services; `changed` hears of every new state. The callback takes what
/// people want.
pub fn start(changed: impl Fn(Rc<State>) + 'static) -> Callback<Intent> {
    panic::install();
    let services = Rc::new(Services {
        store: Store::new(changed),
        pin: PinDesk::default(),
        cancelled: Signal::default(),
        reader: ReaderService::default(),
        log: RefCell::default(),
        training: TrainingService::default(),
        find_bridge: Signal::default(),
        speaker: Speaker::default(),
        ask_gateway: Signal::default(),
        clock_taken: Cell::default(),
        site: RefCell::default(),
        earlier: RefCell::default(),
    });
    listen(&services);
    spawn_local(Rc::clone(&services).begin());
    Callback::from(move |intent| services.want(intent))
}

/// Listeners live as long as the page.
fn listen(services: &Rc<Services>) {
    let own = || Rc::clone(services);
    let (page, keys) = (own(), own());
    keyboard::listen(move || page.store.state(), move |intent| keys.want(intent)).forget();
    let page = own();
    address::on_change(move |screen| page.opened(screen)).forget();
    for (event, online) in [("online", true), ("offline", false)] {
        let page = own();
        EventListener::new(&window(), event, move |_| {
            page.store.dispatch(Action::Online(online));
            page.ask_gateway.ring();
        })
        .forget();
    }
    let page = own();
    EventListener::new(&window(), "pagehide", move |_| page.hide()).forget();
    EventListener::new(&window(), "pageshow", |event| {
        // A page that the browser kept and shows again has given its reader back.
        let event: &PageTransitionEvent = event.unchecked_ref();
        if event.persisted() {
            reload();
        }
    })
    .forget();
    let page = own();
    Interval::new(TICK_MILLIS, move || page.tick()).forget();
}

impl Services {
    /// The configuration, once it was read.
    pub(crate) fn site(&self) -> Option<Rc<Site>> {
        self.site.borrow().clone()
    }

    /// Writes a code or fixed words into the page's own log.
    pub(crate) fn note(&self, part: &'static str, what: &str) {
        self.log.borrow_mut().add(clock::now(), part, what);
    }

    /// Reports something about the visit, and lets it be heard when it ends.
    pub(crate) fn report(&self, event: VisitEvent) {
        let before = self.store.state();
        self.store.dispatch(Action::Visit(event));
        let after = self.store.state();
        if after.settings.sound && before.visit.is_under_way() {
            match &after.visit {
                Visit::Done { answer, .. } => {
                    let valid = matches!(answer.verdict, Verdict::Valid | Verdict::ValidRenew);
                    self.speaker
                        .play(if valid { Tone::Valid } else { Tone::Attention });
                }
                Visit::Failed { .. } => self.speaker.play(Tone::Attention),
                _ => {}
            }
        }
    }

    async fn begin(self: Rc<Self>) {
        self.store.dispatch(Action::Changed(settings::load()));
        self.store
            .dispatch(Action::Online(window().navigator().on_line()));
        self.store.dispatch(Action::Opened(address::screen()));
        match config::load().await {
            Err(error) => {
                self.note("config", error.problem.code());
                self.store.dispatch(Action::ConfigBroken(error));
                self.fetch_sheets().await;
            }
            Ok((config, anchors)) => {
                let config = Rc::new(config);
                self.site.replace(Some(Rc::new(Site {
                    gateway: HttpGateway(Fetch::new(&config.gateway)),
                    config: Rc::clone(&config),
                    anchors,
                })));
                self.store.dispatch(Action::Configured(config));
                spawn_local(Rc::clone(&self).watch_gateway());
                self.opened(address::screen());
                self.reader.watch_usb(&self);
                self.store.dispatch(Action::Carriers(carrier::offered()));
                self.fetch_chunks().await;
            }
        }
    }

    /// Fetches the rest of the program behind the first view, so that a card need not wait
    /// for it, nor the device check for a network that has failed.
    async fn fetch_chunks(self: Rc<Self>) {
        if let Err(NotFetched) = card::judge_authorities(Rc::clone(&self)).await {
            self.note("program", NotFetched::CODE);
        }
        self.fetch_sheets().await;
        if let Err(NotFetched) = hand_over::prepare().await {
            self.note("program", NotFetched::CODE);
        }
        while let Err(NotFetched) = card::use_bridge(Rc::clone(&self)).await {
            BrowserTimer.sleep(RETRY).await;
        }
    }

    async fn fetch_sheets(self: &Rc<Self>) {
        let sheets = late::fetch_sheets().await;
        let inquiries = inquiry::begin(Rc::clone(self)).await;
        let arrival = match sheets.and(inquiries) {
            Ok(()) => Arrival::Here,
            Err(NotFetched) => {
                self.note("program", NotFetched::CODE);
                Arrival::Missing
            }
        };
        self.store.dispatch(Action::Sheets(arrival));
    }

    /// Has the gateway asked for its state again and again while the page lives.
    async fn watch_gateway(self: Rc<Self>) {
        loop {
            match card::watch_gateway(Rc::clone(&self)).await {
                Ok(()) => break,
                Err(NotFetched) => {
                    let code = ErrorCode::new(NotFetched::CODE);
                    self.store.dispatch(Action::GatewayFailed(code));
                    self.until_asked(RETRY).await;
                }
            }
        }
    }

    /// Returns when the gateway is to be asked at once, or after the pause.
    pub(super) async fn until_asked(&self, pause: Duration) {
        let asked = pin!(self.ask_gateway.wait());
        select(asked, BrowserTimer.sleep(pause)).await;
    }

    fn opened(self: &Rc<Self>, screen: Screen) {
        self.store.dispatch(Action::Opened(screen));
        if screen != Screen::Reception && !late::sheets_are_here() {
            let page = Rc::clone(self);
            spawn_local(async move { page.fetch_sheets().await });
        }
        let offered = self.site().is_some_and(|site| site.config.training);
        let in_training = self.store.state().training.is_on();
        match screen {
            Screen::Training if offered && !in_training => self.training.begin(self),
            Screen::Training if !offered && self.site().is_some() => {
                address::open(Screen::Reception);
            }
            Screen::Reception if in_training => self.training.end(self),
            _ => {}
        }
    }

    fn want(self: &Rc<Self>, intent: Intent) {
        match intent {
            Intent::Open(screen) => address::open(screen),
            Intent::ConnectReader if self.store.state().training.is_on() => {
                self.training.connect(self);
            }
            Intent::ConnectReader => self.reader.choose(self),
            Intent::ConnectOther(carrier) => ReaderService::choose_other(self, carrier),
            Intent::ReadAgain | Intent::ExamineCard => self.reader.read_again(),
            Intent::Clear => self.stop_visit(),
            Intent::PauseClear(paused) => self.report(VisitEvent::Paused(paused)),
            Intent::Pin(key) => {
                if let Some(digits) = self.pin.key(key, clock::now()) {
                    self.pin_typed(digits);
                }
            }
            Intent::PinBlur => {
                self.pin.forget();
                self.pin_typed(0);
            }
            Intent::AcceptLastTry => {
                self.pin.accept_last_try();
                self.report(VisitEvent::LastTryAccepted);
            }
            Intent::LimitConsent(consent) => self.store.dispatch(Action::LimitConsent(consent)),
            Intent::ByEye(by_eye) => self.store.dispatch(Action::ByEye(by_eye)),
            Intent::TickFacePhoto(now) => self.report(VisitEvent::ConfirmationTicked(now)),
            Intent::ConfirmFacePhoto => {
                if let Visit::Confirming { ticked: true, .. } = self.store.state().visit {
                    self.pin.confirm_face_photo();
                }
            }
            Intent::Change(chosen) => {
                settings::save(chosen);
                self.store.dispatch(Action::Changed(chosen));
            }
            Intent::AskGateway => self.ask_gateway.ring(),
            Intent::FindBridge => self.find_bridge.ring(),
            Intent::HandOver(order) => hand_over::begin(self, Wanted::HandOver(order)),
            Intent::Choose(place) => self.store.dispatch(Action::Chosen(place)),
            Intent::Compare(text) => hand_over::begin(self, Wanted::Compare(text)),
            Intent::SamePerson => self.store.dispatch(Action::SamePerson),
            Intent::EndComparison => self.store.dispatch(Action::Compared(None)),
            Intent::Print => {
                // A browser that cannot print says so itself.
                let _ = window().print();
            }
            Intent::Copy(text) => copy(&text),
            Intent::CopyReport(text) => copy(&[text, self.log.borrow().text()].concat()),
            Intent::Reload => reload(),
            Intent::Wish(wish) => inquiry::carry_out(wish),
            Intent::InsertCard(_)
            | Intent::RemoveCard
            | Intent::PressPad(_)
            | Intent::SetFault(_)
            | Intent::SetModel(_)
            | Intent::Plug(_) => self.training.want(self, intent),
        }
    }

    fn pin_typed(&self, digits: usize) {
        let digits = u8::try_from(digits).unwrap_or(u8::MAX);
        self.report(VisitEvent::PinTyped(digits));
    }

    /// Clears the screen at once. A card in use is closed by its own visit, which the
    /// screen no longer shows.
    pub(crate) fn stop_visit(&self) {
        if self.store.state().visit.is_under_way() {
            self.cancelled.ring();
        }
        self.pin.give_up(NoPin::Stopped);
        self.report(VisitEvent::Cleared);
    }

    fn tick(&self) {
        let now = clock::now();
        self.pin.tick(now);
        self.store.dispatch(Action::Visit(VisitEvent::Tick(now)));
        self.training.look(self);
        if self.store.state().history.entries().is_empty() {
            self.earlier.borrow_mut().forget();
        }
    }

    /// The page goes away: no digit and no result stays behind, and the card is given
    /// up as far as a leaving page can.
    fn hide(&self) {
        self.stop_visit();
        self.reader.close();
    }
}

fn copy(text: &str) {
    let copied = window().navigator().clipboard().write_text(text);
    spawn_local(async move {
        // Refused only where the page has lost the focus.
        let _ = wasm_bindgen_futures::JsFuture::from(copied).await;
    });
}

fn reload() {
    // A page that is shown may always be reloaded.
    let _ = window().location().reload();
}
