//! Remembers the chosen folder over a reload. What IndexedDB keeps is the browser's own handle
//! and nothing about anybody; where it keeps nothing, the desk is asked again.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

use super::objects::Directory;

const DATABASE: &str = "desk";
const STORE: &str = "folders";
const KEY: &str = "oqs-face";

/// The folder, if one was kept.
pub(super) async fn load() -> Option<Directory> {
    let store = store(IdbTransactionMode::Readonly).await.ok()?;
    let kept = settled(&store.get(&KEY.into()).ok()?).await.ok()?;
    // A browser may hand out what it can no longer use.
    let usable = Reflect::has(&kept, &"getFileHandle".into()).unwrap_or(false);
    usable.then(|| kept.unchecked_into())
}

/// Keeps the folder, if the browser keeps anything.
pub(super) async fn keep(directory: &Directory) {
    if let Ok(store) = store(IdbTransactionMode::Readwrite).await
        && let Ok(request) = store.put_with_key(directory, &KEY.into())
    {
        // Not kept: the desk is asked again the next time.
        let _ = settled(&request).await;
    }
}

/// Forgets the folder.
pub(super) async fn forget() {
    if let Ok(store) = store(IdbTransactionMode::Readwrite).await
        && let Ok(request) = store.delete(&KEY.into())
    {
        // Not forgotten: it is found to be gone again the next time.
        let _ = settled(&request).await;
    }
}

async fn store(mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    let factory = gloo::utils::window().indexed_db()?;
    let request = factory.ok_or(JsValue::NULL)?.open_with_u32(DATABASE, 1)?;
    let opened = request.clone();
    let making = gloo::events::EventListener::once(&request, "upgradeneeded", move |_| {
        if let Ok(database) = opened.result() {
            // It cannot be there yet: this is the first version.
            let _ = database
                .unchecked_into::<IdbDatabase>()
                .create_object_store(STORE);
        }
    });
    let database: IdbDatabase = settled(&request).await?.unchecked_into();
    drop(making);
    database
        .transaction_with_str_and_mode(STORE, mode)?
        .object_store(STORE)
}

/// What a request came to.
async fn settled(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let came = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(came).await?;
    request.result()
}
