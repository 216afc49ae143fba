//! What detectors keep of outlets between their hours: at hand, or on a shelf.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use model::OutletId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Shelf;

/// So many outlets are at hand at once where there is a shelf: stored hours come outlet by outlet, live ones once an hour.
const AT_HAND: usize = 16;

/// One shelf for all detectors of an engine.
#[derive(Debug, Clone)]
pub(crate) struct SharedShelf(Arc<Mutex<Box<dyn Shelf>>>);

impl SharedShelf {
    pub(crate) fn new(shelf: Box<dyn Shelf>) -> Self {
        Self(Arc::new(Mutex::new(shelf)))
    }

    /// `None` where there is no room, or where the shelf has failed.
    fn lay(&self, bytes: &[u8]) -> Option<u64> {
        self.0.lock().ok()?.lay(bytes)
    }

    fn take(&self, number: u64) -> Option<Vec<u8>> {
        self.0.lock().ok()?.take(number)
    }
}

/// A `T` for each outlet. Where there is a shelf, memory holds that of the outlets asked for last.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    outlets: BTreeMap<OutletId, One<T>>,
    shelf: Option<SharedShelf>,
    /// Those that are listed, the first that is laid down first.
    at_hand: VecDeque<OutletId>,
}

#[derive(Debug, Default)]
struct One<T> {
    /// Empty while it lies on the shelf.
    kept: T,
    /// Under what number it lies there.
    laid: Option<u64>,
    /// Whether it stands among those that will be laid down.
    is_listed: bool,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { outlets: BTreeMap::new(), shelf: None, at_hand: VecDeque::new() }
    }
}

impl<T: Default + Serialize + DeserializeOwned> Kept<T> {
    /// From now on it lies on `shelf` while it is not asked for.
    pub(crate) fn use_shelf(&mut self, shelf: SharedShelf) {
        self.shelf = Some(shelf);
    }

    /// What is kept of `id`; a new one where nothing is, or where the shelf has lost it.
    pub(crate) fn at_hand(&mut self, id: &OutletId) -> &mut T {
        if !self.outlets.get(id).is_some_and(|one| one.is_listed) {
            self.list(id);
        }
        let one = self.outlets.entry(id.clone()).or_default();
        if let (Some(number), Some(shelf)) = (one.laid.take(), &self.shelf) {
            let bytes = shelf.take(number);
            one.kept = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default();
        }
        &mut one.kept
    }

    /// Keeps those of which `stays` holds; the places of others on the shelf are free.
    pub(crate) fn retain(&mut self, mut stays: impl FnMut(&OutletId) -> bool) {
        let shelf = &self.shelf;
        self.outlets.retain(|id, one| {
            let stays = stays(id);
            if let (false, Some(number), Some(shelf)) = (stays, one.laid, shelf) {
                shelf.take(number);
            }
            stays
        });
        self.at_hand.retain(|id| self.outlets.contains_key(id));
    }

    /// From now on it is among those at hand; the one that has been there for longest is laid down for it.
    fn list(&mut self, id: &OutletId) {
        let Some(shelf) = &self.shelf else { return };
        self.outlets.entry(id.clone()).or_default().is_listed = true;
        self.at_hand.push_back(id.clone());
        while self.at_hand.len() > AT_HAND
            && let Some(first) = self.at_hand.pop_front()
        {
            let Some(one) = self.outlets.get_mut(&first) else { continue };
            one.is_listed = false;
            one.laid = postcard::to_allocvec(&one.kept).ok().and_then(|bytes| shelf.lay(&bytes));
            if one.laid.is_some() {
                one.kept = T::default();
            }
        }
    }
}
