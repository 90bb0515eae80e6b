//! One tab at a time works on the batch (Web Locks API, 3: exclusive locks of an origin,
//! given up by themselves when the page ends).

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const NAME: &str = "batch";

/// The right to work on the batch.
pub(super) struct TabLock {
    /// Ends the promise that holds the lock. None in a browser without locks.
    release: Option<Function>,
}

impl TabLock {
    /// The lock, if no other tab has it.
    pub(super) async fn take_if_free() -> Option<Self> {
        request(true).await
    }

    /// The lock, when the tabs before have ended.
    pub(super) async fn wait_for() -> Self {
        let lock = request(false).await;
        lock.unwrap_or(Self { release: None })
    }

    /// Gives the lock to the next tab.
    pub(super) fn release(self) {
        if let Some(release) = self.release {
            // The end of a promise cannot fail.
            drop(release.call0(&JsValue::UNDEFINED));
        }
    }
}

async fn request(if_available: bool) -> Option<TabLock> {
    let navigator: JsValue = gloo::utils::window().navigator().into();
    let locks = Reflect::get(&navigator, &"locks".into()).unwrap_or_default();
    let request = Reflect::get(&locks, &"request".into());
    let Some(request) = request.ok().and_then(|it| it.dyn_into::<Function>().ok()) else {
        return Some(TabLock { release: None });
    };
    let granted = Promise::new(&mut |resolve, reject| {
        let answered = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() || lock.is_undefined() {
                drop(resolve.call1(&JsValue::UNDEFINED, &JsValue::NULL));
                return JsValue::UNDEFINED;
            }
            let held = Promise::new(&mut |release, _| {
                drop(resolve.call1(&JsValue::UNDEFINED, &release));
            });
            held.into()
        });
        let options = Object::new();
        // A plain object takes any property.
        drop(Reflect::set(
            &options,
            &"ifAvailable".into(),
            &if_available.into(),
        ));
        let asked = request.call3(&locks, &NAME.into(), &options, &answered);
        if let Err(refused) = asked {
            drop(reject.call1(&JsValue::UNDEFINED, &refused));
        }
    });
    match JsFuture::from(granted).await {
        Ok(release) => release.dyn_into().ok().map(|release| TabLock {
            release: Some(release),
        }),
        // A browser that offers locks and refuses them has no other tab to fear.
        Err(_) => Some(TabLock { release: None }),
    }
}
