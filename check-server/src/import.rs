//! What an administrator brings in: each is taken in whole or not at all, and recorded.

use crate::gateway::Parts;
use crate::registry::{People, Revocations};
use crate::store::{Action, Audit, DONE, Store, StoreError};

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
