//! What an administrator brings in: each is taken in whole or not at all, and recorded.

use crate::gateway::Parts;
use crate::registry::{People, Revocations};
use crate::store::{Action, Audit, DONE, Store, StoreError, Taken};
use card_certificate::{Anchor, RevocationList, RevocationListError, UnixTime};
use std::time::Duration;

/// Why a list of revoked certificates was not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Something is wrong with it.
    #[error("失効リストを使えません\nthe revocation list cannot be used: {0} [{code}]", code = .0.code())]
    List(#[from] RevocationListError),
    /// A newer one is there.
    #[error(
        "これより新しい失効リストが入っています\n\
         a newer revocation list has been taken in before [LIST-OLDER]"
    )]
    Older,
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListError {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::List(error) => error.code(),
            Self::Older => "LIST-OLDER",
            Self::Store(error) => error.code(),
        }
    }
}

/// Takes in a list of revoked certificates (DER or PEM) that one of the anchors has
/// signed, in place of the one before. Checks go on meanwhile.
///
/// # Errors
/// [`ListError`]; then all is as it was before.
pub async fn import_revocation_list(
    store: &Store,
    parts: &Parts,
    anchors: &[Anchor],
    bytes: &[u8],
) -> Result<(), ListError> {
    let now = parts.clock.now();
    let time = Duration::from_secs(u64::try_from(now).unwrap_or(0));
    let list = RevocationList::verified(bytes, anchors, UnixTime::since_unix_epoch(time))?;
    let id = import_name(now);
    let line = Audit::of(&id, now, Action::ImportList, DONE).with_amount(list.serials().len());
    match store.take_revocation_list(&list, &line).await? {
        Taken::Newest => Ok(()),
        Taken::Older => Err(ListError::Older),
    }
}

/// Replaces the people of the registry. Checks go on meanwhile.
///
/// # Errors
/// [`StoreError`]; then all is as it was before.
pub async fn import_people(
    store: &Store,
    parts: &Parts,
    people: &People,
) -> Result<(), StoreError> {
    let now = parts.clock.now();
    let id = import_name(now);
    let line = Audit::of(&id, now, Action::ImportPeople, DONE).with_amount(people.iter().count());
    store.replace_people(people, &line).await
}

/// Replaces the list of revoked certificates. Checks go on meanwhile.
///
/// # Errors
/// [`StoreError`]; then all is as it was before.
pub async fn import_revocations(
    store: &Store,
    parts: &Parts,
    list: &Revocations,
) -> Result<(), StoreError> {
    let now = parts.clock.now();
    let id = import_name(now);
    let line =
        Audit::of(&id, now, Action::ImportRevocations, DONE).with_amount(list.iter().count());
    store.replace_revocations(list, &line).await
}

/// The name in the record. Nobody is told it, so it need not be unguessable.
fn import_name(now: i64) -> String {
    format!("import-{now}")
}
