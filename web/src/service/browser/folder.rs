//! The folder that another program watches: chosen once by a person, remembered by the
//! browser, and asked for again when the browser wants that (File System Access, WICG; File
//! System, WHATWG). Comes with the chunk of the formats.

mod handle;
mod objects;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::state::HandOverProblem;
use objects::{Directory, Picker, failure};

/// Where the page's folder picker is.
const PICKER: &str = "showDirectoryPicker";

/// An open folder, to which may be written.
pub(super) struct Folder(Directory);

/// Why there is no folder.
pub(super) enum NoFolder {
    /// The person closed the browser's question.
    Dropped,
    /// This browser has no folders for pages.
    Unavailable,
    /// It could not be opened.
    Problem(HandOverProblem),
}

impl Folder {
    /// The folder that was chosen before, or the one that a person chooses now. Must be called
    /// from a click or a key.
    pub(super) async fn open(elsewhere: bool) -> Result<Self, NoFolder> {
        let picker = picker().ok_or(NoFolder::Unavailable)?;
        let kept = if elsewhere {
            None
        } else {
            handle::load().await
        };
        let directory = match kept {
            Some(directory) => directory,
            None => Self::choose(&picker).await?,
        };
        match may_write(&directory).await {
            Ok(true) => Ok(Self(directory)),
            Ok(false) => Err(NoFolder::Problem(HandOverProblem::FolderRefused)),
            Err(exception) => Err(NoFolder::Problem(failure(&exception))),
        }
    }

    /// The folder's own name.
    pub(super) fn name(&self) -> String {
        self.0.name()
    }

    /// Whether a file of that name is there.
    pub(super) async fn has(&self, name: &str) -> Result<bool, HandOverProblem> {
        match self.0.file(name, false) {
            Ok(promise) => match JsFuture::from(promise).await {
                Ok(_) => Ok(true),
                Err(exception) if objects::is_missing(&exception) => Ok(false),
                // A folder of that name takes the name, too.
                Err(exception) if objects::is_other_kind(&exception) => Ok(true),
                Err(exception) => Err(failure(&exception)),
            },
            Err(exception) => Err(failure(&exception)),
        }
    }

    /// Writes a file whole or not at all: the browser writes beside it and moves it to its
    /// place when it is closed, so that the other program never reads a half.
    pub(super) async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), HandOverProblem> {
        let written = self.try_write(name, bytes).await;
        if let Err(exception) = &written {
            let problem = failure(exception);
            // An empty file of that name may stand there now, which nobody asked for. Where it
            // cannot be removed either, the desk hears of the first problem.
            if let Ok(removed) = self.0.remove(name) {
                let _ = JsFuture::from(removed).await;
            }
            if problem == HandOverProblem::FolderGone {
                handle::forget().await;
            }
            return Err(problem);
        }
        Ok(())
    }

    async fn try_write(&self, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
        let file = JsFuture::from(self.0.file(name, true)?).await?;
        let file: objects::File = file.unchecked_into();
        let stream = JsFuture::from(file.writable()?).await?;
        let stream: objects::Stream = stream.unchecked_into();
        let written = async {
            JsFuture::from(stream.write(bytes)?).await?;
            JsFuture::from(stream.close()?).await
        };
        let written = written.await;
        if written.is_err()
            && let Ok(aborted) = stream.abort()
        {
            // What was written beside the file is thrown away; there is nothing more to do.
            let _ = JsFuture::from(aborted).await;
        }
        written.map(drop)
    }

    /// Asks a person, and remembers the answer.
    async fn choose(picker: &Picker) -> Result<Directory, NoFolder> {
        let chosen = match picker.choose() {
            Ok(promise) => JsFuture::from(promise).await,
            Err(exception) => Err(exception),
        };
        match chosen {
            Ok(directory) => {
                let directory: Directory = directory.unchecked_into();
                handle::keep(&directory).await;
                Ok(directory)
            }
            Err(exception) if objects::is_dropped(&exception) => Err(NoFolder::Dropped),
            Err(exception) => Err(NoFolder::Problem(failure(&exception))),
        }
    }
}

/// The page's picker, where the browser has one.
fn picker() -> Option<Picker> {
    let window = gloo::utils::window();
    let function = Reflect::get(&window, &JsValue::from_str(PICKER)).ok()?;
    function.dyn_into::<Function>().ok().map(Picker)
}

/// Whether the page may write there, asking a person where the browser wants that.
async fn may_write(directory: &Directory) -> Result<bool, JsValue> {
    let mode = Object::new();
    Reflect::set(&mode, &"mode".into(), &"readwrite".into())?;
    let granted = JsValue::from_str("granted");
    if JsFuture::from(directory.query_permission(&mode)?).await? == granted {
        return Ok(true);
    }
    Ok(JsFuture::from(directory.request_permission(&mode)?).await? == granted)
}
