//! What is known of the figures of one outlet: at hand, or on a shelf until its next hour.

use crate::Shelf;
use crate::methods::outlet::OutletSeries;

/// By the place of a channel in its row; much that is measured is not judged.
type Known = Vec<Option<Box<OutletSeries>>>;

#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Empty while it lies on the shelf.
    known: Known,
    /// Under what number it lies there.
    laid: Option<u64>,
}

impl Memory {
    /// What is known, taken from the shelf where it lies there.
    pub(super) fn at_hand(&mut self, shelf: Option<&mut (dyn Shelf + 'static)>) -> &mut Known {
        if let Some(number) = self.laid.take() {
            let bytes = shelf.and_then(|shelf| shelf.take(number));
            self.known = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default();
        }
        &mut self.known
    }

    /// Lays it down; it stays at hand where the shelf has no room.
    pub(super) fn lay(&mut self, shelf: &mut dyn Shelf) {
        if self.laid.is_some() {
            return;
        }
        self.laid = postcard::to_allocvec(&self.known).ok().and_then(|bytes| shelf.lay(&bytes));
        if self.laid.is_some() {
            self.known = Known::new();
        }
    }
}
