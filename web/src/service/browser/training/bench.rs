//! The bench of the training mode itself: the virtual reader and its cards, in a module of
//! its own. Comes with the chunk of the screen that shows it.

use std::hint::black_box;
use std::rc::Rc;

use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Set, Work};
use crate::domain::advice::ErrorCode;
use crate::service::browser::page::Services;
use crate::state::{Action, Bench, Choice, Intent, Route};

/// Beside index.html; see `cargo xtask training-module`.
const MODULE: &str = "training/virtual_card.js";
/// The key that stands for "nothing goes wrong".
const NO_FAULT: &str = "none";

#[wasm_bindgen(module = "/public/import.js")]
extern "C" {
    /// Loads a module of the site and starts it.
    #[wasm_bindgen(js_name = importAndStart)]
    fn import_and_start(path: &str) -> js_sys::Promise;
}

#[wasm_bindgen]
extern "C" {
    /// `Bench` of the training module.
    #[derive(Clone)]
    #[wasm_bindgen(js_name = Object)]
    pub(super) type VirtualBench;

    #[wasm_bindgen(method)]
    fn profiles(this: &VirtualBench) -> JsValue;
    #[wasm_bindgen(method)]
    fn faults(this: &VirtualBench) -> JsValue;
    #[wasm_bindgen(method)]
    fn models(this: &VirtualBench) -> JsValue;
    #[wasm_bindgen(method, catch)]
    fn insert(this: &VirtualBench, profile: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn remove(this: &VirtualBench);
    #[wasm_bindgen(method, catch, js_name = setModel)]
    fn set_model(this: &VirtualBench, model: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setFault)]
    fn set_fault(this: &VirtualBench, fault: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn unplug(this: &VirtualBench);
    #[wasm_bindgen(method)]
    fn plug(this: &VirtualBench);
    #[wasm_bindgen(method)]
    pub(super) fn device(this: &VirtualBench) -> JsValue;
    #[wasm_bindgen(method)]
    fn counters(this: &VirtualBench) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = cardPresent)]
    fn card_present(this: &VirtualBench) -> bool;
    #[wasm_bindgen(method, getter, js_name = padWaits)]
    fn pad_waits(this: &VirtualBench) -> bool;
    #[wasm_bindgen(method, js_name = typeOnPad)]
    fn type_on_pad(this: &VirtualBench, digits: &str) -> bool;
    #[wasm_bindgen(method, js_name = cancelOnPad)]
    fn cancel_on_pad(this: &VirtualBench) -> bool;
    #[wasm_bindgen(method, getter)]
    pub(super) fn plugged(this: &VirtualBench) -> bool;
    #[wasm_bindgen(method, setter, js_name = onconnect)]
    fn set_on_connect(this: &VirtualBench, listener: &JsValue);
}

/// Sets the bench up; the module is loaded the first time only.
pub(super) async fn set_up(services: &Rc<Services>) -> Result<(), ErrorCode> {
    const UNUSABLE: ErrorCode = ErrorCode::new("DESK-TRAINING-MODULE");
    if services.training.set().is_none() {
        let module = JsFuture::from(import_and_start(MODULE)).await;
        let bench = module.map_err(|_| UNUSABLE)?.unchecked_into();
        let set = listen(services, bench);
        services.training.0.replace(Some(set));
    }
    let (bench, _) = services.training.set().ok_or(UNUSABLE)?;
    if !services.store.state().training.is_on() {
        return Ok(());
    }
    let shown = first_view(&bench).ok_or(UNUSABLE)?;
    services.store.dispatch(Action::Bench(shown));
    bench.remove();
    // Without a fault: the name is nobody's, and so nothing can be refused.
    let _ = bench.set_fault(&JsValue::NULL);
    bench.plug();
    services
        .reader
        .attend(services, bench.device(), Route::Practice);
    Ok(())
}

fn listen(services: &Rc<Services>, bench: VirtualBench) -> Set {
    let page = Rc::clone(services);
    let on_connect = Closure::new(move |event: JsValue| {
        let device = js_sys::Reflect::get(&event, &"device".into());
        if let (Ok(device), true) = (device, page.store.state().training.is_on()) {
            page.reader.attend(&page, device, Route::Practice);
        }
    });
    bench.set_on_connect(on_connect.as_ref());
    Set {
        bench,
        // Hidden from the compiler, which would call them from the first file by their names.
        work: black_box(Work { seen, want }),
        _on_connect: on_connect,
    }
}

/// Does something at the bench.
fn want(services: &Rc<Services>, bench: &VirtualBench, mut shown: Bench, intent: Intent) {
    // The bench knows its own names; one that it does not know changes nothing.
    let _ = match intent {
        Intent::InsertCard(profile) => {
            shown.profile = profile;
            services.store.dispatch(Action::Bench(shown.clone()));
            bench.insert(&shown.profile)
        }
        Intent::SetFault(fault) => {
            shown.fault = fault;
            bench.set_fault(&fault_key(&shown.fault))
        }
        Intent::SetModel(model) => {
            shown.model = model;
            services.store.dispatch(Action::Bench(shown.clone()));
            bench.set_model(&shown.model)
        }
        Intent::PressPad(digits) => {
            // A pad that waits for nobody takes no notice.
            let _ = match digits {
                Some(digits) => bench.type_on_pad(digits),
                None => bench.cancel_on_pad(),
            };
            Ok(())
        }
        Intent::RemoveCard => {
            bench.remove();
            Ok(())
        }
        Intent::Plug(true) => {
            bench.plug();
            Ok(())
        }
        Intent::Plug(false) => {
            bench.unplug();
            Ok(())
        }
        _ => Ok(()),
    };
    services.store.dispatch(Action::Bench(seen(bench, shown)));
}

/// The bench with what can be seen of reader and card now.
fn seen(bench: &VirtualBench, shown: Bench) -> Bench {
    let counters: Option<Counters> = serde_wasm_bindgen::from_value(bench.counters()).ok();
    Bench {
        card_on_reader: bench.card_present(),
        plugged: bench.plugged(),
        pad_waits: bench.pad_waits(),
        tries_left: counters.map(|counters| counters.authentication),
        ..shown
    }
}

/// As the module names things.
#[derive(Deserialize)]
struct Named {
    name: String,
    title: Title,
}

#[derive(Deserialize)]
struct Title {
    ja: String,
    en: String,
}

/// As the module counts tries.
#[derive(Deserialize)]
struct Counters {
    authentication: u8,
}

fn first_view(bench: &VirtualBench) -> Option<Bench> {
    let (profiles, models) = (choices(bench.profiles())?, choices(bench.models())?);
    let mut faults = vec![Choice {
        key: NO_FAULT.to_owned(),
        ja: "なし".to_owned(),
        en: "None".to_owned(),
    }];
    faults.extend(choices(bench.faults())?);
    Some(Bench {
        profile: profiles.first()?.key.clone(),
        fault: NO_FAULT.to_owned(),
        model: models.first()?.key.clone(),
        profiles: profiles.into(),
        faults: faults.into(),
        models: models.into(),
        card_on_reader: false,
        plugged: true,
        pad_waits: false,
        tries_left: None,
    })
}

fn choices(named: JsValue) -> Option<Vec<Choice>> {
    let named: Vec<Named> = serde_wasm_bindgen::from_value(named).ok()?;
    let choice = |Named { name, title }| Choice {
        key: name,
        ja: title.ja,
        en: title.en,
    };
    Some(named.into_iter().map(choice).collect())
}

fn fault_key(fault: &str) -> JsValue {
    if fault == NO_FAULT {
        JsValue::NULL
    } else {
        fault.into()
    }
}
