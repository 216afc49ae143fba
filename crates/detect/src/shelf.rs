use std::fmt;

/// Where an engine lays down what it knows of outlets between their hours, so that memory holds only the few at hand.
///
/// A city has tens of thousands of series, each is judged once an hour, and what is known of one after a month takes
/// some ten thousand bytes. What is laid down is of use to the engine that laid it down alone.
pub trait Shelf: fmt::Debug + Send {
    /// Lays `bytes` down; under what number they are found again. `None`: there was no room, and the engine keeps them.
    fn lay(&mut self, bytes: &[u8]) -> Option<u64>;

    /// Gives back what was laid down under `number`, which is free then. `None`: it is lost, and the engine learns anew.
    fn take(&mut self, number: u64) -> Option<Vec<u8>>;
}
